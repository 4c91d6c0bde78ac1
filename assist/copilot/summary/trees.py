"""Boosted regression trees in numpy: what the headline selector runs on (Friedman 2001, fitted by scikit-learn)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """t complete binary trees of one depth d, breadth first, over q different questions.

    feature (q,), threshold (q, 1): a question is whether the feature exceeds the threshold, and a row goes right where
    it does; question ((2**d - 1) * t,): which one a node asks, level by level; leaf (t * 2**d,): tree by tree, of which
    first (t, 1) are the first ones.
    """

    feature: NDArray[Any]
    threshold: FloatArray
    question: NDArray[np.int64]
    leaf: FloatArray
    first: NDArray[np.int32]
    base: float

    @classmethod
    def stored(cls, feature: NDArray[Any], threshold: FloatArray, leaf: FloatArray, *, base: float) -> "Trees":
        """From arrays with one tree a row, as artifacts hold them."""
        # Half of the nodes ask what another one asks: each question is asked once.
        nodes = np.stack([feature.T.astype(np.float64), threshold.T.astype(np.float64)], axis=-1)
        asked, question = np.unique(nodes.reshape(-1, 2), axis=0, return_inverse=True)
        count, leaves = leaf.shape
        return cls(
            asked[:, 0].astype(np.int64),
            np.ascontiguousarray(asked[:, 1:], dtype=np.float32),
            question.ravel(),
            np.ascontiguousarray(leaf, dtype=np.float32).ravel(),
            (np.arange(count, dtype=np.int32) * leaves)[:, None],
            base,
        )

    def predict(self, rows: FloatArray) -> FloatArray:
        """(n,) sums of the leaves over all trees."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        trees = len(self.first)
        answers = rows.T.take(self.feature, axis=0) > self.threshold
        right = answers.take(self.question, axis=0).view(np.uint8).reshape(-1, trees, len(rows))
        # All rows go down all trees at once, by truth values: picking among leaves from the bottom up moves four times
        # as many bytes, and following each row by its node's number is slower for the few rows of a conversation.
        turns: list[NDArray[np.uint8]] = []
        leaf = np.zeros(right.shape[1:], dtype=np.uint8)
        while 2 ** len(turns) * trees < len(self.leaf):
            first = 2 ** len(turns) - 1
            level = right[first : 2 * first + 1]
            for turn in turns:
                left, other = level[: len(level) // 2], level[len(level) // 2 :]
                level = left ^ (turn & (left ^ other))  # a third of the time that `np.where` takes
            turns.append(level[0])
            leaf += leaf
            leaf += level[0]
        return np.asarray(self.base + self.leaf.take(self.first + leaf, mode="clip").sum(axis=0), dtype=np.float32)
