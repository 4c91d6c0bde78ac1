"""What a caller may ask of each feature; one model a feature, used by the API, the command line and the pipeline."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assist.core.conversation import Text
from assist.core.ports import ArticleFilters
from assist.core.results import CaseFields
from assist.core.vocabulary import FEATURES, Audience, Feature, Length, Moment, Tone

MAX_SECTIONS = 20
MAX_SUGGESTIONS = 20
MAX_ARTICLES = 50


class Options(BaseModel):
    """Base: immutable, unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CustomSection(Options):
    """A section of the caller's own: `instruction` says in plain words what belongs there."""

    name: Annotated[Text, Field(min_length=1, max_length=64)]
    title: Annotated[Text, Field(min_length=1, max_length=120)]
    instruction: Annotated[Text, Field(min_length=1, max_length=500)]


SectionChoice = Annotated[str, Field(min_length=1, max_length=64)] | CustomSection


class SummaryOptions(Options):
    """`sections` None means the default ones; `max_words` bounds the whole summary."""

    moment: Moment = "on_demand"
    sections: Annotated[tuple[SectionChoice, ...], Field(max_length=MAX_SECTIONS)] | None = None
    max_words: Annotated[int, Field(ge=10, le=1_000)] = 100


class ReplyOptions(Options):
    """`agent_id` lets earlier suggestions to the same agent be recognised; `team`: whose reply policy binds."""

    limit: Annotated[int, Field(ge=1, le=MAX_SUGGESTIONS)] = 3
    tone: Tone | None = None
    length: Length | None = None
    agent_id: Annotated[Text, Field(min_length=1, max_length=128)] | None = None
    team: Annotated[Text, Field(min_length=1, max_length=128)] | None = None


class KnownFields(CaseFields):
    """Fields of the case that the caller already knows; they are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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

    limit: Annotated[int, Field(ge=1, le=MAX_ARTICLES)] = 3
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
