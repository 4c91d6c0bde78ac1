"""Messages of a session: durable before they are acknowledged, safe to send again."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assist.api.auth import DeskUser, Principal
from assist.api.bodies import JsonObject, answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import owned_by, visible
from assist.api.desk.bodies import MessageBatch, MessageEdit, MessageList
from assist.api.desk.cases import forget_message
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep, json_answer, request_key
from assist.api.desk.transcripts import Foreseen
from assist.api.preconditions import if_match, not_modified
from assist.core.conversation import Id, Message
from assist.core.sessions import Appended, Session, StoredMessage
from assist.store.idempotency import RequestKey
from assist.store.messages import etag_of_message

router = APIRouter(tags=["sessions"])


@router.post(
    "/v1/sessions/{session_id}/messages",
    response_model=None,
    status_code=201,
    openapi_extra=described(Message, examples.MESSAGE, several={"messages": [examples.MESSAGE]}),
    responses=answers(Appended, examples.APPENDED, status=201, description="Stored"),
)
async def append_messages(session_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Add one message, or several as `{messages: [...]}`. 200 when all of them were stored before."""
    raw = await json_bytes(request)
    items = desk.at_rest.messages(session_id, _messages(raw))
    key = request_key(request, caller, raw)
    appended, fresh = await run_in_threadpool(_append, desk, caller, session_id, items, key)
    return json_answer(appended, status=201 if fresh else 200)


@router.get(
    "/v1/sessions/{session_id}/messages", response_model=None, responses=answers(MessageList, examples.MESSAGES)
)
async def list_messages(
    session_id: Id,
    desk: DeskDep,
    caller: DeskUser,
    after: Annotated[Id | None, Query(description="Continue after the message with this id")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    cursor: str | None = None,
) -> Response:
    """Messages in order of arrival. A page's `next_cursor` goes on from it, also where `after` is sent again."""

    def work() -> MessageList:
        session = visible(caller, desk.sessions.get(session_id), session_id)
        start = desk.messages.cursor_after(session_id, after) if after is not None and cursor is None else cursor
        page = desk.messages.page(session_id, limit=limit, cursor=start)
        return MessageList(items=page.items, next_cursor=page.next_cursor, revision=session.revision)

    return json_answer(await run_in_threadpool(work))


@router.get(
    "/v1/sessions/{session_id}/messages/{message_id}",
    response_model=None,
    responses=answers(StoredMessage, examples.STORED_MESSAGE),
)
async def read_message(session_id: Id, message_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """One message as it stands, with the ETag that guards an edit."""

    def work() -> StoredMessage:
        visible(caller, desk.sessions.get(session_id), session_id)
        return desk.messages.get(session_id, message_id)

    message = await run_in_threadpool(work)
    etag = etag_of_message(message)
    return not_modified(request, etag) or json_answer(message, etag=etag)


@router.patch(
    "/v1/sessions/{session_id}/messages/{message_id}",
    response_model=None,
    openapi_extra=described(MessageEdit, examples.MESSAGE_EDIT),
    responses=answers(Appended, examples.APPENDED),
)
async def edit_message(session_id: Id, message_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Correct a message; its former text is kept as a change. If-Match guards against another window's edit."""
    body = parse(await json_bytes(request), MessageEdit)

    def work() -> Session:
        text = desk.at_rest.text(session_id, body.text)
        check = owned_by(caller, session_id)
        guard = if_match(request)
        session = desk.messages.edit(session_id, message_id, text, actor=caller.subject, if_match=guard, check=check)
        desk.follower.on_message(session)
        return session

    return _changed(await run_in_threadpool(work), message_id)


@router.delete(
    "/v1/sessions/{session_id}/messages/{message_id}",
    response_model=None,
    responses=answers(Appended, examples.APPENDED),
)
async def redact_message(session_id: Id, message_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Take a message's text away for good; its place in the conversation stays."""

    def work() -> Session:
        check = owned_by(caller, session_id)
        guard = if_match(request)
        session = desk.messages.redact(session_id, message_id, actor=caller.subject, if_match=guard, check=check)
        forget_message(desk, session)
        desk.follower.on_message(session)
        return session

    return _changed(await run_in_threadpool(work), message_id)


def _append(
    desk: Desk, caller: Principal, session_id: str, items: tuple[Message, ...], key: RequestKey | None
) -> tuple[Appended, bool]:
    known: list[Session] = []
    foreseen: list[Foreseen | None] = []

    def check(session: Session) -> None:
        known.append(visible(caller, session, session_id))
        desk.follower.ahead(session, [item.text for item in items if item.text])

    def arrived(before: Session, after: Session, messages: Sequence[Message]) -> None:
        foreseen[:] = [desk.follower.foresee(before, after, messages)]  # a retried transaction starts over

    appended, fresh = desk.messages.append(session_id, items, request=key, check=check, arrived=arrived)
    if fresh:
        # Only now is it durable; the work goes on before the caller has its answer.
        for one in foreseen:
            if one is not None:
                one.keep()
        desk.follower.on_message(known[-1])
    return appended, fresh


def _changed(session: Session, message_id: str) -> Response:
    return json_answer(Appended(revision=session.revision, ids=(message_id,)))


def _messages(raw: bytes) -> tuple[Message, ...]:
    if b'"messages"' in raw and "messages" in parse(raw, JsonObject).root:
        return parse(raw, MessageBatch).messages
    return (parse(raw, Message),)
