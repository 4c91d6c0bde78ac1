"""What agents did with suggestions: several events each, exported as training and evaluation data."""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from assist.core.errors import NotFound
from assist.core.sessions import Feedback, Frozen, SuggestionRecord
from assist.core.vocabulary import FeedbackEvent
from assist.store.content import now
from assist.store.idempotency import RequestKey
from assist.store.schema import feedback, suggestions
from assist.store.session_rows import Check, locked_session
from assist.store.unit import LiveStore, Unit

_PAGE = 500
_REJECTED = select(feedback.c.item_id).where(
    (feedback.c.tenant_id == bindparam("of_tenant"))
    & (feedback.c.session_id == bindparam("of_session"))
    & (feedback.c.event == "rejected")
)
_REJECTED_UNTIL = _REJECTED.where(feedback.c.created_at <= bindparam("until"))


class _Given(Frozen):
    """What a request key remembers: which event it was, not its words, which may have to be forgotten."""

    id: str
    suggestion_id: str


class FeedbackStore:
    """Feedback events in order of arrival."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def add(
        self,
        record: SuggestionRecord,
        *,
        item_id: str,
        event: FeedbackEvent,
        at: datetime | None,
        final_text: str | None,
        rating: int | None,
        comment: str | None,
        agent_id: str | None,
        request: RequestKey | None = None,
        check: Check | None = None,
    ) -> tuple[Feedback, bool]:
        """Store one event about `item_id`, the result or one of its items. Raises NotFound when it is gone by now."""
        given = Feedback(
            id=f"fb-{secrets.token_hex(10)}",
            suggestion_id=item_id,
            event=event,
            at=at or now(),
            final_text=final_text,
            rating=rating,
            comment=comment,
            agent_id=agent_id,
        )

        def work(unit: Unit) -> _Given:
            if record.session_id is not None:
                # An erasure takes this row first: what comes after it finds nothing, what came before goes with it.
                locked_session(unit, record.session_id, check=check)
            values = given.model_dump(exclude={"suggestion_id"})
            unit.connection.execute(
                insert(feedback).values(
                    tenant_id=unit.tenant,
                    suggestion_id=record.id,
                    item_id=item_id,
                    session_id=record.session_id,
                    created_at=now(),
                    **values,
                )
            )
            return _Given(id=given.id, suggestion_id=item_id)

        stored, fresh = self._live.commit_once(work, _Given, request)
        return (given, True) if fresh else (self._stored(stored.id), False)

    def of(self, suggestion_id: str) -> list[Feedback]:
        """Events about a result and its items, oldest first."""
        query = self._all().where(feedback.c.suggestion_id == suggestion_id).order_by(feedback.c.created_at)
        return self._live.read(lambda connection: [_feedback(row) for row in connection.execute(query)])

    def rejected_in(self, session_id: str, *, until: datetime | None = None) -> frozenset[str]:
        """Ids of the suggestions that were rejected in a session, up to an instant where one is given."""
        asked: dict[str, Any] = {"of_tenant": self._live.tenant, "of_session": session_id}
        query = _REJECTED
        if until is not None:
            query, asked = _REJECTED_UNTIL, {**asked, "until": until}
        return self._live.read(lambda connection: frozenset(connection.execute(query, asked).scalars()))

    def export(self) -> Iterator[dict[str, Any]]:
        """Every event with the result it is about, oldest first, read in pages."""
        last: tuple[datetime, str] | None = None
        while True:
            rows = self._live.read(lambda connection, after=last: self._export_page(connection, after))
            for row in rows:
                yield _export_row(row)
            if len(rows) < _PAGE:
                return
            last = (rows[-1].created_at, rows[-1].id)

    def _stored(self, feedback_id: str) -> Feedback:
        row = self._live.read(
            lambda connection: connection.execute(self._all().where(feedback.c.id == feedback_id)).first()
        )
        if row is None:
            raise NotFound(f"there is no feedback '{feedback_id}' any more")
        return _feedback(row)

    def _all(self) -> Any:
        return select(feedback).where(feedback.c.tenant_id == self._live.tenant)

    def _export_page(self, connection: Connection, after: tuple[datetime, str] | None) -> Any:
        joined = feedback.join(
            suggestions,
            (suggestions.c.tenant_id == feedback.c.tenant_id) & (suggestions.c.id == feedback.c.suggestion_id),
        )
        query = (
            select(
                feedback,
                suggestions.c.feature,
                suggestions.c.revision,
                suggestions.c.versions,
                suggestions.c.result,
            )
            .select_from(joined)
            .where(feedback.c.tenant_id == self._live.tenant)
            .order_by(feedback.c.created_at, feedback.c.id)
            .limit(_PAGE)
        )
        if after is not None:
            moment, key = after
            query = query.where(
                (feedback.c.created_at > moment) | ((feedback.c.created_at == moment) & (feedback.c.id > key))
            )
        return connection.execute(query).all()


def _feedback(row: Any) -> Feedback:
    return Feedback(
        id=row.id,
        suggestion_id=row.item_id,
        event=row.event,
        at=row.at,
        final_text=row.final_text,
        rating=row.rating,
        comment=row.comment,
        agent_id=row.agent_id,
    )


def _export_row(row: Any) -> dict[str, Any]:
    return {
        **_feedback(row).model_dump(mode="json"),
        "session_id": row.session_id,
        "feature": row.feature,
        "revision": row.revision,
        "versions": json.loads(row.versions),
        "result": None if row.result is None else json.loads(row.result),
    }
