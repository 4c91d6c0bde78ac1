"""Lets searches through while an index is built in the same process: Python runs one thread at a time, and a waiting
one gets its turn only every five milliseconds unless the other sleeps."""

import time
from collections.abc import Generator
from contextlib import contextmanager

PAUSE_S = 0.0005
_QUIET_S = 0.25  # after the last search, how long to keep giving way
_last_search = 0.0


@contextmanager
def searching() -> Generator[None]:
    """Marks a search; builders on other threads pause between articles for a while."""
    global _last_search
    _last_search = time.monotonic()
    try:
        yield
    finally:
        _last_search = time.monotonic()


def give_way() -> None:
    """Called by builders after each small piece of work; free when nobody searches."""
    if time.monotonic() - _last_search < _QUIET_S:
        time.sleep(PAUSE_S)
