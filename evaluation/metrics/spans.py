"""Redaction: were the personal values covered? Spans and characters, types aside, and recall by type."""

from collections.abc import Sequence
from dataclasses import dataclass

COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """A typed span of code points, end exclusive."""

    type: str
    start: int
    end: int

    def overlap(self, other: "Span") -> int:
        """Characters in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    @property
    def length(self) -> int:
        """Characters covered."""
        return self.end - self.start


def span_counts(predicted: Sequence[Span], gold: Sequence[Span]) -> list[float]:
    """[hits, extras, misses]: a gold span is hit when at least half of it is covered, whatever the type.

    A predicted span that touches no gold span is an extra.
    """
    hits = sum(is_covered(truth, predicted) for truth in gold)
    extras = sum(not any(guess.overlap(truth) for truth in gold) for guess in predicted)
    return [float(hits), float(extras), float(len(gold) - hits)]


def is_covered(truth: Span, predicted: Sequence[Span]) -> bool:
    """At least half of the characters of `truth` are inside predicted spans."""
    covered = {i for guess in predicted for i in range(max(guess.start, truth.start), min(guess.end, truth.end))}
    return len(covered) >= COVERED * truth.length


def character_counts(predicted: Sequence[Span], gold: Sequence[Span]) -> list[float]:
    """[hits, extras, misses] in characters."""
    guesses = {i for span in predicted for i in range(span.start, span.end)}
    truths = {i for span in gold for i in range(span.start, span.end)}
    return [float(len(guesses & truths)), float(len(guesses - truths)), float(len(truths - guesses))]
