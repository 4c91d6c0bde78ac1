"""Suggestions as records: read one, compute it again."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import answers
from assist.api.desk import examples
from assist.api.desk.access import may_see, owns_record
from assist.api.desk.desk import Desk
from assist.api.desk.replay import Replay
from assist.api.desk.requests import DeskDep, json_answer
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.sessions import Session, SuggestionRecord

router = APIRouter(tags=["suggestions"])


@router.get(
    "/v1/suggestions/{suggestion_id}",
    response_model=None,
    responses=answers(SuggestionRecord, examples.SUGGESTION_RECORD),
)
async def read_suggestion(suggestion_id: Id, desk: DeskDep, caller: DeskUser) -> Response:
    """A result as it was shown, with the versions that made it."""
    record, _ = await run_in_threadpool(shown, desk, caller, suggestion_id)
    return json_answer(record)


@router.get("/v1/suggestions/{suggestion_id}/replay", response_model=None, responses=answers(Replay, examples.REPLAY))
async def replay_suggestion(suggestion_id: Id, server: ServerDep, desk: DeskDep, caller: DeskUser) -> Response:
    """Compute it again from the messages as they were then; `matches` says whether it comes out the same."""

    def work() -> Replay:
        return desk.replayer.replay(*shown(desk, caller, suggestion_id))

    return json_answer(await server.work.run(work))


def shown(desk: Desk, caller: Principal, suggestion_id: str) -> tuple[SuggestionRecord, Session | None]:
    """The record that an id names, and its session. Raises NotFound, also for what is not the caller's."""
    record = desk.suggestions.get(suggestion_id)
    if record is None:
        raise _unknown(suggestion_id)
    if record.session_id is None:
        if not owns_record(caller, record):
            raise _unknown(suggestion_id)
        return record, None
    session = desk.sessions.get(record.session_id)
    if session is None or not may_see(caller, session):
        raise _unknown(suggestion_id)
    return record, session


def _unknown(suggestion_id: str) -> NotFound:
    return NotFound(f"there is no suggestion '{suggestion_id}' (unstored ones are not kept)")
