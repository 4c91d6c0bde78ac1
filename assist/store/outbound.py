"""What leaves the store with people's words in it, pseudonymised: every export goes through here."""

from collections.abc import Iterator
from typing import Any

from assist.core.redact import KeyedPseudonyms
from assist.core.results import json_of
from assist.store.case_drafts import CaseDraftStore
from assist.store.deployment_key import redaction_key
from assist.store.feedback import FeedbackStore
from assist.store.sessions import SessionStore
from assist.store.suggestions import SuggestionStore
from assist.store.unit import LiveStore

# Parts of a result that are ids, stamps or words of closed sets: nobody's, and a reader needs them as they are.
_NO_TEXT = frozenset(
    "id message_id article_id suggestion_id last_message_id duplicate_of evidence versions timings_ms status reason "
    "degraded_reason moment name kind type owner priority sentiment audience relevance url".split()
)
_NAMES_KEPT = 1_000  # conversations whose names are kept while an export reads on


class Outbound:
    """Pseudonyms of this deployment for the texts of its conversations, with the names that it knows of each."""

    def __init__(self, live: LiveStore) -> None:
        self._sessions, self._suggestions = SessionStore(live), SuggestionStore(live)
        self._drafts, self._feedback = CaseDraftStore(live), FeedbackStore(live)
        self._pseudonyms = KeyedPseudonyms(redaction_key(live.database))
        self._kept: dict[str | None, tuple[str, ...]] = {}

    def text(self, session_id: str | None, text: str) -> str:
        """A text of a conversation; None: of none that is stored, so no names are known."""
        return self._pseudonyms.text(session_id or "", text, names=self._names(session_id))

    def result(self, session_id: str | None, result: Any) -> Any:
        """A feature's result, or a part of one, as JSON: its texts are cleaned; ids and words of closed sets stay."""
        names = (*self._names(session_id), *_names_in(result))
        return self._pseudonyms.values(session_id or "", result, names=names, kept=_NO_TEXT)

    def feedback(self) -> Iterator[dict[str, Any]]:
        """Every event with the result it is about, as `FeedbackStore.export` gives them."""
        for row in self._feedback.export():
            talk = row["session_id"]
            said = {name: self.text(talk, row[name]) for name in ("final_text", "comment") if row[name]}
            yield row | said | {"result": self.result(talk, row["result"])}

    def _names(self, session_id: str | None) -> tuple[str, ...]:
        if session_id not in self._kept:
            if len(self._kept) == _NAMES_KEPT:
                self._kept.clear()
            self._kept[session_id] = self._known_names(session_id)
        return self._kept[session_id]

    def _known_names(self, session_id: str | None) -> tuple[str, ...]:
        session = self._sessions.get(session_id) if session_id else None
        if session is None:
            return ()
        found = _parts(session.customer.name) if session.customer and session.customer.name else []
        draft, shown = self._drafts.get(session.id), self._suggestions.latest(session).get("case_draft")
        found += _names_in(json_of(draft.draft)) if draft else []
        found += _names_in(shown.result) if shown else []
        return tuple(dict.fromkeys(found))


def _names_in(result: Any) -> list[str]:
    """Whom a case draft, or a result that holds one, names."""
    fields: dict[str, Any] = (result.get("draft") or result) if isinstance(result, dict) else {}  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    persons = [str(fact["value"]) for fact in fields.get("facts") or () if fact["type"] == "person"]
    return [*(_parts(fields["customer"]) if fields.get("customer") else []), *persons]


def _parts(name: str) -> list[str]:
    """A name and its parts: people are called by either. An initial alone would be found everywhere."""
    return [part for part in (name, *name.split()) if len(part) > 1]


def feedback_rows(live: LiveStore, *, pseudonyms: bool) -> Iterator[dict[str, Any]]:
    """The feedback as it leaves: with pseudonyms, or as it was said where the redaction policy is `off`."""
    return Outbound(live).feedback() if pseudonyms else FeedbackStore(live).export()
