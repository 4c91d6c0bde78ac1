"""What articles can be filtered by, as columns, so that filters cost microseconds and act inside the search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.articles import Article
from assist.core.ports import ArticleFilters
from assist.knowledge.lexical import terms_of

Column = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """One value an article (n,): texts, expiry as seconds since 1970 (inf = never), and the tag sets.

    companies: distinct names ("" for none) and company_terms, their stemmed terms; company_of (n,): index into them.
    """

    product: Column
    company: Column
    audience: Column
    language: Column
    expires: Column
    tags: tuple[frozenset[str], ...]
    companies: tuple[str, ...]
    company_terms: tuple[tuple[str, ...], ...]
    company_of: NDArray[np.int64]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "Facets":
        """Columns over `articles` in their order."""
        companies = {name: place for place, name in enumerate(dict.fromkeys(a.company or "" for a in articles))}
        return cls(
            product=_column([a.product for a in articles]),
            company=_column([a.company for a in articles]),
            audience=_column([a.audience for a in articles]),
            language=_column([_language(a.locale) for a in articles]),
            expires=np.array([a.expires_at.timestamp() if a.expires_at else np.inf for a in articles], dtype=float),
            tags=tuple(frozenset(a.tags) for a in articles),
            companies=tuple(companies),
            company_terms=tuple(tuple(dict.fromkeys(terms_of(name))) for name in companies),
            company_of=np.array([companies[a.company or ""] for a in articles], dtype=np.int64),
        )

    def allowed(self, filters: ArticleFilters, *, now: datetime | None = None) -> NDArray[np.bool_]:
        """(n,) which articles pass the filters and have not expired."""
        mask: NDArray[np.bool_] = self.expires > (now or datetime.now(UTC)).timestamp()
        wanted = (
            (self.product, filters.product),
            (self.company, filters.company),
            (self.audience, filters.audience),
            (self.language, _language(filters.locale) if filters.locale else None),
        )
        for column, value in wanted:
            if value is not None:
                mask &= column == value
        if filters.tags:
            needed = frozenset(filters.tags)
            mask &= np.array([needed <= tags for tags in self.tags], dtype=bool)
        return mask


def _column(values: Sequence[str | None]) -> Column:
    return np.array(values, dtype=object)


def _language(locale: str) -> str:
    return locale.split("-")[0].lower()
