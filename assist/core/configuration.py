"""What an agent's desk follows, and the layers that say it; which layer counts is `workspace/configuration.py`'s."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assist.core.bounds import ARTICLES, SUGGESTIONS, SUMMARY_WORDS, ArticlesLimit, RepliesLimit, SummaryWords
from assist.core.sessions import Frozen, Strict
from assist.core.vocabulary import FEATURES, SECTIONS, Feature, Length, Preload, SectionName, Tone

Layer = Literal["role", "supervisor", "personal"]
Source = Literal["built_in", Layer]
ConfigurationField = Literal[
    "features",
    "preload",
    "preload_sessions",
    "reply_tone",
    "reply_length",
    "replies_limit",
    "articles_limit",
    "summary_max_words",
    "summary_sections",
    "session_limit",
    "tab_limit",
]
MAX_COUNT = 10_000


def _in_order(features: tuple[Feature, ...]) -> tuple[Feature, ...]:
    """Each feature once, always in the same order: what means the same is the same."""
    return tuple(feature for feature in FEATURES if feature in features)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


_FEATURES_SHOWN = "Features that the pane offers; an empty list: none"
_PRELOAD = "`all`: suggestions at every message, `focused`: of the session in front, `none`: when the pane asks"
_PRELOAD_SESSIONS = "Beside the one in front, only so many of the agent's newest sessions preload"
_TONE = "Tone of suggested replies; goes before the one of the team's reply policy"
_SECTIONS = "Sections of the summary, in this order; an empty list: the headline alone"
_SESSION_LIMIT = "Sessions the agent may have accepted at once; one more is 409 session_limit"
_TAB_LIMIT = "Tabs of a session; one more is 409 tab_limit"

SomeFeatures = Annotated[tuple[Feature, ...], AfterValidator(_in_order)]
SomeSections = Annotated[tuple[SectionName, ...], AfterValidator(_once)]
Fields = Annotated[tuple[ConfigurationField, ...], AfterValidator(_once)]
Limit = Annotated[int, Field(ge=1, le=MAX_COUNT)]


class Preferences(Strict):
    """What an agent may wish for itself; null: as the layer below says."""

    features: Annotated[SomeFeatures | None, Field(description=_FEATURES_SHOWN)] = None
    preload: Annotated[Preload | None, Field(description=_PRELOAD)] = None
    preload_sessions: Annotated[
        Annotated[int, Field(ge=0, le=MAX_COUNT)] | None, Field(description=_PRELOAD_SESSIONS)
    ] = None
    reply_tone: Annotated[Tone | None, Field(description=_TONE)] = None
    reply_length: Annotated[Length | None, Field(description="Length of suggested replies")] = None
    replies_limit: Annotated[RepliesLimit | None, Field(description="Suggested replies at most")] = None
    articles_limit: Annotated[ArticlesLimit | None, Field(description="Article cards at most")] = None
    summary_max_words: Annotated[SummaryWords | None, Field(description="Words of the whole summary")] = None
    summary_sections: Annotated[SomeSections | None, Field(description=_SECTIONS)] = None


class Supervised(Preferences):
    """What is decided for an agent: limits too."""

    session_limit: Annotated[Limit | None, Field(description=_SESSION_LIMIT)] = None
    tab_limit: Annotated[Limit | None, Field(description=_TAB_LIMIT)] = None


class RoleDefaults(Supervised):
    """What whoever has a role begins with. `locked`: fields that personal preferences leave as they are."""

    locked: Annotated[Fields, Field(description="Fields that personal preferences cannot override")] = ()


class AgentConfiguration(Frozen):
    """What an agent's desk follows.

    preload: `all` computes at every message, `focused` only for the session in front, `none` when the pane asks;
    preload_sessions: beside the one in front, at most so many of the agent's newest sessions (None: no bound).
    reply_tone None: as the team's policy says, else as found; reply_length None: as found.
    """

    features: tuple[Feature, ...] = FEATURES
    preload: Preload = "all"
    preload_sessions: int | None = None
    reply_tone: Tone | None = None
    reply_length: Length | None = None
    replies_limit: int = SUGGESTIONS
    articles_limit: int = ARTICLES
    summary_max_words: int = SUMMARY_WORDS
    summary_sections: tuple[SectionName, ...] = SECTIONS
    session_limit: int = 9
    tab_limit: int = 10

    @cached_property
    def stamp(self) -> str:
        """Another one for other values."""
        return repr(tuple(self.__dict__[name] for name in type(self).model_fields))
