"""What the desk tells the reply memory: closed sessions, what agents made of suggestions, who must be forgotten."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from assist.copilot.replies.learning import Judged
from assist.core.conversation import Transcript
from assist.core.sessions import Feedback, Session, SuggestionRecord

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskMemory:
    """remember: takes over a closed session; learn: counts a verdict; erase: sessions, customer, agent -> how many."""

    remember: Callable[[Session, Transcript], None]
    learn: Callable[[Judged], None]
    erase: Callable[[Sequence[str], str | None, str | None], int]

    def judge(self, record: SuggestionRecord, session: Session | None, given: Feedback) -> None:
        """Count feedback on one suggested reply; feedback on anything else teaches nothing here."""
        item = _item(record, given.suggestion_id)
        cluster = None if item is None else item.get("source", {}).get("id")
        if cluster is None:
            return
        self.learn(
            Judged(
                cluster=cluster,
                event=given.event,
                final_text=given.final_text,
                agent_id=given.agent_id,
                session_id=record.session_id,
                team=session.team if session else None,
            )
        )


NO_MEMORY = DeskMemory(
    remember=lambda session, transcript: None, learn=lambda judged: None, erase=lambda sessions, customer, agent: 0
)


def _item(record: SuggestionRecord, item_id: str) -> dict[str, Any] | None:
    if record.feature != "replies" or record.result is None:
        return None
    items: list[dict[str, Any]] = record.result.get("suggestions") or []
    return next((item for item in items if item.get("id") == item_id), None)
