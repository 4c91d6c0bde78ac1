"""Boosted trees of scikit-learn as the arrays that `assist.copilot.summary.trees.Trees` runs on."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack_trees(model: Any, *, depth: int, rate: float, base: float) -> dict[str, NDArray[Any]]:
    """All trees of a fitted gradient boosting model as complete binary trees; `base`: its start before any tree."""
    packed = [_complete(estimator[0].tree_, depth) for estimator in model.estimators_]
    return {
        "feature": np.array([features for features, _, _ in packed], dtype=np.int16),
        "threshold": np.array([thresholds for _, thresholds, _ in packed], dtype=np.float32),
        "leaf": np.array([leaves for _, _, leaves in packed], dtype=np.float32) * rate,
        "base": np.array(base, dtype=np.float32),
    }


def _complete(tree: Any, depth: int) -> tuple[list[int], list[float], list[float]]:
    """A tree breadth first; a leaf that ends early is repeated below a test that nothing passes."""
    features: list[int] = []
    thresholds: list[float] = []
    level = [0]
    for _ in range(depth):
        following: list[int] = []
        for node in level:
            leaf = tree.children_left[node] < 0
            features.append(0 if leaf else int(tree.feature[node]))
            thresholds.append(np.inf if leaf else float(tree.threshold[node]))
            following += [node, node] if leaf else [int(tree.children_left[node]), int(tree.children_right[node])]
        level = following
    return features, thresholds, [float(tree.value[node].ravel()[0]) for node in level]
