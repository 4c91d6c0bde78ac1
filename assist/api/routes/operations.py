"""What operators and load balancers ask."""

from typing import TYPE_CHECKING, Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from assist import __version__
from assist.api.bodies import answers
from assist.api.docs import PAGE
from assist.api.routes.search import MAX_QUERY_CHARS
from assist.api.state import ServerDep
from assist.copilot.languages import LANGUAGES
from assist.copilot.options import (
    MAX_CASE_ITEM_CHARS,
    MAX_CASE_ITEMS,
    MAX_CASE_NAME_CHARS,
    MAX_SECTIONS,
)
from assist.copilot.pipeline import RETRIEVAL_MESSAGES
from assist.core.articles import MAX_BODY_CHARS
from assist.core.bounds import MAX_ARTICLES, MAX_SUGGESTIONS
from assist.core.conversation import MAX_CONTEXT_ENTRIES, MAX_MESSAGE_CHARS, MAX_MESSAGES
from assist.core.results import Versions
from assist.core.vocabulary import FEATURES, Feature

if TYPE_CHECKING:
    from assist.build import Engine

METRICS_EXAMPLE = 'assist_requests_total{method="POST",route="/v1/assist",status="200"} 12.0'
INFO_EXAMPLE: dict[str, Any] = {
    "name": "smart-assist",
    "version": "0.1.0",
    "versions": {"encoder": "all-MiniLM-L6-v2@53aa51172d14", "heads": "heads@1f0c2a9b7d3e", "index": None},
    "limits": {
        "messages": 1000,
        "message_chars": 20000,
        "body_bytes": 2000000,
        "import_bytes": 100000000,
        "sessions": 9,
        "tabs": 10,
    },
    "features": ["summary", "replies", "case_draft", "articles"],
    "languages": ["en"],
    "generator": None,
    "index": {"state": "empty", "articles": 0},
}
router = APIRouter(tags=["operations"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Each part that must work before requests are sent here."""

    status: Literal["ready"] = "ready"
    store: str
    index: Literal["ready", "empty", "degraded"]
    encoder: str


class Info(BaseModel):
    """Versions, limits and features."""

    name: str
    version: str
    versions: Versions
    limits: dict[str, int]
    features: tuple[Feature, ...]
    languages: tuple[str, ...]
    generator: str | None
    index: dict[str, Any]


@router.get("/healthz", response_model=None, responses=answers(Health, {"status": "ok"}))
async def get_health() -> Response:
    """Whether the process answers at all."""
    return Response('{"status":"ok"}', media_type="application/json")


@router.get(
    "/readyz",
    response_model=None,
    responses=answers(Readiness, {"status": "ready", "store": "ok", "index": "empty", "encoder": "ok"}),
)
async def get_readiness(server: ServerDep) -> Response:
    """Whether store, index and encoder work; 503 names the part that does not. An empty index is ready."""
    engine = server.engine

    def work() -> Readiness:
        engine.database.ping()
        engine.check_encoder()
        return Readiness(store="ok", index=engine.index_state(), encoder="ok")

    state = await server.work.run(work)
    return Response(state.model_dump_json(), media_type="application/json")


@router.get("/info", response_model=None, responses=answers(Info, INFO_EXAMPLE))
async def get_info(server: ServerDep) -> Response:
    """Versions of all parts, limits, and what is switched on."""
    engine = server.engine
    key = server.answers.key("info", b"", engine.generation())
    content = server.answers.get(key)
    if content is None:
        content = _info(engine).model_dump_json().encode()
        server.answers.put(key, content)
    return Response(content, media_type="application/json")


def _info(engine: "Engine") -> Info:
    settings = engine.settings
    return Info(
        name="smart-assist",
        version=__version__,
        versions=Versions(
            encoder=engine.encoder.info.version, heads=engine.heads.version, index=engine.knowledge.stamp
        ),
        limits={
            "messages": MAX_MESSAGES,
            "message_chars": MAX_MESSAGE_CHARS,
            "context_entries": MAX_CONTEXT_ENTRIES,
            "body_bytes": settings.body_limit,
            "import_bytes": settings.import_limit,
            "sessions": settings.session_limit,
            "tabs": settings.tab_limit,
            "article_chars": MAX_BODY_CHARS,
            "query_chars": MAX_QUERY_CHARS,
            "articles": MAX_ARTICLES,
            "suggestions": MAX_SUGGESTIONS,
            "sections": MAX_SECTIONS,
            "case_name_chars": MAX_CASE_NAME_CHARS,
            "case_item_chars": MAX_CASE_ITEM_CHARS,
            "case_items": MAX_CASE_ITEMS,
            "retrieval_messages": RETRIEVAL_MESSAGES,
            "concurrent_requests": settings.max_requests,
            "encoder_tokens": engine.encoder.info.max_tokens,
        },
        features=FEATURES,
        languages=LANGUAGES,
        generator=None,
        index={"state": engine.index_state(), "articles": engine.knowledge.count},
    )


@router.get(
    "/metrics",
    response_class=Response,
    response_model=None,
    responses={200: {"description": "Prometheus text format", "content": {"text/plain": {"example": METRICS_EXAMPLE}}}},
)
async def get_metrics(server: ServerDep) -> Response:
    """Counters and times for Prometheus."""
    return Response(server.metrics.render(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/", include_in_schema=False)
async def open_docs() -> RedirectResponse:
    """To the documentation."""
    return RedirectResponse("/docs")


@router.get("/docs", include_in_schema=False)
async def get_docs() -> HTMLResponse:
    """The API's documentation; needs nothing from other servers."""
    return HTMLResponse(PAGE)
