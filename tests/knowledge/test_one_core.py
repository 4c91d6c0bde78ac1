"""A search takes the thread that asks for it and no other, whichever thread that is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assist.core.encoding import FloatArray
from assist.knowledge.dense import FaissVectorIndex, GrowingVectorIndex, faiss
from assist.knowledge.neighbours import build_neighbours

_DIMS = 16


@pytest.fixture(scope="module")
def rows() -> FloatArray:
    vectors = np.random.default_rng(1).standard_normal((2_000, _DIMS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _exact(rows: FloatArray) -> Callable[[], object]:
    index = FaissVectorIndex(_DIMS)
    index.add(range(len(rows)), rows)
    return lambda: index.search_with_rows(rows[0], 5)


def _growing(rows: FloatArray) -> Callable[[], object]:
    index = GrowingVectorIndex(_DIMS)
    index.add(range(len(rows)), rows)
    return lambda: index.search(rows[:1], 5)


def _neighbours(rows: FloatArray) -> Callable[[], object]:
    index = build_neighbours(rows)
    return lambda: index.search(rows[0])


@pytest.mark.parametrize("open_index", [_exact, _growing, _neighbours])
def test_a_thread_that_never_searched_before_uses_one_core_for_it(
    open_index: Callable[[FloatArray], Callable[[], object]], rows: FloatArray
) -> None:
    search = open_index(rows)

    def cores_after_search() -> int:
        faiss.omp_set_num_threads(4)  # what OpenMP gives to a new thread where there are four cores
        search()
        return faiss.omp_get_max_threads()

    with ThreadPoolExecutor(1) as fresh:
        assert fresh.submit(cores_after_search).result() == 1
