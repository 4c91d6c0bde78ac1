"""All rows go down all trees at once, and end where they would one by one."""

import numpy as np
import pytest

from assist.copilot.summary.trees import Trees


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
@pytest.mark.parametrize("rows", [0, 1, 17])
def test_every_row_ends_in_its_leaf_of_every_tree(depth: int, rows: int) -> None:
    rng = np.random.default_rng(depth)
    feature = rng.integers(0, 6, size=(9, 2**depth - 1)).astype(np.int16)
    threshold = rng.choice([-0.5, 0.0, 0.5, np.inf], size=feature.shape).astype(np.float32)
    leaf = rng.normal(size=(9, 2**depth)).astype(np.float32)
    seen = rng.normal(size=(rows, 6)).astype(np.float32)
    expected: list[float] = []
    for row in seen:
        total = 0.25
        for tree in range(len(leaf)):
            node = 0
            while node < 2**depth - 1:
                node = 2 * node + 1 + int(row[feature[tree, node]] > threshold[tree, node])
            total += float(leaf[tree, node - (2**depth - 1)])
        expected.append(total)
    assert Trees.stored(feature, threshold, leaf, base=0.25).predict(seen) == pytest.approx(expected, abs=1e-5)
