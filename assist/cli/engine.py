"""The engine for one command: also beside a running server, and without leaving a data folder behind."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assist.build import Engine
    from assist.core.settings import Settings
    from assist.store.database import Database


def settings_for_reading(folder: str) -> "Settings":
    """The settings; `folder` stands in for a data folder that does not exist, so that reading makes none."""
    from assist.cli.settings import read_settings

    settings = read_settings()
    if settings.database_url is None and not settings.data_dir.exists():
        return settings.model_copy(update={"data_dir": Path(folder)})
    return settings


@contextmanager
def reading_engine() -> "Generator[Engine]":
    """The engine for a verb that stores nothing."""
    from assist.build import build_engine

    with tempfile.TemporaryDirectory(prefix="assist-") as folder:
        engine = build_engine(_quiet(settings_for_reading(folder)), serving=False)
        try:
            yield engine
        finally:
            engine.close()


@contextmanager
def writing_engine() -> "Generator[Engine]":
    """The engine for a verb that stores something."""
    from assist.build import build_engine
    from assist.cli.settings import read_settings

    engine = build_engine(_quiet(read_settings()), serving=False)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def opened_database() -> "Generator[Database]":
    """The database alone, for verbs that need no model."""
    from assist.build import open_database
    from assist.cli.settings import read_settings

    database = open_database(read_settings(), serving=False)
    try:
        yield database
    finally:
        database.close()


def _quiet(settings: "Settings") -> "Settings":
    """Commands show warnings only, unless a level is asked for."""
    from assist.core.logs import configure_logs

    level = settings.log_level if "log_level" in settings.model_fields_set else "warning"
    configure_logs(level=level, format=settings.log_format)
    return settings
