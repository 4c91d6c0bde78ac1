"""What agents did with suggestions, as training and evaluation items; pseudonyms in place of personal data."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assist.build import open_database
from assist.core.conversation import Message
from assist.core.sessions import Session
from assist.core.settings import Settings
from assist.store.case_drafts import CaseDraftStore
from assist.store.feedback import FeedbackStore
from assist.store.live import LiveHub
from assist.store.messages import MessageStore
from assist.store.outbound import Outbound
from assist.store.sessions import SessionStore
from assist.store.unit import LiveStore
from evaluation.runs import write_lines

_TAKEN = frozenset({"accepted", "edited", "copied"})
_USED_CARD = frozenset({"accepted", "clicked", "copied"})
_MAX_SESSIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """Rows written, by file name."""

    counts: dict[str, int]


class _Ids:
    """Ids that cannot be traced back once the export is done."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def hidden(self, value: str, *, prefix: str) -> str:
        digest = hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()
        return f"{prefix}-{digest[:16]}"


class FeedbackExport:
    """Reads a data folder's store; nothing is changed in it."""

    def __init__(self, live: LiveStore) -> None:
        self._messages = MessageStore(live)
        self._sessions = SessionStore(live)
        self._feedback = FeedbackStore(live)
        self._drafts = CaseDraftStore(live)
        self._outbound = Outbound(live)
        self._ids = _Ids()

    def write(self, out: Path) -> Exported:
        """`replies.jsonl`, `articles.jsonl`, `summary.jsonl`, `case.jsonl`, `events.jsonl`; those with rows."""
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("replies", "queries", "summary", "events")}
        for event in self._feedback.export():
            rows["events"].append(self._event(event))
            found = self._item(event)
            if found is not None:
                rows[found[0]].append(found[1])
        rows["case"] = list(self._cases())
        counts: dict[str, int] = {}
        for name, items in rows.items():
            unique = list({row["id"]: row for row in items}.values())
            if unique:
                write_lines(out / f"{name}.jsonl", unique)
                counts[f"{name}.jsonl"] = len(unique)
        return Exported(counts)

    def _event(self, event: dict[str, Any]) -> dict[str, Any]:
        """What happened, without anybody's words."""
        kept = {name: event[name] for name in ("feature", "event", "at", "rating", "revision", "versions")}
        session, agent = event["session_id"], event["agent_id"]
        return {
            "id": self._ids.hidden(event["id"], prefix="event"),
            "session": self._ids.hidden(session, prefix="talk") if session else None,
            "agent": self._ids.hidden(agent, prefix="agent") if agent else None,
            **kept,
        }

    def _item(self, event: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
        """(file, row) of an event that says what was right; None for others and for redacted talks."""
        session = self._sessions.get(event["session_id"]) if event["session_id"] else None
        result = event["result"]
        if session is None or result is None:
            return None
        talk = self._talk(session, event["revision"])
        if talk is None:
            return None
        item_id = event["suggestion_id"]
        if event["feature"] == "replies" and event["event"] in _TAKEN:
            text = event["final_text"] or _text_of(result, item_id)
            return ("replies", self._reply(session, talk, item_id, text)) if text else None
        if event["feature"] == "articles" and event["event"] in _USED_CARD:
            card = next((c for c in result.get("articles", ()) if c.get("suggestion_id") == item_id), None)
            return ("queries", self._query(talk, item_id, card["id"])) if card else None
        if event["feature"] == "summary" and event["event"] == "edited" and event["final_text"]:
            said = self._outbound.text(session.id, event["final_text"])
            return "summary", talk | {"id": self._ids.hidden(item_id, prefix="summary"), "summaries": [said]}
        return None

    def _talk(self, session: Session, revision: int) -> dict[str, Any] | None:
        messages = self._plain(session, self._messages.as_of(session.id, revision) or ())
        if not messages:
            return None
        return {
            "id": self._ids.hidden(session.id, prefix="talk"),
            "source": "feedback",
            "channel": session.channel,
            "messages": messages,
        }

    def _plain(self, session: Session, messages: Sequence[Message]) -> list[dict[str, Any]]:
        """Role and pseudonymised text; notes between colleagues stay out."""
        clean = self._outbound.text
        return [{"role": m.role, "text": clean(session.id, m.text)} for m in messages if not m.internal and m.text]

    def _reply(self, session: Session, talk: dict[str, Any], item_id: str, text: str) -> dict[str, Any]:
        said = self._outbound.text(session.id, text)
        cut = len(talk["messages"]) - 1
        return talk | {
            "id": self._ids.hidden(item_id, prefix="reply"),
            "gold": {"cut": cut, "replies": [said]},
        }

    def _query(self, talk: dict[str, Any], item_id: str, article: str) -> dict[str, Any]:
        return {
            "id": self._ids.hidden(item_id.split(".", 1)[0], prefix="query"),
            "channel": talk["channel"],
            "messages": talk["messages"],
            "gold": [article],
        }

    def _cases(self) -> Iterator[dict[str, Any]]:
        """The newest saved version of each session whose note is complete enough to score against."""
        seen: set[str] = set()
        for session_id, version in self._drafts.recent_versions(limit=_MAX_SESSIONS):
            session = self._sessions.get(session_id)
            if session_id in seen or session is None:
                continue
            seen.add(session_id)
            talk, draft = self._talk(session, version.revision), version.draft
            feeling = draft.sentiment
            complete = draft.title and draft.issue and draft.status and feeling.start and feeling.end
            if talk is None or not complete:
                continue
            note = self._outbound.result(session_id, draft.model_dump(mode="json"))
            yield talk | {"id": self._ids.hidden(session_id, prefix="case"), "gold": {"case": note}}


def _text_of(result: dict[str, Any], item_id: str) -> str | None:
    return next((reply["text"] for reply in result.get("suggestions", ()) if reply.get("id") == item_id), None)


def export_feedback(out: Path, settings: Settings | None = None) -> Exported:
    """Export from the configured database. Raises ConfigurationError when it cannot be opened."""
    database = open_database(settings or Settings(), serving=False)
    live = LiveStore(database, LiveHub())
    try:
        return FeedbackExport(live).write(out)
    finally:
        live.close()
        database.close()
