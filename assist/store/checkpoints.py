"""Moves SQLite's log into the database file beside the writers, so that no commit has to: one in thirty did, for 20 ms
and more. What a commit acknowledged is in the log and durable already."""

import logging
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

_log = logging.getLogger(__name__)
COMMITS = 50  # after so many the log is moved: some hundred pages of 4 kB
# Where writers never leave a gap the log cannot start anew: from this size on a commit moves the rest of it itself.
MOST_PAGES = 4_000
_LOOKS, _PAUSE_S = 4, 0.02


class Checkpoints:
    """A thread that moves the log after every `COMMITS`-th commit, started by the first of these."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._commits = 0
        self._due = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def committed(self) -> None:
        """Note a commit; called by one writer at a time. Does not fail."""
        self._commits += 1
        if self._commits % COMMITS:
            return
        if self._thread is None:
            thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no more threads: a later commit moves the log
                return
            self._thread = thread
        self._due.set()

    def close(self) -> None:
        """Finish what runs; the last connection to be closed moves the rest."""
        self._closed = True
        self._due.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        with closing(sqlite3.connect(self._file, timeout=0, isolation_level=None)) as connection:
            while self._due.wait() and not self._closed:
                self._due.clear()
                try:
                    self._move(connection)
                except sqlite3.Error as error:
                    _log.warning("the database's log could not be moved, a later commit will: %s", error)

    def _move(self, connection: sqlite3.Connection) -> None:
        """All of the log, so that the next commit starts it anew: also what was committed while the rest was moved."""
        left = True
        for look in range(_LOOKS):
            if look:
                time.sleep(_PAUSE_S)
            was_left = left
            # Passive: it waits for nobody, and nobody for it.
            _, pages, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            left = moved < pages
            if not (left or was_left):
                return
