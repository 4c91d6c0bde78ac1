"""One search for all features of a message: articles and replies ask the same, together or one after the other."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace

from assist.core.ports import ArticleQuery, ArticleSearch, SearchResult

_KEPT = 64
# At least so many hits are fetched, so that the next feature's slightly higher limit finds them too.
_HITS = 4


@dataclass(slots=True)
class _Entry:
    lock: threading.Lock = field(default_factory=threading.Lock)
    limit: int = 0
    result: SearchResult | None = None


class SharedSearch:
    """An `ArticleSearch` that remembers the last conversation queries. Thread-safe; two that ask at once search once.

    stamp: names what is searched now; a result is good for the content it was found in only.
    """

    def __init__(self, inner: ArticleSearch, *, stamp: Callable[[], str | None]) -> None:
        self._inner = inner
        self._stamp = stamp
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Live articles."""
        return self._inner.count

    def search(self, query: ArticleQuery) -> SearchResult:
        """As the inner search. Queries without a vector are not remembered: they are people's own."""
        if query.vector is None:
            return self._inner.search(query)
        entry = self._entry((self._stamp(), _content(query)))
        with entry.lock:
            if entry.result is None or entry.limit < query.limit:
                entry.limit = max(query.limit, _HITS)
                entry.result = self._inner.search(replace(query, limit=entry.limit))
            found = entry.result
        return replace(found, hits=found.hits[: query.limit])

    def clear(self) -> None:
        """Forget every query (erasure)."""
        with self._lock:
            self._entries.clear()

    def _entry(self, key: Hashable) -> _Entry:
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            while len(self._entries) > _KEPT:
                self._entries.popitem(last=False)
            return entry


def _content(query: ArticleQuery) -> Hashable:
    vectors = (query.vector, query.context_vector)
    return (
        query.text,
        tuple(None if vector is None else vector.tobytes() for vector in vectors),
        query.terms,
        query.context_terms,
        query.filters,
        query.refused,
    )
