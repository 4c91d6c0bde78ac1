"""Where what is remembered by its vector meets what searches it."""

from collections.abc import Sequence
from typing import Any, Protocol

from assist.core.encoding import FloatArray


class VectorIndex(Protocol):
    """A growing index of unit vectors under integer keys (FAISS in knowledge/dense; a plain twin in tests)."""

    def __len__(self) -> int: ...

    def add(self, keys: Sequence[int], vectors: FloatArray) -> None: ...

    def remove(self, keys: Sequence[int]) -> None: ...

    def search(self, vectors: FloatArray, limit: int) -> tuple[FloatArray, Any]:
        """Inner products (n, limit) and keys (n, limit) int64; -1 where there are fewer."""
        ...

    def search_with_rows(self, vector: FloatArray, limit: int) -> tuple[FloatArray, Any, FloatArray]:
        """Of one vector (dims,): inner products (k,), keys (k,) and the vectors found (k, dims), as the index has them;
        k is `limit`, or less where there are fewer."""
        ...
