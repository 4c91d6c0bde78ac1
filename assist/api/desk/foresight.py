"""Conversations that are analysed while their newest message is still being stored."""

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field

from assist.core.conversation import Transcript
from assist.core.encoding import Conversation

_KEPT = 256


@dataclass(slots=True, eq=False)
class _Expected:
    transcript: Transcript
    claimed: bool = False
    found: "Future[Conversation]" = field(default_factory=lambda: Future[Conversation]())


class Foresight:
    """What is expected of sessions, by id; whoever comes first analyses it, the other one waits. Thread-safe.

    It is used for the very transcript that was stored in the end, and for nothing else.
    """

    def __init__(self) -> None:
        self._expected: OrderedDict[str, _Expected] = OrderedDict()
        self._lock = threading.Lock()

    def expect(self, session_id: str, transcript: Transcript) -> None:
        """Note a session's transcript as it will be."""
        with self._lock:
            self._expected[session_id] = _Expected(transcript)
            self._expected.move_to_end(session_id)
            while len(self._expected) > _KEPT:
                self._expected.popitem(last=False)

    def claim(self, session_id: str) -> "tuple[Transcript, Future[Conversation]] | None":
        """A transcript to analyse ahead and where its conversation goes; None when there is none, or somebody is at
        it."""
        with self._lock:
            expected = self._expected.get(session_id)
            if expected is None or expected.claimed:
                return None
            expected.claimed = True
            return expected.transcript, expected.found

    def take(self, session_id: str, transcript: Transcript) -> "tuple[bool, Future[Conversation] | None]":
        """Whether this transcript was expected, and its conversation if somebody is at it; nobody will be hereafter."""
        with self._lock:
            expected = self._expected.pop(session_id, None)
        if expected is None or expected.transcript != transcript:
            return False, None
        return True, expected.found if expected.claimed else None

    def forget(self) -> None:
        """Forget everything (erasure)."""
        with self._lock:
            self._expected.clear()
