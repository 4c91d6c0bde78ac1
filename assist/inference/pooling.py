"""Late pooling: one forward pass gives the vector of a text and of spans inside it (mean of their tokens' vectors).

Source of the idea: Guenther et al. 2024, "Late Chunking". The whole-text mean equals the sentence-transformers vector.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assist.core.encoding import FloatArray, SpanVectors

Offsets = Sequence[tuple[int, int]]


@dataclass(slots=True)
class Window:
    """Token ids of one pass, with [CLS] and [SEP]; `first` is the index of the text token after [CLS]."""

    item: int
    ids: list[int]
    first: int = 1
    count: int = field(init=False)

    def __post_init__(self) -> None:
        self.count = len(self.ids) - 2


def cut_windows(
    item: int, ids: list[int], spans: Sequence[tuple[int, int]], offsets: Offsets, max_tokens: int
) -> list[Window]:
    """Cut the tokens of one text into passes of at most `max_tokens`, at span starts where possible."""
    if len(ids) <= max_tokens:
        return [Window(item, ids)]
    starts = {start for start, _ in spans}
    last = len(ids) - 1
    windows: list[Window] = []
    first = 1
    while first < last:
        stop = min(first + max_tokens - 2, last)
        if stop < last:
            cuts = [t for t in range(first + (max_tokens - 2) // 2, stop + 1) if offsets[t][0] in starts]
            stop = cuts[-1] if cuts else stop
        windows.append(Window(item, [ids[0], *ids[first:stop], ids[-1]], first))
        first = stop
    return windows


class SpanPool:
    """Collects the passes of one text and pools them."""

    def __init__(self, offsets: Offsets, spans: Sequence[tuple[int, int]], dims: int, traits: int = 0) -> None:
        self._spans = spans
        self._starts = [start for start, _ in offsets]
        self._total = np.zeros(dims, dtype=np.float32)
        self._sums = np.zeros((len(spans), dims), dtype=np.float32)
        self._traits = np.zeros(traits, dtype=np.float32)
        self._tokens = 0

    def add(self, window: Window, hidden: FloatArray, traits: FloatArray) -> None:
        """Add one pass; `hidden` (>= tokens, dims); `traits` (traits,): passes count by their tokens."""
        tokens = len(window.ids)
        self._traits += tokens * traits
        self._tokens += tokens
        self._total += np.add.reduce(hidden[:tokens])
        if not self._spans:
            return
        text = hidden[1 : tokens - 1]
        first, last = window.first, window.first + window.count
        for row, (begin, end) in enumerate(self._spans):
            low = bisect_left(self._starts, begin, first, last) - first
            high = bisect_left(self._starts, end, first, last) - first
            if high > low:
                self._sums[row] += np.add.reduce(text[low:high])

    def vectors(self) -> SpanVectors:
        """Unit vectors; a span without a token of its own gets the vector of the whole text."""
        # Somebody waits for this, and `np.linalg.norm` takes twice as long.
        whole = self._total / max(float(np.sqrt(self._total.dot(self._total))), 1e-12)
        norms = np.sqrt(np.add.reduce(self._sums * self._sums, axis=1, keepdims=True))
        spans = np.where(norms > 1e-9, self._sums / np.maximum(norms, 1e-12), whole)
        traits = np.asarray(self._traits / max(self._tokens, 1), dtype=np.float32)
        return SpanVectors(text=whole, spans=spans, traits=traits)
