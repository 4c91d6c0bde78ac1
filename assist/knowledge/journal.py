"""Vectors computed by a rebuild that has not finished yet: a file that only grows, so that kill -9 loses one batch.

One record a vector: 16 bytes of content key, dims float32, 4 bytes of CRC-32. A torn or foreign tail is cut off.
"""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from assist.core.encoding import FloatArray

NAME = "rebuild.vectors"
_KEY_BYTES = 16
_CRC_BYTES = 4


class VectorJournal:
    """The journal of one encoder. Use as a context manager; only one process writes it (see `locks`)."""

    def __init__(self, root: Path, *, encoder: str, dims: int) -> None:
        self._path = root / NAME
        self._head = f"vectors 1 {encoder} {dims}\n".encode()
        self._dims = dims
        self.known: dict[str, FloatArray] = {}

    def __enter__(self) -> "VectorJournal":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = self._path.read_bytes() if self._path.exists() else b""
        if not content.startswith(self._head):
            content = b""
        self.known = dict(self._records(content[len(self._head) :]))
        size = len(self._head) + len(self.known) * self._size if content else 0
        self._file = self._path.open("r+b" if self._path.exists() else "w+b")
        self._file.truncate(size)
        self._file.seek(size)
        if not size:
            self._file.write(self._head)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, keys: Sequence[str], vectors: FloatArray) -> None:
        """Keep vectors (len(keys), dims); they are with the operating system when this returns."""
        for key, vector in zip(keys, vectors, strict=True):
            record = bytes.fromhex(key) + np.ascontiguousarray(vector, dtype=np.float32).tobytes()
            self._file.write(record + zlib.crc32(record).to_bytes(_CRC_BYTES, "little"))
        self._file.flush()
        self.known.update(zip(keys, vectors, strict=True))

    def discard(self) -> None:
        """Delete the file: a snapshot holds its vectors now."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    @property
    def _size(self) -> int:
        return _KEY_BYTES + self._dims * 4 + _CRC_BYTES

    def _records(self, content: bytes) -> Iterator[tuple[str, FloatArray]]:
        view = memoryview(content)
        seen: set[bytes] = set()
        for start in range(0, len(content) - self._size + 1, self._size):
            record = view[start : start + self._size - _CRC_BYTES]
            crc = int.from_bytes(view[start + self._size - _CRC_BYTES : start + self._size], "little")
            key = bytes(record[:_KEY_BYTES])
            if zlib.crc32(record) != crc or key in seen:
                return
            seen.add(key)
            yield key.hex(), np.frombuffer(record[_KEY_BYTES:], dtype=np.float32)
