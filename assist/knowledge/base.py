"""The knowledge base: a snapshot plus a small delta of what changed since, searched as one; rebuilt beside itself."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from assist.core.articles import Article
from assist.core.encoding import FloatArray
from assist.core.errors import NotFound, Unavailable
from assist.core.ports import ArticleQuery, ArticleRepository, Encoder, JobContext, SearchResult
from assist.knowledge import snapshot as snapshots
from assist.knowledge.calibration import Calibration
from assist.knowledge.golden import GoldenQuery, compare_golden
from assist.knowledge.live import State
from assist.knowledge.ranking import Fusion, View
from assist.knowledge.retriever import search
from assist.knowledge.segment import Segment, plan_articles
from assist.knowledge.vectors import encode_missing, stack

log = structlog.get_logger(__name__)


class KnowledgeBase:
    """Implements `core.ports.ArticleSearch`. Searches never wait for a rebuild."""

    def __init__(
        self,
        *,
        root: Path,
        encoder: Encoder,
        articles: ArticleRepository,
        snapshots_kept: int = 5,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
    ) -> None:
        self._root = root
        self._encoder = encoder
        self._articles = articles
        self._kept = snapshots_kept
        self._calibration = calibration or Calibration.default()
        self._fusion = fusion or Fusion()
        self._writing = threading.RLock()
        self._install(self._catch_up(self._load()))

    def search(self, query: ArticleQuery) -> SearchResult:
        """Ranked live articles. A query without vector and terms is encoded here."""
        vector = query.vector
        if vector is None and query.text.strip():
            vector = self._encoder.encode([query.text])[0]
        return search(self._view, query, vector=vector, fusion=self._fusion, calibration=self._calibration)

    @property
    def view(self) -> View:
        """What is searched now, for training and inspection."""
        return self._view

    @property
    def stamp(self) -> str | None:
        """Names the exact content searched now; changes with every switch and delta."""
        return self._view.snapshot

    @property
    def count(self) -> int:
        """Live articles."""
        return self._view.count

    @property
    def problem(self) -> str | None:
        """Why another snapshot than the wanted one is served, None when all is well."""
        return self._state.problem

    def live_revision(self, article_id: str) -> int | None:
        """The revision of an article that searches find now; None when they do not find it."""
        found = self._state.find(article_id)
        return None if found is None else found[0].articles[found[1]].revision

    def refresh(self) -> bool:
        """Take over article changes and snapshot switches made since (by any worker). Cheap when nothing changed."""
        if self._is_current():
            return False
        with self._writing:
            if self._is_current():
                return False
            moved = snapshots.current_name(self._root) != self._state.pointer
            self._install(self._catch_up(self._load() if moved else self._state))
            return True

    def _is_current(self) -> bool:
        state = self._state
        return self._articles.last_sequence() == state.sequence and snapshots.current_name(self._root) == state.pointer

    def rebuild(
        self,
        context: JobContext,
        *,
        dry_run: bool = False,
        gate: bool = True,
        golden: Sequence[GoldenQuery] = (),
    ) -> dict[str, Any]:
        """Build a snapshot of all published articles, validate, compare golden queries, switch.

        Unchanged passages are not encoded again. Raises JobBlocked with the report when the gate refuses.
        """
        sequence = self._articles.last_sequence()
        records = [r for r in self._articles.all_current() if r.article.state == "published"]
        state = self._state

        def progress(done: int, total: int) -> None:
            context.check_cancelled()
            context.report(done=done, total=total, unit="passages")

        known = self._vectors_of(state, [record.article.id for record in records])
        segment, encoded = self._build([(r.article, r.revision) for r in records], known, progress)
        context.check_cancelled()
        candidate = View((segment,), (np.ones(len(segment.articles), dtype=bool),), "candidate")
        report: dict[str, Any] = {
            "articles": len(segment.articles),
            "passages": len(segment.chunks),
            "encoded": encoded,
            **_differences(state.base, segment),
            "golden": compare_golden(
                golden,
                lambda query: search(
                    self._view, query, vector=query.vector, fusion=self._fusion, calibration=self._calibration
                ),
                lambda query: search(
                    candidate, query, vector=query.vector, fusion=self._fusion, calibration=self._calibration
                ),
                self._encoder,
                enforce=gate and not dry_run,
            ),
        }
        if dry_run:
            return report | {"dry_run": True, "snapshot": None}
        with self._writing:
            manifest = snapshots.write_snapshot(
                self._root, segment, encoder=self._encoder.info.version, sequence=sequence
            )
            context.check_cancelled()
            snapshots.switch_to(self._root, manifest.id)
            self._install(self._catch_up(State.start(manifest, segment, pointer=manifest.id)))
            snapshots.prune(self._root, self._kept)
        return report | {"dry_run": False, "snapshot": manifest.id}

    def rollback(self, name: str) -> dict[str, Any]:
        """Serve an earlier snapshot; article changes made since it was built stay applied. Raises NotFound."""
        with self._writing:
            if name not in snapshots.list_names(self._root):
                known = ", ".join(snapshots.list_names(self._root)) or "none"
                raise NotFound(f"no snapshot '{name}'; kept: {known}")
            manifest, segment = snapshots.read_snapshot(self._root, name)
            snapshots.switch_to(self._root, name)
            self._install(self._catch_up(State.start(manifest, segment, pointer=name)))
        return {"snapshot": name}

    def status(self) -> dict[str, Any]:
        """What is served: snapshot, counts, encoder, pending changes, earlier snapshots."""
        state = self._state
        history = [snapshots.read_manifest(self._root, name) for name in snapshots.list_names(self._root)]
        return {
            "snapshot": state.manifest.id if state.manifest else None,
            "built_at": state.manifest.built_at if state.manifest else None,
            "encoder": self._encoder.info.version,
            "articles": self._view.count,
            "passages": sum(len(segment.chunks) for segment in state.segments),
            "changed_since": state.changed(),
            "problem": state.problem,
            "history": [
                {"snapshot": m.id, "built_at": m.built_at, "articles": m.articles, "passages": m.chunks}
                for m in history
                if m is not None
            ],
        }

    def _load(self) -> State:
        """The pointed-to snapshot; if it is broken, the newest that can be read, and the problem is kept."""
        wanted = snapshots.current_name(self._root)
        names = [wanted, *[n for n in snapshots.list_names(self._root) if n != wanted]] if wanted else []
        problem: str | None = None
        for name in names:
            try:
                manifest, segment = snapshots.read_snapshot(self._root, name)
            except Unavailable as error:
                problem = problem or error.detail
                log.error("snapshot_broken", snapshot=name, detail=error.detail)
                continue
            if manifest.encoder != self._encoder.info.version:
                problem = problem or f"snapshot {name} was built with {manifest.encoder}; rebuild the index"
                continue
            return State.start(manifest, segment, pointer=wanted, problem=problem)
        return State.start(None, self._build((), {}, None)[0], pointer=wanted, problem=problem)

    def _install(self, state: State) -> None:
        self._state = state
        self._view = state.view()

    def _catch_up(self, state: State) -> State:
        """`state` with every change the repository has seen since; only texts never seen before are encoded."""

        def build(articles: Sequence[tuple[Article, int]]) -> Segment:
            return self._build(articles, self._vectors_of(state, [article.id for article, _ in articles]), None)[0]

        return state.apply(self._articles.changes_since(state.sequence), build)

    def _build(
        self,
        articles: Iterable[tuple[Article, int]],
        known: Mapping[str, FloatArray],
        progress: Callable[[int, int], None] | None,
    ) -> tuple[Segment, int]:
        """Segment over (article, revision) pairs, and how many passages had to be encoded."""
        indexed, chunks = plan_articles(articles)
        keys = [chunk.key(self._encoder.info.version) for chunk in chunks]
        texts = dict(zip(keys, (chunk.embedded for chunk in chunks), strict=True))
        vectors = encode_missing(texts, known, self._encoder, progress)
        encoded = sum(key not in known for key in texts)
        return Segment.assemble(indexed, chunks, stack(keys, vectors, self._encoder.info.dims)), encoded

    def _vectors_of(self, state: State, article_ids: Iterable[str]) -> dict[str, FloatArray]:
        """Vectors of all indexed revisions of these articles, by content key."""
        known: dict[str, FloatArray] = {}
        wanted = list(article_ids)
        for segment in state.segments:
            for article in (segment.articles[segment.row_of[i]] for i in wanted if i in segment.row_of):
                for row in range(article.first, article.last):
                    known[segment.chunks[row].key(self._encoder.info.version)] = segment.vectors[row]
        return known


def _differences(old: Segment, new: Segment) -> dict[str, list[str]]:
    """Articles that a switch would add, change or remove, against the last snapshot."""
    before = {a.article.id: a.article for a in old.articles}
    after = {a.article.id: a.article for a in new.articles}
    return {
        "added": sorted(after.keys() - before.keys()),
        "changed": sorted(i for i in after.keys() & before.keys() if after[i] != before[i]),
        "removed": sorted(before.keys() - after.keys()),
    }
