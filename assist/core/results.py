"""What goes out: one model a feature, each with its evidence and its outcome (API.md, Common shapes)."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assist.core.text.remembered import remembered
from assist.core.vocabulary import (
    Audience,
    CaseStatus,
    FactType,
    Owner,
    Priority,
    Reason,
    Relevance,
    SentimentLabel,
    SourceKind,
    Status,
)


class Frozen(BaseModel):
    """Immutable value object."""

    model_config = ConfigDict(frozen=True)


class Evidence(Frozen):
    """A span that supports a statement: code points of the message text or article body, `end` exclusive."""

    message_id: str | None = None
    article_id: str | None = None
    start: int
    end: int


@remembered(maxsize=16_384)
def span_of(message_id: str, start: int, end: int) -> Evidence:
    """A span of a message that is known to be one. Made once: a conversation's spans come again at each message."""
    return Evidence(message_id=message_id, start=start, end=end)


class Versions(Frozen):
    """Which parts produced a result; null where a part took no part."""

    encoder: str | None = None
    heads: str | None = None
    index: str | None = None
    generator: str | None = None
    prompt: str | None = None


class Outcome(Frozen):
    """Fields every feature answers with. An abstention is a normal answer with empty payload and a reason."""

    status: Status = "completed"
    reason: Reason | None = None
    degraded: bool = False
    degraded_reason: str | None = None
    messages_used: int = 0
    last_message_id: str | None = None
    versions: Versions = Versions()
    timings_ms: dict[str, float] = Field(default_factory=dict)


class Headline(Frozen):
    """One sentence of at most 40 words."""

    text: str
    evidence: tuple[Evidence, ...]


class Claim(Frozen):
    """One statement of a section, in the third person."""

    text: str
    evidence: tuple[Evidence, ...]


class Section(Frozen):
    """Statements under one heading; `text` joins the claims."""

    name: str
    title: str
    text: str
    claims: tuple[Claim, ...]


class Summary(Outcome):
    """What has happened so far."""

    headline: Headline | None = None
    sections: tuple[Section, ...] = ()


class ReplySource(Frozen):
    """Where a suggestion's words come from."""

    kind: SourceKind
    id: str | None = None
    title: str | None = None
    label: str | None = None


class Suggestion(Frozen):
    """A reply the agent may accept, edit or reject; never sent by itself."""

    id: str
    text: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    source: ReplySource
    evidence: tuple[Evidence, ...] = ()
    placeholders: tuple[str, ...] = ()
    duplicate_of: str | None = None


class Withheld(Frozen):
    """A suggestion that the team's policy keeps back, with the reason instead of the words."""

    reason: str
    source: ReplySource


class Replies(Outcome):
    """What to say next, best first."""

    suggestions: tuple[Suggestion, ...] = ()
    withheld: tuple[Withheld, ...] = ()


class NextStep(Frozen):
    """Who does what by when; `due` is an RFC 3339 time or the words used when no date can be resolved."""

    owner: Owner
    action: str
    due: str | None = None


class Fact(Frozen):
    """A value said in the conversation: `value` verbatim, `normalized` when a named normaliser changed its form."""

    type: FactType
    value: str
    normalized: str | None = None


class SentimentArc(Frozen):
    """How the customer felt at the start and at the end."""

    start: SentimentLabel | None = None
    end: SentimentLabel | None = None


class CaseFields(Frozen):
    """The structured note of a case; unknown is null, never invented."""

    title: str | None = None
    customer: str | None = None
    product: str | None = None
    issue: str | None = None
    cause: str | None = None
    steps: tuple[str, ...] = ()
    resolution: str | None = None
    status: CaseStatus | None = None
    next_steps: tuple[NextStep, ...] = ()
    facts: tuple[Fact, ...] = ()
    sentiment: SentimentArc = SentimentArc()
    category: str | None = None
    priority: Priority | None = None


class CaseDraft(Outcome):
    """A draft to review and save. `evidence` maps a JSON Pointer into `draft` to its spans."""

    draft: CaseFields | None = None
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)


class ArticleCard(Frozen):
    """An article worth reading now. `score` is the calibrated chance that this card helps."""

    id: str
    title: str
    snippet: str
    highlights: tuple[tuple[int, int], ...] = ()
    score: Annotated[float, Field(ge=0, le=1)]
    relevance: Relevance
    why: tuple[str, ...] = ()
    section: str | None = None
    url: str | None = None
    revision: int = 1
    audience: Audience = "public"


class Articles(Outcome):
    """What to read, best first."""

    articles: tuple[ArticleCard, ...] = ()


class Assistance(Frozen):
    """All four features over one transcript; a feature that was not asked for is null."""

    summary: Summary | None = None
    replies: Replies | None = None
    case_draft: CaseDraft | None = None
    articles: Articles | None = None


def json_of(model: BaseModel) -> dict[str, Any]:
    """The JSON form of a result, as the API sends it."""
    return model.model_dump(mode="json")
