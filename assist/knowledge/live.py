"""A snapshot and the changes since it, as one immutable state; small segments on top, the newest revision wins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import ArticleRecord
from assist.knowledge.chunker import VERSION, may_be_cut_otherwise
from assist.knowledge.fold import Source, empty_segment, fold
from assist.knowledge.segment import IndexedArticle, Segment
from assist.knowledge.signals import View
from assist.knowledge.snapshot import Manifest
from assist.knowledge.vectors import Vectoriser

SMALL = 64  # articles up to which the newest segment is made anew with the next change instead of adding another
MANY = 32  # segments beyond which all changes are folded into one

Heads = Mapping[str, tuple[int, str]]  # published articles: id -> (revision, ETag)
Fetch = Callable[[Sequence[str]], Sequence[ArticleRecord]]


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything a search needs, replaced as one reference. segments[0] is the snapshot (or empty).

    live: per segment which articles are current (n_articles,); sequence: the last change noted; pending: published
    articles that wait to be indexed, by id (their former revision is found until then); pointer: the snapshot that
    was wanted when this was loaded; problem: why another one is served.
    """

    manifest: Manifest | None
    segments: tuple[Segment, ...]
    live: tuple[NDArray[np.bool_], ...]
    sequence: int
    pending: Mapping[str, ArticleRecord] = field(default_factory=dict[str, ArticleRecord])
    pointer: str | None = None
    problem: str | None = None

    @classmethod
    def start(
        cls, manifest: Manifest | None, base: Segment, *, pointer: str | None = None, problem: str | None = None
    ) -> "State":
        """A snapshot as it was built; without the articles in which an earlier version may have overlooked marks for
        agents only: they wait to be indexed anew."""
        live = np.ones(len(base.articles), dtype=bool)
        if manifest is not None and manifest.chunker != VERSION:
            stale = (may_be_cut_otherwise(indexed.article, manifest.chunker) for indexed in base.articles)
            live = ~np.fromiter(stale, dtype=bool, count=len(base.articles))
        sequence = manifest.sequence if manifest else 0
        return cls(manifest, (base,), (live,), sequence, pointer=pointer, problem=problem)

    @property
    def base(self) -> Segment:
        """The snapshot's segment."""
        return self.segments[0]

    def view(self) -> View:
        """What to search, stamped so that equal stamps mean equal content."""
        name = self.manifest.id if self.manifest else None
        if self.manifest is not None and len(self.segments) == 1 and bool(self.live[0].all()):
            return View(self.segments, self.live, name)
        waiting = f".{len(self.pending)}" if self.pending else ""
        return View(self.segments, self.live, f"{name or 'live'}+{self.sequence}{waiting}")

    def base_view(self) -> View:
        """The snapshot alone, as it was when it was switched to."""
        return View((self.base,), (np.ones(len(self.base.articles), dtype=bool),), "snapshot")

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """Segment and row of the live revision of an article."""
        for segment, live in zip(reversed(self.segments), reversed(self.live), strict=True):
            row = segment.row_of.get(article_id)
            if row is not None and live[row]:
                return segment, row
        return None

    def indexed(self, article_id: str) -> IndexedArticle | None:
        """The live revision of an article."""
        found = self.find(article_id)
        return None if found is None else found[0].articles[found[1]]

    def changed(self) -> int:
        """How many articles differ from the snapshot: hidden in it, waiting, or only in later segments."""
        later = {a.article.id for segment in self.segments[1:] for a in segment.articles}
        gone = {self.base.articles[row].article.id for row in np.flatnonzero(~self.live[0])}
        return len(later | gone | self.pending.keys())

    def note(self, changes: Sequence[ArticleRecord]) -> "State":
        """The state after `changes` (in order of change): what is no longer published is gone, the rest waits."""
        if not changes:
            return self
        pending, gone = dict(self.pending), list[str]()
        for record in changes:
            if not record.deleted and record.article.state == "published":
                pending[record.article.id] = record
            else:
                pending.pop(record.article.id, None)
                gone.append(record.article.id)
        sequence = max(self.sequence, max(record.sequence for record in changes))
        return replace(self.without(gone), pending=pending, sequence=sequence)

    def reconcile(self, heads: Heads, fetch: Fetch, sequence: int) -> "State":
        """The state held against what is published as of change `sequence`, whatever happened in between.

        Finds also what no list of changes shows: a database that was put back from a backup.
        """
        gone = [a.article.id for a in self.articles() if a.article.id not in heads]
        wanted = [article_id for article_id, head in heads.items() if not self._is_at(article_id, head)]
        records = fetch(wanted) if wanted else ()
        pending = {r.article.id: r for r in records if not r.deleted and r.article.state == "published"}
        return replace(self.without(gone), pending=pending, sequence=sequence)

    def articles(self) -> list[IndexedArticle]:
        """Every live article."""
        return [
            segment.articles[row]
            for segment, live in zip(self.segments, self.live, strict=True)
            for row in np.flatnonzero(live)
        ]

    def without(self, article_ids: Sequence[str]) -> "State":
        """The state in which these are not found."""
        live = [mask.copy() for mask in self.live]
        for segment, mask in zip(self.segments, live, strict=True):
            for row in (segment.row_of[i] for i in article_ids if i in segment.row_of):
                mask[row] = False
        return replace(self, live=tuple(live)) if article_ids else self

    def carry(self, former: "State") -> "State":
        """What waits here and is found in `former` in that very revision, taken over without reading it again."""
        rows = [
            found
            for article_id, record in self.pending.items()
            if (found := former.find(article_id)) and _matches(found, (record.revision, record.etag))
        ]
        if not rows:
            return self
        taken = [segment.articles[row].article.id for segment, row in rows]
        after = self.without(taken)
        dims = self.base.vectors.shape[1]
        segment = fold(empty_segment(dims), np.zeros(0, dtype=bool), rows, (), lambda chunks: _no_vectors(dims))
        return after._with(segment, taken)

    def take(self, article_ids: Sequence[str], vectorise: Vectoriser) -> "State":
        """The state in which these waiting articles are found in their newest revision."""
        sources = [Source.of(self.pending[article_id]) for article_id in article_ids]
        after = self.without(article_ids)
        keep = after._kept_segments()
        others = [
            (segment, int(row))
            for segment, live in zip(after.segments[keep:], after.live[keep:], strict=True)
            for row in np.flatnonzero(live)
        ]
        empty = empty_segment(self.base.vectors.shape[1])
        segment = fold(empty, np.zeros(0, dtype=bool), others, sources, vectorise)
        return replace(after, segments=after.segments[:keep], live=after.live[:keep])._with(segment, article_ids)

    def _with(self, segment: Segment, taken: Sequence[str]) -> "State":
        done = frozenset(taken)
        pending = {key: record for key, record in self.pending.items() if key not in done}
        live = np.ones(len(segment.articles), dtype=bool)
        return replace(self, segments=(*self.segments, segment), live=(*self.live, live), pending=pending)

    def _is_at(self, article_id: str, head: tuple[int, str]) -> bool:
        found = self.find(article_id)
        return found is not None and _matches(found, head)

    def _kept_segments(self) -> int:
        """How many segments stay as they are; the rest is folded into the next one."""
        count = len(self.segments)
        if count > MANY:
            return 1
        return count - 1 if count > 1 and len(self.segments[-1].articles) <= SMALL else count


def _matches(found: tuple[Segment, int], head: tuple[int, str]) -> bool:
    article = found[0].articles[found[1]]
    return (article.revision, article.etag) == head


def _no_vectors(dims: int) -> NDArray[np.float32]:
    return np.zeros((0, dims), dtype=np.float32)
