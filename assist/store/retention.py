"""Retention: sessions that closed too long ago go, with what they taught; the event log is kept short."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import delete

from assist.store.content import now
from assist.store.erasure import Eraser
from assist.store.schema import events
from assist.store.unit import LiveStore, Unit

log = structlog.get_logger(__name__)
# How far back a client that was away can resume its stream; beyond, it is told to read anew.
EVENTS_KEPT = timedelta(days=7)
EVERY_S = 3_600.0
FIRST_AFTER_S = 60.0
_SESSIONS_AT_ONCE = 50


class Retention:
    """`sweep` does it once; `start` does it every hour on a thread of its own."""

    def __init__(
        self, live: LiveStore, eraser: Eraser, *, days: float | None, forget: Callable[[Sequence[str]], object]
    ) -> None:
        """days: how long a closed session is kept, None keeps all; forget: drops what was learned from sessions."""
        self._live = live
        self._eraser = eraser
        self._kept = None if days is None else timedelta(days=days)
        self._forget = forget
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Sweep from now on."""
        self._thread = threading.Thread(target=self._work, name="retention", daemon=True)
        self._thread.start()

    def sweep(self) -> int:
        """Erase what is too old; how many sessions went."""
        erased = 0
        while self._kept is not None and not self._closed.is_set():
            ids = self._eraser.closed_before(now() - self._kept, limit=_SESSIONS_AT_ONCE)
            if not ids:
                break
            # First what names them: after a crash in between the next sweep finds the sessions again.
            self._forget(ids)
            report = self._eraser.erase_closed(ids)
            erased += 0 if report is None else len(report.sessions)
        self._live.commit(self._trim)
        return erased

    def close(self) -> None:
        """Stop sweeping."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _trim(self, unit: Unit) -> None:
        old = (events.c.tenant_id == unit.tenant) & (events.c.at < now() - EVENTS_KEPT)
        unit.connection.execute(delete(events).where(old))

    def _work(self) -> None:
        wait = FIRST_AFTER_S
        while not self._closed.wait(wait):
            wait = EVERY_S
            try:
                self.sweep()
            except Exception:  # the job edge: the next sweep tries again
                log.exception("retention_failed")
