"""Confidence intervals by resampling whole groups (conversations), so that turns of one talk do not count as many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from evaluation.stats.statistics import Floats, ItemValue, Kind, as_matrix, figures, takes_part

RESAMPLES = 1_000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; `n` items took part; all None where none did."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def group_weights(groups: Sequence[str], *, resamples: int, seed: int) -> Floats:
    """(resamples, n): how often each item occurs when groups are drawn with replacement. Not to be written to."""
    return _drawn(tuple(groups), resamples, seed)


@lru_cache(maxsize=16)  # most metrics of a run have values for the same items
def _drawn(groups: tuple[str, ...], resamples: int, seed: int) -> Floats:
    _, index = np.unique(np.asarray(groups), return_inverse=True)
    count = int(index.max()) + 1
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    return draws[:, index].astype(np.float64)


def estimate(
    values: Sequence[ItemValue],
    kind: Kind,
    *,
    groups: Sequence[str],
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Estimate:
    """Percentile bootstrap (Efron 1979) of a statistic over grouped items."""
    matrix = as_matrix(values, kind)
    present = takes_part(matrix)
    count = int(present.sum())
    value = float(figures(matrix, np.ones((1, len(values))), kind)[0]) if values else float("nan")
    if np.isnan(value):
        return Estimate(None, None, None, count)
    kept = [group for group, keep in zip(groups, present.tolist(), strict=True) if keep]
    low, high = interval(figures(matrix[present], group_weights(kept, resamples=resamples, seed=seed), kind))
    return Estimate(value, low, high, count)


def interval(samples: Floats) -> tuple[float | None, float | None]:
    """The central 95 % of resampled figures; N/A resamples are left out."""
    known = samples[~np.isnan(samples)]
    if not known.size:
        return None, None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
