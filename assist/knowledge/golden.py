"""Golden queries: what an index must keep finding. Compared before every switch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assist.core.golden import GoldenQuery, Origin
from assist.core.ports import ArticleQuery, Encoder, JobBlocked, SearchResult

TOP = 3
TOLERANCE = 0.02  # success@3 may fall by this much before a rebuild is stopped
DETAILS = 100  # queries described one by one in a report

Search = Callable[[ArticleQuery], SearchResult]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query before and after: ids of the first three articles, and whether an expected one is among them."""

    golden: GoldenQuery
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def found_before(self) -> bool:
        """Whether it succeeded before."""
        return not set(self.golden.expected).isdisjoint(self.before)

    @property
    def found_after(self) -> bool:
        """Whether it succeeds after."""
        return not set(self.golden.expected).isdisjoint(self.after)

    @property
    def broken(self) -> bool:
        """Whether the new index loses it."""
        return self.found_before and not self.found_after

    def as_row(self, published: frozenset[str]) -> dict[str, Any]:
        """For the report; `unpublished`: expected articles that the new index does not hold at all."""
        return {
            "id": self.golden.id,
            "origin": self.golden.origin,
            "text": self.golden.text[:300],
            "expected": list(self.golden.expected),
            "before": list(self.before),
            "after": list(self.after),
            "broken": self.broken,
            "unpublished": [i for i in self.golden.expected if i not in published],
        }


def compare_golden(
    queries: Sequence[GoldenQuery],
    before: Search,
    after: Search,
    encoder: Encoder,
    *,
    published: frozenset[str],
    enforce: bool,
) -> dict[str, Any]:
    """Success@3 before and after, broken and changed queries. Raises JobBlocked when `enforce` and it fell too far.

    Authors' queries and mined ones are each held to the tolerance. A mined query whose articles an author took out
    since says nothing and is left out.
    """
    kept = [q for q in queries if q.origin == "author" or not published.isdisjoint(q.expected)]
    outcomes = _ask(kept, before, after, encoder)
    report = _report(outcomes, published)
    if enforce and any(_fell(outcomes, origin) for origin in ("author", "feedback")):
        raise JobBlocked({"golden": report})
    return report


def _ask(queries: Sequence[GoldenQuery], before: Search, after: Search, encoder: Encoder) -> list[Outcome]:
    plain = [query.text for query in queries if query.query is None]
    vectors = iter(encoder.encode(plain) if plain else np.zeros((0, encoder.info.dims), dtype=np.float32))
    outcomes: list[Outcome] = []
    for golden in queries:
        asked = golden.query or ArticleQuery(text=golden.text, vector=next(vectors))
        asked = replace(asked, limit=TOP)
        tops = [tuple(hit.article.id for hit in search(asked).hits) for search in (before, after)]
        outcomes.append(Outcome(golden, *tops))
    return outcomes


def _report(outcomes: Sequence[Outcome], published: frozenset[str]) -> dict[str, Any]:
    changed = [one for one in outcomes if one.before != one.after]
    count = len(outcomes)
    return {
        "queries": count,
        "mined": sum(one.golden.origin == "feedback" for one in outcomes),
        "success_before": sum(one.found_before for one in outcomes) / count if count else None,
        "success_after": sum(one.found_after for one in outcomes) / count if count else None,
        "broken": [one.golden.id for one in outcomes if one.broken],
        "changed": [one.golden.id for one in changed],
        # What expects an article that is not there, as a misspelt id, can never succeed and so never breaks.
        "unpublished": [one.golden.id for one in outcomes if not published.issuperset(one.golden.expected)],
        "details": [one.as_row(published) for one in sorted(changed, key=lambda one: not one.broken)[:DETAILS]],
    }


def _fell(outcomes: Sequence[Outcome], origin: Origin) -> bool:
    mine = [one for one in outcomes if one.golden.origin == origin]
    lost = sum(one.found_before for one in mine) - sum(one.found_after for one in mine)
    return lost > TOLERANCE * len(mine)
