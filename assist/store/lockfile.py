"""One process serves a SQLite data directory: an exclusive lock on a file beside the database, freed by any death."""

import os
import sys
from pathlib import Path
from typing import IO

from assist.core.errors import ConfigurationError


class ServingLock:
    """Held from `acquire` to `release`; the file names the process that holds it."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock. Raises ConfigurationError when another process serves this database."""
        file = self._path.open("a+", encoding="ascii")
        try:
            _lock(file)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise ConfigurationError(
                f"process {holder} already serves {self._database}. One process serves a SQLite data directory: "
                "stop that process, set another ASSIST_DATA_DIR, or, for several workers or machines, set "
                "ASSIST_DATABASE_URL=postgresql+psycopg://user@host/database (PostgreSQL)"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would race with the next holder."""
        if self._file is not None:
            self._file.close()
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        # Beyond the text, because Windows locks forbid others to read the locked bytes.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
