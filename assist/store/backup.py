"""Copies of a SQLite database, taken while it is in use and put back when it is not."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import make_url

from assist.core.errors import InvalidInput, MalformedInput
from assist.store.database import Database
from assist.store.lockfile import ServingLock
from assist.store.migrate import check_known


def back_up(database: Database, target: Path) -> int:
    """Write a consistent copy to `target` and return its size in bytes. Raises InvalidInput for PostgreSQL."""
    if database.file is None:
        raise InvalidInput("this database is PostgreSQL: use pg_dump")
    if target.exists():
        raise InvalidInput(f"{target} exists; name a new file")
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target.stat().st_size


def restore(source: Path, url: str) -> None:
    """Replace the database at `url`, sound or damaged, by a backup; it stays as it is when that fails.

    Raises MalformedInput when `source` is no backup, ConfigurationError when it is of a newer version, and while a
    server holds the database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise InvalidInput("only SQLite databases are restored here; PostgreSQL has pg_restore")
    _check(source)
    path = Path(parsed.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = ServingLock(path)
    lock.acquire()
    try:
        copy = path.with_name(f"{path.name}.restored")
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as backup, closing(sqlite3.connect(copy)) as target:
            backup.backup(target)
        # What they hold belongs to the file that goes.
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        _give_to_owner_of(path, copy)
        copy.replace(path)
    finally:
        lock.release()


def _give_to_owner_of(path: Path, copy: Path) -> None:
    """The server may run as somebody else than who restores."""
    if path.exists():
        former = path.stat()
        copy.chmod(former.st_mode)
        with suppress(PermissionError):
            os.chown(copy, former.st_uid, former.st_gid)


def _check(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise MalformedInput(f"{source} is no backup of this service: {error}") from None
    if not sound or version is None:
        raise MalformedInput(f"{source} is damaged")
    check_known(version[0])
