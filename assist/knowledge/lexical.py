"""BM25 over articles with weighted query terms and terms that may be masked out.

Own code instead of bm25s: its index takes neither weighted query terms nor deletions, and both are needed for every
conversation query. Formula: Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75, idf as in Lucene.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import Stemmer
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

K1 = 1.2
B = 0.75
_TOKEN = re.compile(r"[a-z0-9]+(?:[-_.'/][a-z0-9]+)*")
_PART = re.compile(r"[a-z]+|\d+")
_STEMMER = Stemmer.Stemmer("english")
STOP_WORDS = frozenset(
    "a about am an and any are as at be been but by can could did do does doing don for from get got had has have he "
    "her here him his how i if in into is it its just me more my no not of off on or our out please she so some such "
    "than that the their them then there these they this those to too up us very was we were what when where which who "
    "why will with would you your yours i'm it's i've don't can't didn't doesn't isn't i'd i'll that's what's hi hello "
    "hey thanks thank ok okay yes yeah sure dear regards".split()
)


def terms_of(text: str) -> list[str]:
    """Stemmed terms; codes such as `pay-415` stay whole and also count by their parts."""
    terms: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token in STOP_WORDS:
            continue
        parts = _PART.findall(token)
        if len(parts) > 1:
            terms.append(token)
            terms += [_stem(part) for part in parts if len(part) > 1 and part not in STOP_WORDS]
        else:
            terms.append(_stem(token))
    return terms


@remembered(maxsize=65_536)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where weighted terms stand: document, tf part and the term's weight of each posting (n,); total: of all terms'
    weights, those of unknown ones too."""

    docs: NDArray[np.int32]
    impacts: FloatArray
    weights: FloatArray
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """Postings in compressed rows: term t occurs in docs[indptr[t]:indptr[t+1]] with these `impacts` (tf part).

    counts: how often, one a posting; lengths (count,): terms of each document. From these two a changed index is made.
    """

    vocabulary: dict[str, int]
    indptr: NDArray[np.int64]
    docs: NDArray[np.int32]
    impacts: FloatArray
    idf: FloatArray
    count: int
    counts: NDArray[np.int32]
    lengths: FloatArray

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "LexicalIndex":
        """From each document's terms (repeat terms to weight a field)."""
        vocabulary: dict[str, int] = {}
        return cls._of(vocabulary, _postings(documents, vocabulary), _lengths(documents))

    def updated(self, kept: NDArray[np.bool_], added: Sequence[Sequence[str]]) -> "LexicalIndex":
        """The index of the `kept` (count,) documents followed by the `added` ones, as if built anew.

        Only the added documents are read: that is what makes a rebuild with few changes cheap.
        """
        places = (np.cumsum(kept) - 1).astype(np.int64)
        stays = kept[self.docs]
        terms = np.repeat(np.arange(len(self.vocabulary), dtype=np.int64), np.diff(self.indptr))
        old = np.stack([terms[stays], places[self.docs[stays]], self.counts[stays].astype(np.int64)])
        vocabulary = dict(self.vocabulary)
        fresh = _postings(added, vocabulary)
        fresh[1] += int(kept.sum())
        postings = np.concatenate([old, fresh], axis=1)
        return self._of(vocabulary, postings, np.concatenate([self.lengths[kept], _lengths(added)]))

    @classmethod
    def _of(cls, vocabulary: dict[str, int], postings: NDArray[np.int64], lengths: FloatArray) -> "LexicalIndex":
        """From postings (3, n): term, document, count. Terms that occur nowhere (any more) are dropped."""
        frequencies = np.bincount(postings[0], minlength=len(vocabulary))
        used = frequencies > 0
        numbers = np.cumsum(used) - 1
        terms, docs, counts = numbers[postings[0]], postings[1], postings[2]
        order = np.argsort(terms * max(len(lengths), 1) + docs, kind="stable")
        docs, tf = docs[order], counts[order].astype(np.float32)
        frequencies = frequencies[used]
        mean = float(lengths.mean()) if len(lengths) else 0.0
        norm = K1 * (1 - B + B * lengths / max(mean, 1e-9))
        return cls(
            {term: int(numbers[row]) for term, row in vocabulary.items() if used[row]},
            np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64),
            docs.astype(np.int32),
            (tf * (K1 + 1) / (tf + norm[docs])).astype(np.float32),
            np.log1p((len(lengths) - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32),
            len(lengths),
            counts[order].astype(np.int32),
            lengths,
        )

    def scores(self, found: Occurrences) -> FloatArray:
        """(count,) scores for weighted terms."""
        return np.bincount(found.docs, found.weights * found.impacts, self.count).astype(np.float32)

    def covered(self, found: Occurrences, docs: NDArray[np.int64]) -> FloatArray:
        """(n,) shares of the terms' weight that each of the documents `docs` (n,) contains, 0-1."""
        if not found.total:
            return np.zeros(len(docs), dtype=np.float32)
        held = np.bincount(found.docs, found.weights, self.count)
        return np.asarray(held[docs] / found.total, dtype=np.float32)

    def occurrences(self, terms: Mapping[str, float]) -> Occurrences:
        """Of weighted terms; the weights already hold each term's idf (see `weigh`)."""
        known = [(row, weight) for row, weight in zip(self._rows(terms), terms.values(), strict=True) if row >= 0]
        rows = np.array([row for row, _ in known], dtype=np.int64)
        weights = np.array([weight for _, weight in known], dtype=np.float32)
        starts = self.indptr[rows]
        sizes = self.indptr[rows + 1] - starts
        begun = np.cumsum(sizes) - sizes
        places = np.repeat(starts - begun, sizes) + np.arange(int(sizes.sum()))
        return Occurrences(self.docs[places], self.impacts[places], np.repeat(weights, sizes), sum(terms.values()))

    def _rows(self, terms: Iterable[str]) -> list[int]:
        """Of each term, -1 where it is unknown."""
        return [self.vocabulary.get(term, -1) for term in terms]

    def weigh(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Terms with their weights times idf (that of an unseen term where one is unknown): one large index can weigh
        for small ones whose idf means little."""
        rows = np.array(self._rows(terms), dtype=np.int64)
        idf = np.full(len(rows), self._unseen)
        idf[rows >= 0] = self.idf[rows[rows >= 0]]
        return {term: weight * rarity for (term, weight), rarity in zip(terms.items(), idf.tolist(), strict=True)}

    def weight_of(self, term: str) -> float:
        """idf of a term; that of an unseen one where it is unknown."""
        row = self.vocabulary.get(term)
        return float(self.idf[row]) if row is not None else self._unseen

    @property
    def _unseen(self) -> float:
        return float(np.log1p(self.count + 0.5))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """For storage; the vocabulary is joined by newlines (terms never contain one)."""
        joined = np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8)
        return {
            "vocabulary": joined,
            "indptr": self.indptr,
            "docs": self.docs,
            "impacts": self.impacts,
            "idf": self.idf,
            "count": np.array([self.count]),
            "counts": self.counts,
            "lengths": self.lengths,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LexicalIndex":
        """Inverse of `to_arrays`."""
        words = arrays["vocabulary"].tobytes().decode()
        vocabulary = {term: row for row, term in enumerate(words.split("\n"))} if words else {}
        return cls(
            vocabulary,
            arrays["indptr"],
            arrays["docs"],
            arrays["impacts"],
            arrays["idf"],
            int(arrays["count"][0]),
            arrays["counts"],
            arrays["lengths"],
        )


def _postings(documents: Sequence[Sequence[str]], vocabulary: dict[str, int]) -> NDArray[np.int64]:
    """(3, n): term, document, count; unknown terms are added to `vocabulary`."""
    terms: list[int] = []
    docs: list[int] = []
    counts: list[int] = []
    for doc, words in enumerate(documents):
        frequencies = Counter(words)
        terms += [vocabulary.setdefault(term, len(vocabulary)) for term in frequencies]
        docs += [doc] * len(frequencies)
        counts += frequencies.values()
    return np.array([terms, docs, counts], dtype=np.int64).reshape(3, -1)


def _lengths(documents: Sequence[Sequence[str]]) -> FloatArray:
    return np.array([len(terms) for terms in documents], dtype=np.float32)
