"""Work that takes time runs in a bounded pool, never on the event loop; what exceeds the bound is refused at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from assist.api.metrics import Metrics
from assist.core.errors import Overloaded

T = TypeVar("T")


class Admission:
    """`workers` threads compute; at most `limit` requests compute or wait."""

    def __init__(self, *, workers: int, limit: int, metrics: Metrics) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="work")
        self._limit = limit
        self._admitted = 0
        self._metrics = metrics

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, run in the pool. Raises Overloaded (429) when the bound is reached.

        Called from the event loop only, so the count needs no lock. A caller that goes away does not free its place
        before its work has ended.
        """
        if self._admitted >= self._limit:
            self._metrics.refused.inc()
            raise Overloaded(f"{self._admitted} requests are being answered, the limit; try again shortly")
        self._admitted += 1
        self._metrics.working.set(self._admitted)
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._done)
        return await asyncio.shield(future)

    def _done(self, future: "asyncio.Future[T]") -> None:
        self._admitted -= 1
        self._metrics.working.set(self._admitted)
        if not future.cancelled():
            future.exception()  # retrieved here too, for callers that went away

    def close(self) -> None:
        """Wait for what runs."""
        self._pool.shutdown(wait=True)
