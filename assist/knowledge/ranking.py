"""Which live articles fit a query best: passage and article vectors, three BM25 fields, fused on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.ports import ArticleQuery
from assist.knowledge.lexical import terms_of
from assist.knowledge.segment import Segment

NEAR_DUPLICATE = 0.985  # cosine of the best passages from which two articles count as the same card
RANKED = 10  # at least as many are ranked, since the calibration reads the spread of scores
SPARE = 8  # articles ranked beyond the limit, so that collapsed duplicates leave no gap

SIGNALS = ("passage", "article", "lexical", "title", "terms", "context", "context_lexical", "company")


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights of the signals, each in standard deviations over all articles that pass the filters.

    passage: best passage's cosine; article: cosine of the article's mean; lexical, title, terms: BM25 over whole
    articles, titles and the best passage; context, context_lexical: passage cosine and BM25 of what the other side
    said; company: share of the name of the article's company that was said. Defaults fitted by
    evaluation/train/articles.py on gold train.
    """

    passage: float = 0.55
    article: float = 0.45
    lexical: float = 0.28
    title: float = 0.06
    terms: float = 0.16
    context: float = 0.32
    context_lexical: float = 0.52
    company: float = 0.75

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Fusion":
        """From the artifact's array `fusion` (len(SIGNALS),)."""
        return cls(**dict(zip(SIGNALS, (float(weight) for weight in arrays["fusion"]), strict=True)))

    def combine(self, signals: FloatArray) -> FloatArray:
        """(n,) fused scores of n articles from `signals` (n, len(SIGNALS))."""
        weights = np.array([getattr(self, name) for name in SIGNALS], dtype=np.float32)
        return np.asarray(standardise(signals) @ weights, dtype=np.float32)


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
class Ranked:
    """An article's place: its segment and row there, its best passage, the raw signals and the fused score."""

    segment: Segment
    row: int
    chunk: int
    signals: FloatArray
    score: float
    covered: float

    @property
    def id(self) -> str:
        """The article's id."""
        return self.segment.articles[self.row].article.id

    def value(self, name: str) -> float:
        """One raw signal."""
        return float(self.signals[SIGNALS.index(name)])


def query_terms(query: ArticleQuery) -> dict[str, float]:
    """Stemmed terms of text and weighted terms; a term counts once in each sentence."""
    weights: dict[str, float] = {}
    for term in terms_of(query.text):
        weights[term] = weights.get(term, 0.0) + 1.0
    for term, weight in weighted_terms(query.terms).items():
        weights[term] = weights.get(term, 0.0) + weight
    return weights


