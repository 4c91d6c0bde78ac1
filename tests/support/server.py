"""A whole server for tests: real composition, real database, fake encoder; in this process, without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from assist.app import create_app
from assist.build import Engine, build_engine
from assist.core.logs import configure_logs
from assist.core.settings import Settings

# As a server logs: the library's own default prints local variables of every frame, which takes seconds.
configure_logs(level="warning", format="json")
LOOPBACK = ("127.0.0.1", 50_000)


def settings_for(folder: Path, **changes: Any) -> Settings:
    """Settings of a test server; nothing is read from the environment's .env file."""
    values: dict[str, Any] = {"data_dir": folder / "data", "cache_dir": folder / "cache", "encoder_backend": "fake"}
    return Settings(_env_file=None, **{**values, **changes})  # pyright: ignore[reportCallIssue]


@contextmanager
def serving(folder: Path, **changes: Any) -> Iterator[tuple[TestClient, Engine]]:
    """A client of a started server, and its engine. Starting twice over one folder is a restart."""
    engine = build_engine(settings_for(folder, **changes))
    try:
        with TestClient(create_app(engine), client=LOOPBACK, raise_server_exceptions=False) as client:
            yield client, engine
    finally:
        engine.close()


def bearer(engine: Engine, **key: Any) -> dict[str, str]:
    """Headers of a new key."""
    _, secret = engine.keys.create(**key)
    return {"Authorization": f"Bearer {secret}"}
