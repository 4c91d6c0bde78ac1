"""Encodes what is new and keeps what is known: vectors by content key, shortest first, progress, cancel, journal."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.ports import BulkEncoder, Encoder
from assist.knowledge.chunker import Chunk
from assist.knowledge.journal import VectorJournal

BATCH = 128
SMALL_BATCH = 32  # texts at once where searches use the same encoder; it lets them through between its runs
FEW = 512  # new passages up to which no encoder of its own is started: that takes as long as encoding a hundred

Encode = Callable[[Sequence[str]], FloatArray]


class Vectoriser:
    """Vectors of passages by content key. Counts what it had to encode."""

    def __init__(
        self,
        encoder: Encoder,
        known: Mapping[str, FloatArray],
        *,
        bulk: BulkEncoder | None = None,
        journal: VectorJournal | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._encoder = encoder
        self._known = known
        self._bulk = bulk
        self._journal = journal
        self._progress = progress
        self.encoded = 0

    def __call__(self, chunks: Sequence[Chunk]) -> FloatArray:
        """(len(chunks), dims) unit vectors. Errors of the encoder and of `progress` (cancel) pass through."""
        version = self._encoder.info.version
        keys = [chunk.key(version) for chunk in chunks]
        texts = dict(zip(keys, (chunk.embedded for chunk in chunks), strict=True))
        vectors = {key: self._known[key] for key in texts if key in self._known}
        if self._journal is not None:
            vectors |= {key: self._journal.known[key] for key in texts if key in self._journal.known}
        missing = sorted((key for key in texts if key not in vectors), key=lambda key: len(texts[key]))
        if missing:
            with self._opened(len(missing)) as (encode, size):
                for start in range(0, len(missing), size):
                    batch = missing[start : start + size]
                    found = encode([texts[key] for key in batch])
                    self._keep(batch, found, vectors)
                    if self._progress is not None:
                        self._progress(len(vectors), len(texts))
        return stack(keys, vectors, self._encoder.info.dims)

    @contextmanager
    def _opened(self, count: int) -> Generator[tuple[Encode, int]]:
        """How to encode, and how many texts at once."""
        if self._bulk is None:
            yield self._encoder.encode, BATCH
        elif count <= FEW:
            yield self._encoder.encode, SMALL_BATCH
        else:
            with self._bulk.open() as encode:
                yield encode, BATCH

    def _keep(self, keys: Sequence[str], found: FloatArray, vectors: dict[str, FloatArray]) -> None:
        self.encoded += len(keys)
        vectors.update(zip(keys, found, strict=True))
        if self._journal is not None:
            self._journal.append(keys, found)


def stack(keys: Sequence[str], vectors: Mapping[str, FloatArray], dims: int) -> FloatArray:
    """(len(keys), dims) in the order of `keys`."""
    if not keys:
        return np.zeros((0, dims), dtype=np.float32)
    return np.stack([vectors[key] for key in keys]).astype(np.float32, copy=False)
