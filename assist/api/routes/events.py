"""Live events of a session and of an agent."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal, is_signed_in
from assist.api.desk.access import may_see_agent, visible
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep
from assist.api.stream import Allowed, EventStream, follow, start_after
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.store.live import agent_topic, session_topic

router = APIRouter(tags=["events"])

_EXAMPLE = 'id: s-s1:7\nevent: summary\ndata: {"session_id": "s1", "revision": 3}\n\n'
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "Server-sent events", "content": {"text/event-stream": {"example": _EXAMPLE}}}
}
LastEventId = Annotated[str | None, Header(description="Go on after this event")]


@router.get(
    "/v1/sessions/{session_id}/events",
    status_code=200,
    response_class=EventStream,
    response_model=None,
    responses=STREAM,
)
async def follow_session(
    session_id: Id, request: Request, desk: DeskDep, caller: DeskUser, last_event_id: LastEventId = None
) -> EventStream:
    """Messages, suggestions and changes of one session as they happen. Ends when the session is handed over, and when
    the caller's key or token counts no more."""

    def check() -> bool:
        try:
            visible(caller, desk.sessions.get(session_id), session_id)
        except NotFound:
            return False
        return True

    async def allowed() -> bool:
        return await is_signed_in(request) and await run_in_threadpool(check)

    if not await allowed():
        raise NotFound(f"there is no session '{session_id}'")
    return _stream(desk, session_topic(session_id), last_event_id, allowed)


@router.get(
    "/v1/agents/{agent_id}/events", status_code=200, response_class=EventStream, response_model=None, responses=STREAM
)
async def follow_agent(
    agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser, last_event_id: LastEventId = None
) -> EventStream:
    """Everything that an agent's desktop should know, over all its sessions. Ends when the caller's key or token counts
    no more."""
    _check_agent(caller, agent_id)

    async def allowed() -> bool:
        return await is_signed_in(request)

    return _stream(desk, agent_topic(agent_id), last_event_id, allowed)


def _check_agent(caller: Principal, agent_id: str) -> None:
    if not may_see_agent(caller, agent_id):
        raise NotFound(f"there is no agent '{agent_id}'")


def _stream(desk: Desk, stream: str, last_event_id: str | None, allowed: Allowed) -> EventStream:
    after = start_after(last_event_id, stream)
    return EventStream(follow(desk.events, desk.live.hub, stream, after=after, allowed=allowed))
