"""The first stage for talks that grow: what a message's vector and words add to the hidden layer is kept.

A new message changes its neighbours' place and context, so every row is read again at each message; but the products
with the large weight matrix depend on one message alone, and their sum on it and the messages it stands between.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.text.remembered import on_forget
from assist.inference.heads.network import VECTOR_SCALE, Ensemble, word_weight

KEPT = 1_024  # messages; 15 kB each


class IncrementalEnsemble:
    """`Ensemble.logits` of message features, to within rounding. Thread-safe."""

    def __init__(self, ensemble: Ensemble, dims: int) -> None:
        self._ensemble = ensemble
        blocks = ensemble.hidden[: 4 * dims].reshape(4, dims, -1) * np.float32(VECTOR_SCALE)
        self._vectors = np.ascontiguousarray(blocks.transpose(1, 0, 2).reshape(dims, -1))
        self._surface = np.ascontiguousarray(ensemble.hidden[4 * dims :])
        self._by_vector = _Kept(KEPT)
        self._by_words = _Kept(KEPT)
        self._by_place = _Kept(KEPT)

    def logits(
        self,
        vectors: FloatArray,
        keys: Sequence[bytes],
        same_side: NDArray[np.int64],
        surface: FloatArray,
        words: Sequence[NDArray[np.int64]] | None,
    ) -> FloatArray:
        """(k, m, o) for m messages: `vectors` (m, dims) and their bytes; `same_side` (m,) row of the last message of
        the same side, -1 for none; `surface` (m, F): the scaled columns behind the vectors; `words`: buckets of each,
        None where the ensemble knows none."""
        said = [b""] * len(keys) if words is None else [buckets.tobytes() for buckets in words]
        before = same_side.tolist()
        around = [b"", *keys, b""]
        places = [
            (key, around[row], around[row + 2], keys[last] if last >= 0 else b"", its)
            for row, (key, last, its) in enumerate(zip(keys, before, said, strict=True))
        ]

        def compute(missing: Sequence[int]) -> FloatArray:
            """What stands around the rows `missing` adds to each of them."""
            wanted = {at for row in missing for at in (row - 1, row, row + 1, before[row]) if 0 <= at < len(keys)}
            row_of = {at: number for number, at in enumerate(sorted(wanted))}
            own, following, preceding, next_same = self._parts(vectors, keys, list(row_of))
            summed = own[[row_of[row] for row in missing]]
            for sums, row in zip(summed, missing, strict=True):
                if row:
                    sums += following[row_of[row - 1]]
                if row + 1 < len(keys):
                    sums += preceding[row_of[row + 1]]
                if before[row] >= 0:
                    sums += next_same[row_of[before[row]]]
            return summed if words is None else summed + self._said(words, said, missing)

        return self._ensemble.read_out(
            surface @ self._surface + self._ensemble.bias + self._by_place.get(places, compute)
        )

    def _parts(self, vectors: FloatArray, keys: Sequence[bytes], rows: list[int]) -> NDArray[np.float32]:
        """(4, len(rows), k*h): what each vector adds to its own row, the next, the one before, and the side's next."""
        found = self._by_vector.get(
            [keys[row] for row in rows],
            lambda missing: np.asarray(vectors[[rows[at] for at in missing]] @ self._vectors, dtype=np.float32),
        )
        return found.reshape(len(rows), 4, -1).transpose(1, 0, 2)

    def _said(self, words: Sequence[NDArray[np.int64]], keys: Sequence[bytes], rows: Sequence[int]) -> FloatArray:
        """(len(rows), k*h): what the words of each message add."""
        table = self._ensemble.words

        def compute(missing: Sequence[int]) -> FloatArray:
            chosen = [words[rows[at]] for at in missing]
            sums = [table[buckets].sum(axis=0) * np.float32(word_weight(len(buckets))) for buckets in chosen]
            return np.stack(sums).astype(np.float32)

        return self._by_words.get([keys[row] for row in rows], compute)


class _Kept:
    """Rows by key; the least recently used go."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._rows: OrderedDict[Hashable, FloatArray] = OrderedDict()
        self._lock = threading.Lock()
        on_forget(self.clear)

    def clear(self) -> None:
        """Forget every row (erasure)."""
        with self._lock:
            self._rows.clear()

    def get(self, keys: Sequence[Hashable], compute: Callable[[Sequence[int]], FloatArray]) -> FloatArray:
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
        rows = [row for row in known if row is not None]
        return np.concatenate(rows).reshape(len(rows), -1)
