"""Locks between processes that share an index folder: one builds at a time, one switches at a time."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assist.core.errors import Conflict

try:
    import fcntl
except ImportError:  # Windows: one process serves and builds there, and jobs are single-flight within it
    fcntl = None

BUILDING, SWITCHING = "build.lock", "switch.lock"


@contextmanager
def building(root: Path) -> Generator[None]:
    """Held for a whole rebuild. Raises Conflict when another process builds; freed by any death."""
    with _locked(root / BUILDING, wait=False):
        yield


@contextmanager
def switching(root: Path) -> Generator[None]:
    """Held for the moment of a switch, a rollback or a clean-up; waits."""
    with _locked(root / SWITCHING, wait=True):
        yield


@contextmanager
def _locked(path: Path, *, wait: bool) -> Generator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except OSError:
                raise Conflict("another process rebuilds this index now; follow that job") from None
        yield
    finally:
        os.close(descriptor)
