"""Answers about the versions of an article and whether it is live."""

from datetime import datetime

from pydantic import BaseModel

from assist.api.schemas import StoredArticle
from assist.core.articles import ArticleRecord
from assist.core.authoring import ArticleDiff


class ArticleVersion(StoredArticle):
    """A version; `diff` (asked for with ?diff=true) says how it differs from the one before, null for the first."""

    diff: ArticleDiff | None = None


class VersionPage(BaseModel):
    """A page of an article's versions, oldest first."""

    items: list[ArticleVersion]
    next_cursor: str | None


class LiveState(BaseModel):
    """Whether searches find an article, in which revision and since when; `reason` says why not."""

    id: str
    live: bool
    reason: str | None
    revision: int
    live_revision: int | None
    live_since: datetime | None
    snapshot: str | None

    @classmethod
    def of(
        cls, record: ArticleRecord, *, live_revision: int | None, since: datetime | None, snapshot: str | None
    ) -> "LiveState":
        """Compare what is stored with what is searched."""
        expires = record.article.expires_at
        reason: str | None = None
        if record.article.state != "published":
            reason = f"its state is {record.article.state}"
        elif expires is not None and expires <= datetime.now(expires.tzinfo):
            reason = "it has expired"
        elif live_revision is None:
            reason = "the index has not taken it up yet"
        return cls(
            id=record.article.id,
            live=reason is None,
            reason=reason,
            revision=record.revision,
            live_revision=live_revision,
            live_since=since,
            snapshot=snapshot,
        )
