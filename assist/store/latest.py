"""What was read of a session's results, in memory as long as the session says that nothing was published since."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

V = TypeVar("V")


class Latest(Generic[V]):
    """One value each of the sessions used last, at most `capacity`. Thread-safe.

    change: the session's `parts_change`.
    """

    def __init__(self, *, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, tuple[int, V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, session_id: str, change: int) -> V | None:
        """What is kept as of `change`; None when others or none are kept."""
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is None or kept[0] != change:
                return None
            self._kept.move_to_end(session_id)
            return kept[1]

    def put(self, session_id: str, change: int, value: V) -> None:
        """Keep a value; never in place of a newer one."""
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is not None and kept[0] > change:
                return
            self._kept[session_id] = (change, value)
            self._kept.move_to_end(session_id)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything (erasure)."""
        with self._lock:
            self._kept.clear()
