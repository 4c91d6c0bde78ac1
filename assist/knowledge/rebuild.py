"""One rebuild: a new snapshot beside the served one, checked and compared; what did not change is copied."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.ports import JobContext
from assist.knowledge.fold import Source, fold
from assist.knowledge.live import State
from assist.knowledge.segment import Segment
from assist.knowledge.vectors import Vectoriser


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A finished segment of all published articles; encoded: passages that needed a vector."""

    segment: Segment
    encoded: int

    def differences(self, old: Segment) -> dict[str, list[str]]:
        """Articles that a switch would add, change or remove, against the last snapshot."""
        before = {a.article.id: a for a in old.articles}
        after = {a.article.id: a for a in self.segment.articles}
        both = after.keys() & before.keys()
        return {
            "added": sorted(after.keys() - before.keys()),
            "changed": sorted(i for i in both if after[i].article != before[i].article),
            "removed": sorted(before.keys() - after.keys()),
        }


def build_candidate(
    state: State,
    context: JobContext,
    *,
    version: str,
    vectoriser: Callable[[Mapping[str, FloatArray], Callable[[int, int], None]], Vectoriser],
) -> Candidate:
    """All articles of `state`, waiting ones in their newest revision. Raises JobCancelled, and the encoder's errors."""
    sources = [Source.of(record) for _, record in sorted(state.pending.items())]
    after = state.without(list(state.pending))
    base = max(range(len(after.segments)), key=lambda i: int(after.live[i].sum()))
    others = [
        (segment, int(row))
        for i, (segment, live) in enumerate(zip(after.segments, after.live, strict=True))
        if i != base
        for row in np.flatnonzero(live)
    ]
    kept = int(np.repeat(after.live[base], _widths(after.segments[base])).sum())
    kept += sum(segment.articles[row].last - segment.articles[row].first for segment, row in others)

    def progress(done: int, total: int) -> None:
        context.check_cancelled()
        context.report(done=kept + done, total=kept + total, unit="passages")

    context.check_cancelled()
    context.report(done=kept, total=kept + len(sources), unit="passages")
    known = vectors_of(state.segments, version) if sources else {}
    work = vectoriser(known, progress)
    segment = fold(after.segments[base], after.live[base], others, sources, work)
    context.check_cancelled()
    return Candidate(segment, work.encoded)


def vectors_of(segments: Sequence[Segment], version: str) -> dict[str, FloatArray]:
    """Every vector by content key, also of hidden revisions: a text that comes back, or moves to another article, is
    not encoded again."""
    return {
        chunk.key(version): vector
        for segment in segments
        for chunk, vector in zip(segment.chunks, segment.vectors, strict=True)
    }


def describe(candidate: Candidate, state: State, golden: dict[str, Any]) -> dict[str, Any]:
    """The job's report."""
    return {
        "articles": len(candidate.segment.articles),
        "passages": len(candidate.segment.chunks),
        "encoded": candidate.encoded,
        **candidate.differences(state.base),
        "golden": golden,
    }


def _widths(segment: Segment) -> list[int]:
    return [article.last - article.first for article in segment.articles]
