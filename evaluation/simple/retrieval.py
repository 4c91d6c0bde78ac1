"""Simple retrieval: BM25, one MiniLM vector an article, and their reciprocal rank fusion."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from assist.core.ports import Encoder
from evaluation.schema import ArticleRow

logging.getLogger("bm25s").setLevel(logging.WARNING)  # importing it sets DEBUG

RRF_K = 60
DEPTH = 10

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Article ids, best first, and the score of the first."""

    ids: list[str]
    top: float


class SimpleRetrieval:
    """Whole articles (title and body; the vector sees as much as fits the encoder's window)."""

    def __init__(self, articles: Sequence[ArticleRow], encoder: Encoder) -> None:
        texts = [f"{article.title}\n{article.body}" for article in articles]
        self._ids = [article.id for article in articles]
        self._encoder = encoder
        self._vectors = encoder.encode(texts)
        self._stem: Callable[[list[str]], list[str]] = Stemmer.Stemmer("english").stemWords
        self._lexical: Any = bm25s.BM25()
        self._lexical.index(self._tokens(texts), show_progress=False)

    def _tokens(self, texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stem, show_progress=False, return_ids=False)

    def bm25(self, query: str) -> Ranked:
        """BM25 (Robertson) with stemming and English stop words."""
        return self._ranked(self._bm25_scores(query))

    def dense(self, query: str) -> Ranked:
        """Cosine of query and article vectors."""
        return self._ranked(self._dense_scores(query))

    def rrf(self, query: str) -> Ranked:
        """Reciprocal rank fusion of both (Cormack et al. 2009, k = 60)."""
        fused = np.zeros(len(self._ids), dtype=np.float32)
        for scores in (self._bm25_scores(query), self._dense_scores(query)):
            order = np.argsort(-scores, kind="stable")
            fused[order] += 1 / (RRF_K + 1 + np.arange(len(order), dtype=np.float32))
        return self._ranked(fused)

    def _bm25_scores(self, query: str) -> Scores:
        tokens = self._tokens([query])[0]
        known = [token for token in tokens if token in self._lexical.vocab_dict]
        if not known:
            return np.zeros(len(self._ids), dtype=np.float32)
        return np.asarray(self._lexical.get_scores(known), dtype=np.float32)

    def _dense_scores(self, query: str) -> Scores:
        return np.asarray(self._vectors @ self._encoder.encode([query])[0], dtype=np.float32)

    def _ranked(self, scores: Scores) -> Ranked:
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        return Ranked([self._ids[index] for index in order], float(scores[order[0]]) if order.size else 0.0)
