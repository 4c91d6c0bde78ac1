"""Is B different from A on the same items? Paired difference, interval, p-value, wins and losses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.errors import MetricError
from evaluation.stats.bootstrap import RESAMPLES, group_weights, interval
from evaluation.stats.statistics import Floats, ItemValue, Kind, as_matrix, figures, item_scalar, takes_part

PERMUTATIONS = 4_000
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Paired:
    """B minus A over the items both have. `p`: two-sided; None where nothing can be compared."""

    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    wins: int
    losses: int
    ties: int
    n: int


def compare_paired(
    before: Sequence[ItemValue], after: Sequence[ItemValue], kind: Kind, *, groups: Sequence[str], seed: int = 0
) -> Paired:
    """Paired bootstrap interval; p by permutation of whole groups for means, else by the bootstrap.

    Raises MetricError when the two sides are not equally long.
    """
    if not len(before) == len(after) == len(groups):
        raise MetricError(f"length mismatch: {len(before)} against {len(after)} items in {len(groups)} groups")
    old, new = as_matrix(before, kind), as_matrix(after, kind)
    both = takes_part(old) & takes_part(new)
    kept = [group for group, keep in zip(groups, both.tolist(), strict=True) if keep]
    if not kept:
        return Paired(None, None, None, None, None, None, 0, 0, 0, 0)
    old, new = old[both], new[both]
    whole = np.ones((1, len(kept)))
    first, second = float(figures(old, whole, kind)[0]), float(figures(new, whole, kind)[0])
    weights = group_weights(kept, resamples=RESAMPLES, seed=seed)
    samples = figures(new, weights, kind) - figures(old, weights, kind)
    low, high = interval(samples)
    p = _permuted(new[:, 0] - old[:, 0], kept, seed=seed) if kind == "mean" else _bootstrapped(samples)
    wins, losses, ties = _count(before, after, kind)
    return Paired(first, second, second - first, low, high, p, wins, losses, ties, len(kept))


def _permuted(difference: Floats, groups: Sequence[str], *, seed: int) -> float:
    """Share of random sign flips of whole groups that move the mean at least as far (exact null: no difference)."""
    _, index = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(index, weights=difference)
    sums = sums[np.abs(sums) > TIE]
    if not sums.size:
        return 1.0
    signs = np.random.default_rng(seed).integers(0, 2, size=(PERMUTATIONS, sums.size)) * 2 - 1
    as_far = np.abs(signs @ sums) >= abs(sums.sum()) - TIE
    return float((as_far.sum() + 1) / (PERMUTATIONS + 1))


def _bootstrapped(samples: Floats) -> float | None:
    known = samples[~np.isnan(samples)]
    if not known.size:
        return None
    below = (np.sum(known <= TIE) + 1) / (known.size + 1)
    above = (np.sum(known >= -TIE) + 1) / (known.size + 1)
    return float(min(1.0, 2 * min(below, above)))


def _count(before: Sequence[ItemValue], after: Sequence[ItemValue], kind: Kind) -> tuple[int, int, int]:
    moves: list[float] = []
    for old, new in zip(before, after, strict=True):
        first, second = item_scalar(old, kind), item_scalar(new, kind)
        if first is not None and second is not None:
            moves.append(second - first)
    wins, losses = sum(move > TIE for move in moves), sum(move < -TIE for move in moves)
    return wins, losses, len(moves) - wins - losses


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """Holm's step-down correction (1979) over several metrics of one comparison; None stays None."""
    known = sorted((p, index) for index, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    running = 0.0
    for rank, (p, index) in enumerate(known):
        running = max(running, min(1.0, p * (len(known) - rank)))
        corrected[index] = running
    return corrected
