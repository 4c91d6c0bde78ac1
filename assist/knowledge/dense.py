"""FAISS behind the port of `core.vector_index`: a growing exact index under integer keys."""

from collections.abc import Sequence
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray

faiss: Any = _faiss  # its stubs lag behind its Python wrappers


def on_one_core() -> None:
    """Have FAISS work on this thread alone: OpenMP asks every thread anew how many it may use.

    More are slower at these sizes, and they spin: of a message's processor time that was 7 of 35 ms on two cores.
    """
    faiss.omp_set_num_threads(1)


class FaissVectorIndex:
    """A `VectorIndex` on FAISS: exact, incremental, keys of the caller's choice."""

    def __init__(self, dims: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dims))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, keys: Sequence[int], vectors: FloatArray) -> None:
        """Add vectors (n, dims) under their keys."""
        if len(keys):
            on_one_core()
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(keys, dtype=np.int64))

    def remove(self, keys: Sequence[int]) -> None:
        """Remove keys; unknown ones are ignored."""
        if len(keys):
            on_one_core()
            self._index.remove_ids(np.asarray(keys, dtype=np.int64))

    def search(self, vectors: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64]]:
        """(n, limit) inner products and keys; -1 where there are fewer."""
        on_one_core()
        return self._index.search(np.ascontiguousarray(vectors, dtype=np.float32), limit)

    def search_with_rows(self, vector: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
        """(k,) inner products and keys, and the vectors (k, dims); k is at most `limit`."""
        return _with_rows(self._index, vector, limit)


def _with_rows(index: Any, vector: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    on_one_core()
    asked = np.ascontiguousarray(vector[None], dtype=np.float32)
    scores, keys, rows = (found[0] for found in index.search_and_reconstruct(asked, limit))
    found = keys >= 0
    return scores[found], keys[found], rows[found]


_LOOKED_AT = 2_000  # vectors that every search compares at least
# Many small lists, roughly placed: at 100,000 examples recall .987 in .47 ms, where half as many lists, trained on 40
# vectors each in eight rounds, gave .983 in .62 ms; both take four seconds to place. That was with 4 % of the lists
# searched; with 3 % a thousandth is missed.
_LISTS, _TRAINED_WITH, _ROUNDS = 8, 16, 5


class GrowingVectorIndex:
    """A `VectorIndex` that stays fast as it grows: exact while small, then inverted lists that are searched
    in part (recall@10 against exact search .97 and more: tests).

    In the lists vectors have 8 bits a column: a quarter of the memory to read, a cosine is off by about a thousandth.
    Lists are trained on the first `train_at` vectors and again whenever the index has grown fourfold; a `share` of
    them is searched.
    """

    def __init__(self, dims: int, *, train_at: int = 8_000, share: float = 0.03) -> None:
        self._dims = dims
        self._train_at = train_at
        self._share = share
        self._exact: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dims))
        self._lists: Any = None
        self._trained_on = 0

    def __len__(self) -> int:
        return int((self._lists or self._exact).ntotal)

    def add(self, keys: Sequence[int], vectors: FloatArray) -> None:
        """Add vectors (n, dims) under their keys."""
        if not len(keys):
            return
        on_one_core()
        ids, rows = np.asarray(keys, dtype=np.int64), np.ascontiguousarray(vectors, np.float32)
        if self._lists is None:
            self._exact.add_with_ids(rows, ids)
            if self._exact.ntotal >= self._train_at:
                self._rebuild(*self._contents(self._exact))
            return
        self._lists.add_with_ids(rows, ids)
        self._widen()
        if self._lists.ntotal >= 4 * self._trained_on:
            self._rebuild(*self._contents(self._lists))

    def remove(self, keys: Sequence[int]) -> None:
        """Remove keys; unknown ones are ignored."""
        if len(keys):
            on_one_core()
            (self._lists or self._exact).remove_ids(np.asarray(keys, dtype=np.int64))

    def search(self, vectors: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64]]:
        """(n, limit) inner products and keys; -1 where there are fewer."""
        on_one_core()
        return (self._lists or self._exact).search(np.ascontiguousarray(vectors, dtype=np.float32), limit)

    def search_with_rows(self, vector: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
        """(k,) inner products and keys, and the vectors (k, dims), in lists to 8 bits; k is at most `limit`."""
        return _with_rows(self._lists or self._exact, vector, limit)

    def _rebuild(self, ids: NDArray[np.int64], rows: FloatArray) -> None:
        lists = int(2 ** np.round(np.log2(_LISTS * len(rows) ** 0.5)))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(self._dims), self._dims, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        index.by_residual = False
        index.cp.niter, index.cp.min_points_per_centroid = _ROUNDS, 1
        index.train(rows[np.random.default_rng(0).permutation(len(rows))[: lists * _TRAINED_WITH]])
        index.add_with_ids(rows, ids)
        self._lists, self._exact, self._trained_on = index, None, len(rows)
        self._widen()

    def _widen(self) -> None:
        """How many lists are searched: the share, and more of a small index, which costs nothing."""
        share = max(self._share, _LOOKED_AT / max(1, self._lists.ntotal))
        self._lists.nprobe = max(1, min(self._lists.nlist, round(share * self._lists.nlist)))

    def _contents(self, index: Any) -> tuple[NDArray[np.int64], FloatArray]:
        """Keys and vectors of everything in an index."""
        if index is self._exact:
            keys = faiss.vector_to_array(index.id_map).copy()
            return keys, index.index.reconstruct_n(0, index.ntotal)
        keys, rows = [], []
        for number in range(index.nlist):
            size = index.invlists.list_size(number)
            if size:
                keys.append(faiss.rev_swig_ptr(index.invlists.get_ids(number), size).copy())
                codes = faiss.rev_swig_ptr(index.invlists.get_codes(number), size * index.code_size)
                rows.append(index.sq.decode(codes.copy().reshape(size, index.code_size)))
        return np.concatenate(keys), np.concatenate(rows)
