"""Tabs of a session."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import visible
from assist.api.desk.bodies import NewTab
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep, etag_of_model, json_answer
from assist.api.preconditions import creates_only, if_match, not_modified
from assist.core.conversation import Id
from assist.core.sessions import Session, Tab
from assist.store.preconditions import check_conditions
from assist.workspace.tabs import close_tab, find_tab, put_tab

router = APIRouter(tags=["sessions"])


@router.put(
    "/v1/sessions/{session_id}/tabs/{tab}",
    response_model=None,
    openapi_extra=described(NewTab, examples.NEW_TAB),
    responses=answers(Tab, examples.TAB),
)
async def open_tab(session_id: Id, tab: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Open a tab, or change one. 409 `tab_limit` beyond the limit; If-Match and If-None-Match hold where sent."""
    body = parse(await json_bytes(request), NewTab)
    wanted = Tab(id=tab, **{name: getattr(body, name) for name in NewTab.model_fields})

    limit = (await run_in_threadpool(desk.configuration_in, session_id)).tab_limit

    def decide(session: Session) -> Session:
        return put_tab(session, wanted, limit=limit)

    session = await _change(request, desk, caller, session_id, tab, decide, create_only=creates_only(request))
    return _tab(session, tab)


@router.get("/v1/sessions/{session_id}/tabs/{tab}", response_model=None, responses=answers(Tab, examples.TAB))
async def read_tab(session_id: Id, tab: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """One tab."""
    session = visible(caller, await run_in_threadpool(desk.sessions.get, session_id), session_id)
    return not_modified(request, etag_of_model(find_tab(session, tab))) or _tab(session, tab)


@router.delete("/v1/sessions/{session_id}/tabs/{tab}", response_model=None, status_code=204)
async def remove_tab(session_id: Id, tab: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Close a tab; the home and anchor tabs stay."""
    await _change(request, desk, caller, session_id, tab, lambda session: close_tab(session, tab))
    return Response(status_code=204)


async def _change(
    request: Request,
    desk: Desk,
    caller: Principal,
    session_id: str,
    tab: str,
    decide: Callable[[Session], Session],
    *,
    create_only: bool = False,
) -> Session:
    """The session as `decide` leaves it; conditions on the tab, where they are sent, must hold."""
    expected = if_match(request)

    def checked(session: Session) -> Session:
        before = visible(caller, session, session_id)
        found = next((other for other in before.tabs if other.id == tab), None)
        stored = None if found is None else etag_of_model(found)
        check_conditions(stored, if_match=expected, create_only=create_only, what=f"tab '{tab}'")
        return decide(before)

    return await run_in_threadpool(desk.sessions.change, session_id, checked)


def _tab(session: Session, tab: str) -> Response:
    found = find_tab(session, tab)
    return json_answer(found, etag=etag_of_model(found))
