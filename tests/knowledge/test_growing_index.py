"""The index of the reply memory: exact while small, still right after it has grown, and able to forget."""

import numpy as np
import pytest

from assist.core.encoding import FloatArray
from assist.knowledge.dense import FaissVectorIndex, GrowingVectorIndex

DIMS = 24


def vectors(count: int, seed: int = 0) -> FloatArray:
    rng = np.random.default_rng(seed)
    topics = rng.normal(size=(60, DIMS))
    rows = topics[rng.integers(0, 60, count)] + 0.6 * rng.normal(size=(count, DIMS))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_grown_index_finds_nearly_what_exact_search_finds() -> None:
    rows, queries = vectors(3_000), vectors(60, seed=1)
    growing, exact = GrowingVectorIndex(DIMS, train_at=600), FaissVectorIndex(DIMS)
    for start in range(0, len(rows), 500):
        keys = range(10_000 + start, 10_000 + start + 500)
        growing.add(keys, rows[start : start + 500])
        exact.add(keys, rows[start : start + 500])
    assert len(growing) == 3_000
    near, wanted = growing.search(queries, 10)[1], exact.search(queries, 10)[1]
    shared = [len(set(one) & set(other)) / 10 for one, other in zip(near.tolist(), wanted.tolist(), strict=True)]
    assert np.mean(shared) >= 0.97


def test_what_was_removed_is_not_found_before_or_after_growing() -> None:
    rows = vectors(900)
    index = GrowingVectorIndex(DIMS, train_at=600)
    index.add(range(300), rows[:300])
    index.remove([7, 5_000])
    index.add(range(300, 900), rows[300:])
    index.remove([310])
    assert len(index) == 898
    assert 7 not in index.search(rows[7:8], 5)[1]
    assert 310 not in index.search(rows[310:311], 5)[1]
    assert index.search(rows[20:21], 1)[1][0][0] == 20


def test_an_empty_index_finds_nothing() -> None:
    index = GrowingVectorIndex(DIMS)
    assert (index.search(vectors(1), 3)[1] == -1).all()


@pytest.mark.parametrize("count", [300, 900])
def test_the_vectors_found_come_with_their_keys(count: int) -> None:
    rows = vectors(count)
    index = GrowingVectorIndex(DIMS, train_at=600)
    index.add(range(50, 50 + count), rows)
    scores, keys, found = index.search_with_rows(rows[20], 5)
    assert keys[0] == 70
    assert np.abs(found - rows[keys - 50]).max() < 0.02  # 8 bits a column
    assert np.allclose(scores, found @ rows[20], atol=0.01)
    few = GrowingVectorIndex(DIMS)
    few.add([1, 2], rows[:2])
    assert [len(one) for one in few.search_with_rows(rows[0], 5)] == [2, 2, 2]
    assert [len(one) for one in GrowingVectorIndex(DIMS).search_with_rows(rows[0], 5)] == [0, 0, 0]
