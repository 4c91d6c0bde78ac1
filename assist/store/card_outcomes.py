"""What became of article suggestions: cards that agents took or refused, and questions that found nothing."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, select

from assist.core.authoring import Miss
from assist.core.conversation import Message, Transcript, assign_ids
from assist.core.golden import AcceptedCard
from assist.store.database import Database
from assist.store.schema import feedback, messages, suggestions

TAKEN = ("accepted", "copied")
REFUSED = ("rejected",)
SILENT = ("no_evidence", "low_confidence", "index_empty")


class CardOutcomes:
    """Reads suggestions and feedback; erased and redacted texts are gone from here too."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def accepted(self, *, limit: int = 200) -> list[AcceptedCard]:
        """Cards taken last, each article once a conversation, with what had been said by then."""

        def work(connection: Connection) -> list[AcceptedCard]:
            found: dict[tuple[str, str], AcceptedCard] = {}
            for row in connection.execute(self._judged(TAKEN, limit)):
                article_id = _article_of(row.result, row.item_id)
                key = (row.session_id or row.suggestion_id, article_id or "")
                transcript = self._transcript(connection, row) if article_id and key not in found else None
                if article_id and transcript is not None:
                    found[key] = AcceptedCard(f"feedback:{row.item_id}", article_id, transcript)
            return list(found.values())

        return self._database.read(work)

    def misses(self, *, limit: int = 500) -> list[Miss]:
        """Conversations, newest first, whose last suggestion found nothing or had a card refused; each once."""

        def work(connection: Connection) -> list[Miss]:
            found: dict[str, Miss] = {}
            for row, reason in self._missed(connection, limit):
                key = row.session_id or row.suggestion_id
                transcript = self._transcript(connection, row) if key not in found else None
                if transcript is not None:
                    found[key] = Miss(row.suggestion_id, row.session_id, reason, row.at, transcript)
            return sorted(found.values(), key=lambda miss: miss.at, reverse=True)[:limit]

        return self._database.read(work)

    def _missed(self, connection: Connection, limit: int) -> Iterator[tuple[Row[Any], str]]:
        for row in connection.execute(self._judged(REFUSED, limit)):
            yield row, "rejected"
        latest: set[str] = set()
        for row in connection.execute(self._suggested(limit * 4)):
            key = row.session_id or row.suggestion_id
            if key in latest:
                continue
            latest.add(key)
            result = json.loads(row.result) if row.result else {}
            if result.get("status") == "abstained" and result.get("reason") in SILENT:
                yield row, result["reason"]

    def _judged(self, events: Sequence[str], limit: int) -> Any:
        joined = feedback.join(
            suggestions,
            (suggestions.c.tenant_id == feedback.c.tenant_id) & (suggestions.c.id == feedback.c.suggestion_id),
        )
        return (
            select(
                suggestions.c.id.label("suggestion_id"),
                suggestions.c.session_id,
                suggestions.c.revision,
                suggestions.c.result,
                suggestions.c.transcript,
                feedback.c.item_id,
                feedback.c.created_at.label("at"),
            )
            .select_from(joined)
            .where(
                feedback.c.tenant_id == self._tenant,
                feedback.c.event.in_(events),
                suggestions.c.feature == "articles",
            )
            .order_by(feedback.c.created_at.desc())
            .limit(limit)
        )

    def _suggested(self, limit: int) -> Any:
        return (
            select(
                suggestions.c.id.label("suggestion_id"),
                suggestions.c.session_id,
                suggestions.c.revision,
                suggestions.c.result,
                suggestions.c.transcript,
                suggestions.c.created_at.label("at"),
            )
            .where(suggestions.c.tenant_id == self._tenant, suggestions.c.feature == "articles")
            .order_by(suggestions.c.created_at.desc(), suggestions.c.revision.desc())
            .limit(limit)
        )

    def _transcript(self, connection: Connection, row: Row[Any]) -> Transcript | None:
        """What had been said when the suggestion was made; None when that is gone."""
        if row.transcript is not None:
            try:
                return Transcript.model_validate(json.loads(row.transcript)["transcript"])
            except (KeyError, TypeError, ValidationError):
                return None
        query = (
            select(messages.c.id, messages.c.role, messages.c.text, messages.c.internal)
            .where(
                messages.c.tenant_id == self._tenant,
                messages.c.session_id == row.session_id,
                messages.c.revision <= row.revision,
                messages.c.redacted.is_(False),
            )
            .order_by(messages.c.position)
        )
        said = tuple(
            Message(id=found.id, role=found.role, text=found.text, internal=found.internal)
            for found in connection.execute(query)
            if found.text.strip()
        )
        return Transcript.model_construct(channel="chat", language=None, messages=assign_ids(said)) if said else None


def _article_of(result: str | None, item_id: str) -> str | None:
    """The article of the card that the feedback names; that of the first card when it names the whole result."""
    cards: list[dict[str, Any]] = json.loads(result).get("articles", []) if result else []
    named = [card for card in cards if card.get("suggestion_id") == item_id]
    return (named or cards)[0]["id"] if named or (cards and "." not in item_id) else None
