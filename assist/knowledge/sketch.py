"""A segment's vectors in few directions: every article is compared roughly, the likely ones then exactly.

What a signal usually is, over all articles, comes from the rough values, set right by what they miss on a sample
(a control variate). The first article must be the one of exact comparison (tests/knowledge/test_sketch.py). Vectors
that few directions do not hold have no sketch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.knowledge.nearness import Field, Usual

LEAST = 8_000  # passages from which a sketch is quicker than exact comparison
DIRECTIONS = 64
SAMPLED = 400  # articles
HELD = 0.5  # least share of the passages' variance in those directions; articles of several trades have .66
ENOUGH = 100  # articles of the sample that must pass a filter
_LEARNT_FROM = 20_000  # passages


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """basis (dims, k); rough: all articles in its directions; sample (s,): rows of those in `exact`."""

    basis: FloatArray
    rough: Field
    sample: NDArray[np.int64]
    exact: Field

    @classmethod
    def of(cls, field: Field) -> "Sketch | None":
        """In the directions in which the passages vary most; None where these do not hold enough."""
        rng = np.random.default_rng(0)
        some = np.asarray(field.passages[np.sort(rng.permutation(len(field.passages))[:_LEARNT_FROM])])
        held, turned = np.linalg.eigh(some.T @ some)
        if held[-DIRECTIONS:].sum() < HELD * held.sum():
            return None
        basis = np.ascontiguousarray(turned[:, -DIRECTIONS:], dtype=np.float32)
        sample = np.sort(rng.permutation(len(field.means))[:SAMPLED])
        rough = Field(field.passages @ basis, field.means @ basis, field.starts)
        return cls(basis, rough, sample, field.some(sample))

    def serves(self, allowed: NDArray[np.bool_]) -> bool:
        """Whether enough of the sample passes a filter (n_articles,)."""
        return int(allowed[self.sample].sum()) >= ENOUGH

    def near(
        self, vector: FloatArray | None, around: FloatArray | None, allowed: NDArray[np.bool_]
    ) -> tuple[FloatArray, Usual]:
        """Rough (allowed.sum(), 3) of `Field.near` for the allowed articles, and what the exact ones usually are."""
        turned = (None if one is None else one @ self.basis for one in (vector, around))
        rough = self.rough.near(*turned)[0]
        exact = self.exact.near(vector, around)[0]
        same = rough[self.sample]
        if not allowed.all():
            looked_at = allowed[self.sample]
            exact, same, rough = exact[looked_at], same[looked_at], rough[allowed]
        usual = Usual.of(rough)
        missed = (exact - same).mean(axis=0)
        square = usual.variance + ((exact - usual.mean) ** 2 - (same - usual.mean) ** 2).mean(axis=0)
        return rough + missed, Usual(len(rough), usual.mean + missed, np.maximum(square - missed**2, 0))
