"""What users of a middling knowledge base notice: nothing, but that articles come sooner."""

import numpy as np

from assist.core.articles import Article
from assist.core.ports import ArticleFilters, ArticleQuery
from assist.knowledge.chunker import Chunk
from assist.knowledge.nearness import Field
from assist.knowledge.ranking import Fusion, Ranked, rank
from assist.knowledge.segment import IndexedArticle, Segment
from assist.knowledge.signals import View
from assist.knowledge.sketch import LEAST, Sketch

DIMS, EACH = 128, 3


def _segment(articles: int) -> Segment:
    """Articles around a few hundred matters, as real ones are, each of `EACH` passages."""
    rng = np.random.default_rng(3)
    matters = rng.standard_normal((300, DIMS))
    vectors = np.repeat(matters[rng.integers(0, 300, articles)], EACH, axis=0)
    vectors = vectors + 0.8 * rng.standard_normal(vectors.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chunks = [Chunk("", 0, 9, False, f"matter {i % 17}", f"matter {i % 17}") for i in range(articles * EACH)]
    indexed = [
        IndexedArticle(
            Article(id=f"a{i}", title=f"Matter {i % 29}", body="x", company="Rare" if i % 60 == 0 else "Common"),
            1,
            i * EACH,
            (i + 1) * EACH,
        )
        for i in range(articles)
    ]
    return Segment.assemble(indexed, chunks, vectors.astype(np.float32))


def _exactly(segment: Segment) -> Segment:
    return Segment(*(getattr(segment, n) for n in Segment.__dataclass_fields__ if n != "sketch"))


def _ranked(segment: Segment, query: ArticleQuery) -> list[Ranked]:
    view = View((segment,), (np.ones(len(segment.articles), dtype=bool),), None)
    return rank(view, query, vector=query.vector, fusion=Fusion())


def test_a_middling_index_ranks_as_exact_comparison_does() -> None:
    segment = _segment(LEAST // EACH + 200)
    exact = _exactly(segment)
    assert segment.sketch is not None
    assert exact.sketch is None
    rng = np.random.default_rng(5)
    shared = 0
    for _ in range(40):
        near, around = segment.vectors[rng.integers(len(segment.vectors), size=2)] + 0.05 * rng.standard_normal(
            (2, DIMS)
        )
        query = ArticleQuery(
            text="matter 5",
            vector=(near / np.linalg.norm(near)).astype(np.float32),
            context_vector=(around / np.linalg.norm(around)).astype(np.float32),
            limit=3,
        )
        ours, theirs = _ranked(segment, query), _ranked(exact, query)
        first, other = ours[0], theirs[0]
        assert (first.id, first.chunk) == (other.id, other.chunk)
        assert np.allclose(first.signals, other.signals, atol=1e-5)
        assert abs(first.score - other.score) < 0.1 * other.score
        shared += len({one.id for one in ours[:3]} & {one.id for one in theirs[:3]})
    assert shared >= 0.97 * 3 * 40


def test_vectors_that_few_directions_do_not_hold_are_compared_exactly() -> None:
    vectors = np.random.default_rng(2).standard_normal((3_000, 384)).astype(np.float32)
    assert Sketch.of(Field(vectors, vectors, np.arange(3_000))) is None


def test_a_question_of_words_alone_is_compared_exactly() -> None:
    segment = _segment(LEAST // EACH + 200)
    ours, theirs = (_ranked(s, ArticleQuery(text="matter 7", limit=3)) for s in (segment, _exactly(segment)))
    assert [(one.id, one.chunk, one.score) for one in ours] == [(one.id, one.chunk, one.score) for one in theirs]


def test_a_narrow_filter_finds_what_exact_comparison_finds() -> None:
    segment = _segment(LEAST // EACH + 200)
    narrow = ArticleQuery(vector=segment.vectors[4], filters=ArticleFilters(company="Rare"), limit=3)
    ours, theirs = _ranked(segment, narrow), _ranked(_exactly(segment), narrow)
    assert [(one.id, one.chunk) for one in ours[:3]] == [(one.id, one.chunk) for one in theirs[:3]]
    assert np.allclose([one.score for one in ours[:3]], [one.score for one in theirs[:3]], rtol=0.1)
    assert {int(one.id[1:]) % 60 for one in ours} == {0}
