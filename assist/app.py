"""The ASGI application: routes, middleware, errors, and the server's parts over one engine."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from assist import __version__
from assist.api.admission import Admission
from assist.api.answer_cache import AnswerCache
from assist.api.auth import Authenticator
from assist.api.desk.desk import open_desk
from assist.api.desk.reply_memory import DeskMemory
from assist.api.errors import install_error_handlers
from assist.api.metrics import Metrics
from assist.api.middleware import BodyLimit, HeadAsGet, RequestEdge
from assist.api.openapi import install_openapi
from assist.api.routers import ROUTERS, methods_by_path
from assist.api.state import Server, State
from assist.build import Engine
from assist.core.configuration import AgentConfiguration

GZIP_FROM_BYTES = 1_000
DESCRIPTION = (
    "Productivity for contact-centre agents: summaries, suggested replies, knowledge articles and case drafts, each "
    "with its evidence, and a reason when it abstains."
)


def create_app(engine: Engine, *, close_engine: bool = False) -> FastAPI:
    """The application over an open engine, which its maker closes unless `close_engine`."""
    metrics = Metrics()
    settings = engine.settings

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[State]:
        server = open_server(engine, metrics)
        app.state.server = server
        try:
            yield State(server=server)
        finally:
            server.close()
            if close_engine:
                engine.close()

    app = FastAPI(
        title="Smart assist",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    install_error_handlers(app, methods=methods_by_path())
    install_openapi(app)
    # Panes travel over slow networks too; event streams are left alone.
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, compresslevel=4)
    app.add_middleware(BodyLimit, limit_of=_limits(settings.body_limit, settings.import_limit))
    app.add_middleware(RequestEdge, metrics=metrics)
    app.add_middleware(HeadAsGet)
    for router in ROUTERS:
        app.include_router(router)
    return app


def open_server(engine: Engine, metrics: Metrics) -> Server:
    """The server's own parts."""
    settings = engine.settings
    secret = settings.jwt_secret
    built_in = AgentConfiguration(
        preload=settings.pane_preload,
        preload_sessions=settings.pane_preload_sessions,
        session_limit=settings.session_limit,
        tab_limit=settings.tab_limit,
    )
    return Server(
        engine=engine,
        work=Admission(workers=settings.workers, limit=settings.max_requests, metrics=metrics),
        answers=AnswerCache(settings.result_cache),
        metrics=metrics,
        auth=Authenticator(
            keys=engine.keys,
            jwt_secret=secret.get_secret_value() if secret else None,
            allow_anonymous=settings.allow_anonymous,
        ),
        desk=open_desk(
            database=engine.database,
            copilot=engine.copilot,
            encoder=engine.encoder,
            threads=settings.workers,
            built_in=built_in,
            redaction=settings.redaction,
            retention_days=settings.retention_days,
            team_history=settings.team_history,
            memory=DeskMemory(remember=engine.remember_session, learn=engine.learn_reply, erase=engine.erase_memory),
        ),
    )


def _limits(body: int, imports: int) -> Callable[[str], int]:
    def limit_of(path: str) -> int:
        return imports if path.endswith("/import") else body

    return limit_of
