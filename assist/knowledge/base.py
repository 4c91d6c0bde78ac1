"""The knowledge base: a snapshot plus a small delta of what changed since, searched as one; rebuilt beside itself."""

import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assist.core.articles import ArticleRecord
from assist.core.encoding import FloatArray
from assist.core.errors import NotFound, Unavailable
from assist.core.golden import GoldenQuery
from assist.core.ports import ArticleQuery, ArticleRepository, BulkEncoder, Encoder, JobContext, SearchResult
from assist.knowledge import snapshot as snapshots
from assist.knowledge.calibration import Calibration
from assist.knowledge.giveway import searching
from assist.knowledge.golden import compare_golden
from assist.knowledge.journal import VectorJournal
from assist.knowledge.live import State
from assist.knowledge.loading import load_state
from assist.knowledge.locks import building, switching
from assist.knowledge.ranking import Fusion
from assist.knowledge.rebuild import Candidate, build_candidate, describe
from assist.knowledge.retriever import search
from assist.knowledge.segment import IndexedArticle
from assist.knowledge.signals import View
from assist.knowledge.vectors import FEW, Vectoriser

SLICE = 16  # waiting articles that are indexed together; the newest come first
FETCH_ONE_BY_ONE = 200  # articles up to which each is read by itself


class KnowledgeBase:
    """Implements `core.ports.ArticleSearch`. Searches never wait for a rebuild.

    patience_s: how long opening and each `refresh` may index waiting articles, so that a large import does not keep
    a single edit waiting; None: all of them, but not before something is looked for (commands).
    """

    def __init__(
        self,
        *,
        root: Path,
        encoder: Encoder,
        articles: ArticleRepository,
        snapshots_kept: int = 5,
        calibration: Calibration | None = None,
        fusion: Fusion | None = None,
        bulk: BulkEncoder | None = None,
        patience_s: float | None = None,
    ) -> None:
        self._root = root
        self._encoder = encoder
        self._articles = articles
        self._kept = snapshots_kept
        self._calibration = calibration or Calibration.default()
        self._fusion = fusion or Fusion()
        self._bulk = bulk
        self._patience = patience_s
        self._held_until = -1  # changes up to this one are being indexed by a rebuild
        self._writing = threading.RLock()
        self._install(self._reconciled(load_state(self._root, self._encoder.info)))
        if patience_s is not None:
            self._install(self._index_waiting(self._state))

    def search(self, query: ArticleQuery) -> SearchResult:
        """Ranked live articles. A query without vector and terms is encoded here."""
        self._settle()
        with searching():
            vector = query.vector
            if vector is None and query.text.strip():
                vector = self._encoder.encode([query.text])[0]
            return self._search(self._view, query, vector)

    @property
    def view(self) -> View:
        """What is searched now, for training and inspection."""
        self._settle()
        return self._view

    @property
    def stamp(self) -> str | None:
        """Names the exact content searched now; changes with every switch and delta."""
        self._settle()
        return self._view.snapshot

    @property
    def count(self) -> int:
        """Live articles."""
        self._settle()
        return self._view.count

    @property
    def problem(self) -> str | None:
        """Why another snapshot than the wanted one is served, None when all is well."""
        return self._state.problem

    def live_article(self, article_id: str) -> IndexedArticle | None:
        """The revision of an article that searches find now, and since when; None when they do not find it."""
        self._settle()
        return self._state.indexed(article_id)

    def live_revision(self, article_id: str) -> int | None:
        """The revision of an article that searches find now; None when they do not find it."""
        self._settle()
        found = self._state.indexed(article_id)
        return None if found is None else found.revision

    def refresh(self) -> bool:
        """Take over article changes and snapshot switches made since (by any worker). Cheap when nothing changed."""
        if self._is_current():
            return False
        with self._writing:
            if self._is_current():
                return False
            if snapshots.current_name(self._root) != self._state.pointer:
                state = self._reconciled(load_state(self._root, self._encoder.info)).carry(self._state)
            else:
                state = self._state.note(self._articles.changes_since(self._state.sequence))
            self._install(self._index_waiting(state))
            return True

    def rebuild(
        self,
        context: JobContext,
        *,
        dry_run: bool = False,
        gate: bool = True,
        golden: Sequence[GoldenQuery] = (),
    ) -> dict[str, Any]:
        """Build a snapshot of all published articles, validate, compare golden queries, switch.

        Unchanged passages are not encoded again, nor those of a rebuild that was cut off. Raises JobBlocked with the
        report when the gate refuses, Conflict while another process rebuilds.
        """
        with building(self._root):
            snapshots.clear_abandoned(self._root)
            with self._writing:
                state = self._reconciled(self._state)
                self._held_until = state.sequence
            info = self._encoder.info
            try:
                with VectorJournal(self._root, encoder=info.version, dims=info.dims) as journal:
                    candidate = build_candidate(
                        state,
                        context,
                        version=info.version,
                        vectoriser=lambda known, progress: Vectoriser(
                            self._encoder, known, bulk=self._bulk, journal=journal, progress=progress
                        ),
                    )
                    compared = self._compare(state, candidate, golden, enforce=gate and not dry_run)
                    report = describe(candidate, state, compared)
                    if dry_run:
                        return report | {"dry_run": True, "snapshot": None}
                    name = self._switch(context, candidate, state.sequence, compared)
                    journal.discard()
            finally:
                self._held_until = -1
        return report | {"dry_run": False, "snapshot": name}

    def rollback(self, name: str) -> dict[str, Any]:
        """Serve an earlier snapshot; article changes made since it was built stay applied. Raises NotFound."""
        with self._writing, switching(self._root):
            if name not in snapshots.list_names(self._root):
                known = ", ".join(snapshots.list_names(self._root)) or "none"
                raise NotFound(f"no snapshot '{name}'; kept: {known}")
            manifest, segment = snapshots.read_snapshot(self._root, name)
            if manifest.encoder != self._encoder.info.version:
                raise Unavailable(f"snapshot {name} was built with {manifest.encoder}; this server cannot read it")
            state = self._reconciled(State.start(manifest, segment, pointer=name)).carry(self._state)
            snapshots.switch_to(self._root, name)
            self._install(self._index_waiting(state))
        return {"snapshot": name}

    def status(self) -> dict[str, Any]:
        """What is served: snapshot, counts, encoder, pending changes, golden queries, earlier snapshots."""
        if len(self._state.pending) <= FEW:
            self._settle()
        state = self._state
        history = [snapshots.read_manifest(self._root, name) for name in snapshots.list_names(self._root)]
        return {
            "snapshot": state.manifest.id if state.manifest else None,
            "built_at": state.manifest.built_at if state.manifest else None,
            "encoder": self._encoder.info.version,
            "neighbours": state.manifest.neighbours if state.manifest else None,
            "articles": self._view.count,
            "passages": _live_passages(state),
            "changed_since": state.changed(),
            "waiting": len(state.pending),
            "problem": state.problem,
            "golden": state.manifest.golden if state.manifest else None,
            "history": [
                {"snapshot": m.id, "built_at": m.built_at, "articles": m.articles, "passages": m.chunks}
                for m in history
                if m is not None
            ],
        }

    def _search(self, view: View, query: ArticleQuery, vector: FloatArray | None) -> SearchResult:
        return search(view, query, vector=vector, fusion=self._fusion, calibration=self._calibration)

    def _settle(self) -> None:
        """Where nobody calls `refresh`: index what waits before it is looked for."""
        if self._patience is None and self._waiting(self._state):
            with self._writing:
                self._install(self._index_waiting(self._state))

    def _is_current(self) -> bool:
        state = self._state
        return (
            not self._waiting(state)
            and self._articles.last_sequence() == state.sequence
            and snapshots.current_name(self._root) == state.pointer
        )

    def _compare(
        self, state: State, candidate: Candidate, golden: Sequence[GoldenQuery], *, enforce: bool
    ) -> dict[str, Any]:
        """Against the last snapshot as it was switched to: single edits are live before any rebuild."""
        before = state.base_view() if state.manifest else state.view()
        after = View((candidate.segment,), (np.ones(len(candidate.segment.articles), dtype=bool),), "candidate")
        return compare_golden(
            golden,
            lambda query: self._search(before, query, query.vector),
            lambda query: self._search(after, query, query.vector),
            self._encoder,
            published=frozenset(candidate.segment.row_of),
            enforce=enforce,
        )

    def _switch(self, context: JobContext, candidate: Candidate, sequence: int, golden: dict[str, Any]) -> str:
        manifest = snapshots.write_snapshot(
            self._root, candidate.segment, encoder=self._encoder.info.version, sequence=sequence, golden=golden
        )
        segment = snapshots.mapped(self._root, manifest, candidate.segment)
        with self._writing, switching(self._root):
            state = State.start(manifest, segment, pointer=manifest.id)
            state = self._reconciled(state).carry(self._state)
            snapshots.switch_to(self._root, manifest.id)
            self._held_until = -1
            self._install(self._index_waiting(state))
            snapshots.prune(self._root, self._kept)
        return manifest.id

    def _install(self, state: State) -> None:
        self._state = state
        self._view = state.view()

    def _reconciled(self, state: State) -> State:
        sequence = self._articles.last_sequence()
        return state.reconcile(self._articles.published(), self._fetch, sequence)

    def _fetch(self, article_ids: Sequence[str]) -> list[ArticleRecord]:
        if len(article_ids) <= FETCH_ONE_BY_ONE:
            return [record for record in map(self._articles.get, article_ids) if record is not None]
        wanted = frozenset(article_ids)
        return [record for record in self._articles.all_current() if record.article.id in wanted]

    def _index_waiting(self, state: State) -> State:
        """Waiting articles made searchable, the newest first, while patience lasts; only new texts are encoded."""
        end = None if self._patience is None else time.monotonic() + self._patience
        while newest := self._waiting(state):
            size = SLICE if end is not None else len(newest)
            known = self._vectors_of(state, newest[:size])
            state = state.take(
                newest[:size], Vectoriser(self._encoder, known, bulk=self._bulk if end is None else None)
            )
            if end is not None and time.monotonic() > end:
                break
        return state

    def _waiting(self, state: State) -> list[str]:
        """Articles to index, the newest first; those that a rebuild is about to bring are left to it."""
        records = sorted(state.pending.values(), key=lambda record: -record.sequence)
        return [record.article.id for record in records if record.sequence > self._held_until]

    def _vectors_of(self, state: State, article_ids: Sequence[str]) -> Mapping[str, FloatArray]:
        """Vectors of all indexed revisions of these articles, by content key."""
        version = self._encoder.info.version
        known: dict[str, FloatArray] = {}
        for segment in state.segments:
            for article in (segment.articles[segment.row_of[i]] for i in article_ids if i in segment.row_of):
                rows = range(article.first, article.last)
                known |= {segment.chunks[row].key(version): segment.vectors[row] for row in rows}
        return known


def _live_passages(state: State) -> int:
    return sum(article.last - article.first for article in state.articles())
