"""The stateless calls: a transcript in, assistance out. The same request again is answered from memory."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from assist.api import examples
from assist.api.auth import CallerDep, Principal
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.desk.stored import as_stored, store_results
from assist.api.schemas import (
    ArticlesRequest,
    AssistRequest,
    CaseDraftRequest,
    RepliesRequest,
    SummaryRequest,
    WithTranscript,
)
from assist.api.state import Server, ServerDep
from assist.core.results import Articles, Assistance, CaseDraft, Outcome, Replies, Summary
from assist.core.vocabulary import FEATURES

router = APIRouter(tags=["assistance"])


@dataclass(frozen=True, slots=True)
class Call:
    """One stateless call: its request model and the Copilot method that answers it."""

    name: str
    model: type[WithTranscript]
    compute: Callable[[Any, Any], BaseModel]  # (copilot, request) -> result


_SUMMARY = Call("summary", SummaryRequest, lambda copilot, body: copilot.summarize(body.transcript, body))
_REPLIES = Call("replies", RepliesRequest, lambda copilot, body: copilot.suggest_replies(body.transcript, body))
_CASE = Call("case_draft", CaseDraftRequest, lambda copilot, body: copilot.draft_case(body.transcript, body))
_ARTICLES = Call("articles", ArticlesRequest, lambda copilot, body: copilot.suggest_articles(body.transcript, body))
_ASSIST = Call("assist", AssistRequest, lambda copilot, body: copilot.assist(body.transcript, body))


@router.post(
    "/v1/summaries",
    response_model=None,
    openapi_extra=described(SummaryRequest, {"transcript": examples.TRANSCRIPT}),
    responses=answers(Summary, examples.SUMMARY),
)
async def create_summary(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """What has happened so far: a headline and sections in the third person, each claim with its evidence."""
    return await _answer(request, server, caller, _SUMMARY)


@router.post(
    "/v1/replies",
    response_model=None,
    openapi_extra=described(RepliesRequest, {"transcript": examples.TRANSCRIPT, "limit": 3}),
    responses=answers(Replies, examples.REPLIES),
)
async def suggest_replies(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """What to say next: approved replies, replies that colleagues gave, and passages of the best article."""
    return await _answer(request, server, caller, _REPLIES)


@router.post(
    "/v1/case-drafts",
    response_model=None,
    openapi_extra=described(CaseDraftRequest, {"transcript": examples.TRANSCRIPT, "case": {"product": "Delivery"}}),
    responses=answers(CaseDraft, examples.CASE_DRAFT),
)
async def draft_case(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """A structured case note to review and save. Unknown fields are null, never invented."""
    return await _answer(request, server, caller, _CASE)


@router.post(
    "/v1/articles/suggest",
    response_model=None,
    openapi_extra=described(ArticlesRequest, {"transcript": examples.TRANSCRIPT, "limit": 3}),
    responses=answers(Articles, examples.ARTICLES),
)
async def suggest_articles(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """What to read, found without searching. Abstains unless a shown card is likely to help."""
    return await _answer(request, server, caller, _ARTICLES)


@router.post(
    "/v1/assist",
    response_model=None,
    openapi_extra=described(
        AssistRequest,
        {"transcript": examples.TRANSCRIPT},
        some={
            "transcript": examples.TRANSCRIPT,
            "features": ["summary", "articles"],
            "options": {"articles": {"limit": 5, "min_score": 0}},
        },
    ),
    responses=answers(Assistance, examples.ASSISTANCE),
)
async def assist(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """All four features, or those named in `features`, over one reading of the transcript."""
    return await _answer(request, server, caller, _ASSIST)


async def _answer(request: Request, server: Server, caller: CallerDep, call: Call) -> Response:
    raw = await json_bytes(request)
    key = server.answers.key(call.name, raw, server.engine.generation())
    answer = server.answers.get(key)
    if answer is not None:
        server.metrics.cached()
        return _json(answer)
    answer, stored = await server.work.run(lambda: _compute(server, caller, call, raw))
    if not stored:
        server.answers.put(key, answer)
    return _json(answer)


def _compute(server: Server, caller: Principal, call: Call, raw: bytes) -> tuple[bytes, bool]:
    """Runs in the pool: checking and writing JSON of a long transcript take their time too."""
    body = parse(raw, call.model)
    if body.store:
        body = as_stored(server.desk, body)
    result = call.compute(server.engine.copilot, body)
    for feature, outcome in _outcomes(call, result):
        server.metrics.outcome(feature, outcome)
    if body.store:
        content = store_results(server.desk, caller, body, result)
        return json.dumps(content, ensure_ascii=False).encode(), True
    return result.__pydantic_serializer__.to_json(result), False


def _outcomes(call: Call, result: BaseModel) -> list[tuple[str, Outcome]]:
    if isinstance(result, Outcome):
        return [(call.name, result)]
    return [(name, outcome) for name in FEATURES if (outcome := getattr(result, name)) is not None]


def _json(content: bytes) -> Response:
    return Response(content, media_type="application/json")
