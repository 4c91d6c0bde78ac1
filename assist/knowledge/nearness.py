"""How near articles are to what was said, by vectors: their best passage, their mean, and what the other side said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Vectors of articles' passages (p, dims), side by side, the articles' means (n, dims), and the first passage of
    each (n,)."""

    passages: FloatArray
    means: FloatArray
    starts: NDArray[np.int64]

    def some(self, rows: NDArray[np.int64]) -> "Field":
        """Copies of those of articles `rows`."""
        ends = np.append(self.starts[1:], len(self.passages))
        sizes = ends[rows] - self.starts[rows]
        starts = np.cumsum(sizes) - sizes
        chosen = np.repeat(self.starts[rows] - starts, sizes) + np.arange(int(sizes.sum()))
        return Field(np.asarray(self.passages[chosen]), self.means[rows], starts)

    def near(self, vector: FloatArray | None, around: FloatArray | None) -> tuple[FloatArray, FloatArray | None]:
        """(n, 3) cosines: best passage and mean with `vector`, best passage with `around`; and (p,) those of all
        passages with `vector`, None without one.

        By einsum, which reads the passages once for all of them: 2.4 ms for two over 20,000 passages, where BLAS takes
        4.1 to 7.4 ms for one product and 5.3 ms for two.
        """
        values = np.zeros((len(self.starts), 3), dtype=np.float32)
        given = [one for one in (vector, around) if one is not None]
        if not given or not len(self.starts):
            return values, None if vector is None else np.zeros(0, dtype=np.float32)
        cosines = np.asarray(np.einsum("ij,kj->ik", self.passages, np.stack(given)), dtype=np.float32).T
        if vector is not None:
            values[:, 0] = np.maximum.reduceat(cosines[0], self.starts)
            values[:, 1] = np.einsum("ij,j->i", self.means, vector)
        if around is not None:
            values[:, 2] = np.maximum.reduceat(cosines[-1], self.starts)
        return values, None if vector is None else cosines[0]


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Mean and variance of each signal (s,) over `count` articles."""

    count: int
    mean: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, signals: FloatArray) -> "Usual":
        """Of signals (n, s); zeros for none."""
        if not len(signals):
            return cls(0, np.zeros(signals.shape[1:], np.float32), np.zeros(signals.shape[1:], np.float32))
        columns = np.ascontiguousarray(signals.T)  # a sixth of the time that mean and var take over rows
        mean = columns.mean(axis=1)
        apart = columns - mean[:, None]
        return cls(len(signals), mean, np.einsum("ij,ij->i", apart, apart) / np.float32(len(signals)))

    @classmethod
    def pooled(cls, parts: Sequence["Usual"]) -> "Usual":
        """As if all articles had been looked at together."""
        if len(parts) == 1:
            return parts[0]
        shares = np.array([part.count for part in parts], dtype=np.float32) / max(1, sum(p.count for p in parts))
        mean: FloatArray = np.asarray(shares @ np.stack([part.mean for part in parts]), dtype=np.float32)
        apart = np.stack([part.variance + (part.mean - mean) ** 2 for part in parts])
        return cls(sum(part.count for part in parts), mean, np.asarray(shares @ apart, dtype=np.float32))

    def among(self, count: int, strangers: "Usual") -> "Usual":
        """As if `strangers`, articles of other matters, filled the collection up to `count`."""
        missing = count - self.count
        return Usual.pooled([self, replace(strangers, count=missing)]) if self.count and missing > 0 else self
