"""A snapshot and the changes since it, as one immutable state; small segments on top, the newest revision wins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import Article, ArticleRecord
from assist.knowledge.ranking import View
from assist.knowledge.segment import Segment
from assist.knowledge.snapshot import Manifest

SMALL = 64  # articles up to which the newest segment is made anew with the next change instead of adding another
MANY = 32  # segments beyond which all changes are folded into one

Build = Callable[[Sequence[tuple[Article, int]]], Segment]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything a search needs, replaced as one reference. segments[0] is the snapshot (or empty).

    live: per segment which articles are current (n_articles,); sequence: the last change taken over; pointer: the
    snapshot that was wanted when this was loaded; problem: why another one is served.
    """

    manifest: Manifest | None
    segments: tuple[Segment, ...]
    live: tuple[NDArray[np.bool_], ...]
    sequence: int
    pointer: str | None = None
    problem: str | None = None

    @classmethod
    def start(
        cls, manifest: Manifest | None, base: Segment, *, pointer: str | None = None, problem: str | None = None
    ) -> "State":
        """A snapshot as it was built."""
        live = np.ones(len(base.articles), dtype=bool)
        return cls(manifest, (base,), (live,), manifest.sequence if manifest else 0, pointer, problem)

    @property
    def base(self) -> Segment:
        """The snapshot's segment."""
        return self.segments[0]

    def view(self) -> View:
        """What to search, stamped so that equal stamps mean equal content."""
        name = self.manifest.id if self.manifest else None
        untouched = self.manifest is not None and self.sequence == self.manifest.sequence
        return View(self.segments, self.live, name if untouched else f"{name or 'live'}+{self.sequence}")

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """Segment and row of the live revision of an article."""
        for segment, live in zip(reversed(self.segments), reversed(self.live), strict=True):
            row = segment.row_of.get(article_id)
            if row is not None and live[row]:
                return segment, row
        return None

    def changed(self) -> int:
        """How many articles differ from the snapshot: hidden in it, or only in later segments."""
        later = {a.article.id for segment in self.segments[1:] for a in segment.articles}
        gone = {self.base.articles[row].article.id for row in np.flatnonzero(~self.live[0])}
        return len(later | gone)

    def apply(self, changes: Sequence[ArticleRecord], build: Build) -> "State":
        """The state after `changes` (in order of change): old revisions hidden, published ones searchable."""
        if not changes:
            return self
        latest = {record.article.id: record for record in changes}
        segments, live = list(self.segments), [mask.copy() for mask in self.live]
        for segment, mask in zip(segments, live, strict=True):
            for row in (segment.row_of[i] for i in latest if i in segment.row_of):
                mask[row] = False
        fresh = [(r.article, r.revision) for r in latest.values() if not r.deleted and r.article.state == "published"]
        keep = self._kept_segments()
        for segment, mask in zip(segments[keep:], live[keep:], strict=True):
            fresh += [(segment.articles[r].article, segment.articles[r].revision) for r in np.flatnonzero(mask)]
        del segments[keep:], live[keep:]
        if fresh:
            segments.append(build(fresh))
            live.append(np.ones(len(fresh), dtype=bool))
        sequence = max(self.sequence, max(record.sequence for record in changes))
        return replace(self, segments=tuple(segments), live=tuple(live), sequence=sequence)

    def _kept_segments(self) -> int:
        """How many segments stay as they are; the rest is folded into the next one."""
        count = len(self.segments)
        if count > MANY:
            return 1
        return count - 1 if count > 1 and len(self.segments[-1].articles) <= SMALL else count
