"""An immutable searchable set of articles: passages, vectors, lexical indexes. Snapshots and deltas are segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import Article
from assist.core.encoding import FloatArray
from assist.knowledge.chunker import Chunk
from assist.knowledge.facets import Facets
from assist.knowledge.giveway import give_way
from assist.knowledge.lexical import LexicalIndex, terms_of
from assist.knowledge.nearness import Field
from assist.knowledge.neighbours import LEAST as LARGE
from assist.knowledge.neighbours import Neighbours
from assist.knowledge.sketch import LEAST, Sketch

TITLE_WEIGHT = 2  # the title counts as often as this in the lexical index of whole articles
FIELDS = ("whole", "title", "passage")


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as indexed, its revision, and its passages' rows [first, last).

    etag: names the stored content it was made from; since: when this revision was indexed, seconds since 1970.
    """

    article: Article
    revision: int
    first: int
    last: int
    etag: str = ""
    since: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class LexicalFields:
    """BM25 over whole articles and over titles (documents are articles), and over passages."""

    whole: LexicalIndex
    title: LexicalIndex
    passage: LexicalIndex

    @classmethod
    def build(cls, articles: Sequence[IndexedArticle], chunks: Sequence[Chunk]) -> "LexicalFields":
        """Tokenise each text once; a passage also counts its headings."""
        whole, titles, passages = _documents(articles, chunks)
        return cls(LexicalIndex.build(whole), LexicalIndex.build(titles), LexicalIndex.build(passages))

    def updated(
        self,
        kept: NDArray[np.bool_],
        kept_chunks: NDArray[np.bool_],
        articles: Sequence[IndexedArticle],
        chunks: Sequence[Chunk],
    ) -> "LexicalFields":
        """The kept articles (n_articles,) and passages (n_chunks,), then the new ones; only these are tokenised."""
        whole, titles, passages = _documents(articles, chunks)
        return LexicalFields(
            self.whole.updated(kept, whole),
            self.title.updated(kept, titles),
            self.passage.updated(kept_chunks, passages),
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
    starts (n_articles,): first passage of each article; neighbours: finds near passages of a large segment; sketch: of
    one that is neither small nor large."""

    articles: tuple[IndexedArticle, ...]
    chunks: tuple[Chunk, ...]
    vectors: FloatArray
    means: FloatArray
    starts: NDArray[np.int64]
    lexical: LexicalFields
    facets: Facets
    row_of: dict[str, int]
    neighbours: Neighbours | None = None
    sketch: Sketch | None = None

    @classmethod
    def assemble(
        cls,
        articles: Sequence[IndexedArticle],
        chunks: Sequence[Chunk],
        vectors: FloatArray,
        lexical: LexicalFields | None = None,
        neighbours: Neighbours | None = None,
    ) -> "Segment":
        """From parts; the lexical indexes are built unless they were stored."""
        starts = np.array([article.first for article in articles], dtype=np.int64)
        means = _means(vectors, starts)
        return cls(
            tuple(articles),
            tuple(chunks),
            vectors,
            means,
            starts,
            lexical or LexicalFields.build(articles, chunks),
            Facets.of([a.article for a in articles]),
            {a.article.id: row for row, a in enumerate(articles)},
            neighbours,
            Sketch.of(Field(vectors, means, starts)) if LEAST <= len(chunks) < LARGE else None,
        )

    @property
    def field(self) -> Field:
        """All articles' vectors."""
        return Field(self.vectors, self.means, self.starts)

    def best_by_article(self, values: FloatArray) -> FloatArray:
        """(n_articles,) the highest of each article's passages of `values` (n_chunks,)."""
        if not len(self.articles):
            return values[:0]
        return np.asarray(np.maximum.reduceat(values, self.starts), dtype=np.float32)


def _documents(
    articles: Sequence[IndexedArticle], chunks: Sequence[Chunk]
) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Terms of whole articles, titles and passages; a passage also counts its headings."""
    titles: list[list[str]] = []
    whole: list[list[str]] = []
    passages: list[list[str]] = []
    for indexed in articles:
        article = indexed.article
        title = terms_of(article.title)
        titles.append(title)
        whole.append(
            title * TITLE_WEIGHT + terms_of(f"{' '.join(article.tags)} {article.product or ''}\n{article.body}")
        )
        give_way()
    for chunk in chunks:
        passages.append(terms_of(chunk.embedded))
        give_way()
    return whole, titles, passages


def _means(vectors: FloatArray, starts: NDArray[np.int64]) -> FloatArray:
    if not len(starts):
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    sums = np.add.reduceat(np.asarray(vectors, dtype=np.float32), starts, axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(norms, 1e-9), dtype=np.float32)
