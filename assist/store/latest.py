"""Each session's newest results in memory, valid as long as the session says that nothing was published since."""

import threading
from collections import OrderedDict
from collections.abc import Mapping

from assist.core.sessions import SuggestionRecord
from assist.core.vocabulary import Feature

Results = Mapping[Feature, SuggestionRecord]


class LatestResults:
    """The sessions used last, at most `capacity` of them; `change` is the session's `parts_change`. Thread-safe."""

    def __init__(self, *, capacity: int = 1_000) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, tuple[int, Results]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, session_id: str, change: int) -> Results | None:
        """The results as of `change`; None when others or none are kept."""
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is None or kept[0] != change:
                return None
            self._kept.move_to_end(session_id)
            return kept[1]

    def put(self, session_id: str, change: int, results: Results) -> None:
        """Keep results; never in place of newer ones."""
        with self._lock:
            kept = self._kept.get(session_id)
            if kept is not None and kept[0] > change:
                return
            self._kept[session_id] = (change, results)
            self._kept.move_to_end(session_id)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything (erasure)."""
        with self._lock:
            self._kept.clear()
