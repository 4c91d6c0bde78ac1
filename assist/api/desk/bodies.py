"""Bodies of the stateful calls."""

from typing import Annotated

from pydantic import AfterValidator, Field

from assist.core.conversation import (
    MAX_CONTEXT_ENTRIES,
    MAX_MESSAGE_CHARS,
    MAX_MESSAGES,
    ContextEntry,
    Id,
    Instant,
    Message,
    Text,
)
from assist.core.sessions import MAX_DRAFT_CHARS, Customer, Frozen, Session, StoredMessage, Strict, TabRecord
from assist.core.vocabulary import LANGUAGE_PATTERN, Channel, FeedbackEvent, TabKind

Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
ShortText = Annotated[Text, Field(max_length=500)]


class NewSession(Strict):
    """Body of POST /v1/sessions."""

    id: Id | None = None
    channel: Channel
    agent_id: Id
    team: Id | None = None
    customer: Customer | None = None
    subject: ShortText | None = None
    title: ShortText | None = None
    language: Language | None = None
    external_id: ShortText | None = None
    context: Annotated[tuple[ContextEntry, ...], Field(max_length=MAX_CONTEXT_ENTRIES)] = ()
    messages: Annotated[tuple[Message, ...], Field(max_length=MAX_MESSAGES)] = ()


class SessionPatch(Strict):
    """Body of PATCH /v1/sessions/{id}: only what is sent changes. `context` entries replace those of their name."""

    team: Id | None = None
    customer: Customer | None = None
    subject: ShortText | None = None
    title: ShortText | None = None
    language: Language | None = None
    external_id: ShortText | None = None
    pane_mode: Annotated[Text, Field(max_length=64)] | None = None
    context: Annotated[tuple[ContextEntry, ...], Field(max_length=MAX_CONTEXT_ENTRIES)] | None = None


class Transfer(Strict):
    """Body of POST /v1/sessions/{id}/transfer."""

    to_agent: Id
    team: Id | None = None


class MessageBatch(Strict):
    """Several messages at once: all are stored or none."""

    messages: Annotated[tuple[Message, ...], Field(min_length=1, max_length=MAX_MESSAGES)]


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("is blank; to take the message's text away, DELETE the message")
    return text


class MessageEdit(Strict):
    """Body of PATCH /v1/sessions/{id}/messages/{mid}."""

    text: Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS), AfterValidator(_says_something)]


class NewTab(Strict):
    """Body of PUT /v1/sessions/{id}/tabs/{tab}."""

    kind: TabKind
    title: ShortText | None = None
    record: TabRecord | None = None
    anchor: bool = False


class DraftText(Strict):
    """Body of PUT /v1/sessions/{id}/drafts/{kind}."""

    text: Annotated[Text, Field(max_length=MAX_DRAFT_CHARS)]


class NewFeedback(Strict):
    """Body of POST /v1/suggestions/{id}/feedback."""

    event: FeedbackEvent
    at: Instant | None = None
    final_text: Annotated[Text, Field(max_length=20_000)] | None = None
    rating: Annotated[int, Field(ge=-1, le=1)] | None = None
    comment: Annotated[Text, Field(max_length=4_000)] | None = None


class SessionList(Frozen):
    """A page of sessions."""

    items: tuple[Session, ...]
    next_cursor: str | None


class MessageList(Frozen):
    """A page of messages; `revision` is the session's."""

    items: tuple[StoredMessage, ...]
    next_cursor: str | None
    revision: int
