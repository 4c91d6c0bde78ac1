"""What a session adds to what is suggested in it: whose it is, what was suggested before, what the agent rejected."""

from datetime import datetime

from assist.core.replies import NO_REFUSALS, EarlierSuggestion, RefusedCards, ReplySession
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
        rejected = self._feedback.rejected_in(session.id, until=until)
        replies: set[str] = set()
        earlier: list[EarlierSuggestion] = []
        for shown in self._suggestions.replies_of(session, until=until):
            replies.update((shown.id, *(item.id for item in shown.replies)))
            for item in shown.replies:
                refused = item.id in rejected or shown.id in rejected
                if shown.revision < revision or refused:
                    earlier.append(EarlierSuggestion(item.id, item.text, item.source, refused))
        return ReplySession(
            team=session.team,
            customer_name=session.customer.name if session.customer else None,
            earlier=tuple(earlier),
            refused_cards=self._refused(rejected - replies, revision),
        )

    def _refused(self, items: frozenset[str], revision: int) -> RefusedCards:
        """Articles of the cards that feedback names, or of all cards of a result that it names."""
        articles: set[str] = set()
        now = False
        for item in items:
            record = self._suggestions.get(item)
            if record is not None and record.feature == "articles" and record.result is not None:
                cards = record.result["articles"]
                articles.update(card["id"] for card in cards if item in (record.id, card["suggestion_id"]))
                now = now or record.revision == revision
        return RefusedCards(frozenset(articles), now) if articles else NO_REFUSALS
