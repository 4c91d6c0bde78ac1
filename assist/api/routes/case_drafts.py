"""The case draft of a session: make, refresh, edit, and save as versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import JsonObject, NoBody, answers, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import owned_by, visible
from assist.api.desk.case_merge import patched
from assist.api.desk.cases import make_case
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep, json_answer, request_key
from assist.api.preconditions import if_match, not_modified
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.core.errors import Conflict, NotFound
from assist.core.sessions import CaseDraftRecord, CaseDraftVersion, Frozen

router = APIRouter(tags=["sessions"])

_MERGE_PATCH: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "object"}, "example": examples.CASE_PATCH}
            for kind in ("application/merge-patch+json", "application/json")
        },
    }
}


class CaseVersionList(Frozen):
    """A page of saved versions, oldest first."""

    items: tuple[CaseDraftVersion, ...]
    next_cursor: str | None = None


@router.post(
    "/v1/sessions/{session_id}/case-draft",
    response_model=None,
    responses=answers(CaseDraftRecord, examples.CASE_RECORD),
)
async def make_case_draft(
    session_id: Id, server: ServerDep, desk: DeskDep, caller: DeskUser, _body: NoBody
) -> Response:
    """Make the draft from the conversation, or refresh it: fields the agent edited stay. 201 when it is new."""
    record, fresh = await server.work.run(lambda: _make(desk, caller, session_id))
    return json_answer(record, status=201 if fresh else 200, etag=record.etag)


@router.get(
    "/v1/sessions/{session_id}/case-draft",
    response_model=None,
    responses=answers(CaseDraftRecord, examples.CASE_RECORD),
)
async def read_case_draft(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """The draft as it stands."""

    def work() -> CaseDraftRecord | None:
        visible(caller, desk.sessions.get(session_id), session_id)
        return desk.case_drafts.get(session_id)

    record = await run_in_threadpool(work)
    if record is None:
        raise NotFound(f"session '{session_id}' has no case draft yet; make one with POST")
    return not_modified(request, record.etag) or json_answer(record, etag=record.etag)


@router.patch(
    "/v1/sessions/{session_id}/case-draft",
    response_model=None,
    openapi_extra=_MERGE_PATCH,
    responses=answers(CaseDraftRecord, examples.CASE_RECORD),
)
async def edit_case_draft(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Edit fields by JSON merge patch (RFC 7396); needs If-Match."""
    patch = parse(await json_bytes(request), JsonObject).root

    def clean(values: Any) -> Any:
        return desk.at_rest.values(session_id, values)

    def work() -> CaseDraftRecord:
        return desk.case_drafts.edit(
            session_id,
            lambda stored: patched(stored, patch, clean=clean),
            if_match=if_match(request),
            check=owned_by(caller, session_id),
        )

    record = await run_in_threadpool(work)
    return json_answer(record, etag=record.etag)


@router.post(
    "/v1/sessions/{session_id}/case-draft/versions",
    response_model=None,
    status_code=201,
    responses=answers(CaseDraftVersion, examples.CASE_VERSION, status=201, description="Saved"),
)
async def save_case_version(
    session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody
) -> Response:
    """Save the draft as a version that never changes again. If-Match makes sure it is the one you read."""
    key = request_key(request, caller, await request.body())

    def work() -> CaseDraftVersion:
        # A repeated request is answered without a look at the session.
        visible(caller, desk.sessions.get(session_id), session_id)
        version, _ = desk.case_drafts.save_version(
            session_id,
            saved_by=caller.subject,
            if_match=if_match(request),
            request=key,
            check=owned_by(caller, session_id),
        )
        return version

    return json_answer(await run_in_threadpool(work), status=201)


@router.get(
    "/v1/sessions/{session_id}/case-draft/versions",
    response_model=None,
    responses=answers(CaseVersionList, {"items": [examples.CASE_VERSION], "next_cursor": None}),
)
async def list_case_versions(
    session_id: Id,
    desk: DeskDep,
    caller: DeskUser,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: str | None = None,
) -> Response:
    """Saved versions, oldest first."""

    def work() -> CaseVersionList:
        visible(caller, desk.sessions.get(session_id), session_id)
        page = desk.case_drafts.versions(session_id, limit=limit, cursor=cursor)
        return CaseVersionList(items=page.items, next_cursor=page.next_cursor)

    return json_answer(await run_in_threadpool(work))


def _make(desk: Desk, caller: Principal, session_id: str) -> tuple[CaseDraftRecord, bool]:
    session = visible(caller, desk.sessions.get(session_id), session_id)
    if session.state == "closed" and desk.case_drafts.get(session_id) is not None:
        raise Conflict("the session is closed; its case draft can still be edited and saved", code="session_closed")
    made = make_case(desk, session, check=owned_by(caller, session_id))
    if made is None:
        raise Conflict("there is no message to draft a case from yet", code="no_messages")
    return made
