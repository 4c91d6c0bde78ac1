"""Golden queries: what an index must keep finding. Compared before every switch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assist.core.ports import ArticleQuery, Encoder, JobBlocked, SearchResult

TOP = 3
TOLERANCE = 0.02  # success@3 may fall by this much before a rebuild is stopped


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """A query and the articles of which at least one must be among the first three."""

    id: str
    text: str
    expected: tuple[str, ...]


def compare_golden(
    queries: Sequence[GoldenQuery],
    before: Callable[[ArticleQuery], SearchResult],
    after: Callable[[ArticleQuery], SearchResult],
    encoder: Encoder,
    *,
    enforce: bool,
) -> dict[str, Any]:
    """Success@3 before and after, broken and changed queries. Raises JobBlocked when `enforce` and it fell too far."""
    if not queries:
        return {"queries": 0, "success_before": None, "success_after": None, "broken": [], "changed": []}
    vectors = encoder.encode([query.text for query in queries])
    broken: list[str] = []
    changed: list[str] = []
    won = [0, 0]
    for query, vector in zip(queries, vectors, strict=True):
        question = ArticleQuery(text=query.text, vector=vector, limit=TOP)
        tops = [[hit.article.id for hit in ask(question).hits] for ask in (before, after)]
        good = [any(expected in top for expected in query.expected) for top in tops]
        won[0] += good[0]
        won[1] += good[1]
        if good[0] and not good[1]:
            broken.append(query.id)
        if tops[0] != tops[1]:
            changed.append(query.id)
    report: dict[str, Any] = {
        "queries": len(queries),
        "success_before": won[0] / len(queries),
        "success_after": won[1] / len(queries),
        "broken": broken,
        "changed": changed,
    }
    if enforce and won[1] < won[0] - TOLERANCE * len(queries):
        raise JobBlocked({"golden": report})
    return report
