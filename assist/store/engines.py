"""SQLAlchemy engines for the two databases, with the pragmas and limits that the store relies on."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import QueuePool

from assist.core.errors import ConfigurationError

_BUSY_MS = 10_000
_POOL = 16
_FRESH_S = 5.0  # after a rest that long a connection is asked whether it still lives before it is used
_RETURNED = "returned"


def _create_engine(url: URL, **options: Any) -> Engine:
    """Its errors go to the log, and must not take customers' words there as the parameters of a statement."""
    return create_engine(url, hide_parameters=True, **options)


def open_sqlite(path: Path, *, synchronous: str) -> tuple[Engine, Engine]:
    """(writer, reader): the writer has one connection and takes the write lock at once; readers never block it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    url = URL.create("sqlite", database=str(path))
    writer = _create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=60)
    reader = _create_engine(url, poolclass=QueuePool, pool_size=_POOL, max_overflow=_POOL, pool_use_lifo=True)
    _prepare_sqlite(writer, synchronous=synchronous, begin="BEGIN IMMEDIATE", read_only=False)
    _prepare_sqlite(reader, synchronous=synchronous, begin="BEGIN", read_only=True)
    return writer, reader


def _prepare_sqlite(engine: Engine, *, synchronous: str, begin: str, read_only: bool) -> None:
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver must not start transactions by itself; `on_begin` does.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={synchronous}")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute("PRAGMA cache_size=-16000")
        # Deleted rows are overwritten with zeros: what was erased is not in the file either.
        cursor.execute("PRAGMA secure_delete=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        try:
            # Straight to the driver: as a statement of SQLAlchemy it costs as much as a query, with every transaction.
            driver.execute(begin)
        except sqlite3.OperationalError as error:
            raise OperationalError(begin, None, error) from error

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def open_postgresql(url: URL) -> tuple[Engine, Engine]:
    """(writer, reader) over psycopg 3 and one pool. Raises ConfigurationError when the driver is not installed.

    The reader's statements are transactions of their own, as each of them sees what is committed anyway; that saves the
    round trips that begin and end one.
    """
    try:
        writer = _create_engine(url, pool_size=_POOL, max_overflow=_POOL, pool_use_lifo=True, pool_recycle=1800)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"PostgreSQL needs psycopg: pip install 'smart-assist[postgres]' ({error.name} is missing)"
        ) from None
    _ping_rested(writer)
    event.listen(writer, "handle_error", _without_row)
    return writer, writer.execution_options(isolation_level="AUTOCOMMIT")


def _without_row(context: ExceptionContext) -> None:
    """PostgreSQL tells the whole row that breaks a constraint; as with parameters, the log is no place for it."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _ping_rested(engine: Engine) -> None:
    """As `pool_pre_ping`, without its round trip for a connection that was used just now."""

    def on_checkin(_connection: Any, record: Any) -> None:
        record.info[_RETURNED] = time.monotonic()

    def on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        returned = record.info.get(_RETURNED)
        if returned is None or time.monotonic() - returned < _FRESH_S:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the database closed this connection") from error

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)
