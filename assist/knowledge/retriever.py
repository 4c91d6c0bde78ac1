"""From a query to hits: ranked articles with passage, highlights, `why` phrases and calibrated chances."""

from assist.core.encoding import FloatArray
from assist.core.ports import ArticleHit, ArticleQuery, Passage, SearchResult
from assist.knowledge.calibration import Calibration
from assist.knowledge.highlight import find_highlights, phrases
from assist.knowledge.ranking import Fusion, Ranked, rank
from assist.knowledge.segment import Segment
from assist.knowledge.signals import View, query_terms


def search(
    view: View, query: ArticleQuery, *, vector: FloatArray | None, fusion: Fusion, calibration: Calibration
) -> SearchResult:
    """The best live articles that pass the filters. `vector` (dims,) unit length or None for lexical only."""
    ranked = rank(view, query, vector=vector, fusion=fusion)
    if not ranked:
        return SearchResult(hits=(), confidence=0.0, snapshot=view.snapshot, empty=view.count == 0)
    terms = query_terms(query)
    chances, confidence = calibration.chances(ranked, talk=query.context_vector is not None)
    hits = tuple(_hit(one, chance, terms, vector) for one, chance in zip(ranked[: query.limit], chances, strict=False))
    return SearchResult(hits=hits, confidence=confidence, snapshot=view.snapshot)


def _hit(one: Ranked, chance: float, terms: dict[str, float], vector: FloatArray | None) -> ArticleHit:
    segment = one.segment
    indexed, chunk = segment.articles[one.row], segment.chunks[one.chunk]
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
        highlights=find_highlights(chunk.text, terms),
        why=phrases(f"{indexed.article.title}\n{chunk.text}", terms),
        public_passages=_public_passages(segment, one.row, vector),
    )


def _public_passages(segment: Segment, row: int, vector: FloatArray | None) -> tuple[Passage, ...]:
    indexed = segment.articles[row]
    found: list[Passage] = []
    for i in range(indexed.first, indexed.last):
        chunk = segment.chunks[i]
        if not chunk.internal:
            similarity = float(segment.vectors[i] @ vector) if vector is not None else 0.0
            found.append(Passage(chunk.section, chunk.text, chunk.start, chunk.end, similarity))
    return tuple(sorted(found, key=lambda passage: -passage.score))
