"""What users of a very large knowledge base notice: near passages are found without looking at every one."""

from pathlib import Path

import numpy as np
import pytest

from assist.core.ports import ArticleFilters, ArticleQuery
from assist.inference.fakes import FakeEncoder
from assist.knowledge import neighbours, signals, snapshot
from assist.knowledge.neighbours import build_neighbours
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import QuietJob, article, found, open_base

TOPICS = [f"topic{number}" for number in range(600)]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat a few hundred articles as a large index."""
    monkeypatch.setattr(snapshot, "LEAST", 200)
    monkeypatch.setattr(signals, "SAMPLE", 40)
    monkeypatch.setattr(neighbours, "CANDIDATES", 60)


def _store() -> InMemoryArticleStore:
    store = InMemoryArticleStore()
    store.put_many(
        [
            article(topic, f"How to mend {topic}.", company="Even" if i % 2 == 0 else "Odd")
            for i, topic in enumerate(TOPICS)
        ]
    )
    return store


def _clustered(count: int, dims: int = 32) -> np.ndarray:
    rng = np.random.default_rng(1)
    centres = rng.standard_normal((64, dims))
    points = centres[rng.integers(0, 64, count)] + 0.4 * rng.standard_normal((count, dims))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def test_the_exact_nearest_are_among_the_candidates_as_the_manifest_says() -> None:
    vectors = _clustered(20_000)
    lists = build_neighbours(vectors)
    assert lists.recall >= neighbours.RECALL
    assert lists.probes < lists.lists
    queries = _clustered(20_050)[-50:]
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    hits = [
        len(set(row.tolist()) & set(lists.search(query).tolist())) for row, query in zip(exact, queries, strict=True)
    ]
    assert sum(hits) / (10 * len(hits)) >= neighbours.RECALL


def test_filters_act_inside_the_search() -> None:
    vectors = _clustered(5_000)
    allowed = np.zeros(len(vectors), dtype=bool)
    allowed[::50] = True
    rows = build_neighbours(vectors).search(vectors[7], allowed)
    assert len(rows) > 0
    assert allowed[rows].all()


@pytest.mark.usefixtures("large")
def test_a_large_index_finds_what_an_exact_one_finds(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    exact, listed = (open_base(tmp_path / name, _store(), encoder=encoder) for name in ("exact", "listed"))
    listed.rebuild(QuietJob())
    described = listed.status()["neighbours"]
    assert described["recall@10"] >= neighbours.RECALL
    assert exact.status()["neighbours"] is None
    for topic in TOPICS[::20]:
        assert topic in found(exact, f"mend {topic}", limit=3)
        assert topic in found(listed, f"mend {topic}", limit=3)


@pytest.mark.usefixtures("large")
def test_a_large_index_keeps_filters_edits_and_restarts(tmp_path: Path) -> None:
    store = _store()
    base = open_base(tmp_path, store)
    base.rebuild(QuietJob())
    store.delete(TOPICS[0])
    store.put(article(TOPICS[2], "All about walruses.", company="Even"))
    base.refresh()
    for opened in (base, open_base(tmp_path, store)):
        only = opened.search(
            ArticleQuery(text=f"mend {TOPICS[1]}", filters=ArticleFilters(company="Even"), limit=20)
        ).hits
        assert only
        assert {hit.article.company for hit in only} == {"Even"}
        assert TOPICS[0] not in found(opened, f"mend {TOPICS[0]}")
        assert found(opened, "walruses", limit=1) == [TOPICS[2]]
        assert opened.status()["neighbours"]["kind"] == "ivf"
