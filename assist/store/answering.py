"""Trouble of the database itself (away, full, read-only, busy) as Unavailable: what was asked is not at fault."""

from collections.abc import Generator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, TimeoutError

from assist.core.errors import Unavailable

log = structlog.get_logger(__name__)
_RETRY_S = 1.0
_SQLITE_ERROR = 1  # SQL that is wrong: our fault


@contextmanager
def answering() -> Generator[None]:
    """Turn it into an error that says to try again; how the database put it goes to the log, with host and path."""
    try:
        yield
    except (DBAPIError, TimeoutError) as error:
        if isinstance(error, DBAPIError) and not _is_trouble(error):
            raise
        log.error("database_does_not_answer", error=first_line(error))
        raise Unavailable(
            "the database does not answer, the log says why; try again, with the same ids and Idempotency-Key",
            retry_after=_RETRY_S,
        ) from error


def first_line(error: DBAPIError | TimeoutError) -> str:
    """What the driver says."""
    said = str(error.orig if isinstance(error, DBAPIError) and error.orig else error)
    return said.splitlines()[0] if said else type(error).__name__


def _is_trouble(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlite_errorcode", None) == _SQLITE_ERROR:
        return False
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
