"""Counts behind precision, recall and F1: hits, extras and misses, per class or over sets."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from evaluation.errors import MetricError


def class_counts(predicted: Sequence[str], gold: Sequence[str], classes: Sequence[str]) -> list[float]:
    """Hits, extras, misses of each class, flat. Raises MetricError when the sides differ in length."""
    if len(predicted) != len(gold):
        raise MetricError(f"length mismatch: {len(predicted)} labels predicted, {len(gold)} in gold")
    counts: Counter[tuple[str, int]] = Counter()
    for guess, truth in zip(predicted, gold, strict=True):
        if guess == truth:
            counts[truth, 0] += 1
        else:
            counts[guess, 1] += 1
            counts[truth, 2] += 1
    return [float(counts[name, place]) for name in classes for place in range(3)]


def set_counts(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> list[float]:
    """Hits, extras, misses of two sets."""
    guesses, truths = set(predicted), set(gold)
    return [float(len(guesses & truths)), float(len(guesses - truths)), float(len(truths - guesses))]


def precision_of(counts: Sequence[float]) -> list[float]:
    """[hits, predicted] of a triple from `set_counts`."""
    return [counts[0], counts[0] + counts[1]]


def recall_of(counts: Sequence[float]) -> list[float]:
    """[hits, gold] of a triple from `set_counts`."""
    return [counts[0], counts[0] + counts[2]]
