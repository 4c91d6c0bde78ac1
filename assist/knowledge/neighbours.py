"""Which passages of a large segment may fit a vector: inverted lists of 8-bit vectors, memory-mapped from the snapshot.

Only candidates come from here; their scores are exact. Small segments need none: exact search is faster there.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.errors import Unavailable
from assist.knowledge.dense import faiss, on_one_core

LEAST = 100_000  # passages from which lists are made
CANDIDATES = 400  # passages asked for; recall counts the exact ten nearest among them
RECALL = 0.97
_TARGET = 0.985  # measured on few queries, so aim above what is promised
_QUERIES = 100
_NOISE = 0.6  # length of the random vector added to a passage to make a query that is near but no copy
_PER_LIST = 48  # vectors a list to learn its centre from


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`recall`: share of the exact ten nearest passages among `CANDIDATES`, measured when it was built."""

    index: Any
    lists: int
    probes: int
    recall: float

    def search(self, vector: FloatArray, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows of up to `CANDIDATES` near passages; `allowed` (n_chunks,) filters inside the search."""
        on_one_core()
        chosen: dict[str, Any] = {"nprobe": self.probes}
        if allowed is not None:
            # the fewer passages pass, the more lists hold as many of them as without a filter
            chosen["nprobe"] = min(self.lists, int(self.probes / max(float(allowed.mean()), 1e-6)) + 1)
            chosen["sel"] = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        query = np.ascontiguousarray(vector[None], dtype=np.float32)
        rows = self.index.search(query, CANDIDATES, params=faiss.SearchParametersIVF(**chosen))[1][0]
        return rows[rows >= 0]

    def save(self, path: Path) -> dict[str, Any]:
        """Write the lists; what the manifest says of them."""
        faiss.write_index(self.index, str(path))
        return {"kind": "ivf", "lists": self.lists, "probes": self.probes, "recall@10": round(self.recall, 4)}

    @classmethod
    def load(cls, path: Path, described: dict[str, Any]) -> "Neighbours":
        """Map the file. Raises Unavailable when it cannot be read."""
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        except RuntimeError as error:
            raise Unavailable(f"{path.name} cannot be read: {error}") from None
        return cls(index, int(described["lists"]), int(described["probes"]), float(described["recall@10"]))


def build_neighbours(vectors: FloatArray, *, seed: int = 0) -> Neighbours:
    """Learn lists over vectors (n, dims), then probe as many as recall needs. Minutes at a million on two cores."""
    count, dims = vectors.shape
    lists = int(2 ** np.round(np.log2(4 * count**0.5)))
    rng = np.random.default_rng(seed)
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dims), dims, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.niter = 8
    with _all_cores():
        sample = np.sort(rng.permutation(count)[: lists * _PER_LIST])
        index.train(np.ascontiguousarray(vectors[sample]))
        for start in range(0, count, LEAST):
            index.add(np.ascontiguousarray(vectors[start : start + LEAST]))
        probes, recall = _tune(index, vectors, lists, rng)
    return Neighbours(index, lists, probes, recall)


def _tune(index: Any, vectors: FloatArray, lists: int, rng: np.random.Generator) -> tuple[int, float]:
    """The fewest probes, by doubling, that reach the target, and the recall they reach."""
    near = np.asarray(vectors[np.sort(rng.permutation(len(vectors))[:_QUERIES])])
    noise = rng.standard_normal(near.shape).astype(np.float32)
    queries = near + _NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    exact = _nearest(vectors, queries, 10)
    probes = 8
    while True:
        found = index.search(queries, CANDIDATES, params=faiss.SearchParametersIVF(nprobe=probes))[1]
        recall = float(
            np.mean([len(set(a) & set(b)) / 10 for a, b in zip(exact.tolist(), found.tolist(), strict=True)])
        )
        if recall >= _TARGET or probes >= lists:
            return probes, recall
        probes *= 2


def _nearest(vectors: FloatArray, queries: FloatArray, count: int) -> NDArray[np.int64]:
    """(len(queries), count) rows by exact inner product, block by block."""
    best = np.full((len(queries), 0), 0.0, dtype=np.float32)
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    for start in range(0, len(vectors), LEAST):
        scores = queries @ np.asarray(vectors[start : start + LEAST]).T
        best = np.concatenate([best, scores], axis=1)
        places = np.broadcast_to(np.arange(start, start + scores.shape[1]), scores.shape)
        rows = np.concatenate([rows, places], axis=1)
        top = np.argpartition(-best, count - 1, axis=1)[:, :count]
        best, rows = np.take_along_axis(best, top, axis=1), np.take_along_axis(rows, top, axis=1)
    return rows


@contextmanager
def _all_cores() -> Generator[None]:
    """FAISS on all cores while building; searches stay on one."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
