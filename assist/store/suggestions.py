"""Every result that was shown, stamped with what produced it; feedback refers to it and replay recomputes it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, insert, select, update

from assist.core.conversation import Transcript
from assist.core.results import Outcome, json_of
from assist.core.sessions import Session, SuggestionRecord
from assist.core.vocabulary import FEATURES, Escalation, Feature, SentimentLabel
from assist.store import prepared
from assist.store.event_log import EventDraft
from assist.store.latest import Latest
from assist.store.live import agent_topic, session_topic
from assist.store.newest_rows import newest_rows
from assist.store.schema import message_changes, suggestions
from assist.store.session_rows import read_session, save_session
from assist.store.suggestion_rows import ITEM, has_item, read_record, record_of, values_of
from assist.store.unit import LiveStore, Unit

Results = Mapping[Feature, SuggestionRecord]

_NEWEST_KEPT, _REPLIES_KEPT = 1_000, 300  # sessions
# Results that repeats and rejections are looked up in.
_REPLIES = 40
_INSERT = insert(suggestions)
_OF_SESSION = (suggestions.c.tenant_id == bindparam("of_tenant")) & (
    suggestions.c.session_id == bindparam("of_session")
)
_REPLIES_OF = (
    select(suggestions.c.id, suggestions.c.revision, suggestions.c.result)
    .where(_OF_SESSION & (suggestions.c.feature == "replies"))
    .order_by(suggestions.c.created_at.desc())
    .limit(_REPLIES)
)
_REPLIES_BEFORE = _REPLIES_OF.where(suggestions.c.created_at < bindparam("until"))
_REDACTED = (
    select(message_changes.c.revision)
    .where(
        (message_changes.c.tenant_id == bindparam("of_tenant"))
        & (message_changes.c.session_id == bindparam("of_session"))
        & (message_changes.c.revision > bindparam("since"))
        & (message_changes.c.kind == "redacted")
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Attention:
    """What a new revision says about the session as a whole."""

    sentiment: SentimentLabel | None
    escalation: Escalation | None
    pending_actions: int


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One suggested reply; `source`: the id of what its words come from."""

    id: str
    text: str
    source: str | None


@dataclass(frozen=True, slots=True)
class ShownReplies:
    """The replies of one result."""

    id: str
    revision: int
    replies: tuple[ShownReply, ...]

    @classmethod
    def of(cls, record_id: str, revision: int, result: Mapping[str, Any]) -> "ShownReplies":
        """From a result's JSON."""
        replies = (
            ShownReply(item["id"], item["text"], item.get("source", {}).get("id"))
            for item in result.get("suggestions", ())
        )
        return cls(record_id, revision, tuple(replies))