def weighted_terms(texts: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Stemmed terms of weighted texts."""
    weights: dict[str, float] = {}
    for text, weight in texts:
        for term in dict.fromkeys(terms_of(text)):
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def standardise(signals: FloatArray) -> FloatArray:
    """Each column (n, ...) in standard deviations from its mean; a constant column becomes 0."""
    if not len(signals):
        return signals
    deviation = signals.std(axis=0)
    return (signals - signals.mean(axis=0)) / np.where(deviation > 1e-6, deviation, np.float32(np.inf))


def rank(view: View, query: ArticleQuery, *, vector: FloatArray | None, fusion: Fusion) -> list[Ranked]:
    """Live articles that pass the filters, best first, near-duplicates collapsed; `RANKED` where there are as many.

    `vector` (dims,) unit length, or None for lexical only.
    """
    parts = score_articles(view, query, vector=vector)
    if not parts:
        return []
    reference = max(parts, key=lambda part: len(part.segment.articles)).segment
    weighed = reference.lexical.whole.weigh(query_terms(query))
    fused = fusion.combine(np.concatenate([part.signals for part in parts]))
    count = max(query.limit, RANKED)
    found: list[Ranked] = []
    start = 0
    for part in parts:
        values = fused[start : start + len(part.rows)]
        start += len(part.rows)
        best = _best(values, count + SPARE)
        covered = part.segment.lexical.whole.covered(weighed, part.rows[best])
        for i, share in zip(best, covered, strict=True):
            row = int(part.rows[i])
            chunk = _best_passage(part, row)
            found.append(Ranked(part.segment, row, chunk, part.signals[i], float(values[i]), float(share)))
    found.sort(key=lambda one: (-one.score, one.segment.articles[one.row].article.id))
    return _without_duplicates(found, count)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Signals (n, len(SIGNALS)) of the allowed `rows` (n,) of a segment; `fit` (n_chunks,): how well each
    passage fits, by cosine or, without a vector, by its words."""

    segment: Segment
    rows: NDArray[np.int64]
    signals: FloatArray
    fit: FloatArray


def score_articles(view: View, query: ArticleQuery, *, vector: FloatArray | None) -> list[Part]:
    """The signals of every live article that passes the filters, segment by segment."""
    filled = [(s, live) for s, live in zip(view.segments, view.live, strict=True) if len(s.articles)]
    if not filled:
        return []
    reference = max((segment for segment, _ in filled), key=lambda segment: len(segment.articles))
    terms, context = query_terms(query), weighted_terms(query.context_terms)
    return [
        _score(segment, live & segment.facets.allowed(query.filters), query, vector, terms, context, reference)
        for segment, live in filled
    ]


def _score(
    segment: Segment,
    allowed: NDArray[np.bool_],
    query: ArticleQuery,
    vector: FloatArray | None,
    terms: dict[str, float],
    context: dict[str, float],
    reference: Segment,
) -> Part:
    """The signals of every allowed article."""
    similar, around = (_similarities(segment, v) for v in (vector, query.context_vector))
    matched = segment.lexical.passage.scores(reference.lexical.passage.weigh(terms))
    whole, titles = segment.lexical.whole, segment.lexical.title
    none = np.zeros(len(segment.articles), dtype=np.float32)
    signals = np.stack(
        [
            none if similar is None else segment.best_by_article(similar),
            none if vector is None else segment.means @ vector,
            whole.scores(reference.lexical.whole.weigh(terms)),
            titles.scores(reference.lexical.title.weigh(terms)),
            segment.best_by_article(matched),
            none if around is None else segment.best_by_article(around),
            whole.scores(reference.lexical.whole.weigh(context)) if context else none,
            _named_companies(segment, query.said or query.text, reference),
        ],
        axis=1,
    )
    rows = np.flatnonzero(allowed)
    return Part(segment, rows, signals[rows], matched if similar is None else similar)


def _named_companies(segment: Segment, said: str, reference: Segment) -> FloatArray:
    """(n_articles,) share, 0-1, of the words of each article's company that were said; rare words count more."""
    facets = segment.facets
    if facets.companies in ((), ("",)):
        return np.zeros(len(segment.articles), dtype=np.float32)
    heard = frozenset(terms_of(said))
    shares = np.zeros(len(facets.companies), dtype=np.float32)
    for place, name in enumerate(facets.companies):
        weights = {term: reference.lexical.whole.weight_of(term) for term in terms_of(name)}
        total = sum(weights.values())
        shares[place] = sum(weight for term, weight in weights.items() if term in heard) / total if total else 0.0
    return shares[facets.company_of]


def _best(values: FloatArray, count: int) -> NDArray[np.int64]:
    """Places of the highest values, best first."""
    if len(values) <= count:
        return np.argsort(-values, kind="stable")
    top = np.argpartition(-values, count)[:count]
    return top[np.argsort(-values[top], kind="stable")]


def _best_passage(part: Part, row: int) -> int:
    article = part.segment.articles[row]
    return article.first + int(np.argmax(part.fit[article.first : article.last]))


def _similarities(segment: Segment, vector: FloatArray | None) -> FloatArray | None:
    """(n_chunks,) cosines; one matrix-vector product each, measured faster than one product for two vectors."""
    return None if vector is None else np.asarray(segment.vectors @ vector, dtype=np.float32)


def _without_duplicates(ranked: Sequence[Ranked], count: int) -> list[Ranked]:
    kept: list[Ranked] = []
    for one in ranked:
        vector = one.segment.vectors[one.chunk]
        if all(float(vector @ other.segment.vectors[other.chunk]) < NEAR_DUPLICATE for other in kept):
            kept.append(one)
        if len(kept) == count:
            break
    return kept
