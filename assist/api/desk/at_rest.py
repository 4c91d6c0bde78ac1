"""`redaction=at_rest`: what people write is pseudonymised before it is stored, so the store never holds the values.

A token's number comes from a keyed hash of session and value: the same value has the same token in a session, on every
worker and after a restart, and a message that is sent again is still recognised; there is no table to turn them back.
"""

import hashlib
import re
from typing import Any

from assist.api.desk.bodies import NewSession, SessionPatch
from assist.core.conversation import ContextEntry, Message
from assist.core.redact import find_spans

# Digits of a token; also what `core.redact` takes for a token of its own.
_DIGITS = 9


class AtRest:
    """Cleans texts of a session before they are stored; one without a key leaves everything as it is."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key

    @property
    def on(self) -> bool:
        """Whether anything is changed."""
        return self._key is not None

    def text(self, session_id: str, text: str) -> str:
        """The text with tokens such as [EMAIL_123456789] in place of personal data."""
        if self._key is None or not text:
            return text
        pieces: list[str] = []
        position = 0
        for span in find_spans(text):
            pieces += [text[position : span.start], self._token(session_id, span.type, span.value)]
            position = span.end
        return "".join([*pieces, text[position:]])

    def messages(self, session_id: str, items: tuple[Message, ...]) -> tuple[Message, ...]:
        """Messages as they are stored."""
        if self._key is None:
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
        if isinstance(value, str):
            return self.text(session_id, value)
        if isinstance(value, list):
            return [self.values(session_id, item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, dict):
            return {key: self.values(session_id, item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
        return value

    def _fields(self, session_id: str, body: NewSession | SessionPatch) -> dict[str, Any]:
        named = {name: getattr(body, name) for name in ("subject", "title")}
        changed: dict[str, Any] = {name: self.text(session_id, text) for name, text in named.items() if text}
        if body.context:
            changed["context"] = self.entries(session_id, body.context)
        return changed

    def _token(self, session_id: str, kind: str, value: str) -> str:
        plain = re.sub(r"[\s().-]", "", value).lower()
        digest = hashlib.blake2b(f"{session_id}\n{kind}\n{plain}".encode(), key=self._key or b"", digest_size=8)
        number = int.from_bytes(digest.digest()) % 10**_DIGITS
        return f"[{kind.upper()}_{number:0{_DIGITS}d}]"


OFF = AtRest(None)
