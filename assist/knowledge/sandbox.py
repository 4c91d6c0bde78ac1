"""Reads files in a worker process under limits of time and memory; whatever a file does there, it is one failed row."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from assist.core.articles import Article
from assist.knowledge.frames import receive, send
from assist.knowledge.loaders import Loaded, LoadedArticle, LoadFailure

START_S = 60.0  # a worker's start on a busy machine


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: without any article or end of a file; memory: bytes of the worker's address space."""

    seconds: int = 60
    memory: int = 2_000_000_000


class Sandbox:
    """One worker for many files; it is started when needed, and anew after a file that ended it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: Any = None
        self._late = False

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def load(self, name: str, path: Path) -> Iterator[Loaded]:
        """The articles of one file."""
        self._late = False
        try:
            child = self._started()
            send(child.stdin, {"name": name, "path": str(path.absolute()), "seconds": self._limits.seconds})
            while message := self._receive(child, self._limits.seconds):
                yield _loaded(message)
        except (EOFError, OSError):
            self._stop()
            reason = f"it took longer than {self._limits.seconds} s" if self._late else "its reader crashed"
            yield LoadFailure(name, f"cannot be read: {reason}, or it needs more than {self._limits.memory:,} bytes")
        except GeneratorExit:
            # Whoever reads stopped in the middle of a file: the rest must not be taken for the next one's.
            self._stop()
            raise

    def _receive(self, child: Any, seconds: float) -> dict[str, Any]:
        timer = threading.Timer(seconds, self._give_up, [child])
        timer.daemon = True
        timer.start()
        try:
            return receive(child.stdout)
        finally:
            timer.cancel()

    def _give_up(self, child: Any) -> None:
        self._late = True
        child.kill()

    def _started(self) -> Any:
        if self._child is None or self._child.poll() is not None:
            self._stop()
            command = [sys.executable, "-m", "assist.knowledge.parse_worker"]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            send(self._child.stdin, {"memory": self._limits.memory})
            self._receive(self._child, START_S)
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                with suppress(OSError):
                    stream.close()


def _loaded(message: dict[str, Any]) -> Loaded:
    if "article" in message:
        return LoadedArticle(message["item"], Article.model_validate(message["article"]))
    return LoadFailure(message["item"], message["message"])
