"""Sessions: create, list, change, and move through their states."""

import secrets
from collections.abc import Callable, Sequence
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import NoBody, answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import check_creates_for, check_moves_to, visible
from assist.api.desk.bodies import NewSession, SessionList, SessionPatch, Transfer
from assist.api.desk.desk import Desk
from assist.api.desk.patching import merged_context, patched_session
from assist.api.desk.requests import DeskDep, json_answer, request_key
from assist.api.desk.session_etag import check_unedited, etag_of_session
from assist.api.preconditions import if_match, not_modified
from assist.core.conversation import Id
from assist.core.errors import InvalidInput
from assist.core.sessions import Session
from assist.core.vocabulary import SessionState
from assist.store.content import now
from assist.store.sessions import IN_WORK
from assist.workspace import lifecycle
from assist.workspace.tabs import first_tabs
from assist.workspace.titles import title_of

router = APIRouter(tags=["sessions"])

_STATES: tuple[SessionState, ...] = get_args(SessionState)


@router.post(
    "/v1/sessions",
    response_model=None,
    status_code=201,
    openapi_extra=described(NewSession, examples.NEW_SESSION),
    responses=answers(Session, examples.SESSION, status=201, description="Stored"),
)
async def create_session(request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Start a session, with its first messages if there are any. It is stored whatever the agent's limit says."""
    raw = await json_bytes(request)
    body = parse(raw, NewSession)
    check_creates_for(caller, body.agent_id, body.team)
    if body.team is None and caller.subject == body.agent_id and len(caller.teams) == 1:
        body = body.model_copy(update={"team": caller.teams[0]})
    key = request_key(request, caller, raw)
    session_id = body.id or f"s-{secrets.token_hex(8)}"
    body = desk.at_rest.session(session_id, body)

    def work() -> Session:
        session, fresh = desk.sessions.create(_new(session_id, body), body.messages, request=key)
        if fresh and session.revision:
            desk.follower.on_message(session)
        return session

    session = await run_in_threadpool(work)
    return _answer(session, status=201, location=f"/v1/sessions/{session.id}")


@router.get("/v1/sessions", response_model=None, responses=answers(SessionList, examples.SESSIONS))
async def list_sessions(
    desk: DeskDep,
    caller: DeskUser,
    agent_id: Id | None = None,
    state: Annotated[
        list[str] | None, Query(description="States, separated by commas or repeated; default: all but closed")
    ] = None,
    customer_id: Id | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: str | None = None,
) -> Response:
    """The session pane of an agent, newest first. An agent sees its own, a supervisor its teams'."""
    states = _states(state)
    teams = own = None
    if "supervisor" in caller.roles and "admin" not in caller.roles:
        teams = caller.teams
        own = caller.subject if "agent" in caller.roles else None
    elif "admin" not in caller.roles:
        if agent_id not in (None, caller.subject):
            return json_answer(SessionList(items=(), next_cursor=None))
        agent_id = caller.subject
    page = await run_in_threadpool(
        desk.sessions.page,
        agent_id=agent_id,
        teams=teams,
        own=own,
        customer_id=customer_id,
        states=states,
        limit=limit,
        cursor=cursor,
    )
    return json_answer(SessionList(items=page.items, next_cursor=page.next_cursor))


@router.get("/v1/sessions/{session_id}", response_model=None, responses=answers(Session, examples.SESSION))
async def read_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """One session, with its ETag."""
    session = visible(caller, await run_in_threadpool(desk.sessions.get, session_id), session_id)
    return not_modified(request, etag_of_session(session)) or _answer(session)


@router.patch(
    "/v1/sessions/{session_id}",
    response_model=None,
    openapi_extra=described(SessionPatch, examples.SESSION_PATCH),
    responses=answers(Session, examples.SESSION),
)
async def patch_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Change what is sent and nothing else. If-Match guards against another window's change, not against new messages
    or suggestions."""
    patch = desk.at_rest.patch(session_id, parse(await json_bytes(request), SessionPatch))

    def decide(session: Session) -> Session:
        if "team" in patch.model_fields_set:
            check_moves_to(caller, session, patch.team)
        return patched_session(session, patch)

    return await _change(request, desk, caller, session_id, decide)


@router.post("/v1/sessions/{session_id}/focus", response_model=None, responses=answers(Session, examples.SESSION))
async def focus_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody) -> Response:
    """The agent looks at this session now: it has nothing unread, and no other session of the agent is in front."""
    return await _change(request, desk, caller, session_id, lifecycle.focus, to_front=True)


@router.post("/v1/sessions/{session_id}/accept", response_model=None, responses=answers(Session, examples.SESSION))
async def accept_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody) -> Response:
    """Take the session on. 409 `session_limit` when the agent has its hands full."""
    return await _change(request, desk, caller, session_id, _verb("accept"))


@router.post("/v1/sessions/{session_id}/wait", response_model=None, responses=answers(Session, examples.SESSION))
async def hold_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody) -> Response:
    """Wait for the customer: the session frees the agent's hands until it is accepted again."""
    return await _change(request, desk, caller, session_id, _verb("wait"))


@router.post(
    "/v1/sessions/{session_id}/transfer",
    response_model=None,
    openapi_extra=described(Transfer, examples.TRANSFER),
    responses=answers(Session, examples.SESSION),
)
async def transfer_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Hand over with everything: messages, context, drafts, what was suggested, and a summary for who takes over."""
    body = parse(await json_bytes(request), Transfer)
    teams = await run_in_threadpool(desk.layers.teams_of, body.to_agent)
    answer = await _change(
        request,
        desk,
        caller,
        session_id,
        lambda session: lifecycle.transfer(session, body.to_agent, team=_team(session, body.team, teams), at=now()),
    )
    desk.follower.request_summary(session_id, "join")
    return answer


@router.post("/v1/sessions/{session_id}/wrap-up", response_model=None, responses=answers(Session, examples.SESSION))
async def wrap_up_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody) -> Response:
    """The customer has gone; the agent finishes notes and case, with a summary of all that happened."""
    answer = await _change(request, desk, caller, session_id, _verb("wrap_up"))
    desk.follower.request_summary(session_id, "end")
    return answer


@router.post("/v1/sessions/{session_id}/close", response_model=None, responses=answers(Session, examples.SESSION))
async def close_session(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, _body: NoBody) -> Response:
    """The end: a closed session takes no more messages and does not come back."""
    answer = await _change(request, desk, caller, session_id, _verb("close"))
    desk.follower.request_summary(session_id, "end")
    closed = await run_in_threadpool(desk.sessions.get, session_id)
    if closed is not None:
        desk.remember(closed)
    return answer


def _team(session: Session, wanted: str | None, teams: Sequence[str]) -> str | None:
    """Whose supervisors see a session after its transfer: who is asked for, else the team of the next agent's key."""
    if wanted is not None or not teams or session.team in teams:
        return wanted
    return teams[0]


def _verb(verb: lifecycle.Verb) -> Callable[[Session], Session]:
    return lambda session: lifecycle.move(session, verb, at=now())


async def _change(
    request: Request,
    desk: Desk,
    caller: Principal,
    session_id: str,
    decide: Callable[[Session], Session],
    *,
    to_front: bool = False,
) -> Response:
    """The session as `decide` leaves it; If-Match, where it is sent, must name it as people left it."""
    expected = if_match(request)

    def checked(session: Session) -> Session:
        before = visible(caller, session, session_id)
        check_unedited(before, expected)
        return decide(before)

    def work() -> Session:
        limit = desk.configuration_in(session_id).session_limit
        return desk.sessions.change(session_id, checked, accepted_limit=limit, to_front=to_front)

    return _answer(await run_in_threadpool(work))


def _answer(session: Session, *, status: int = 200, location: str | None = None) -> Response:
    return json_answer(session, status=status, etag=etag_of_session(session), location=location)


def _states(texts: list[str] | None) -> tuple[SessionState, ...]:
    if texts is None:
        return IN_WORK
    names = {name.strip() for text in texts for name in text.split(",")}
    wanted: tuple[SessionState, ...] = tuple(state for state in _STATES if state in names)
    if len(wanted) != len(names):
        raise InvalidInput(f"state must be one or more of {', '.join(_STATES)}, separated by commas")
    return wanted


def _new(session_id: str, body: NewSession) -> Session:
    moment = now()
    return Session(
        id=session_id,
        agent_id=body.agent_id,
        team=body.team,
        customer=body.customer,
        channel=body.channel,
        subject=body.subject,
        title=title_of(
            title=body.title,
            customer=body.customer,
            subject=body.subject,
            channel=body.channel,
            external_id=body.external_id,
        ),
        language=body.language,
        context=merged_context((), body.context),
        external_id=body.external_id,
        tabs=first_tabs(body.channel),
        created_at=moment,
        updated_at=moment,
    )
