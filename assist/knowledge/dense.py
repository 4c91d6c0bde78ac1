"""FAISS behind the `VectorIndex` port: a growing exact index under integer keys."""

from collections.abc import Sequence
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray

faiss: Any = _faiss  # its stubs lag behind its Python wrappers
faiss.omp_set_num_threads(1)  # measured: more threads are slower at these sizes, and they fight the encoder


class FaissVectorIndex:
    """`core.ports.VectorIndex` on FAISS: exact, incremental, keys of the caller's choice."""

    def __init__(self, dims: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dims))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, keys: Sequence[int], vectors: FloatArray) -> None:
        """Add vectors (n, dims) under their keys."""
        if len(keys):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(keys, dtype=np.int64))

    def remove(self, keys: Sequence[int]) -> None:
        """Remove keys; unknown ones are ignored."""
        if len(keys):
            self._index.remove_ids(np.asarray(keys, dtype=np.int64))

    def search(self, vectors: FloatArray, limit: int) -> tuple[FloatArray, NDArray[np.int64]]:
        """(n, limit) inner products and keys; -1 where there are fewer."""
        return self._index.search(np.ascontiguousarray(vectors, dtype=np.float32), limit)
