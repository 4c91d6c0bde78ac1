"""Boosted regression trees in numpy: what the headline selector runs on (Friedman 2001, fitted by scikit-learn)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """t complete binary trees of one depth d, breadth first.

    feature, threshold: (t, 2**d - 1); leaf: (t, 2**d). A row goes right where its feature exceeds the threshold.
    """

    feature: NDArray[Any]
    threshold: FloatArray
    leaf: FloatArray
    base: float

    def predict(self, rows: FloatArray) -> FloatArray:
        """(n,) sums of the leaves over all trees."""
        trees, width, leaves = len(self.feature), self.feature.shape[1], self.leaf.shape[1]
        feature, threshold, values = self.feature.ravel(), self.threshold.ravel(), np.ascontiguousarray(rows).ravel()
        first = np.arange(trees) * width
        row = (np.arange(len(rows)) * rows.shape[1])[:, None]
        node = np.zeros((len(rows), trees), dtype=np.int64)
        for _ in range(leaves.bit_length() - 1):
            at = first + node
            node = 2 * node + 1 + (values.take(row + feature.take(at)) > threshold.take(at))
        return self.base + self.leaf.ravel().take(np.arange(trees) * leaves + node - width).sum(axis=1)
