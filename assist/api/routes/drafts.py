"""Drafts of a session, saved as the agent types."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import owned_by, visible
from assist.api.desk.bodies import DraftText
from assist.api.desk.requests import DeskDep, json_answer
from assist.api.preconditions import creates_only, if_match, not_modified
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.sessions import Draft
from assist.core.vocabulary import DraftKind

router = APIRouter(tags=["sessions"])


@router.put(
    "/v1/sessions/{session_id}/drafts/{kind}",
    response_model=None,
    openapi_extra=described(DraftText, examples.DRAFT_TEXT),
    responses=answers(Draft, examples.DRAFT),
)
async def save_draft(session_id: Id, kind: DraftKind, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Save what the agent typed so far. Replacing a draft needs If-Match; 201 when it is the first."""
    body = parse(await json_bytes(request), DraftText)

    def work() -> tuple[Draft, bool]:
        text = desk.at_rest.text(session_id, body.text)
        return desk.drafts.put(
            session_id,
            kind,
            text,
            if_match=if_match(request),
            create_only=creates_only(request),
            check=owned_by(caller, session_id),
        )

    draft, fresh = await run_in_threadpool(work)
    return json_answer(draft, status=201 if fresh else 200, etag=draft.etag)


@router.get("/v1/sessions/{session_id}/drafts/{kind}", response_model=None, responses=answers(Draft, examples.DRAFT))
async def read_draft(session_id: Id, kind: DraftKind, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """The draft as it was left."""

    def work() -> Draft | None:
        visible(caller, desk.sessions.get(session_id), session_id)
        return desk.drafts.get(session_id, kind)

    draft = await run_in_threadpool(work)
    if draft is None:
        raise NotFound(f"session '{session_id}' has no {kind} draft")
    return not_modified(request, draft.etag) or json_answer(draft, etag=draft.etag)


@router.delete("/v1/sessions/{session_id}/drafts/{kind}", response_model=None, status_code=204)
async def discard_draft(session_id: Id, kind: DraftKind, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Throw the draft away, for instance because it was sent."""

    def work() -> bool:
        check = owned_by(caller, session_id)
        return desk.drafts.delete(session_id, kind, if_match=if_match(request), check=check)

    if not await run_in_threadpool(work):
        raise NotFound(f"session '{session_id}' has no {kind} draft")
    return Response(status_code=204)
