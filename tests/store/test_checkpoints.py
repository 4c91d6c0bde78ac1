"""SQLite's log goes into the file beside the writers: commits do not stop for it, and it does not grow for ever."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from assist.store import checkpoints
from assist.store.database import Database

_INSERT = text("INSERT INTO kept VALUES (zeroblob(40000))")


def _open(path: Path) -> Database:
    database = Database.open(f"sqlite:///{path}")
    database.write(lambda connection: connection.execute(text("CREATE TABLE kept (value BLOB)")))
    return database


def _fill(database: Database, commits: int) -> None:
    for _ in range(commits):
        database.write(lambda connection: connection.execute(_INSERT))


def _size(path: Path, least: int) -> int:
    """The file's size once it has reached `least`, or after five seconds."""
    end = time.monotonic() + 5
    while path.stat().st_size < least and time.monotonic() < end:
        time.sleep(0.01)
    return path.stat().st_size


def test_no_commit_moves_the_log_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "COMMITS", 10_000)
    database = _open(tmp_path / "a.db")
    try:
        # 1,200 pages, where SQLite's own habit is to move the log at 1,000.
        _fill(database, 120)
        assert (tmp_path / "a.db").stat().st_size < 100_000
    finally:
        database.close()


def test_the_log_is_moved_beside_the_writers_and_starts_anew(tmp_path: Path) -> None:
    database = _open(tmp_path / "a.db")
    try:
        for number in range(1, 6):
            _fill(database, checkpoints.COMMITS)
            moved = number * checkpoints.COMMITS * 40_000 * 0.9
            assert _size(tmp_path / "a.db", int(moved)) >= moved
            time.sleep(0.3)  # a log that is moved to the end starts anew with the next commit
        assert (tmp_path / "a.db-wal").stat().st_size < 3 * checkpoints.COMMITS * 45_000
    finally:
        database.close()
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (5 * checkpoints.COMMITS,)
    assert not (tmp_path / "a.db-wal").exists()
