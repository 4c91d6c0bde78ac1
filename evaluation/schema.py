"""Rows of the data files (DATA.md). Unknown fields are ignored; what is wrong is named by file, line and field."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assist.core.conversation import Message, Transcript
from assist.core.redact import KINDS
from assist.core.vocabulary import Act, Audience, CaseStatus, Channel, FactType, Owner, SentimentLabel


class Open(BaseModel):
    """Ignores fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldFact(Open):
    """A value said in the conversation."""

    type: FactType
    value: str


class GoldStep(Open):
    """Who does what by when."""

    owner: Owner
    action: str
    due: str | None = None


class GoldSentiment(Open):
    """How the customer felt."""

    start: SentimentLabel
    end: SentimentLabel


class GoldCase(Open):
    """The case note a colleague would write."""

    title: str
    issue: str
    cause: str | None = None
    steps: tuple[str, ...] = ()
    resolution: str | None = None
    status: CaseStatus
    next_steps: tuple[GoldStep, ...] = ()
    facts: tuple[GoldFact, ...] = ()
    sentiment: GoldSentiment


class Gold(Open):
    """Annotation of one conversation; every part is optional."""

    headline: str | None = None
    case: GoldCase | None = None
    labels: tuple[Act, ...] | None = None
    salient: tuple[Annotated[int, Field(ge=0)], ...] | None = None
    query: str | None = None
    cut: Annotated[int, Field(ge=0)] | None = None
    replies: tuple[str, ...] | None = None
    articles: tuple[str, ...] | None = None


class Turn(Message):
    """A message; `source` and `action` tell how an agent's turn came about (STAR)."""

    source: str | None = None
    action: str | None = None


class ConversationRow(Open):
    """A conversation with whatever gold it has."""

    id: Annotated[str, Field(min_length=1)]
    channel: Channel = "chat"
    language: str | None = None
    messages: Annotated[tuple[Turn, ...], Field(min_length=1)]
    source: str | None = None
    company: str | None = None
    tasks: tuple[str, ...] = ()
    gold: Gold = Gold()
    summaries: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        """A row with `text` (and `subject`) instead of messages is one customer message; a list of ids is no gold."""
        if not isinstance(data, dict):
            return data
        row: dict[str, Any] = dict(data)  # pyright: ignore[reportUnknownArgumentType]
        if row.get("gold") is None or isinstance(row["gold"], list):
            row.pop("gold", None)
        if "messages" not in row and "text" in row:
            text = "\n".join(str(part) for part in (row.get("subject"), row["text"]) if part)
            row["messages"] = [{"role": "customer", "text": text}]
            if isinstance(row.get("summary"), str):
                row["summaries"] = [row["summary"]]
        return row

    @model_validator(mode="after")
    def _fits(self) -> "ConversationRow":
        count = len(self.messages)
        if self.gold.labels is not None and len(self.gold.labels) != count:
            raise ValueError(f"gold.labels has {len(self.gold.labels)} entries for {count} messages")
        if any(index >= count for index in self.gold.salient or ()):
            raise ValueError(f"gold.salient names a message beyond the last one ({count - 1})")
        if self.gold.cut is not None and self.gold.cut >= count:
            raise ValueError(f"gold.cut is beyond the last message ({count - 1})")
        return self

    @property
    def transcript(self) -> Transcript:
        """The conversation as the product receives it: nothing of the gold, nothing of how turns came about."""
        plain = tuple(Message.model_validate(turn.model_dump(exclude={"source", "action"})) for turn in self.messages)
        return Transcript(channel=self.channel, language=self.language, messages=plain)


class ArticleRow(Open):
    """A knowledge article; its id may be anything, `evaluation.articles` makes it fit the product."""

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    body: Annotated[str, Field(min_length=1)]
    product: str | None = None
    company: str | None = None
    audience: Audience = "public"
    internal: bool = False
    locale: str = "en"
    tags: tuple[str, ...] = ()


class QueryRow(Open):
    """A question with the articles that answer it; `opening` (a customer's first line) goes before `text`."""

    id: Annotated[str, Field(min_length=1)]
    text: str | None = None
    opening: str | None = None
    channel: Channel = "chat"
    messages: tuple[Turn, ...] = ()
    gold: tuple[str, ...] = ()
    answerable: bool | None = None
    answerability: str | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> "QueryRow":
        if not (self.text or self.opening or self.messages):
            raise ValueError("needs text or messages")
        return self

    @property
    def can_be_answered(self) -> bool:
        """By its label where it has one, else by having gold."""
        if self.answerable is not None:
            return self.answerable
        if self.answerability is not None:
            return self.answerability.upper() in {"ANSWERABLE", "PARTIAL"}
        return bool(self.gold)


class ReportedRow(Open):
    """One message and how a colleague would report it; two references."""

    id: Annotated[str, Field(min_length=1)]
    role: Annotated[str, Field(pattern="^(customer|agent)$")]
    channel: Channel = "chat"
    source: str | None = None
    act: str | None = None
    text: Annotated[str, Field(min_length=1)]
    reported: str | None
    alt: str | None = None
    split: str = "dev"


# Kinds of personal data: names of presidio-research, own data may use the product's. What has a shape or a check digit:
PATTERNED_TYPES = frozenset(
    "EMAIL_ADDRESS PHONE_NUMBER CREDIT_CARD IBAN_CODE US_SSN IP_ADDRESS US_DRIVER_LICENSE".split()
) | frozenset(kind.upper() for kind in KINDS)
# And what has none:
NAMED_TYPES = frozenset(
    "PERSON STREET_ADDRESS GPE ORGANIZATION DATE_TIME TITLE AGE NRP DOMAIN_NAME ZIP_CODE LOCATION".split()
)


class PiiSpan(Open):
    """A personal value; the type in any case."""

    type: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]

    @field_validator("type")
    @classmethod
    def _is_known(cls, value: str) -> str:
        known = PATTERNED_TYPES | NAMED_TYPES
        if value.upper() not in known:
            raise ValueError(f"no type '{value}'; known: {', '.join(sorted(known))}")
        return value


class PiiRow(Open):
    """A sentence with its personal values."""

    id: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]
    spans: tuple[PiiSpan, ...]
    template_id: str | int | None = None

    @model_validator(mode="after")
    def _inside(self) -> "PiiRow":
        if any(span.end > len(self.text) or span.start >= span.end for span in self.spans):
            raise ValueError("spans must lie inside text, start before end")
        return self

    @property
    def group(self) -> str:
        """Rows made from one template are not independent."""
        return self.id if self.template_id is None else f"template-{self.template_id}"


class MarkedRow(Open):
    """What was said in a call, with its sentence ends put in by hand; the id is that of the call, `#`, a number."""

    id: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]


class Passage(Open):
    """What a reply should rest on."""

    text: str


class RatedRow(Open):
    """A reply with its passages and people's ratings for faithfulness (1-4)."""

    id: Annotated[str, Field(min_length=1)]
    model: str = ""
    response: str
    passages: tuple[Passage, ...]
    human: dict[str, tuple[float | None, ...]]
