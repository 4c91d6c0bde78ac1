"""What agents did with suggestions, and the export of it."""

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from assist.api.auth import DeskUser, Principal, require
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import owned_by
from assist.api.desk.bodies import NewFeedback
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep, json_answer, request_key
from assist.api.routes.suggestions import shown
from assist.core.conversation import Id
from assist.core.sessions import Feedback, Frozen
from assist.store.outbound import feedback_rows

router = APIRouter(tags=["suggestions"])

_GIVEN = {"id": "fb-90ab12", "suggestion_id": "sg-5f2b.0", "at": "2026-05-04T09:04:00Z", **examples.FEEDBACK}


class FeedbackList(Frozen):
    """Events about a suggestion, oldest first."""

    items: tuple[Feedback, ...]


@router.post(
    "/v1/suggestions/{suggestion_id}/feedback",
    response_model=None,
    status_code=201,
    openapi_extra=described(NewFeedback, examples.FEEDBACK),
    responses=answers(Feedback, _GIVEN, status=201, description="Stored"),
)
async def give_feedback(suggestion_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Say what became of a suggestion; several events per suggestion are welcome. `rejected` on a reply or an article's
    card brings the next one."""
    raw = await json_bytes(request)
    body = parse(raw, NewFeedback)
    key = request_key(request, caller, raw)

    def work() -> Feedback:
        record, session = shown(desk, caller, suggestion_id)
        said = body.model_copy(
            update={
                name: desk.at_rest.text(record.session_id or "", getattr(body, name) or "") or None
                for name in ("final_text", "comment")
            }
        )
        given, fresh = desk.feedback.add(
            record,
            item_id=suggestion_id,
            agent_id=session.agent_id if session else caller.subject,
            request=key,
            check=owned_by(caller, record.session_id or ""),
            **{name: getattr(said, name) for name in NewFeedback.model_fields},
        )
        if fresh:
            desk.judge(record, session, given)
        return given

    return json_answer(await run_in_threadpool(work), status=201)


@router.get(
    "/v1/suggestions/{suggestion_id}/feedback",
    response_model=None,
    responses=answers(FeedbackList, {"items": [_GIVEN]}),
)
async def read_feedback(suggestion_id: Id, desk: DeskDep, caller: DeskUser) -> Response:
    """What became of a suggestion, oldest first; of a whole result, also what became of the suggestions in it."""

    def work() -> FeedbackList:
        record, _ = shown(desk, caller, suggestion_id)
        given = desk.feedback.of(record.id)
        return FeedbackList(items=tuple(one for one in given if suggestion_id in (record.id, one.suggestion_id)))

    return json_answer(await run_in_threadpool(work))


@router.get(
    "/v1/feedback/export",
    response_class=StreamingResponse,
    response_model=None,
    responses={200: {"description": "OK", "content": {"application/x-ndjson": {"example": examples.FEEDBACK_ROW}}}},
)
async def export_feedback(
    desk: DeskDep, _caller: Annotated[Principal, Depends(require("engineer"))]
) -> StreamingResponse:
    """Every event with the result it is about, one JSON object a line, for training and evaluation.

    Texts have pseudonyms in place of personal data, unless ASSIST_REDACTION is off.
    """
    return StreamingResponse(_lines(desk), media_type="application/x-ndjson")


def _lines(desk: Desk) -> Iterator[bytes]:
    for row in feedback_rows(desk.live, pseudonyms=desk.redaction != "off"):
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
