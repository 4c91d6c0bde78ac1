"""What comes in: messages and transcripts, validated once for the API, the command line and the harness."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assist.core.vocabulary import ID_PATTERN, LANGUAGE_PATTERN, RESERVED_IDS, Channel, Role

MAX_MESSAGES = 1_000
MAX_MESSAGE_CHARS = 20_000
MAX_CONTEXT_ENTRIES = 100
# Terminals act on these and nobody means them; spaces in their place keep every offset what it was.
_CONTROLS = {code: " " for code in (*range(1, 32), *range(127, 160)) if chr(code) not in "\t\n\r\x85"}


def _check_id(value: str) -> str:
    if value in RESERVED_IDS:
        raise ValueError(f"'{value}' is also a path word and cannot be an id")
    return value


def _check_text(value: str) -> str:
    """Refuse what cannot be stored or shown, lone surrogates and NUL; each other control character becomes a space."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"contains a lone surrogate at character {error.start}; send valid Unicode") from None
    if "\x00" in value:
        raise ValueError(f"contains a NUL character at {value.index(chr(0))}; remove it")
    return value if value.isprintable() else value.translate(_CONTROLS)


Id = Annotated[str, Field(pattern=ID_PATTERN), AfterValidator(_check_id)]
Text = Annotated[str, AfterValidator(_check_text)]
# JSON knows no other numbers, and what cannot be sent back must not be stored.
Finite = Annotated[float, Field(allow_inf_nan=False)]


def _as_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is before the year 1 or after the year 9999 in UTC; send a time between them") from None


Instant = Annotated[datetime, AfterValidator(_as_utc)]


class Attachment(BaseModel):
    """A file named in a message; only its name and type are used."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Annotated[Text, Field(max_length=255)]
    type: Annotated[Text, Field(max_length=127)] = "application/octet-stream"


class Message(BaseModel):
    """One turn. `text` may be empty only with attachments; `internal` notes never reach a customer-facing text."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Id | None = None
    role: Role
    text: Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS)]
    at: Instant | None = None
    participant: Annotated[Text, Field(max_length=256)] | None = None
    internal: bool = False
    attachments: tuple[Attachment, ...] = ()

    @model_validator(mode="after")
    def _has_content(self) -> "Message":
        if not self.text.strip() and not self.attachments:
            raise ValueError("text may be empty only when the message has attachments")
        return self

    @property
    def key(self) -> str:
        """The id, once assigned (`Transcript` assigns missing ones)."""
        return self.id or ""

    @property
    def side(self) -> str:
        """`customer` or `agent` (bots speak for the agent's side) or `system`."""
        return "agent" if self.role == "bot" else self.role


class ContextEntry(BaseModel):
    """A named value the desktop knows, e.g. `customer_name`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Text, Field(min_length=1, max_length=128)]
    value: Annotated[Text, Field(max_length=4_000)] | int | Finite | bool | None = None


def assign_ids(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Give messages without an id the next free `m0`, `m1`, ... in arrival order."""
    if all(message.id for message in messages):
        return messages
    taken = {message.id for message in messages if message.id}
    number = 0
    named: list[Message] = []
    for message in messages:
        if message.id is None:
            while f"m{number}" in taken:
                number += 1
            message = message.model_copy(update={"id": f"m{number}"})
            number += 1
        named.append(message)
    return tuple(named)


class Transcript(BaseModel):
    """A conversation as the caller knows it. Order is arrival order; `at` never reorders."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Channel = "chat"
    language: Annotated[str, Field(pattern=LANGUAGE_PATTERN)] | None = None
    messages: Annotated[tuple[Message, ...], Field(min_length=1, max_length=MAX_MESSAGES)]
    context: Annotated[tuple[ContextEntry, ...], Field(max_length=MAX_CONTEXT_ENTRIES)] = ()

    @model_validator(mode="after")
    def _unique_ids(self) -> "Transcript":
        seen: set[str] = set()
        for message in self.messages:
            if message.id is None:
                continue
            if message.id in seen:
                raise ValueError(f"message id '{message.id}' is used twice")
            seen.add(message.id)
        object.__setattr__(self, "messages", assign_ids(self.messages))
        return self

    def value(self, name: str) -> Any:
        """The value of the context entry `name`, or None."""
        return next((entry.value for entry in self.context if entry.name == name), None)

    def until(self, index: int) -> "Transcript":
        """The same conversation up to and including message `index`."""
        return self.model_copy(update={"messages": self.messages[: index + 1]})
