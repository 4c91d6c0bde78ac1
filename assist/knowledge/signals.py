"""What speaks for each article: passage and article vectors, BM25 fields, the company that was named.

A large segment is not scored whole: near passages, the best lexical matches and a sample of the others are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.ports import ArticleQuery
from assist.core.text.remembered import remembered
from assist.knowledge.lexical import terms_of
from assist.knowledge.segment import Segment

SIGNALS = ("passage", "article", "lexical", "title", "terms", "context", "context_lexical", "company")
SAMPLE = 1_000  # articles of a large segment from which a signal's usual mean and deviation are taken
MATCHES = 100  # best articles of each lexical signal that are candidates


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What is searchable now: segments and, per segment, which articles are live (n_articles,)."""

    segments: tuple[Segment, ...]
    live: tuple[NDArray[np.bool_], ...]
    snapshot: str | None

    @property
    def count(self) -> int:
        """Live articles."""
        return int(sum(mask.sum() for mask in self.live))


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """The passages of articles `rows` (n,) of a segment, side by side; `chunks` None: of all its articles."""

    segment: Segment
    rows: NDArray[np.int64] | None
    chunks: NDArray[np.int64] | None
    starts: NDArray[np.int64]

    @classmethod
    def whole(cls, segment: Segment) -> "Passages":
        """All of them, without copying."""
        return cls(segment, None, None, segment.starts)

    @classmethod
    def of(cls, segment: Segment, rows: NDArray[np.int64]) -> "Passages":
        """Those of some articles."""
        ranges = [np.arange(segment.articles[row].first, segment.articles[row].last) for row in rows]
        starts = np.cumsum([0, *(len(one) for one in ranges[:-1])])
        return cls(segment, rows, np.concatenate(ranges), np.asarray(starts, dtype=np.int64))

    def similarities(self, vectors: FloatArray) -> FloatArray:
        """(k, passages) cosines with k vectors (k, dims).

        By einsum, which reads the passages once for all of them: 2.4 ms for two over 20,000 passages, where BLAS takes
        4.1 to 7.4 ms for one product and 5.3 ms for two.
        """
        passages = self.segment.vectors if self.chunks is None else self.segment.vectors[self.chunks]
        return np.asarray(np.einsum("ij,kj->ik", passages, vectors), dtype=np.float32).T

    def article_similarities(self, vector: FloatArray) -> FloatArray:
        """(n,) cosines of the articles' means."""
        means = self.segment.means if self.rows is None else self.segment.means[self.rows]
        return np.asarray(np.einsum("ij,j->i", means, vector), dtype=np.float32)

    def highest(self, values: FloatArray) -> FloatArray:
        """(n,) the highest of each article's `values` (passages,)."""
        return np.asarray(np.maximum.reduceat(values, self.starts), dtype=np.float32) if len(values) else values

    def fittest(self, row: int, values: FloatArray) -> int:
        """The segment's passage with the highest of `values` among those of article `row`."""
        article = self.segment.articles[row]
        if self.rows is None:
            return article.first + int(np.argmax(values[article.first : article.last]))
        start = int(self.starts[np.searchsorted(self.rows, row)])
        return article.first + int(np.argmax(values[start : start + article.last - article.first]))


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """Mean and variance of each signal (len(SIGNALS),) over `count` articles."""

    count: int
    mean: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, signals: FloatArray) -> "Usual":
        """Of signals (n, len(SIGNALS)); zeros for none."""
        if not len(signals):
            return cls(0, np.zeros(signals.shape[1:], np.float32), np.zeros(signals.shape[1:], np.float32))
        return cls(len(signals), signals.mean(axis=0), signals.var(axis=0))

    @classmethod
    def pooled(cls, parts: Sequence["Usual"]) -> "Usual":
        """As if all articles had been looked at together."""
        if len(parts) == 1:
            return parts[0]
        shares = np.array([part.count for part in parts], dtype=np.float32) / max(1, sum(p.count for p in parts))
        mean: FloatArray = np.asarray(shares @ np.stack([part.mean for part in parts]), dtype=np.float32)
        apart = np.stack([part.variance + (part.mean - mean) ** 2 for part in parts])
        return cls(sum(part.count for part in parts), mean, np.asarray(shares @ apart, dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Signals (n, len(SIGNALS)) of `rows` (n,) of a segment, ascending.

    usual: over all allowed articles, estimated for vectors of a large segment; fit (passages,): how well each of
    `passages` fits, by cosine or, without a vector, by its words.
    """

    segment: Segment
    rows: NDArray[np.int64]
    signals: FloatArray
    usual: Usual
    passages: Passages
    fit: FloatArray

    def best_passage(self, row: int) -> int:
        """The passage of article `row` to show."""
        return self.passages.fittest(row, self.fit)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Stemmed terms of a query with their weights, read once: asked, of the other side (`around`), and all `heard`."""

    asked: dict[str, float]
    around: dict[str, float]
    heard: frozenset[str]

    @classmethod
    def of(cls, query: ArticleQuery) -> "Words":
        """A term counts as often as it stands in `text`, and once in each weighted sentence."""
        text = _terms(query.text)
        asked: dict[str, float] = {}
        for term in text:
            asked[term] = asked.get(term, 0.0) + 1.0
        for term, weight in _weighted_terms(query.terms).items():
            asked[term] = asked.get(term, 0.0) + weight
        heard = frozenset(term for line in query.said.split("\n") for term in _terms(line)) if query.said else text
        return cls(asked, _weighted_terms(query.context_terms), frozenset(heard))


@remembered(maxsize=8_192)
def _terms(text: str) -> tuple[str, ...]:
    """Of a sentence or message, which comes again with every later message of its conversation."""
    return tuple(terms_of(text))


def _weighted_terms(texts: Sequence[tuple[str, float]]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text, weight in texts:
        for term in dict.fromkeys(_terms(text)):
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def score_articles(
    view: View, query: ArticleQuery, *, vector: FloatArray | None, words: Words | None = None
) -> list[Part]:
    """The signals of live articles that pass the filters, segment by segment. `words`: of the query, where known."""
    filled = [(s, live) for s, live in zip(view.segments, view.live, strict=True) if len(s.articles)]
    if not filled:
        return []
    reference = max((segment for segment, _ in filled), key=lambda segment: len(segment.articles))
    words = words or Words.of(query)
    return [
        _score(segment, live & segment.facets.allowed(query.filters), query, vector, words, reference)
        for segment, live in filled
    ]


def _score(
    segment: Segment,
    allowed: NDArray[np.bool_],
    query: ArticleQuery,
    vector: FloatArray | None,
    said: Words,
    reference: Segment,
) -> Part:
    matched = segment.lexical.passage.scores(reference.lexical.passage.weigh(said.asked))
    words = _words(segment, said, matched, reference)
    rows = np.flatnonzero(allowed)
    sample = None
    if segment.neighbours is not None and len(rows) > 4 * SAMPLE:
        sample = rows[:: len(rows) // SAMPLE]
        rows = _candidates(segment, allowed, sample, (vector, query.context_vector), words[:, :3])
    passages = Passages.whole(segment) if sample is None else Passages.of(segment, rows)
    near, fit = _nearness(passages, vector, query.context_vector)
    near = near[rows] if sample is None else near
    if fit is None:
        fit = matched if passages.chunks is None else matched[passages.chunks]
    signals = _in_order(near, words[rows])
    usual = Usual.of(signals)
    if sample is not None:
        of_near, of_words = Usual.of(near[np.isin(rows, sample)]), Usual.of(words[allowed])
        usual = Usual(
            int(allowed.sum()),
            _in_order(of_near.mean, of_words.mean),
            _in_order(of_near.variance, of_words.variance),
        )
    return Part(segment, rows, signals, usual, passages, fit)


def _in_order(near: FloatArray, words: FloatArray) -> FloatArray:
    """(..., len(SIGNALS)) of (..., 3) from `_nearness` and (..., 5) from `_words`."""
    return np.concatenate([near[..., :2], words[..., :3], near[..., 2:], words[..., 3:]], axis=-1)


def _words(segment: Segment, said: Words, matched: FloatArray, reference: Segment) -> FloatArray:
    """(n_articles, 5): lexical, title, terms, context_lexical, company."""
    whole, titles = segment.lexical.whole, segment.lexical.title
    return np.stack(
        [
            whole.scores(reference.lexical.whole.weigh(said.asked)),
            titles.scores(reference.lexical.title.weigh(said.asked)),
            segment.best_by_article(matched),
            whole.scores(reference.lexical.whole.weigh(said.around)),
            _named_companies(segment, said.heard, reference),
        ],
        axis=1,
    )


def _nearness(
    passages: Passages, vector: FloatArray | None, around: FloatArray | None
) -> tuple[FloatArray, FloatArray | None]:
    """(n, 3) passage, article, context; and the passages' cosines with `vector`."""
    none = np.zeros(len(passages.starts), dtype=np.float32)
    given = [one for one in (vector, around) if one is not None]
    near = list(passages.similarities(np.stack(given))) if given else []
    fit = None if vector is None else near[0]
    columns = (
        none if fit is None else passages.highest(fit),
        none if vector is None else passages.article_similarities(vector),
        none if around is None else passages.highest(near[-1]),
    )
    return np.stack(columns, axis=1), fit


def _candidates(
    segment: Segment,
    allowed: NDArray[np.bool_],
    sample: NDArray[np.int64],
    vectors: Sequence[FloatArray | None],
    words: FloatArray,
) -> NDArray[np.int64]:
    """Rows, ascending, of the sample and of articles that may fit: by a near passage or among the best by words."""
    found: list[NDArray[Any]] = [sample]
    passes = None if allowed.all() else np.repeat(allowed, np.diff(segment.starts, append=len(segment.chunks)))
    for vector in vectors:
        if vector is not None and segment.neighbours is not None:
            near = segment.neighbours.search(vector, passes)
            found.append(np.searchsorted(segment.starts, near, side="right") - 1)
    for column in words.T:
        scores = np.where(allowed, column, 0)
        top = np.argpartition(-scores, MATCHES)[:MATCHES]
        found.append(top[scores[top] > 0])
    return np.unique(np.concatenate(found))


def _named_companies(segment: Segment, heard: frozenset[str], reference: Segment) -> FloatArray:
    """(n_articles,) share, 0-1, of the words of each article's company that were said; rare words count more."""
    facets = segment.facets
    shares = np.zeros(len(facets.companies), dtype=np.float32)
    for place, terms in enumerate(facets.company_terms):
        if heard.isdisjoint(terms):
            continue
        weights = {term: reference.lexical.whole.weight_of(term) for term in terms}
        total = sum(weights.values())
        shares[place] = sum(weight for term, weight in weights.items() if term in heard) / total if total else 0.0
    return shares[facets.company_of]
