"""What a headline number is made of: per-item values and how a weighted set of items becomes one figure.

Every statistic maps item values (n, k) and weights (b, n) to b figures, so that one bootstrap serves them all. NaN in
an item's values means N/A: the item takes no part. A figure is NaN where no item takes part.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ItemValue = float | Sequence[float] | None
Kind = Literal["mean", "ratio", "f1", "f2", "macro_f1", "ece", "auroc", "median", "p95", "spearman"]

ECE_BINS = 10


@dataclass(frozen=True, slots=True)
class Statistic:
    """`width`: numbers an item contributes (0 = any multiple of three); `figure`: (n, k), (b, n) -> (b,)."""

    width: int
    figure: Callable[[Floats, Floats], Floats]
    item: Callable[[Floats], float]


def as_matrix(values: Sequence[ItemValue], kind: Kind) -> Floats:
    """Item values as (n, k) with NaN rows for None."""
    width = STATISTICS[kind].width or max((len(v) for v in values if isinstance(v, Sequence)), default=3)
    matrix = np.full((len(values), width), np.nan)
    for index, value in enumerate(values):
        if value is not None:
            matrix[index] = value
    return matrix


def takes_part(values: Floats) -> NDArray[np.bool_]:
    """(n,) True where an item is not N/A."""
    return np.asarray(~np.isnan(values).any(axis=1))


def figures(values: Floats, weights: Floats, kind: Kind) -> Floats:
    """The statistic of each of b weighted sets; N/A items are left out first."""
    present = takes_part(values)
    if not present.any():
        return np.full(weights.shape[0], np.nan)
    return STATISTICS[kind].figure(values[present], weights[:, present])


def item_scalar(value: ItemValue, kind: Kind) -> float | None:
    """One number for one item, used to list wins, losses and what changed most; None where N/A."""
    if value is None:
        return None
    number = STATISTICS[kind].item(np.atleast_1d(np.asarray(value, dtype=np.float64)))
    return None if np.isnan(number) else number


def _divide(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _mean(values: Floats, weights: Floats) -> Floats:
    return _divide(weights @ values[:, 0], weights.sum(axis=1))


def _ratio(values: Floats, weights: Floats) -> Floats:
    return _divide(weights @ values[:, 0], weights @ values[:, 1])


def _f1(values: Floats, weights: Floats) -> Floats:
    hit, extra, missed = (weights @ values).T
    return _divide(2 * hit, 2 * hit + extra + missed)


def _f2(values: Floats, weights: Floats) -> Floats:
    """F-measure in which recall weighs twice as much as precision (van Rijsbergen 1979)."""
    hit, extra, missed = (weights @ values).T
    return _divide(5 * hit, 5 * hit + extra + 4 * missed)


def _macro_f1(values: Floats, weights: Floats) -> Floats:
    """Mean F1 over the classes that occur in gold or predictions, as in scikit-learn's f1_score(average='macro')."""
    counts = (weights @ values).reshape(weights.shape[0], -1, 3)
    hit, extra, missed = counts[..., 0], counts[..., 1], counts[..., 2]
    scores = _divide(2 * hit, 2 * hit + extra + missed)
    known = ~np.isnan(scores)
    return _divide(np.where(known, scores, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64))


def _ece(values: Floats, weights: Floats) -> Floats:
    """Expected calibration error over ten equal bins of confidence (Guo 2017); values = (confidence, correct)."""
    bins = np.minimum((values[:, 0] * ECE_BINS).astype(int), ECE_BINS - 1)
    onehot = np.eye(ECE_BINS)[bins]
    gap = np.abs(weights @ (onehot * (values[:, :1] - values[:, 1:2])))
    return _divide(gap.sum(axis=1), weights.sum(axis=1))


def _auroc(values: Floats, weights: Floats) -> Floats:
    """Chance that a right item is surer than a wrong one, ties count half; values = (confidence, correct)."""
    order = np.argsort(values[:, 0], kind="stable")
    score, right = values[order, 0], values[order, 1]
    starts = np.flatnonzero(np.r_[True, np.diff(score) > 0])
    positive = np.add.reduceat(weights[:, order] * right, starts, axis=1)
    negative = np.add.reduceat(weights[:, order] * (1 - right), starts, axis=1)
    below = np.cumsum(negative, axis=1) - negative
    return _divide((positive * (below + negative / 2)).sum(axis=1), positive.sum(axis=1) * negative.sum(axis=1))


def _quantile(share: float) -> Callable[[Floats, Floats], Floats]:
    def figure(values: Floats, weights: Floats) -> Floats:
        order = np.argsort(values[:, 0], kind="stable")
        cumulative = np.cumsum(weights[:, order], axis=1)
        index = np.argmax(cumulative >= share * cumulative[:, -1:], axis=1)
        return values[order, 0][index]

    return figure


def _spearman(values: Floats, weights: Floats) -> Floats:
    """Correlation of ranks (average ranks for ties); under resampling the ranks of the whole sample are kept."""
    ranks = np.stack([_ranks(values[:, 0]), _ranks(values[:, 1])])
    total = weights.sum(axis=1, keepdims=True)
    mean = weights @ ranks.T / total
    square = weights @ (ranks**2).T / total - mean**2
    cross = weights @ (ranks[0] * ranks[1]) / total[:, 0] - mean[:, 0] * mean[:, 1]
    return _divide(cross, np.sqrt(np.maximum(square.prod(axis=1), 0.0)))


def _ranks(column: Floats) -> Floats:
    _, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def _first(value: Floats) -> float:
    return float(value[0])


def _item_ratio(value: Floats) -> float:
    return float(value[0] / value[1]) if value[1] else float("nan")


def _item_f1(value: Floats) -> float:
    hit, extra, missed = value.reshape(-1, 3).sum(axis=0)
    total = 2 * hit + extra + missed
    return float(2 * hit / total) if total else float("nan")


def _closeness(value: Floats) -> float:
    return 1.0 - abs(float(value[0]) - float(value[1]))


STATISTICS: dict[Kind, Statistic] = {
    "mean": Statistic(1, _mean, _first),
    "ratio": Statistic(2, _ratio, _item_ratio),
    "f1": Statistic(3, _f1, _item_f1),
    "f2": Statistic(3, _f2, _item_f1),
    "macro_f1": Statistic(0, _macro_f1, _item_f1),
    "ece": Statistic(2, _ece, _closeness),
    "auroc": Statistic(2, _auroc, _closeness),
    "median": Statistic(1, _quantile(0.5), _first),
    "p95": Statistic(1, _quantile(0.95), _first),
    "spearman": Statistic(2, _spearman, _closeness),
}
