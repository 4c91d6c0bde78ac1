"""The team's approved wording: conditional writes, list, import."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from assist.api import examples
from assist.api.auth import AUTHORS, CallerDep, allow
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.jobs import started
from assist.api.preconditions import check_write, creates_only, if_match, not_modified, quoted
from assist.api.schemas import JobStarted, ReplyBody, ReplyPage, StoredReply, page_json
from assist.api.state import Server, ServerDep
from assist.api.uploads import Staged, staged_upload
from assist.copilot.imports import import_replies
from assist.core.articles import ApprovedReply
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.ports import ApprovedReplyRepository, JobContext

NDJSON = "application/x-ndjson"
router = APIRouter(tags=["approved replies"])


@router.get(
    "/v1/approved-replies", response_model=None, responses=answers(ReplyPage, examples.page(examples.STORED_REPLY))
)
async def list_replies(
    server: ServerDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Approved replies in order of id."""
    page = await server.work.run(lambda: server.engine.approved.page(limit=limit, cursor=cursor))
    return page_json([StoredReply.of(reply) for reply in page.items], page.next_cursor)


@router.get(
    "/v1/approved-replies/export",
    response_class=StreamingResponse,
    responses={200: {"description": "One reply a line.", "content": {NDJSON: {"example": examples.STORED_REPLY}}}},
)
async def export_replies(server: ServerDep, caller: CallerDep) -> StreamingResponse:
    """Every reply, in any state, as JSON lines; the import takes them back."""
    return StreamingResponse(_lines(server.engine.approved), media_type=NDJSON)


def _lines(approved: ApprovedReplyRepository) -> Iterator[bytes]:
    cursor: str | None = None
    while True:
        page = approved.page(limit=500, cursor=cursor)
        for reply in page.items:
            yield StoredReply.of(reply).model_dump_json().encode() + b"\n"
        cursor = page.next_cursor
        if cursor is None:
            return


@router.post(
    "/v1/approved-replies/import",
    status_code=202,
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=examples.REPLY_UPLOAD,
    responses=answers(JobStarted, examples.JOB_STARTED, status=202, description="The import goes on as a job."),
)
async def upload_replies(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """JSON lines, or CSV with columns id and text, one reply each. Bad rows are reported, the rest is stored."""
    async with staged_upload(request, server.work) as staged:
        work = _import_work(server, staged)
        job_id = await server.work.run(lambda: server.engine.jobs.start("reply_import", work))
    return started(job_id)


def _import_work(server: Server, staged: Staged) -> Any:
    def work(context: JobContext) -> dict[str, Any]:
        try:
            files = [(file.name, file.path) for file in staged.files]
            return import_replies(files, server.engine.approved, context).as_result()
        finally:
            staged.discard()
            server.engine.refresher.wake()

    return work


@router.put(
    "/v1/approved-replies/{reply_id}",
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=described(ReplyBody, examples.APPROVED_REPLY),
    responses=answers(StoredReply, examples.STORED_REPLY)
    | answers(StoredReply, examples.STORED_REPLY, status=201, description="Created"),
)
async def put_reply(reply_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Create or change one reply. A change needs If-Match. The text is suggested word for word."""
    raw = await json_bytes(request)
    approved = server.engine.approved

    def work() -> tuple[ApprovedReply, str, str]:
        body = parse(raw, ReplyBody)
        reply = ApprovedReply.model_validate({**body.model_dump(), "id": reply_id})
        known = approved.get(reply_id)
        if known is not None and known[0] == reply and not creates_only(request):
            return reply, known[1], "unchanged"
        match = check_write(request, known[1] if known else None, what=f"approved reply '{reply_id}'")
        written = approved.put(reply, if_match=match, create_only=match is None)
        server.engine.refresher.wake()
        return written

    reply, etag, change = await server.work.run(work)
    return _stored(reply, etag, status=201 if change == "created" else 200)


@router.get(
    "/v1/approved-replies/{reply_id}", response_model=None, responses=answers(StoredReply, examples.STORED_REPLY)
)
async def get_reply(reply_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """One reply."""
    known = await server.work.run(lambda: server.engine.approved.get(reply_id))
    if known is None:
        raise NotFound(f"no approved reply '{reply_id}'")
    return not_modified(request, known[1]) or _stored(*known)


@router.delete("/v1/approved-replies/{reply_id}", status_code=204, response_model=None, dependencies=[allow(*AUTHORS)])
async def delete_reply(reply_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Remove one reply."""
    match = if_match(request)

    def work() -> None:
        if not server.engine.approved.delete(reply_id, if_match=match):
            raise NotFound(f"no approved reply '{reply_id}'")
        server.engine.refresher.wake()

    await server.work.run(work)
    return Response(status_code=204)


def _stored(reply: ApprovedReply, etag: str, *, status: int = 200) -> Response:
    content = StoredReply.of(reply, etag).model_dump_json()
    return Response(content, status_code=status, headers={"ETag": quoted(etag)}, media_type="application/json")
