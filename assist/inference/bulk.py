"""Encodes many texts in a process of its own at low priority, so that searches beside it stay as quick as ever.

Measured: in one process a query waits for the running batch and for Python's one thread; beside a niced process it
does not. Run as `python -m assist.inference.bulk`: it ends when its standard input does.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.errors import Unavailable
from assist.core.ports import Encoder

NICE = 10  # on a busy machine 19 starves: an index of 400 passages took minutes
_HEAD = 8  # bytes of a length


class ProcessBulkEncoder:
    """`core.ports.BulkEncoder`: an exported encoder in a child process. `find`: its folder, asked for when needed."""

    def __init__(self, find: Callable[[], Path], *, model_id: str, threads: int, dims: int) -> None:
        self._find = find
        self._job = {"model_id": model_id, "threads": threads}
        self._dims = dims

    @contextmanager
    def open(self) -> Generator[Callable[[Sequence[str]], FloatArray]]:
        """The child's `encode`; the child is stopped at the end, also in the middle of a batch."""
        job = {**self._job, "folder": str(self._find())}
        command = [sys.executable, "-m", "assist.inference.bulk"]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert child.stdin is not None
        assert child.stdout is not None
        reader, writer = child.stdout, child.stdin

        def encode(texts: Sequence[str]) -> FloatArray:
            if not texts:
                return np.zeros((0, self._dims), dtype=np.float32)
            try:
                _send(writer, json.dumps(list(texts)).encode())
                content = _receive(reader)
            except (OSError, EOFError) as error:
                raise Unavailable(f"the encoder's process ended ({error or 'no message'}); start again") from None
            return np.frombuffer(content, dtype=np.float32).reshape(len(texts), self._dims)

        try:
            with suppress(BrokenPipeError):
                _send(writer, json.dumps(job).encode())
            yield encode
        finally:
            child.kill()
            child.wait()
            with suppress(OSError):
                writer.close()
            reader.close()


class InlineBulkEncoder:
    """`core.ports.BulkEncoder` on the encoder that is there anyway (command line, tests)."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @contextmanager
    def open(self) -> Generator[Callable[[Sequence[str]], FloatArray]]:
        """The encoder's own `encode`."""
        yield self._encoder.encode


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(_HEAD, "little") + content)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        raise EOFError
    content = stream.read(int.from_bytes(head, "little"))
    if len(content) < int.from_bytes(head, "little"):
        raise EOFError
    return content


def main() -> None:
    """Serve the parent until it closes our input."""
    from assist.inference.onnx_encoder import OnnxEncoder

    with suppress(OSError):
        os.nice(NICE)
    # What a library prints must not end up between the vectors.
    reader, writer = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        job: dict[str, Any] = json.loads(_receive(reader))
        encoder = OnnxEncoder(Path(job["folder"]), model_id=job["model_id"], threads=job["threads"])
        while True:
            texts: list[str] = json.loads(_receive(reader))
            _send(writer, np.ascontiguousarray(encoder.encode(texts), dtype=np.float32).tobytes())


if __name__ == "__main__":
    main()
