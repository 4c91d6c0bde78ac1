"""Wakes readers in this process when something they wait for was committed."""

import threading
from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

Wake = Callable[[], None]
# Told to every stream when the server is about to stop.
DRAIN_TOPIC = "drain"
# Somebody was erased: every process drops the texts that it holds in memory.
ERASED_TOPIC = "erased"
# Some agent's desk is to follow something else: every process reads its agents' configurations anew.
CONFIGURED_TOPIC = "configured"


def session_topic(session_id: str) -> str:
    """Anything that changes a session."""
    return f"s-{session_id}"


def agent_topic(agent_id: str) -> str:
    """Anything that an agent's desktop should know."""
    return f"a-{agent_id}"


class LiveHub:
    """Topics and who waits for them. `wake` is called in the committing thread and must not block."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, list[Wake]] = defaultdict(list)
        # Re-entrant: `drain` runs in a signal handler, which may interrupt a holder in the same thread.
        self._lock = threading.RLock()
        self._draining = False

    @property
    def draining(self) -> bool:
        """Whether streams should end, because the server is stopping."""
        return self._draining

    def drain(self) -> None:
        """Let every stream end now; its client comes back with Last-Event-ID."""
        self._draining = True
        self.publish([DRAIN_TOPIC])

    def publish(self, topics: Sequence[str]) -> None:
        """Wake everybody who waits for one of these topics."""
        with self._lock:
            wakes = [wake for topic in topics for wake in self._waiting.get(topic, ())]
        for wake in wakes:
            wake()

    def publish_all(self) -> None:
        """Wake everybody: what was published for a while did not arrive."""
        with self._lock:
            topics = list(self._waiting)
        self.publish(topics)

    def subscribe(self, topics: Sequence[str], wake: Wake) -> None:
        """Call `wake` on every publication of one of `topics` from now on."""
        with self._lock:
            for topic in topics:
                self._waiting[topic].append(wake)

    @contextmanager
    def subscribed(self, topics: Sequence[str], wake: Wake) -> Generator[None]:
        """Call `wake` on every publication of one of `topics` while the block runs."""
        self.subscribe(topics, wake)
        try:
            yield
        finally:
            with self._lock:
                for topic in topics:
                    self._waiting[topic].remove(wake)
                    if not self._waiting[topic]:
                        del self._waiting[topic]
