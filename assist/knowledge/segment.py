"""An immutable searchable set of articles: passages, vectors, lexical indexes. Snapshots and deltas are segments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import Article
from assist.core.encoding import FloatArray
from assist.knowledge.chunker import Chunk, chunk_article
from assist.knowledge.facets import Facets
from assist.knowledge.lexical import LexicalIndex, terms_of

TITLE_WEIGHT = 2  # the title counts as often as this in the lexical index of whole articles
FIELDS = ("whole", "title", "passage")


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as indexed, its revision, and its passages' rows [first, last)."""

    article: Article
    revision: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class LexicalFields:
    """BM25 over whole articles and over titles (documents are articles), and over passages."""

    whole: LexicalIndex
    title: LexicalIndex
    passage: LexicalIndex

    @classmethod
    def build(cls, articles: Sequence[IndexedArticle], chunks: Sequence[Chunk]) -> "LexicalFields":
        """Tokenise each text once; a passage also counts its headings."""
        titles = [terms_of(a.article.title) for a in articles]
        bodies = [terms_of(f"{' '.join(a.article.tags)} {a.article.product or ''}\n{a.article.body}") for a in articles]
        return cls(
            LexicalIndex.build([title * TITLE_WEIGHT + body for title, body in zip(titles, bodies, strict=True)]),
            LexicalIndex.build(titles),
            LexicalIndex.build([terms_of(chunk.embedded) for chunk in chunks]),
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """For storage, one prefix a field."""
        return {
            f"{field}.{name}": array for field in FIELDS for name, array in getattr(self, field).to_arrays().items()
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LexicalFields":
        """Inverse of `to_arrays`."""
        parts = [
            {name.removeprefix(f"{field}."): array for name, array in arrays.items() if name.startswith(f"{field}.")}
            for field in FIELDS
        ]
        return cls(*(LexicalIndex.from_arrays(part) for part in parts))


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """vectors (n_chunks, dims) unit length; means (n_articles, dims): unit mean of an article's passages;
    starts (n_articles,): first passage of each article."""

    articles: tuple[IndexedArticle, ...]
    chunks: tuple[Chunk, ...]
    vectors: FloatArray
    means: FloatArray
    starts: NDArray[np.int64]
    lexical: LexicalFields
    facets: Facets
    row_of: dict[str, int]

    @classmethod
    def assemble(
        cls,
        articles: Sequence[IndexedArticle],
        chunks: Sequence[Chunk],
        vectors: FloatArray,
        lexical: LexicalFields | None = None,
    ) -> "Segment":
        """From parts; the lexical indexes are built unless they were stored."""
        starts = np.array([article.first for article in articles], dtype=np.int64)
        return cls(
            tuple(articles),
            tuple(chunks),
            vectors,
            _means(vectors, starts),
            starts,
            lexical or LexicalFields.build(articles, chunks),
            Facets.of([a.article for a in articles]),
            {a.article.id: row for row, a in enumerate(articles)},
        )

    def best_by_article(self, values: FloatArray) -> FloatArray:
        """(n_articles,) the highest of each article's passages of `values` (n_chunks,)."""
        if not len(self.articles):
            return values[:0]
        return np.asarray(np.maximum.reduceat(values, self.starts), dtype=np.float32)


def plan_articles(articles: Iterable[tuple[Article, int]]) -> tuple[list[IndexedArticle], list[Chunk]]:
    """Cut (article, revision) pairs into passages."""
    planned: list[IndexedArticle] = []
    chunks: list[Chunk] = []
    for article, revision in articles:
        pieces = chunk_article(article)
        planned.append(IndexedArticle(article, revision, len(chunks), len(chunks) + len(pieces)))
        chunks += pieces
    return planned, chunks


def _means(vectors: FloatArray, starts: NDArray[np.int64]) -> FloatArray:
    if not len(starts):
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    sums = np.add.reduceat(np.asarray(vectors, dtype=np.float32), starts, axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(norms, 1e-9), dtype=np.float32)
