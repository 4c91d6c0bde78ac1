"""What the service keeps of an agent's work: sessions, their messages, tabs, drafts, suggestions and feedback."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assist.core.conversation import ContextEntry, Id, Message, Text
from assist.core.results import CaseFields, Evidence, Frozen, Versions
from assist.core.vocabulary import (
    Channel,
    DraftKind,
    Escalation,
    Feature,
    FeedbackEvent,
    Role,
    SentimentLabel,
    SessionState,
    TabKind,
)

MAX_DRAFT_CHARS = 100_000


class Strict(BaseModel):
    """A request part: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Customer(Strict):
    """Whom the session serves."""

    id: Id
    name: Annotated[Text, Field(max_length=256)] | None = None


class TabRecord(Strict):
    """What a tab shows, in the desktop's own terms."""

    type: Annotated[Text, Field(min_length=1, max_length=64)]
    id: Annotated[Text, Field(min_length=1, max_length=256)]


class Tab(Frozen):
    """A tab of a session. The pane follows the anchor tab unless another kind is open."""

    id: str
    kind: TabKind
    title: str | None = None
    record: TabRecord | None = None
    anchor: bool = False


class Session(Frozen):
    """One conversation of an agent. `revision` rises by one per message, edit or redaction.

    unread: customer messages since the agent last looked or wrote; pending_actions: promised steps not done yet;
    parts_revision: the revision that the stored suggestions are for; change: rises with every change of any kind;
    parts_change and drafts_change: what it was when the suggestions, and the drafts, changed last.
    """

    id: str
    state: SessionState = "open"
    revision: int = 0
    agent_id: str
    team: str | None = None
    customer: Customer | None = None
    channel: Channel
    subject: str | None = None
    title: str = ""
    language: str | None = None
    context: tuple[ContextEntry, ...] = ()
    external_id: str | None = None
    focused: bool = False
    unread: int = 0
    pending_actions: int = 0
    sentiment: SentimentLabel | None = None
    escalation: Escalation | None = None
    pane_mode: str | None = None
    tabs: tuple[Tab, ...] = ()
    parts_revision: int = 0
    created_at: datetime
    updated_at: datetime
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    change: Annotated[int, Field(exclude=True)] = 0
    parts_change: Annotated[int, Field(exclude=True)] = 0
    drafts_change: Annotated[int, Field(exclude=True)] = 0


class StoredMessage(Frozen):
    """A message as stored; a redacted one keeps its place and loses its text."""

    id: str
    role: Role
    text: str
    at: datetime | None = None
    participant: str | None = None
    internal: bool = False
    attachments: tuple[dict[str, str], ...] = ()
    revision: int
    edited: bool = False
    redacted: bool = False

    def as_message(self) -> Message | None:
        """The message as features read it; None once redacted."""
        if self.redacted:
            return None
        return Message.model_validate(self.model_dump(include=set(Message.model_fields)))


class Appended(Frozen):
    """Answer to appended messages: the revision that has them all, their ids, and whether any was new."""

    revision: int
    ids: tuple[str, ...]
    created: Annotated[bool, Field(exclude=True)] = True


class Draft(Frozen):
    """What the agent was typing."""

    kind: DraftKind
    text: str
    etag: str
    updated_at: datetime


class SuggestionRecord(Frozen):
    """A feature's result as it was shown. `result` is the feature's JSON; null once its messages were redacted.

    revision: the session revision it was made for; again: that revision had a result before, which this one replaces;
    transcript: what was asked, kept only for stored stateless calls; options: how a session's was asked for.
    """

    id: str
    session_id: str | None
    agent_id: str | None
    feature: Feature
    moment: str | None
    revision: int
    versions: Versions
    result: dict[str, Any] | None
    transcript: Annotated[dict[str, Any] | None, Field(exclude=True)] = None
    options: Annotated[dict[str, Any] | None, Field(exclude=True)] = None
    again: Annotated[bool, Field(exclude=True)] = False
    created_at: datetime


class Feedback(Frozen):
    """What the agent did with a suggestion."""

    id: str
    suggestion_id: str
    event: FeedbackEvent
    at: datetime
    final_text: str | None = None
    rating: int | None = None
    comment: str | None = None
    agent_id: str | None = None


class CaseDraftRecord(Frozen):
    """The case draft an agent works on. `edited` names the fields a refresh leaves alone."""

    session_id: str
    draft: CaseFields
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)
    edited: tuple[str, ...] = ()
    revision: int
    suggestion_id: str | None = None
    etag: str
    updated_at: datetime


class CaseDraftVersion(Frozen):
    """A saved case draft; never changed again."""

    version: int
    draft: CaseFields
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)
    revision: int
    saved_by: str | None
    saved_at: datetime


class Event(Frozen):
    """One event of a stream; `seq` rises by one per event of that stream."""

    stream: str
    seq: int
    type: str
    session_id: str
    revision: int
    data: dict[str, Any]
    at: datetime
