"""Bounded work and remembered answers, without HTTP."""

import asyncio
import threading

import pytest

from assist.api.admission import Admission
from assist.api.answer_cache import AnswerCache
from assist.api.metrics import Metrics
from assist.core.errors import Overloaded


def test_work_beyond_the_bound_is_refused_and_places_come_back() -> None:
    go = threading.Event()

    async def scenario() -> None:
        work = Admission(workers=1, limit=2, metrics=Metrics())
        try:
            running = [asyncio.create_task(work.run(lambda: go.wait(5))) for _ in range(2)]
            await asyncio.sleep(0.01)
            with pytest.raises(Overloaded):
                await work.run(lambda: None)
            go.set()
            assert await asyncio.gather(*running) == [True, True]
            assert await work.run(lambda: 7) == 7
        finally:
            work.close()

    asyncio.run(scenario())


def test_an_error_in_the_work_reaches_its_caller_and_frees_its_place() -> None:
    async def scenario() -> None:
        work = Admission(workers=1, limit=1, metrics=Metrics())
        try:
            for _ in range(3):
                with pytest.raises(ValueError, match="broken"):
                    await work.run(_fail)
        finally:
            work.close()

    asyncio.run(scenario())


def _fail() -> None:
    raise ValueError("broken")


def test_the_cache_forgets_what_was_longest_unused_and_keeps_calls_apart() -> None:
    cache = AnswerCache(2)
    keys = [cache.key(call, b"body", "g1") for call in ("summary", "replies", "assist")]
    assert len({*keys, cache.key("summary", b"body", "g2"), cache.key("summary", b"other", "g1")}) == 5
    cache.put(keys[0], b"0")
    cache.put(keys[1], b"1")
    assert cache.get(keys[0]) == b"0"
    cache.put(keys[2], b"2")
    assert cache.get(keys[1]) is None
    assert (cache.get(keys[0]), cache.get(keys[2])) == (b"0", b"2")
    cache.clear()
    assert cache.get(keys[0]) is None


def test_a_cache_of_size_nothing_remembers_nothing() -> None:
    cache = AnswerCache(0)
    cache.put(b"k", b"v")
    assert cache.get(b"k") is None
