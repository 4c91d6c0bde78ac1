"""Databases for tests: SQLite in a temporary folder, and PostgreSQL where ASSIST_TEST_POSTGRES_URL names a server."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.store.database import Database
from evaluation.fresh_schema import fresh_schema

POSTGRES_VARIABLE = "ASSIST_TEST_POSTGRES_URL"
_HOW = (
    f"needs PostgreSQL: set {POSTGRES_VARIABLE}, e.g. postgresql+psycopg://postgres@127.0.0.1:5432/test "
    "(any database where schemas may be created)"
)


def postgres_schema() -> Iterator[str]:
    """URL of a fresh schema, dropped at the end; skips the test where no server is named."""
    server = os.environ.get(POSTGRES_VARIABLE)
    if not server:
        pytest.skip(_HOW)
    with fresh_schema(server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A schema for the whole run; tests keep apart by tenant."""
    yield from postgres_schema()


@pytest.fixture
def fresh_postgres_url() -> Iterator[str]:
    """A schema for one test."""
    yield from postgres_schema()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        opened = Database.open(f"sqlite:///{tmp_path / 'assist.db'}")
    else:
        opened = Database.open(request.getfixturevalue("postgres_url"), tenant=f"t{secrets.token_hex(6)}")
    opened.migrate()
    yield opened
    opened.close()
