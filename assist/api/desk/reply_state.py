"""What a session adds to its replies: whose it is, what was suggested in it before, and what the agent rejected."""

from datetime import datetime

from assist.core.replies import EarlierSuggestion, ReplySession
from assist.core.sessions import Session
from assist.store.feedback import FeedbackStore
from assist.store.suggestions import SuggestionStore


class ReplyStates:
    """Reads from the stores."""

    def __init__(self, suggestions: SuggestionStore, feedback: FeedbackStore) -> None:
        self._suggestions = suggestions
        self._feedback = feedback

    def of(self, session: Session, *, revision: int, until: datetime | None = None) -> ReplySession:
        """The state before `revision` was answered; `until`: as it was at that instant (replay).

        What was suggested at the revision itself counts as earlier only where the agent rejected it.
        """
        earlier: list[EarlierSuggestion] = []
        every = [shown for shown in self._suggestions.replies_of(session, until=until) if shown.replies]
        rejected = self._feedback.rejected_in(session.id, until=until) if every else frozenset[str]()
        for shown in every:
            for item in shown.replies:
                refused = item.id in rejected or shown.id in rejected
                if shown.revision < revision or refused:
                    earlier.append(EarlierSuggestion(item.id, item.text, item.source, refused))
        return ReplySession(
            team=session.team,
            customer_name=session.customer.name if session.customer else None,
            earlier=tuple(earlier),
        )
