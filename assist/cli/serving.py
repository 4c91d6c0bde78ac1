"""Runs uvicorn over an engine: says where it listens and who may call, drains on SIGTERM."""

import socket
import sys
import threading
from collections.abc import Callable
from ipaddress import ip_address
from types import FrameType
from typing import Any

import structlog
import uvicorn

from assist import __version__
from assist.app import create_app
from assist.build import Engine
from assist.core.errors import ConfigurationError

log = structlog.get_logger(__name__)
WARM_UP_AFTER_S = 0.2  # lets the first caller, often a readiness probe, through before features load what they need
GRACE_S = 30  # how long running requests may take to finish after SIGTERM


def check_exposure(engine: Engine) -> None:
    """Without keys only this machine may call. Raises ConfigurationError when others could reach the server."""
    settings = engine.settings
    if _needs_credentials(engine) or settings.allow_anonymous or _is_loopback(settings.host):
        return
    raise ConfigurationError(
        f"no API key exists, so everybody who reaches {settings.host} would be admin. Make a key with "
        "`assist keys create --role admin`, or set ASSIST_JWT_SECRET, or listen on 127.0.0.1, or set "
        "ASSIST_ALLOW_ANONYMOUS=true if that is what you want"
    )


def run_server(engine: Engine, *, announce: Callable[[str, "Server"], None] | None = None) -> None:
    """Serve until told to stop. `announce` gets the URL and the server once it answers; default prints a line."""
    settings = engine.settings
    config = uvicorn.Config(
        create_app(engine),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=75,
    )
    server = Server(config, announce or _say)
    server.run()
    if not server.started:
        raise ConfigurationError("the server could not start; the log says why")


class Server(uvicorn.Server):
    """Announces itself when ready, and ends event streams when it is told to stop, so that they do not hold it up."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[str, "Server"], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so. Raises ConfigurationError where that cannot be listened on."""
        try:
            await super().startup(sockets)
        except SystemExit:
            raise ConfigurationError(
                f"cannot listen on {self.config.host}:{self.config.port}; is another server running there?"
            ) from None
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1] if self.servers else self.config.port
            self._announce(f"http://{_shown(self.config.host)}:{port}", self)
            warm_up = threading.Timer(WARM_UP_AFTER_S, self._app.state.server.engine.warm_up)
            warm_up.daemon = True
            warm_up.start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End streams, refuse new connections, finish what runs."""
        server = getattr(self._app.state, "server", None)
        if server is not None:
            server.desk.live.hub.drain()
        super().handle_exit(sig, frame)

    @property
    def _app(self) -> Any:
        return self.config.app


def _say(url: str, server: Server) -> None:
    engine: Engine = server.config.app.state.server.engine  # pyright: ignore
    lines = [f"smart-assist {__version__} listens on {url} (documentation: {url}/docs)"]
    if not _needs_credentials(engine):
        lines.append(
            "no keys: everybody who reaches this address is admin"
            if engine.settings.allow_anonymous
            else "no keys: only this machine may call, as admin; make one with `assist keys create`"
        )
    if not engine.knowledge.count:
        lines.append("the index is empty; fill it with `assist articles import PATH`")
    if engine.settings.log_format == "json":
        # Whoever collects the log reads every line of it as JSON.
        for line in lines:
            log.warning("serving", detail=line, url=url)
        return
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def _needs_credentials(engine: Engine) -> bool:
    return engine.settings.jwt_secret is not None or engine.keys.any_active()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
