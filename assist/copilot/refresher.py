"""Keeps what is searched in step with what is stored: at once after a write here, soon after one elsewhere."""

import threading
from collections.abc import Callable, Sequence

import structlog

log = structlog.get_logger(__name__)


class Refresher:
    """Calls every `refresh` when woken, and every `every_s` seconds for changes made by other processes."""

    def __init__(self, refreshes: Sequence[Callable[[], object]], *, every_s: float = 0.4) -> None:
        self._refreshes = refreshes
        self._every = every_s
        self._changed = threading.Condition()
        self._wanted = 0
        self._done = 0
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="refresher", daemon=True)
        self._thread.start()

    def wake(self, *, wait_s: float = 0.8) -> bool:
        """Refresh now; True when that was finished within `wait_s` seconds (it goes on otherwise)."""
        with self._changed:
            self._wanted += 1
            ticket = self._wanted
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._done >= ticket or self._closed, wait_s)

    def close(self) -> None:
        """Stop refreshing."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._wanted > self._done, self._every)
                if self._closed:
                    return
                ticket = self._wanted
            for refresh in self._refreshes:
                self._run(refresh)
            with self._changed:
                self._done = ticket
                self._changed.notify_all()

    @staticmethod
    def _run(refresh: Callable[[], object]) -> None:
        try:
            refresh()
        except Exception:  # the job edge: one failed refresh must not end the thread
            log.exception("refresh_failed")
