"""A server in a forked child that can be killed at any moment; the parent keeps the socket and the imports."""

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import structlog
import uvicorn

from assist.app import create_app
from assist.build import build_engine
from tests.support.server import settings_for

_FORK = multiprocessing.get_context("fork")


class KillableServer:
    """Starts, kills and starts again over one folder or one PostgreSQL schema."""

    def __init__(self, folder: Path, *, database_url: str | None) -> None:
        self._settings = settings_for(folder, database_url=database_url, log_level="error", workers=2)
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._socket.getsockname()[1]
        self._process: Any = None

    def start(self) -> None:
        """Fork a server. Called while this process has no other thread."""
        self._process = _FORK.Process(target=self._serve)
        self._process.start()
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def close(self) -> None:
        """Kill what runs and give the port back."""
        if self._process is not None and self._process.is_alive():
            self.kill()
        self._socket.close()

    def _serve(self) -> None:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        app = create_app(build_engine(self._settings))
        config = uvicorn.Config(app, log_level="error", access_log=False, lifespan="on")
        uvicorn.Server(config).run(sockets=[self._socket])
