"""Bodies of the stateless and knowledge calls that are not core types already."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from assist.copilot.options import ArticleOptions, AssistOptions, CaseOptions, Options, ReplyOptions, SummaryOptions
from assist.core.articles import MAX_BODY_CHARS, ApprovedReply, ArticleRecord
from assist.core.conversation import Instant, Message, Text, Transcript
from assist.core.replies import BannedPhrase, Promise, ReplyPolicy
from assist.core.vocabulary import ArticleState, Audience, Channel, JobState, Tone
from assist.store.content import content_of, etag_of


class WithTranscript(Options):
    """`store`: keep the result, so that feedback can be given on its suggestions."""

    transcript: Transcript
    store: bool = False


class SummaryRequest(SummaryOptions, WithTranscript):
    """Body of POST /v1/summaries."""


class RepliesRequest(ReplyOptions, WithTranscript):
    """Body of POST /v1/replies."""


class CaseDraftRequest(CaseOptions, WithTranscript):
    """Body of POST /v1/case-drafts."""


class ArticlesRequest(ArticleOptions, WithTranscript):
    """Body of POST /v1/articles/suggest."""


class AssistRequest(AssistOptions, WithTranscript):
    """Body of POST /v1/assist."""


class ProblemField(BaseModel):
    """One wrong field."""

    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457 problem."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[ProblemField] | None = None


class ArticleBody(Options):
    """Body of PUT /v1/articles/{id}. `internal: true` reads as audience internal."""

    title: Annotated[Text, Field(min_length=1, max_length=500)]
    body: Annotated[Text, Field(min_length=1, max_length=MAX_BODY_CHARS)]
    product: Annotated[Text, Field(max_length=200)] | None = None
    company: Annotated[Text, Field(max_length=200)] | None = None
    audience: Audience = "public"
    internal: bool | None = None
    locale: Annotated[str, Field(max_length=35)] = "en"
    tags: tuple[Annotated[Text, Field(max_length=100)], ...] = ()
    state: ArticleState = "published"
    verbatim: bool = False
    expires_at: Instant | None = None
    url: Annotated[Text, Field(max_length=2_000)] | None = None


class StoredArticle(BaseModel):
    """An article with its version."""

    id: str
    title: str
    body: str
    product: str | None
    company: str | None
    audience: Audience
    locale: str
    tags: tuple[str, ...]
    state: ArticleState
    verbatim: bool
    expires_at: datetime | None
    url: str | None
    revision: int
    etag: str
    author: str | None
    created_at: datetime
    updated_at: datetime
    deleted: bool = False

    @classmethod
    def of(cls, record: ArticleRecord) -> "StoredArticle":
        """From the store's record."""
        return cls.model_construct(
            **dict(record.article),
            revision=record.revision,
            etag=record.etag,
            author=record.author,
            created_at=record.created_at,
            updated_at=record.updated_at,
            deleted=record.deleted,
        )


class ArticlePage(BaseModel):
    """One page of articles."""

    items: list[StoredArticle]
    next_cursor: str | None


class ReplyBody(Options):
    """Body of PUT /v1/approved-replies/{id}."""

    text: Annotated[Text, Field(min_length=1, max_length=4_000)]
    title: Annotated[Text, Field(max_length=300)] | None = None
    tags: Annotated[tuple[Annotated[Text, Field(max_length=100)], ...], Field(max_length=50)] = ()
    channel: Channel | None = None
    locale: Annotated[str, Field(max_length=35)] = "en"
    owner: Annotated[Text, Field(max_length=128)] | None = None
    state: ArticleState = "published"


class StoredReply(ApprovedReply):
    """An approved reply with its version."""

    etag: str

    @classmethod
    def of(cls, reply: ApprovedReply, etag: str | None = None) -> "StoredReply":
        """From the store's reply; without an ETag it is computed."""
        return cls.model_construct(**dict(reply), etag=etag or etag_of(content_of(reply)))


class PolicyBody(Options):
    """Body of PUT /v1/teams/{id}/reply-policy."""

    banned: Annotated[tuple[BannedPhrase, ...], Field(max_length=500)] = ()
    approval: tuple[Promise, ...] = ()
    remember: bool = True
    tone: Tone | None = None
    signature: Annotated[Text, Field(max_length=500)] | None = None


class StoredPolicy(BaseModel):
    """A team's reply policy with its version; `etag` null for the default one."""

    team: str
    banned: tuple[BannedPhrase, ...]
    approval: tuple[Promise, ...]
    remember: bool
    tone: Tone | None
    signature: str | None
    etag: str | None

    @classmethod
    def of(cls, policy: ReplyPolicy, etag: str | None) -> "StoredPolicy":
        """From the store's value."""
        return cls.model_validate({**policy.model_dump(), "etag": etag})


class ReplyPage(BaseModel):
    """One page of approved replies."""

    items: list[StoredReply]
    next_cursor: str | None


class StoredGoldenQuery(BaseModel):
    """A golden query with its version."""

    id: str
    text: str | None
    messages: tuple[Message, ...] | None
    expected: tuple[str, ...]
    etag: str


class GoldenQueryPage(BaseModel):
    """One page of golden queries."""

    items: list[StoredGoldenQuery]
    next_cursor: str | None


class RebuildRequest(Options):
    """`dry_run` stops before the switch; `gate` false switches even when golden queries got worse."""

    dry_run: bool = False
    gate: bool = True


class RollbackRequest(Options):
    """Which kept snapshot to serve."""

    snapshot: Annotated[str, Field(min_length=1, max_length=64)]


class JobStarted(BaseModel):
    """Where to follow the job: GET /v1/jobs/{job_id}."""

    job_id: str


class JobProgressState(BaseModel):
    """How far a job is."""

    done: int
    total: int
    unit: str


class JobError(BaseModel):
    """One item that failed."""

    item: str
    message: str


class JobView(BaseModel):
    """A job as its caller sees it."""

    id: str
    kind: str
    state: JobState
    progress: JobProgressState
    errors: list[JobError]
    result: dict[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, job: Any) -> "JobView":
        """From the job runner's record."""
        progress = job.progress
        return cls(
            id=job.id,
            kind=job.kind,
            state=job.state,
            progress=JobProgressState(done=progress.done, total=progress.total, unit=progress.unit),
            errors=[JobError(item=item, message=message) for item, message in progress.errors],
            result=job.result,
            created_at=job.created_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )


class SnapshotState(BaseModel):
    """A kept snapshot."""

    snapshot: str
    built_at: str
    articles: int
    passages: int


class IndexState(BaseModel):
    """What is searched now. `golden`: the report of the last rebuild; `neighbours`: null where search is exact."""

    model_config = ConfigDict(extra="allow")

    snapshot: str | None
    built_at: str | None
    encoder: str
    articles: int
    passages: int
    changed_since: int
    waiting: int = 0
    problem: str | None
    golden: dict[str, Any] | None = None
    neighbours: dict[str, Any] | None = None
    history: list[SnapshotState]


def page_json(items: Sequence[BaseModel], next_cursor: str | None) -> Response:
    """One page of a list."""
    content = {"items": [item.model_dump(mode="json") for item in items], "next_cursor": next_cursor}
    return Response(json.dumps(content, ensure_ascii=False), media_type="application/json")
