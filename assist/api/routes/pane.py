"""The pane beside a session: one call, small when nothing changed, able to wait for a revision."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import answers
from assist.api.desk import examples
from assist.api.desk.access import may_see_beside, visible
from assist.api.desk.desk import Desk
from assist.api.desk.pane import View, Viewer, features_of, parse_fields
from assist.api.desk.pane_shape import PaneBody
from assist.api.desk.requests import DeskDep
from assist.api.preconditions import quoted
from assist.api.queries import queried, read_query
from assist.core.conversation import Id
from assist.core.sessions import Session
from assist.store.content import now
from assist.store.live import DRAIN_TOPIC, session_topic

router = APIRouter(tags=["sessions"])

MAX_WAIT_MS = 30_000
# A wake-up from another worker may get lost with its connection; nobody waits longer than this for it.
_LOOK_AGAIN_S = 1.0
# How long a revision is left to the worker that stored it.
_OTHERS_TURN = timedelta(seconds=1)


_SINCE = (
    "The `parts_revision` of the pane that the caller has: parts of that revision and older ones are left out, "
    "but for those that were made again at it (a rejected reply, a transfer)"
)


class PaneQuery(BaseModel):
    """What a caller wants to see, and until when it waits."""

    tab: Id | None = Field(None, description="A tab's id, or a kind; default: the anchor tab")
    fields: tuple[str, ...] = Field((), description="Only these parts, separated by commas or repeated")
    since: int | None = Field(None, ge=0, description=_SINCE)
    min_revision: int = Field(0, ge=0, description="Wait for the parts of this revision")
    wait_ms: int = Field(0, ge=0, le=MAX_WAIT_MS, description="How long to wait")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a caller wants to see, and what it has."""

    session_id: str
    view: View
    min_revision: int
    known: frozenset[str]


@router.get(
    "/v1/sessions/{session_id}/pane",
    response_model=None,
    responses=answers(PaneBody, examples.PANE),
    openapi_extra=queried(PaneQuery),
)
async def read_pane(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """What to show beside this session on this tab. 304 when nothing changed since the ETag in If-None-Match."""
    known = request.headers.get("if-none-match", "").replace("W/", "").replace('"', "").split(",")
    query = read_query(request, PaneQuery)
    view = View(tab=query.tab, fields=parse_fields(query.fields), since=query.since)
    asked = _Asked(session_id, view, query.min_revision, frozenset(etag.strip() for etag in known))
    end = time.monotonic() + query.wait_ms / 1000
    if query.wait_ms == 0:
        answer = await run_in_threadpool(_look, desk, caller, asked, final=True)
    else:
        answer = await _wait(desk, caller, asked, end)
    assert answer is not None
    return answer


async def _wait(desk: Desk, caller: Principal, asked: _Asked, end: float) -> Response | None:
    """Look, and look again whenever the session changes, until its parts are there or the time is over."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(woken.set)

    with desk.live.hub.subscribed((session_topic(asked.session_id), DRAIN_TOPIC), wake):
        while True:
            woken.clear()
            left = end - time.monotonic()
            final = left <= 0 or desk.live.hub.draining
            if final or not _coming(desk, caller, asked):
                answer = await run_in_threadpool(_look, desk, caller, asked, final=final)
                if answer is not None:
                    return answer
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), min(left, _LOOK_AGAIN_S))


def _coming(desk: Desk, caller: Principal, asked: _Asked) -> bool:
    """Whether the parts are being computed, as far as memory tells: then no thread is needed to see that."""
    session = desk.sessions.known(asked.session_id)
    if session is None or visible(caller, session, session.id).parts_revision >= asked.min_revision:
        return False
    configuration = desk.configurations.known(session.agent_id)
    # Elsewhere what is being computed may be an older revision's parts.
    return configuration is not None and configuration.preload == "all" and desk.follower.is_working_on(session.id)


def _look(desk: Desk, caller: Principal, asked: _Asked, *, final: bool) -> Response | None:
    """The pane as it is; None when its parts are still to come and there is time to wait."""
    session = visible(caller, desk.sessions.get(asked.session_id), asked.session_id)
    behind = session.parts_revision < session.revision
    if behind and (session.parts_revision < asked.min_revision or final) and not _elsewhere(desk, session):
        _catch_up(desk, session, asked)
    if session.parts_revision < asked.min_revision and not final:
        return None
    configuration = desk.configurations.of(session.agent_id)
    viewer = _viewer(desk, caller, session)
    view = asked.view.of(session, min_revision=asked.min_revision)
    etag = desk.pane.stamp(session, configuration, view, viewer)
    headers = {"ETag": quoted(etag), "Cache-Control": "private, no-cache"}
    if etag in asked.known:
        return Response(status_code=304, headers=headers)
    body = desk.pane.body(session, configuration, view, viewer)
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, headers=headers, media_type="application/json")


def _viewer(desk: Desk, caller: Principal, session: Session) -> Viewer:
    name = repr((caller.subject, sorted(caller.roles), caller.teams, desk.team_history))
    return Viewer(name, lambda other: may_see_beside(caller, session, other, team_history=desk.team_history))


def _elsewhere(desk: Desk, session: Session) -> bool:
    """Whether another worker got the message just now and is at it: two would do the same work."""
    preloads = desk.configurations.of(session.agent_id).preload == "all"
    # Another machine's clock may be ahead: a moment that is still to come is not "just now" for as long.
    return preloads and desk.live.database.shared and abs(now() - session.updated_at) < _OTHERS_TURN


def _catch_up(desk: Desk, session: Session, asked: _Asked) -> None:
    """Have missing parts computed: after a restart, or where nothing is computed ahead."""
    if features_of(desk.pane.tools(session, desk.configurations.of(session.agent_id), asked.view.tab)):
        desk.follower.request(session.id)
