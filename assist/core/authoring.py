"""What authors are told: how versions differ, where knowledge is missing, and drafts made from conversations."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field

from assist.core.articles import Article
from assist.core.conversation import Transcript
from assist.core.results import ArticleCard, Evidence, Frozen, Outcome
from assist.core.vocabulary import Audience, CaseStatus


class FieldChange(Frozen):
    """A field of an article other than its body, before and after."""

    field: str
    before: Any
    after: Any


class ArticleDiff(Frozen):
    """How a version differs from the one before; `body` is a unified diff of its lines, empty when equal."""

    fields: tuple[FieldChange, ...] = ()
    body: str = ""


def diff_articles(before: Article, after: Article) -> ArticleDiff:
    """What changed from `before` to `after`."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    names = [name for name in new if name != "body" and old[name] != new[name]]
    lines = difflib.unified_diff(before.body.splitlines(), after.body.splitlines(), "before", "after", lineterm="")
    return ArticleDiff(
        fields=tuple(FieldChange(field=name, before=old[name], after=new[name]) for name in names),
        body="\n".join(lines),
    )


@dataclass(frozen=True, slots=True)
class Miss:
    """A conversation that got no useful card. `reason`: why none was shown, or `rejected`."""

    suggestion_id: str
    session_id: str | None
    reason: str
    at: datetime
    transcript: Transcript


class GapExample(Frozen):
    """A conversation in a gap; its question is pseudonymised."""

    suggestion_id: str
    session_id: str | None
    question: str
    reason: str
    at: datetime


class NearestArticle(Frozen):
    """What the knowledge base has closest to a gap; `covered` when it would be shown today."""

    id: str
    title: str
    score: float
    covered: bool


class KnowledgeGap(Frozen):
    """Conversations about one matter that found nothing (`not_found`) or whose card was refused (`rejected`)."""

    id: str
    question: str
    count: int
    not_found: int
    rejected: int
    last_at: datetime
    nearest: NearestArticle | None
    examples: tuple[GapExample, ...]


class KnowledgeGaps(Frozen):
    """Gaps, the most frequent first; `conversations`: how many were looked at."""

    items: tuple[KnowledgeGap, ...]
    conversations: int
    next_cursor: str | None = None


class DraftedArticle(Frozen):
    """Fields for PUT /v1/articles/{id}; nothing is stored by drafting."""

    title: str
    body: str
    product: str | None = None
    audience: Audience = "internal"
    locale: str = "en"
    tags: tuple[str, ...] = ()
    state: str = "draft"


class ArticleDraft(Outcome):
    """An article made of a conversation, pseudonymised, for an author to finish.

    evidence: JSON Pointer into the case it was made of -> spans; covered: an article that exists answers it already,
    the first of `existing`.
    """

    draft: DraftedArticle | None = None
    case_status: CaseStatus | None = None
    evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)
    covered: bool = False
    existing: tuple[ArticleCard, ...] = ()


def as_sections(parts: Sequence[tuple[str, str]]) -> str:
    """Markdown of the parts that have text."""
    return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in parts if text)