class SuggestionStore:
    """Results by id and by session. A reply or card inside a result is named `<result id>.<n>`."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live
        self._newest: Latest[Results] = Latest(capacity=_NEWEST_KEPT)
        self._replies: Latest[tuple[ShownReplies, ...]] = Latest(capacity=_REPLIES_KEPT)

    def publish(
        self,
        session_id: str,
        revision: int,
        results: Mapping[Feature, Outcome],
        *,
        options: Mapping[Feature, BaseModel] | None = None,
        attention: Attention | None = None,
        moment: str | None = None,
        also: Callable[[Unit], None] | None = None,
    ) -> dict[Feature, SuggestionRecord] | None:
        """Store the results of a revision and tell who waits for them; None when they came too late.

        options: how they were asked for, where replay needs it. attention: given when these are all parts of the
        revision. also: what else commits with them (vectors).
        Too late: parts of a newer revision, or all of this one, are stored already, or the session is gone.
        """

        before = change = 0

        def keep(records: dict[Feature, SuggestionRecord] | None) -> None:
            # Only a whole set says what is newest for every feature.
            if records is not None and set(records) == set(FEATURES):
                self._newest.put(session_id, change, records)
            if records:
                self._keep_replies(session_id, before, change, records.get("replies"))

        def work(unit: Unit) -> dict[Feature, SuggestionRecord] | None:
            nonlocal before, change
            session = read_session(unit.connection, unit.tenant, session_id, lock=True)
            if session is None or session.parts_revision > revision or session.revision < revision:
                return None
            if attention is not None and session.parts_revision == revision:
                # Another worker was faster with the same work.
                return None
            # A redaction moves the revision, too.
            if session.revision > revision and _redacted_since(unit, session_id, revision):
                return None
            records: dict[Feature, SuggestionRecord] = {
                feature: record_of(
                    feature,
                    result,
                    session=session,
                    revision=revision,
                    moment=moment,
                    options=(options or {}).get(feature),
                )
                for feature, result in results.items()
            }
            if records:
                prepared.run_all(unit.connection, _INSERT, [values_of(unit.tenant, r) for r in records.values()])
            before = session.parts_change
            change = self._note(unit, session, revision, records, attention).change
            if also is not None:
                also(unit)
            return records

        return self._live.commit(work, then=keep)

    def add(
        self, feature: Feature, result: Outcome, *, transcript: Transcript, options: BaseModel, agent_id: str | None
    ) -> SuggestionRecord:
        """Store a stateless call's result together with what was asked (`store: true`)."""
        asked = {"transcript": json_of(transcript), "options": json_of(options)}
        record = record_of(feature, result, session=None, revision=0, moment=None).model_copy(
            update={"transcript": asked, "agent_id": agent_id}
        )
        row = insert(suggestions).values(values_of(self._live.tenant, record))
        self._live.commit(lambda unit: unit.connection.execute(row))
        return record

    def get(self, suggestion_id: str) -> SuggestionRecord | None:
        """The result that `suggestion_id` names, itself or by one of its items; None when unknown."""
        query = self._all().where(suggestions.c.id == suggestion_id.split(ITEM, 1)[0])
        row = self._live.read(lambda connection: connection.execute(query).first())
        record = None if row is None else read_record(row)
        return record if record is not None and has_item(record, suggestion_id) else None

    def latest(self, session: Session) -> Results:
        """The newest result of each feature."""
        kept = self._newest.get(session.id, session.parts_change)
        if kept is not None:
            return kept
        rows = self._live.read(lambda connection: newest_rows(connection, self._live.tenant, session.id))
        found: dict[Feature, SuggestionRecord] = {
            key: read_record(row, again=again) for key, (row, again) in rows.items()
        }
        self._newest.put(session.id, session.parts_change, found)
        return found

    def forget(self) -> None:
        """Drop what is kept in memory (erasure)."""
        self._newest.clear()
        self._replies.clear()

    def replies_of(self, session: Session, *, until: datetime | None = None) -> tuple[ShownReplies, ...]:
        """The session's last suggested replies, oldest first; `until`: those made before that instant."""
        kept = self._replies.get(session.id, session.parts_change) if until is None else None
        if kept is not None:
            return kept
        shown = self._read_replies(session.id, until)
        if until is None:
            self._replies.put(session.id, session.parts_change, shown)
        return shown

    def _keep_replies(self, session_id: str, before: int, change: int, record: SuggestionRecord | None) -> None:
        """What is kept as of `before` goes on being known with what was published since."""
        kept = self._replies.get(session_id, before)
        if kept is None:
            return
        if record is not None and record.result is not None and all(shown.id != record.id for shown in kept):
            kept = (*kept, ShownReplies.of(record.id, record.revision, record.result))[-_REPLIES:]
        self._replies.put(session_id, change, kept)

    def _read_replies(self, session_id: str, until: datetime | None) -> tuple[ShownReplies, ...]:
        asked: dict[str, Any] = {"of_tenant": self._live.tenant, "of_session": session_id}
        query = _REPLIES_OF
        if until is not None:
            query, asked = _REPLIES_BEFORE, {**asked, "until": until}
        rows = self._live.read(lambda connection: connection.execute(query, asked).all())
        return tuple(
            ShownReplies.of(row.id, row.revision, json.loads(row.result))
            for row in reversed(rows)
            if row.result is not None
        )

    def _all(self) -> Any:
        return select(suggestions).where(suggestions.c.tenant_id == self._live.tenant)

    def _note(
        self,
        unit: Unit,
        session: Session,
        revision: int,
        records: Mapping[Feature, SuggestionRecord],
        attention: Attention | None,
    ) -> Session:
        changes: dict[str, Any] = {"parts_change": session.change + 1} if records else {}
        if attention is not None:
            changes.update(
                parts_revision=revision,
                sentiment=attention.sentiment,
                escalation=attention.escalation,
                pending_actions=attention.pending_actions,
            )
        after = save_session(unit, session, session.model_copy(update=changes))
        stream = session_topic(session.id)
        for feature, record in records.items():
            unit.events.append(EventDraft(stream, feature, session.id, revision, {"suggestion_id": record.id}))
        if not records:
            # Whoever waits for this revision must hear that nothing comes.
            unit.events.append(EventDraft(stream, "session", session.id, revision, {"state": session.state}))
        if (session.sentiment, session.escalation) != (after.sentiment, after.escalation):
            data = {"sentiment": after.sentiment, "escalation": after.escalation}
            unit.events.append(EventDraft(agent_topic(session.agent_id), "notification", session.id, revision, data))
        return after


def forget_results(unit: Unit, session_id: str, *, since: int) -> None:
    """Drop what was computed from revision `since` on, because a message of that revision was redacted."""
    match = (
        (suggestions.c.tenant_id == unit.tenant)
        & (suggestions.c.session_id == session_id)
        & (suggestions.c.revision >= since)
    )
    unit.connection.execute(update(suggestions).where(match).values(result=None, options=None))


def _redacted_since(unit: Unit, session_id: str, revision: int) -> bool:
    asked = {"of_tenant": unit.tenant, "of_session": session_id, "since": revision}
    return unit.connection.execute(_REDACTED, asked).first() is not None


def read_results(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, dict[str, Any] | None]:
    """The stored JSON of results by id."""
    query = select(suggestions.c.id, suggestions.c.result).where(
        suggestions.c.tenant_id == tenant, suggestions.c.id.in_(ids)
    )
    return {row.id: None if row.result is None else json.loads(row.result) for row in connection.execute(query)}
