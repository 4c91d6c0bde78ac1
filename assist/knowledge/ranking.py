"""Which live articles fit a query best: their signals fused on one scale, near-duplicates collapsed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.ports import NO_FILTERS, ArticleQuery
from assist.knowledge.nearness import Usual
from assist.knowledge.segment import Segment
from assist.knowledge.signals import SIGNALS, View, Words, score_articles

NEAR_DUPLICATE = 0.985  # cosine of the best passages from which two articles count as the same card
RANKED = 10  # at least as many are ranked, since the calibration reads the spread of scores
LOOKED_INTO = 4  # times as many articles are compared exactly where the first comparison is rough
# A company's few articles are all of its one trade: against them alone nothing stands out, and the right article seems
# as doubtful as the wrong ones. So small collections are filled up with strangers to the size that was trained on.
FAMILIAR = 96
# What they have on gold train: mean and deviation of cosines, and, as shares of the own articles' mean, of words; the
# company's name tells nothing here.
STRANGE_COSINES = ((0.21, 0.075), (0.17, 0.08), (0.21, 0.075))
STRANGE_WORDS = {"lexical": (0.55, 0.31), "title": (0.35, 0.84), "terms": (0.65, 0.33), "context_lexical": (0.51, 0.26)}
SPARE = 8  # articles ranked beyond the limit, so that collapsed duplicates leave no gap


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights of the signals, each in standard deviations over all live articles.

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

    def combine(self, signals: FloatArray, usual: Usual | None = None) -> FloatArray:
        """(n,) fused scores of n articles from `signals` (n, len(SIGNALS)); `usual`: of all articles, where known."""
        weights = np.array([getattr(self, name) for name in SIGNALS], dtype=np.float32)
        usual = usual or Usual.of(signals)
        return np.asarray((signals - usual.mean) @ (weights * _per_deviation(usual)), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """An article's place: its segment and row there, its best passage, the raw signals and the fused score.

    tenth: the tenth best score without the filters, where there are any.
    """

    segment: Segment
    row: int
    chunk: int
    signals: FloatArray
    score: float
    covered: float
    tenth: float | None = None

    @property
    def id(self) -> str:
        """The article's id."""
        return self.segment.articles[self.row].article.id

    def value(self, name: str) -> float:
        """One raw signal."""
        return float(self.signals[SIGNALS.index(name)])


def among_strangers(usual: Usual) -> Usual:
    """What is usual for the articles of a small collection, as if it were one of many in a larger one."""
    cosines = dict(zip(("passage", "article", "context"), STRANGE_COSINES, strict=True))
    means, deviations = usual.mean.copy(), np.sqrt(usual.variance)
    for place, name in enumerate(SIGNALS):
        if name in cosines and usual.mean[place]:
            means[place], deviations[place] = cosines[name]
        elif name in STRANGE_WORDS:
            means[place], deviations[place] = usual.mean[place] * np.array(STRANGE_WORDS[name], dtype=np.float32)
    return usual.among(FAMILIAR, Usual(0, means, deviations**2))


def standardise(signals: FloatArray) -> FloatArray:
    """Each column (n, s) in deviations from its mean; a constant column becomes 0."""
    usual = Usual.of(signals)
    return np.asarray((signals - usual.mean) * _per_deviation(usual), dtype=np.float32)


def _per_deviation(usual: Usual) -> FloatArray:
    deviation = np.sqrt(usual.variance)
    return np.asarray(1 / np.where(deviation > 1e-6, deviation, np.inf), dtype=np.float32)


def rank(
    view: View, query: ArticleQuery, *, vector: FloatArray | None, fusion: Fusion, words: Words | None = None
) -> list[Ranked]:
    """Live articles that pass the filters, best first, near-duplicates collapsed; `RANKED` where there are as many.
    Refused ones are left out, and so are their near-duplicates that are ranked behind them.

    `vector` (dims,) unit length, or None for lexical only; `words`: of the query, where known.
    """
    words = words or Words.of(query)
    parts = score_articles(view, query, vector=vector, words=words)
    if not parts:
        return []
    usual = among_strangers(Usual.pooled([part.usual for part in parts]))
    wanted = max(query.limit, RANKED)
    count = wanted + len(query.refused)
    found: list[Ranked] = []
    everybody: list[FloatArray] = []
    for part in parts:
        values = fusion.combine(part.signals, usual)
        everybody.append(values)
        if part.rough:
            part = part.closer(np.sort(_best(values, LOOKED_INTO * (count + SPARE), part.allowed)))
            values = fusion.combine(part.signals, usual)
        best = _best(values, count + SPARE, part.allowed)
        covered = part.segment.lexical.whole.covered(part.words, part.rows[best]).tolist()
        for i, share in zip(best.tolist(), covered, strict=True):
            row, passage = int(part.rows[i]), part.best_passage(i)
            found.append(Ranked(part.segment, row, passage, part.signals[i], float(values[i]), share))
    found.sort(key=lambda one: (-one.score, one.segment.articles[one.row].article.id))
    kept = [one for one in _without_duplicates(found, count) if one.id not in query.refused][:wanted]
    if query.filters == NO_FILTERS:
        return kept
    scores = np.concatenate(everybody)
    tenth = float(scores[_best(scores, RANKED)[-1]]) if len(scores) else None
    return [replace(one, tenth=tenth) for one in kept]


def _best(values: FloatArray, count: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Places of the highest values, best first; only `allowed` ones."""
    if allowed is not None and not allowed.all():
        places = np.flatnonzero(allowed)
        return places[_best(values[places], count)]
    if len(values) <= count:
        return np.argsort(-values, kind="stable")
    top = np.argpartition(-values, count)[:count]
    return top[np.argsort(-values[top], kind="stable")]


def _without_duplicates(ranked: Sequence[Ranked], count: int) -> list[Ranked]:
    if not ranked:
        return []
    vectors = _vectors_of(ranked)
    alike = np.tril(vectors @ vectors.T >= NEAR_DUPLICATE, -1)
    if not alike.any():
        return list(ranked[:count])
    kept: list[int] = []
    for place in range(len(ranked)):
        if not alike[place, kept].any():
            kept.append(place)
        if len(kept) == count:
            break
    return [ranked[place] for place in kept]


def _vectors_of(ranked: Sequence[Ranked]) -> FloatArray:
    """(len(ranked), dims) of the best passages."""
    if all(one.segment is ranked[0].segment for one in ranked):
        return ranked[0].segment.vectors[[one.chunk for one in ranked]]
    return np.stack([one.segment.vectors[one.chunk] for one in ranked])
