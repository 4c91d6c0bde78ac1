"""What agents wrote in a session, kept in memory as long as the session says that nothing was written since."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from assist.core.sessions import CaseDraftRecord, Draft, Session
from assist.core.vocabulary import DraftKind
from assist.store.case_drafts import CaseDraftStore
from assist.store.drafts import DraftStore


@dataclass(frozen=True, slots=True)
class Written:
    """Drafts by kind, and the case draft if there is one, as of a session's `drafts_change`."""

    change: int
    drafts: dict[DraftKind, Draft]
    case: CaseDraftRecord | None


class WrittenTexts:
    """Reads what was written; the sessions used last stay in memory. Thread-safe."""

    def __init__(self, drafts: DraftStore, case_drafts: CaseDraftStore, *, capacity: int = 2_000) -> None:
        self._drafts = drafts
        self._case_drafts = case_drafts
        self._capacity = capacity
        self._kept: OrderedDict[str, Written] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, session: Session) -> Written:
        """What is written in a session that was read just now, or newer."""
        with self._lock:
            kept = self._kept.get(session.id)
        if kept is not None and kept.change == session.drafts_change:
            return kept
        read = Written(session.drafts_change, self._drafts.all_of(session.id), self._case_drafts.get(session.id))
        with self._lock:
            self._kept[session.id] = read
            self._kept.move_to_end(session.id)
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return read

    def clear(self) -> None:
        """Forget everything (erasure)."""
        with self._lock:
            self._kept.clear()
