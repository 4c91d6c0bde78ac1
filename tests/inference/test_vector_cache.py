"""What was encoded once is not encoded again, and memory stays bounded."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assist.core.encoding import SpannedText, SpanVectors
from assist.core.errors import Overloaded
from assist.inference.fakes import FakeEncoder
from assist.inference.vector_cache import CachedEncoder, content_key


class CountingEncoder(FakeEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        self.seen += [item.text for item in items]
        return super().encode_spans(items)


def items(*texts: str) -> list[SpannedText]:
    return [SpannedText(text, ((0, len(text)),)) for text in texts]


def test_only_new_texts_reach_the_encoder_and_answers_keep_the_order_asked_for() -> None:
    inner = CountingEncoder()
    cache = CachedEncoder(inner, capacity=100)
    cache.encode_spans(items("one", "two"))
    vectors = cache.encode_spans(items("three", "two", "three", "one"))
    assert inner.seen == ["one", "two", "three"]
    expected = FakeEncoder().encode(["three", "two", "three", "one"])
    np.testing.assert_array_equal(np.stack([found.text for found in vectors]), expected)


def test_the_same_text_with_other_sentences_is_another_entry() -> None:
    inner = CountingEncoder()
    cache = CachedEncoder(inner, capacity=100)
    cache.encode_spans([SpannedText("ab", ((0, 1),))])
    assert cache.encode_spans([SpannedText("ab", ((0, 1), (1, 2)))])[0].spans.shape[0] == 2
    assert inner.seen == ["ab", "ab"]


def test_the_text_longest_unused_is_forgotten_first() -> None:
    inner = CountingEncoder()
    cache = CachedEncoder(inner, capacity=4)  # two texts, each with one sentence
    for text in ("one", "two", "one", "three"):
        cache.encode_spans(items(text))
    inner.seen.clear()
    cache.encode_spans(items("one", "three"))
    assert inner.seen == []
    cache.encode_spans(items("two"))
    assert inner.seen == ["two"]


def test_a_message_with_many_sentences_takes_the_room_of_many_vectors() -> None:
    inner = CountingEncoder()
    cache = CachedEncoder(inner, capacity=10)
    cache.encode_spans(items("one", "two"))
    cache.encode_spans([SpannedText("x" * 20, tuple((n, n + 1) for n in range(9)))])
    inner.seen.clear()
    cache.encode_spans(items("one", "two"))
    assert inner.seen == ["one", "two"]


class SlowEncoder(CountingEncoder):
    """Encodes when it is let; the first call fails if told so."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go = threading.Event(), threading.Event()
        self.failing = False

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        found = super().encode_spans(items)
        self.begun.set()
        assert self.go.wait(10)
        if self.failing:
            self.failing = False
            raise Overloaded("later")
        return found


def test_a_text_that_another_caller_is_having_encoded_is_waited_for() -> None:
    inner = SlowEncoder()
    cache = CachedEncoder(inner, capacity=100)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.encode_spans, items("one"))
        assert inner.begun.wait(10)
        second = pool.submit(cache.encode_spans, items("one", "two"))
        inner.go.set()
        np.testing.assert_array_equal(first.result(10)[0].text, second.result(10)[0].text)
    assert sorted(inner.seen) == ["one", "two"]


def test_who_waits_for_a_text_that_could_not_be_encoded_is_told_and_may_try_again() -> None:
    inner = SlowEncoder()
    inner.failing = True
    cache = CachedEncoder(inner, capacity=100)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.encode_spans, items("one"))
        assert inner.begun.wait(10)
        second = pool.submit(cache.encode_spans, items("one"))
        while second.running() is False:
            time.sleep(0.001)
        time.sleep(0.05)
        inner.go.set()
        for asked in (first, second):
            with pytest.raises(Overloaded):
                asked.result(10)
    assert len(cache.encode_spans(items("one"))) == 1


def test_more_texts_than_fit_are_still_all_answered() -> None:
    for capacity in (0, 1, 3):
        cache = CachedEncoder(CountingEncoder(), capacity=capacity)
        assert len(cache.encode_spans(items("one", "two", "three"))) == 3


def test_vectors_known_from_elsewhere_are_used_and_forgotten_on_request() -> None:
    inner = CountingEncoder()
    cache = CachedEncoder(inner, capacity=100)
    item = items("stored")[0]
    stored = FakeEncoder().encode_spans([item])[0]
    cache.remember({content_key(item): stored})
    assert cache.encode_spans([item])[0] is stored
    cache.forget()
    cache.encode_spans([item])
    assert inner.seen == ["stored"]
