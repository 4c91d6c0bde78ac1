"""The database: short units of work, durable when they return."""

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError, TimeoutError

from assist.core.errors import ConfigurationError, Unavailable
from assist.store.answering import answering, first_line
from assist.store.engines import open_postgresql, open_sqlite
from assist.store.group_commit import GroupCommit
from assist.store.lockfile import ServingLock
from assist.store.migrate import migrate
from assist.store.schema.base import DEFAULT_TENANT

T = TypeVar("T")
DriverQuery = tuple[str, tuple[str, ...]]  # SQL in the driver's own style, and its parameters
# PostgreSQL: serialization failure, deadlock, and two creators of one row; the work is run again.
_RETRY_STATES = frozenset({"40001", "40P01", "23505"})
_ATTEMPTS = 5


class Database:
    """SQLite (one process, many threads) or PostgreSQL (many processes). Open with `Database.open`."""

    def __init__(
        self, *, writer: Engine, reader: Engine, tenant: str, lock: ServingLock | None, file: Path | None
    ) -> None:
        self._writer = writer
        self._reader = reader
        self._group = GroupCommit(writer) if file is not None else None
        self._lock = lock
        self.file = file
        self.tenant = tenant

    @classmethod
    def open(
        cls, url: str, *, synchronous: str = "FULL", tenant: str = DEFAULT_TENANT, serving: bool = True
    ) -> "Database":
        """Open the database at an SQLAlchemy `url`.

        serving: take the lock of a SQLite data directory; short commands beside a running server pass False.
        Raises ConfigurationError when the URL cannot be used or another process serves the same SQLite file.
        """
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ConfigurationError(
                "ASSIST_DATABASE_URL is no database URL; it begins with postgresql+psycopg:// or sqlite:///"
            ) from None
        backend = parsed.get_backend_name()
        if backend == "postgresql":
            writer, reader = open_postgresql(parsed.set(drivername="postgresql+psycopg"))
            return cls(writer=writer, reader=reader, tenant=tenant, lock=None, file=None)
        if backend != "sqlite" or not parsed.database:
            shown = parsed.render_as_string(hide_password=True)
            raise ConfigurationError(f"ASSIST_DATABASE_URL must name a sqlite file or postgresql, not '{shown}'")
        path = Path(parsed.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = ServingLock(path) if serving else None
        if lock is not None:
            lock.acquire()
        writer, reader = open_sqlite(path, synchronous=synchronous)
        return cls(writer=writer, reader=reader, tenant=tenant, lock=lock, file=path)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._writer.dialect.name

    @property
    def shared(self) -> bool:
        """True when other processes may use the same database at the same time."""
        return self._group is None

    def migrate(self) -> None:
        """Bring the tables to this version; a fresh database gets them at once."""
        try:
            migrate(self._writer)
        except OperationalError as error:
            raise Unavailable(f"the database cannot be reached: {first_line(error)}") from error
        except DatabaseError as error:
            raise ConfigurationError(
                f"{self.file or 'the database'} cannot be read ({first_line(error)}): put a backup in its place with "
                "`assist db restore`, or set another ASSIST_DATA_DIR"
            ) from error

    def read(self, work: Callable[[Connection], T]) -> T:
        """The result of `work`; with SQLite over one consistent view. `work` only reads: it may run twice.

        Raises Unavailable when the database does not answer.
        """
        with answering():
            return self._read_retrying(work)

    def _read_retrying(self, work: Callable[[Connection], T]) -> T:
        for attempt in range(_ATTEMPTS):
            try:
                with self._reader.connect() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not error.connection_invalidated or attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def first_row(self, query: DriverQuery) -> tuple[Any, ...] | None:
        """The first row straight from the driver (PostgreSQL), for what is asked with every request: two thirds of the
        time of the same through SQLAlchemy. None where there is no row, or no answer."""
        failed = self._reader.dialect.loaded_dbapi.Error
        try:
            connection = self._reader.raw_connection()
        except (failed, TimeoutError):
            return None
        driver = connection.dbapi_connection
        assert driver is not None
        try:
            driver.autocommit = True
            row: tuple[Any, ...] | None = driver.execute(*query).fetchone()
            driver.autocommit = False
            return row
        except failed:
            connection.invalidate()
            return None
        finally:
            connection.close()

    def write(self, work: Callable[[Connection], T], *, then: Callable[[T], object] | None = None) -> T:
        """The result of `work`, durable when this returns. `work` only talks to the database: it may run twice.

        `then` sees the result once it is durable; with SQLite in commit order, before anybody is told. Raises
        Unavailable when the database does not answer: then it is not known whether it is stored.
        """
        with answering():
            if self._group is not None:
                return self._group.run(work, then=then)
            result = self._write_retrying(work)
        if then is not None:
            then(result)
        return result

    def _write_retrying(self, work: Callable[[Connection], T]) -> T:
        for attempt in range(_ATTEMPTS):
            ended = False
            try:
                with self._writer.connect() as connection, connection.begin() as transaction:
                    result = work(connection)
                    ended = True  # a connection lost from here on may have committed
                    transaction.commit()
                    return result
            except DBAPIError as error:
                again = getattr(error.orig, "sqlstate", None) in _RETRY_STATES
                again = again or (error.connection_invalidated and not ended)
                if not again or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.01 * 2**attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    @contextmanager
    def raw_connection(self) -> Generator[Any]:
        """A driver connection of its own in autocommit mode (PostgreSQL LISTEN), closed at the end."""
        with self._writer.connect() as connection:
            connection.detach()
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.autocommit = True
            yield driver

    def scrub(self) -> None:
        """After an erasure: move SQLite's log into the file and empty it, so that no erased byte stays in it."""
        if self.file is not None:
            with closing(sqlite3.connect(self.file, timeout=10)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ping(self) -> None:
        """Raises Unavailable when the database does not answer."""
        self.read(lambda connection: connection.execute(text("SELECT 1")))

    def close(self) -> None:
        """Close all connections and give the lock back."""
        self._reader.dispose()
        if self._writer is not self._reader:
            self._writer.dispose()
        if self._lock is not None:
            self._lock.release()
