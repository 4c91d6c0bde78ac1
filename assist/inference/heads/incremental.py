"""The first stage for talks that grow: what a message's vector and words add to the hidden layer is kept.

A new message changes its neighbours' place and context, so every row is read again at each message; but the products
with the large weight matrix depend on one message alone and make up nearly all of the arithmetic.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.text.remembered import on_forget
from assist.inference.heads.network import VECTOR_SCALE, Ensemble, word_weight

KEPT = 1_024  # messages; 10 kB each


class IncrementalEnsemble:
    """`Ensemble.logits` of message features, to within rounding. Thread-safe."""

    def __init__(self, ensemble: Ensemble, dims: int) -> None:
        self._ensemble = ensemble
        blocks = ensemble.hidden[: 4 * dims].reshape(4, dims, -1) * np.float32(VECTOR_SCALE)
        self._vectors = np.ascontiguousarray(blocks.transpose(1, 0, 2).reshape(dims, -1))
        self._surface = np.ascontiguousarray(ensemble.hidden[4 * dims :])
        self._by_vector = _Kept(KEPT)
        self._by_words = _Kept(KEPT)

    def logits(
        self,
        vectors: FloatArray,
        same_side: NDArray[np.int64],
        surface: FloatArray,
        words: Sequence[NDArray[np.int64]] | None,
    ) -> FloatArray:
        """(k, m, o) for m messages: `vectors` (m, dims); `same_side` (m,) row of the last message of the same side, -1
        for none; `surface` (m, F): the scaled columns behind the vectors; `words`: buckets of each, None where
        the ensemble knows none."""
        own, before, after, last = self._parts(vectors)
        active = surface @ self._surface + self._ensemble.bias + own
        if words is not None:
            active += self._said(words)
        active[1:] += before[:-1]
        active[:-1] += after[1:]
        rows = np.flatnonzero(same_side >= 0)
        active[rows] += last[same_side[rows]]
        return self._ensemble.read_out(active)

    def _parts(self, vectors: FloatArray) -> NDArray[np.float32]:
        """(4, m, k*h): what each vector adds to its own row, the next, the one before, and the side's next."""
        keys = [row.tobytes() for row in vectors]
        found = self._by_vector.get(
            keys, lambda missing: np.asarray(vectors[missing] @ self._vectors, dtype=np.float32)
        )
        return found.reshape(len(keys), 4, -1).transpose(1, 0, 2)

    def _said(self, words: Sequence[NDArray[np.int64]]) -> FloatArray:
        """(m, k*h): what the words of each message add."""
        table = self._ensemble.words

        def compute(missing: Sequence[int]) -> FloatArray:
            sums = [table[words[row]].sum(axis=0) * np.float32(word_weight(len(words[row]))) for row in missing]
            return np.stack(sums).astype(np.float32)

        return self._by_words.get([buckets.tobytes() for buckets in words], compute)


class _Kept:
    """Rows by key; the least recently used go."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._rows: OrderedDict[bytes, FloatArray] = OrderedDict()
        self._lock = threading.Lock()
        on_forget(self.clear)

    def clear(self) -> None:
        """Forget every row (erasure)."""
        with self._lock:
            self._rows.clear()

    def get(self, keys: Sequence[bytes], compute: Callable[[Sequence[int]], FloatArray]) -> FloatArray:
        """(len(keys), n); `compute` gives the rows of the places that are not known, all at once."""
        with self._lock:
            known = [self._rows.get(key) for key in keys]
            for key, row in zip(keys, known, strict=True):
                if row is not None:
                    self._rows.move_to_end(key)
        missing = [place for place, row in enumerate(known) if row is None]
        if missing:
            fresh = np.asarray(compute(missing), dtype=np.float32)
            for place, row in zip(missing, fresh, strict=True):
                known[place] = row
            with self._lock:
                # Copies: a view would keep the whole batch.
                self._rows.update((keys[place], row.copy()) for place, row in zip(missing, fresh, strict=True))
                while len(self._rows) > self._capacity:
                    self._rows.popitem(last=False)
        return np.stack([row for row in known if row is not None])
