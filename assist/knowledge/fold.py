"""Makes one segment of parts of others and of new articles: what is unchanged is copied, not read again."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import Article, ArticleRecord
from assist.core.encoding import FloatArray
from assist.knowledge.chunker import Chunk, chunk_article
from assist.knowledge.giveway import give_way
from assist.knowledge.segment import IndexedArticle, LexicalFields, Segment

# New articles from which their words are indexed on a thread of their own while the passages are encoded.
APART = 64

Vectorise = Callable[[Sequence[Chunk]], FloatArray]


@dataclass(frozen=True, slots=True)
class Source:
    """A stored article to index: content, revision and the ETag that names it."""

    article: Article
    revision: int
    etag: str

    @classmethod
    def of(cls, record: ArticleRecord) -> "Source":
        """From the repository's record."""
        return cls(record.article, record.revision, record.etag)


def new_segment(sources: Sequence[Source], vectorise: Vectorise, *, dims: int) -> Segment:
    """A segment of new articles only."""
    return fold(empty_segment(dims), np.zeros(0, dtype=bool), (), sources, vectorise)


def empty_segment(dims: int) -> Segment:
    """No articles."""
    return Segment.assemble((), (), np.zeros((0, dims), dtype=np.float32))


def fold(
    base: Segment,
    kept: NDArray[np.bool_],
    others: Sequence[tuple[Segment, int]],
    sources: Sequence[Source],
    vectorise: Vectorise,
) -> Segment:
    """The `kept` (n_articles,) articles of `base`, rows of other segments, then new articles.

    vectorise: (n, dims) unit vectors of the passages of the new articles; called once, and its errors pass through.
    """
    kept_chunks = np.repeat(kept, [article.last - article.first for article in base.articles])
    articles = [base.articles[row] for row in np.flatnonzero(kept)]
    chunks = [base.chunks[row] for row in np.flatnonzero(kept_chunks)]
    old = len(articles), len(chunks)
    vectors: list[FloatArray] = [base.vectors[kept_chunks]]
    for segment, row in others:
        article = segment.articles[row]
        articles.append(article)
        chunks += segment.chunks[article.first : article.last]
        vectors.append(segment.vectors[article.first : article.last])
    first_new = len(chunks)
    moment = time.time()
    for source in sources:
        pieces = chunk_article(source.article)
        articles.append(IndexedArticle(source.article, source.revision, 0, len(pieces), source.etag, moment))
        chunks += pieces
        give_way()
    articles = _placed(articles)

    def index_words() -> LexicalFields:
        new = articles[old[0] :], chunks[old[1] :]
        return base.lexical.updated(kept, kept_chunks, *new) if old[0] else LexicalFields.build(*new)

    if len(sources) < APART:
        vectors.append(vectorise(chunks[first_new:]))
        words = index_words()
    else:
        with ThreadPoolExecutor(1, thread_name_prefix="words") as pool:
            running = pool.submit(index_words)
            vectors.append(vectorise(chunks[first_new:]))
            words = running.result()
    return Segment.assemble(articles, chunks, np.concatenate(vectors), words)


def _placed(articles: Sequence[IndexedArticle]) -> list[IndexedArticle]:
    """The same articles with their passages' rows one after the other."""
    first = 0
    placed: list[IndexedArticle] = []
    for article in articles:
        last = first + article.last - article.first
        placed.append(article if article.first == first else replace(article, first=first, last=last))
        first = last
    return placed
