"""Sessions in memory: as committed last where one process owns the database, else checked by their stamp."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from assist.core.sessions import Session
from assist.store.schema.base import stored_moment


class _Kept:
    """The sessions used last, at most `capacity` of them. Its callers hold the lock."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, Session] = OrderedDict()

    def get(self, session_id: str) -> Session | None:
        kept = self._kept.get(session_id)
        if kept is not None:
            self._kept.move_to_end(session_id)
        return kept

    def put(self, session_id: str, session: Session | None) -> None:
        """Keep the session; None: forget it."""
        if session is None:
            self._kept.pop(session_id, None)
            return
        self._kept[session_id] = session
        self._kept.move_to_end(session_id)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        self._kept.clear()


class SessionCache:
    """The sessions used last, at most `capacity` of them. Thread-safe.

    Every commit tells what it changed, in commit order and before it is acknowledged. A reader keeps what it found only
    when nothing was committed meanwhile, so that no older state takes a newer one's place.
    """

    def __init__(self, *, capacity: int = 2_000) -> None:
        self._kept = _Kept(capacity)
        self._commits = 0
        self._lock = threading.Lock()

    def get(self, session_id: str, load: Callable[[], Session | None]) -> Session | None:
        """The session as committed last; `load` reads it from the database."""
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is not None:
                return kept
            commits = self._commits
        found = load()
        if found is not None:
            with self._lock:
                if self._commits == commits:
                    self._kept.put(session_id, found)
        return found

    def known(self, session_id: str) -> Session | None:
        """The session as committed last, if it is kept."""
        with self._lock:
            return self._kept.get(session_id)

    def committed(self, changed: Mapping[str, Session | None] | None) -> None:
        """Note a commit: sessions as they are now, None for one to read again; None in all: read every one again."""
        with self._lock:
            self._commits += 1
            if changed is None:
                self._kept.clear()
                return
            for session_id, session in changed.items():
                self._kept.put(session_id, session)


class CheckedSessions:
    """As `SessionCache`, where other processes write too: what is kept counts as long as the database has the same
    `change` and `updated_at`, which move with every write. Thread-safe."""

    def __init__(self, *, capacity: int = 2_000) -> None:
        self._kept = _Kept(capacity)
        self._lock = threading.Lock()

    def get(
        self, session_id: str, stamp: Callable[[], tuple[Any, ...] | None], load: Callable[[], Session | None]
    ) -> Session | None:
        """The session; `stamp` asks for change and time of the stored one, `load` reads it whole."""
        with self._lock:
            kept = self._kept.get(session_id)
        if kept is not None and stamp() == (kept.change, stored_moment(kept.updated_at)):
            return kept
        found = load()
        with self._lock:
            self._kept.put(session_id, found)
        return found

    def clear(self) -> None:
        """Forget everything (erasure)."""
        with self._lock:
            self._kept.clear()
