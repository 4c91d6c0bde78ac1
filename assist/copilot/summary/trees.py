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
    it does; question (2**d - 1, t): which one a node asks; leaf: (2**d, t).
    """

    feature: NDArray[Any]
    threshold: FloatArray
    question: NDArray[np.int64]
    leaf: FloatArray
    base: float

    @classmethod
    def stored(cls, feature: NDArray[Any], threshold: FloatArray, leaf: FloatArray, *, base: float) -> "Trees":
        """From arrays with one tree a row, as artifacts hold them."""
        # Half of the nodes ask what another one asks: each question is asked once.
        nodes = np.stack([feature.T.astype(np.float64), threshold.T.astype(np.float64)], axis=-1)
        asked, question = np.unique(nodes.reshape(-1, 2), axis=0, return_inverse=True)
        return cls(
            asked[:, 0].astype(np.int64),
            np.ascontiguousarray(asked[:, 1:], dtype=np.float32),
            question.reshape(nodes.shape[:2]),
            np.ascontiguousarray(leaf.T, dtype=np.float32),
            base,
        )

    def predict(self, rows: FloatArray) -> FloatArray:
        """(n,) sums of the leaves over all trees."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        answers = np.ascontiguousarray(rows.T).take(self.feature, axis=0) > self.threshold
        right = answers.take(self.question.ravel(), axis=0).reshape(*self.question.shape, len(rows))
        # All rows go down all trees at once, by truth values: picking among leaves from the bottom up moves four times
        # as many bytes, and following each row by its node's number is slower for the few rows of a conversation.
        turns: list[NDArray[np.bool_]] = []
        leaf = np.zeros(right.shape[1:], dtype=np.intp)
        while 2 ** len(turns) < len(self.leaf):
            first = 2 ** len(turns) - 1
            level = right[first : 2 * first + 1]
            for turn in turns:
                level = np.where(turn, level[len(level) // 2 :], level[: len(level) // 2])
            turns.append(level[0])
            leaf = 2 * leaf + level[0]
        places = leaf * self.leaf.shape[1] + np.arange(self.leaf.shape[1])[:, None]
        return np.asarray(self.base + self.leaf.ravel().take(places).sum(axis=0), dtype=np.float32)
