"""From a query to hits: ranked articles with passage, highlights, `why` phrases and calibrated chances."""

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.ports import ArticleHit, ArticleQuery, Passage, SearchResult
from assist.knowledge.calibration import Calibration
from assist.knowledge.highlight import MAX_HIGHLIGHTS, matching, phrases
from assist.knowledge.markup import list_points, list_steps, table_heads, table_rows
from assist.knowledge.ranking import Fusion, Ranked, rank
from assist.knowledge.segment import Segment
from assist.knowledge.signals import View, Words


def search(
    view: View, query: ArticleQuery, *, vector: FloatArray | None, fusion: Fusion, calibration: Calibration
) -> SearchResult:
    """The best live articles that pass the filters. `vector` (dims,) unit length or None for lexical only."""
    if not view.count:
        return SearchResult(hits=(), confidence=0.0, snapshot=view.snapshot, empty=True)
    words = Words.of(query)
    ranked = rank(view, query, vector=vector, fusion=fusion, words=words)
    if not ranked:
        return SearchResult(hits=(), confidence=0.0, snapshot=view.snapshot)
    chances, confidence = calibration.chances(ranked, talk=query.context_vector is not None)
    shown = zip(ranked[: query.limit], chances, strict=False)
    hits = tuple(_hit(one, chance, words.asked, vector) for one, chance in shown)
    return SearchResult(hits=hits, confidence=confidence, snapshot=view.snapshot)


def _hit(one: Ranked, chance: float, terms: dict[str, float], vector: FloatArray | None) -> ArticleHit:
    segment = one.segment
    indexed, chunk = segment.articles[one.row], segment.chunks[one.chunk]
    marked = matching(chunk.text, terms)
    return ArticleHit(
        article=indexed.article,
        revision=indexed.revision,
        section=chunk.section,
        passage=chunk.text,
        start=chunk.start,
        end=chunk.end,
        internal=chunk.internal,
        score=chance,
        raw_score=one.score,
        highlights=tuple(marked[:MAX_HIGHLIGHTS]),
        why=phrases(indexed.article.title, chunk.text, marked, terms),
        public_passages=_public_passages(segment, one.row, vector),
    )


def _public_passages(segment: Segment, row: int, vector: FloatArray | None) -> tuple[Passage, ...]:
    indexed = segment.articles[row]
    body = indexed.article.body
    chunks = segment.chunks[indexed.first : indexed.last]
    near = np.zeros(len(chunks)) if vector is None else segment.vectors[indexed.first : indexed.last] @ vector
    written = [body[chunk.start : chunk.end] for chunk in chunks]
    found = [
        Passage(
            chunk.section,
            chunk.text,
            chunk.start,
            chunk.end,
            value,
            table_rows(text),
            table_heads(text),
            list_points(text),
            list_steps(text),
        )
        for chunk, text, value in zip(chunks, written, near.tolist(), strict=True)
        if not chunk.internal
    ]
    return tuple(sorted(found, key=lambda passage: -passage.score))
