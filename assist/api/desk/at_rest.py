"""`redaction=at_rest`: what people write is pseudonymised before it is stored, so the store never holds the values.

The same value always has the same token in a session, so a message that is sent again is still recognised.
"""

from typing import Any

from assist.api.desk.bodies import NewSession, SessionPatch
from assist.core.conversation import ContextEntry, Message
from assist.core.redact import KeyedPseudonyms


class AtRest:
    """Cleans texts of a session before they are stored; one without pseudonyms leaves everything as it is."""

    def __init__(self, pseudonyms: KeyedPseudonyms | None) -> None:
        self._pseudonyms = pseudonyms

    @property
    def on(self) -> bool:
        """Whether anything is changed."""
        return self._pseudonyms is not None

    def text(self, session_id: str, text: str) -> str:
        """The text with tokens such as [EMAIL_123456789] in place of personal data."""
        return self._pseudonyms.text(session_id, text) if self._pseudonyms else text

    def messages(self, session_id: str, items: tuple[Message, ...]) -> tuple[Message, ...]:
        """Messages as they are stored."""
        if self._pseudonyms is None:
            return items
        return tuple(item.model_copy(update={"text": self.text(session_id, item.text)}) for item in items)

    def session(self, session_id: str, body: NewSession) -> NewSession:
        """A new session's own texts and messages as they are stored."""
        return body.model_copy(
            update={**self._fields(session_id, body), "messages": self.messages(session_id, body.messages)}
        )

    def patch(self, session_id: str, body: SessionPatch) -> SessionPatch:
        """A session's changed texts as they are stored; what was not sent stays unset."""
        sent = {name: value for name, value in self._fields(session_id, body).items() if name in body.model_fields_set}
        return body.model_copy(update=sent)

    def entries(self, session_id: str, context: tuple[ContextEntry, ...]) -> tuple[ContextEntry, ...]:
        """Context variables as they are stored."""
        return tuple(entry.model_copy(update={"value": self.values(session_id, entry.value)}) for entry in context)

    def values(self, session_id: str, value: Any) -> Any:
        """Every text inside a JSON value."""
        return self._pseudonyms.values(session_id, value) if self._pseudonyms else value

    def _fields(self, session_id: str, body: NewSession | SessionPatch) -> dict[str, Any]:
        named = {name: getattr(body, name) for name in ("subject", "title")}
        changed: dict[str, Any] = {name: self.text(session_id, text) for name, text in named.items() if text}
        if body.context:
            changed["context"] = self.entries(session_id, body.context)
        return changed


OFF = AtRest(None)
