"""What a caller may ask of each feature; one model a feature, used by the API, the command line and the pipeline."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assist.core.bounds import ARTICLES, SUGGESTIONS, SUMMARY_WORDS, ArticlesLimit, RepliesLimit, SummaryWords
from assist.core.conversation import MAX_MESSAGE_CHARS, Id, Text
from assist.core.ports import ArticleFilters
from assist.core.results import CaseFields, Fact, NextStep, SentimentArc
from assist.core.vocabulary import FEATURES, Audience, Feature, Length, Moment, SectionName, Tone

MAX_SECTIONS = 20
MAX_CASE_NAME_CHARS = 500
MAX_CASE_ITEM_CHARS = 4_000
MAX_CASE_ITEMS = 1_000


class Options(BaseModel):
    """Base: immutable, unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CustomSection(Options):
    """A section of the caller's own: `instruction` says in plain words what belongs there."""

    name: Annotated[Text, Field(min_length=1, max_length=64)]
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    instruction: Annotated[Text, Field(min_length=1, max_length=500)]


SectionChoice = SectionName | CustomSection


def _once(sections: tuple[SectionChoice, ...]) -> tuple[SectionChoice, ...]:
    """Each section at its first place: the same one twice is one."""
    return tuple(dict.fromkeys(sections))


class SummaryOptions(Options):
    """`sections` None means the default ones; `max_words` bounds the whole summary."""

    moment: Moment = "on_demand"
    sections: Annotated[tuple[SectionChoice, ...], Field(max_length=MAX_SECTIONS), AfterValidator(_once)] | None = None
    max_words: SummaryWords = SUMMARY_WORDS


class ReplyOptions(Options):
    """`agent_id` lets earlier suggestions to the same agent be recognised; `team`: whose reply policy binds."""

    limit: RepliesLimit = SUGGESTIONS
    tone: Tone | None = None
    length: Length | None = None
    agent_id: Id | None = None
    team: Id | None = None


CaseName = Annotated[Text, Field(max_length=MAX_CASE_NAME_CHARS)]
CaseText = Annotated[Text, Field(max_length=MAX_MESSAGE_CHARS)]
CaseItem = Annotated[Text, Field(min_length=1, max_length=MAX_CASE_ITEM_CHARS)]


class KnownStep(NextStep):
    """A next step in the caller's words."""

    model_config = ConfigDict(extra="forbid")

    action: CaseItem
    due: CaseItem | None = None


class KnownFact(Fact):
    """A value that the caller knows."""

    model_config = ConfigDict(extra="forbid")

    value: CaseItem
    normalized: CaseItem | None = None


class KnownSentiment(SentimentArc):
    """What the caller says of the customer's mood."""

    model_config = ConfigDict(extra="forbid")


class KnownFields(CaseFields):
    """Fields of the case that the caller already knows; they are kept."""

    model_config = ConfigDict(extra="forbid")

    title: CaseName | None = None
    customer: CaseName | None = None
    product: CaseName | None = None
    issue: CaseText | None = None
    cause: CaseText | None = None
    steps: Annotated[tuple[CaseItem, ...], Field(max_length=MAX_CASE_ITEMS)] = ()
    resolution: CaseText | None = None
    # Narrower than in what goes out, which nobody assigns to.
    next_steps: Annotated[tuple[KnownStep, ...], Field(max_length=MAX_CASE_ITEMS)] = ()  # pyright: ignore[reportIncompatibleVariableOverride]
    facts: Annotated[tuple[KnownFact, ...], Field(max_length=MAX_CASE_ITEMS)] = ()  # pyright: ignore[reportIncompatibleVariableOverride]
    sentiment: KnownSentiment = KnownSentiment()  # pyright: ignore[reportIncompatibleVariableOverride]
    category: CaseName | None = None

    @classmethod
    def of(cls, fields: CaseFields) -> "KnownFields":
        """What was taken before, as it is: the limits are for what a caller sends now."""
        nested: dict[str, Any] = {
            "next_steps": tuple(KnownStep.model_construct(**dict(step)) for step in fields.next_steps),
            "facts": tuple(KnownFact.model_construct(**dict(fact)) for fact in fields.facts),
            "sentiment": KnownSentiment.model_construct(**dict(fields.sentiment)),
        }
        return cls.model_construct(None, **{**dict(fields), **nested})


class CaseOptions(Options):
    """`case`: fields already known."""

    case: KnownFields | None = None


class FilterOptions(Options):
    """Only articles with all of these."""

    product: Annotated[Text, Field(max_length=200)] | None = None
    company: Annotated[Text, Field(max_length=200)] | None = None
    audience: Audience | None = None
    locale: Annotated[str, Field(max_length=35)] | None = None
    tags: Annotated[tuple[Annotated[Text, Field(max_length=100)], ...], Field(max_length=50)] = ()

    def as_filters(self) -> ArticleFilters:
        """The same for the search."""
        return ArticleFilters(**dict(self))


class ArticleOptions(Options):
    """`min_score` hides cards below it; 0 switches floor and abstention off."""

    limit: ArticlesLimit = ARTICLES
    min_score: Annotated[float, Field(ge=0, le=1)] | None = None
    filters: FilterOptions = FilterOptions()


class FeatureOptions(Options):
    """Options of each feature."""

    summary: SummaryOptions = SummaryOptions()
    replies: ReplyOptions = ReplyOptions()
    case_draft: CaseOptions = CaseOptions()
    articles: ArticleOptions = ArticleOptions()


class AssistOptions(Options):
    """Which features, and how."""

    features: Annotated[tuple[Feature, ...], Field(min_length=1)] = FEATURES
    options: FeatureOptions = FeatureOptions()
