"""What speaks for each article: passage and article vectors, BM25 fields, the company that was named.

A middling segment is first compared roughly (see `sketch`). A large one is not scored whole: near passages, the best
lexical matches and a sample of the others are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.ports import NO_FILTERS, ArticleQuery
from assist.core.text.remembered import remembered
from assist.knowledge.lexical import Occurrences, terms_of
from assist.knowledge.nearness import Usual
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
class Part:
    """Signals (n, len(SIGNALS)) of `rows` (n,) of a segment, ascending; allowed (n,): which of them pass the filters.

    usual: over all live articles, so that filters leave scores as they are; words: where the query's stand in whole
    articles; fit (p,): how well passages fit, by cosine or, without a vector, by words, those of each of the rows from
    `starts` (n,) on; None while nearness is estimated only; asked: the query's vectors.
    """

    segment: Segment
    rows: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    signals: FloatArray
    usual: Usual
    words: Occurrences
    fit: FloatArray | None
    starts: NDArray[np.int64]
    asked: tuple[FloatArray | None, FloatArray | None] = (None, None)

    @property
    def rough(self) -> bool:
        """Whether nearness is estimated."""
        return self.fit is None

    def closer(self, places: NDArray[np.int64]) -> "Part":
        """The articles at some places (k,), ascending, with exact signals."""
        rows = self.rows[places]
        field = self.segment.field.some(rows)
        near, fit = field.near(*self.asked)
        signals = _in_order(near, _of_words(self.signals[places]))
        return replace(self, rows=rows, allowed=self.allowed[places], signals=signals, fit=fit, starts=field.starts)

    def best_passage(self, place: int) -> int:
        """The passage to show of the article at a place among `rows`."""
        if self.fit is None:
            return self.closer(np.array([place])).best_passage(0)
        article = self.segment.articles[int(self.rows[place])]
        start = int(self.starts[place])
        return article.first + int(np.argmax(self.fit[start : start + article.last - article.first]))


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
        heard = chain.from_iterable(map(_terms, query.said.split("\n"))) if query.said else text
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
    """The signals of live articles, segment by segment. `words`: of the query, where known."""
    filled = [(s, live) for s, live in zip(view.segments, view.live, strict=True) if len(s.articles)]
    if not filled:
        return []
    reference = max((segment for segment, _ in filled), key=lambda segment: len(segment.articles))
    words = words or Words.of(query)
    return [
        _score(segment, live & segment.facets.allowed(NO_FILTERS), query, vector, words, reference)
        for segment, live in filled
    ]


def _score(
    segment: Segment,
    live: NDArray[np.bool_],
    query: ArticleQuery,
    vector: FloatArray | None,
    said: Words,
    reference: Segment,
) -> Part:
    passages, weighed = segment.lexical.passage, reference.lexical
    matched = passages.scores(passages.occurrences(weighed.passage.weigh(said.asked)))
    whole = segment.lexical.whole.occurrences(weighed.whole.weigh(said.asked))
    words = _words(segment, said, matched, whole, reference)
    rows = np.flatnonzero(live)
    told = words if len(rows) == len(words) else words[rows]  # of the live ones
    allowed = live if query.filters == NO_FILTERS else live & segment.facets.allowed(query.filters)
    asked = (vector, query.context_vector)
    if segment.sketch is not None and vector is not None and segment.sketch.serves(live):
        near, of_near = segment.sketch.near(*asked, live)
        usual = _usual(of_near, Usual.of(told))
        return Part(segment, rows, allowed[rows], _in_order(near, told), usual, whole, None, segment.starts, asked)
    if segment.neighbours is not None and len(rows) > 4 * SAMPLE:
        sample = rows[:: len(rows) // SAMPLE]
        rows = _candidates(segment, allowed, sample, asked, words[:, :3])
        field = segment.field.some(rows)
        near, fit = field.near(*asked)
        usual = _usual(Usual.of(near[np.isin(rows, sample)]), Usual.of(told))
        signals, passing = _in_order(near, words[rows]), allowed[rows]
        if fit is not None:
            return Part(segment, rows, passing, signals, usual, whole, fit, field.starts)
        return Part(segment, rows, passing, signals, usual, whole, matched, segment.starts[rows])
    near, fit = segment.field.near(*asked)
    signals, fit = _in_order(near[rows], told), matched if fit is None else fit
    return Part(segment, rows, allowed[rows], signals, Usual.of(signals), whole, fit, segment.starts[rows])


def _usual(of_near: Usual, of_words: Usual) -> Usual:
    return Usual(of_words.count, _in_order(of_near.mean, of_words.mean), _in_order(of_near.variance, of_words.variance))


def _in_order(near: FloatArray, words: FloatArray) -> FloatArray:
    """(..., len(SIGNALS)) of (..., 3) from `Field.near` and (..., 5) from `_words`."""
    return np.concatenate([near[..., :2], words[..., :3], near[..., 2:], words[..., 3:]], axis=-1)


def _of_words(signals: FloatArray) -> FloatArray:
    """(n, 5): what `_in_order` put there of `_words`."""
    return np.concatenate([signals[:, 2:5], signals[:, 6:]], axis=1)


def _words(segment: Segment, said: Words, matched: FloatArray, asked: Occurrences, reference: Segment) -> FloatArray:
    """(n_articles, 5): lexical, title, terms, context_lexical, company."""
    whole, titles = segment.lexical.whole, segment.lexical.title
    return np.stack(
        [
            whole.scores(asked),
            titles.scores(titles.occurrences(reference.lexical.title.weigh(said.asked))),
            segment.best_by_article(matched),
            whole.scores(whole.occurrences(reference.lexical.whole.weigh(said.around))),
            _named_companies(segment, said.heard, reference),
        ],
        axis=1,
    )


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
