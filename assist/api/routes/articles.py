"""Articles as authors edit them: versions, conditional writes, import and export."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from assist.api import examples
from assist.api.article_schemas import ArticleVersion, LiveState, VersionPage
from assist.api.auth import AUTHORS, CallerDep, allow
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.jobs import started
from assist.api.preconditions import check_write, creates_only, if_match, not_modified, quoted
from assist.api.schemas import ArticleBody, ArticlePage, JobStarted, StoredArticle, page_json
from assist.api.state import Server, ServerDep
from assist.api.uploads import Staged, staged_upload
from assist.core.articles import Article, ArticleRecord
from assist.core.authoring import diff_articles
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.ports import JobContext
from assist.core.vocabulary import ArticleState
from assist.knowledge.imports import import_articles, load_upload
from assist.knowledge.loaders import normalise
from assist.store.content import decode_cursor, encode_cursor, number_in_cursor

NDJSON = "application/x-ndjson"
router = APIRouter(tags=["articles"])


@router.get("/v1/articles", response_model=None, responses=answers(ArticlePage, examples.page(examples.STORED_ARTICLE)))
async def list_articles(
    server: ServerDep,
    caller: CallerDep,
    state: ArticleState | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Articles in order of id."""
    page = await server.work.run(lambda: server.engine.articles.page(state=state, limit=limit, cursor=cursor))
    return page_json([StoredArticle.of(record) for record in page.items], page.next_cursor)


@router.get(
    "/v1/articles/export",
    response_class=StreamingResponse,
    responses={200: {"description": "One article a line.", "content": {NDJSON: {"example": examples.STORED_ARTICLE}}}},
)
async def export_articles(server: ServerDep, caller: CallerDep) -> StreamingResponse:
    """Every article as JSON lines; the import takes them back."""
    return StreamingResponse(_lines(server.engine.articles.all_current()), media_type=NDJSON)


def _lines(records: Iterator[ArticleRecord]) -> Iterator[bytes]:
    for record in records:
        yield StoredArticle.of(record).model_dump_json().encode() + b"\n"


@router.post(
    "/v1/articles/import",
    status_code=202,
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=examples.UPLOAD,
    responses=answers(JobStarted, examples.JOB_STARTED, status=202, description="The import goes on as a job."),
)
async def upload_articles(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Markdown, HTML, PDF, Word, CSV, JSONL, or a zip of them. Bad files and rows are reported, the rest is stored."""
    async with staged_upload(request, server.work) as staged:
        work = _import_work(server, staged, author=caller.subject)
        job_id = await server.work.run(lambda: server.engine.jobs.start("article_import", work))
    return started(job_id)


def _import_work(server: Server, staged: Staged, *, author: str | None) -> Any:
    engine = server.engine

    def work(context: JobContext) -> dict[str, Any]:
        try:
            loaded = (one for file in staged.files for one in load_upload(file.name, file.path))
            return import_articles(loaded, engine.articles, context, author=author).as_result()
        finally:
            staged.discard()
            engine.refresher.wake()

    return work


@router.put(
    "/v1/articles/{article_id}",
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=described(ArticleBody, examples.ARTICLE),
    responses=answers(StoredArticle, examples.STORED_ARTICLE)
    | answers(StoredArticle, examples.STORED_ARTICLE, status=201, description="Created"),
)
async def put_article(article_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Create or change one article. A change needs If-Match; published articles are searchable within a second."""
    raw = await json_bytes(request)
    engine = server.engine

    def work() -> tuple[ArticleRecord, str]:
        body = parse(raw, ArticleBody, strict=False)
        article = normalise(Article.model_validate({**body.model_dump(exclude_unset=True), "id": article_id}))
        known = engine.articles.get(article_id)
        if known is not None and known.article == article and not creates_only(request):
            return known, "unchanged"
        match = check_write(request, known.etag if known else None, what=f"article '{article_id}'")
        written = engine.articles.put(article, author=caller.subject, if_match=match, create_only=match is None)
        engine.refresher.wake()
        return written

    record, change = await server.work.run(work)
    return _stored(record, status=201 if change == "created" else 200)


@router.get("/v1/articles/{article_id}", response_model=None, responses=answers(StoredArticle, examples.STORED_ARTICLE))
async def get_article(article_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """The current version."""
    record = await server.work.run(lambda: _known(server, article_id))
    return not_modified(request, record.etag) or _stored(record)


@router.delete("/v1/articles/{article_id}", status_code=204, response_model=None, dependencies=[allow(*AUTHORS)])
async def delete_article(article_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Take the article out; its versions stay."""
    match = if_match(request)

    def work() -> None:
        if not server.engine.articles.delete(article_id, if_match=match, author=caller.subject):
            raise NotFound(f"no article '{article_id}'")
        server.engine.refresher.wake()

    await server.work.run(work)
    return Response(status_code=204)


@router.get(
    "/v1/articles/{article_id}/versions",
    response_model=None,
    responses=answers(VersionPage, examples.page(examples.ARTICLE_VERSION)),
)
async def list_versions(
    article_id: Id,
    server: ServerDep,
    caller: CallerDep,
    diff: Annotated[bool, Query(description="Say how each version differs from the one before.")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Versions with author and time, oldest first, also of a deleted article."""
    after = 0 if cursor is None else number_in_cursor(decode_cursor(cursor)[0])

    def work() -> tuple[Sequence[StoredArticle], str | None]:
        versions = server.engine.articles.versions
        records = versions(article_id, after=after, limit=limit + 1)
        if not records and cursor is None:
            raise NotFound(f"no article '{article_id}'")
        shown = records[:limit]
        next_cursor = encode_cursor(str(shown[-1].revision)) if len(records) > limit else None
        if not diff:
            return [StoredArticle.of(record) for record in shown], next_cursor
        former = versions(article_id, after=after - 1, limit=1) if after > 0 else []
        return _with_diffs(shown, former[0] if former else None), next_cursor

    return page_json(*await server.work.run(work))


def _with_diffs(records: Sequence[ArticleRecord], before_all: ArticleRecord | None) -> list[ArticleVersion]:
    former = [before_all, *records[:-1]]
    return [
        ArticleVersion.model_construct(
            **dict(StoredArticle.of(record)),
            diff=None if before is None else diff_articles(before.article, record.article),
        )
        for before, record in zip(former, records, strict=True)
    ]


@router.get("/v1/articles/{article_id}/live", response_model=None, responses=answers(LiveState, examples.LIVE))
async def get_live_state(article_id: Id, server: ServerDep, caller: CallerDep) -> Response:
    """Whether searches find this article now, in which revision and since when, and if not, why."""

    def work() -> LiveState:
        record = _known(server, article_id)
        found = server.engine.knowledge.live_article(article_id)
        return LiveState.of(
            record,
            live_revision=found.revision if found else None,
            since=datetime.fromtimestamp(found.since, UTC) if found else None,
            snapshot=server.engine.knowledge.stamp,
        )

    state = await server.work.run(work)
    return Response(state.model_dump_json(), media_type="application/json")


def _known(server: Server, article_id: str) -> ArticleRecord:
    record = server.engine.articles.get(article_id)
    if record is None:
        raise NotFound(f"no article '{article_id}'")
    return record


def _stored(record: ArticleRecord, *, status: int = 200) -> Response:
    content = StoredArticle.of(record).model_dump_json()
    headers = {"ETag": quoted(record.etag)}
    return Response(content, status_code=status, headers=headers, media_type="application/json")
