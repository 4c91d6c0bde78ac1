"""The batcher answers everybody: at once when idle, together when busy, with the error when one happens."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.errors import Overloaded, Unavailable
from assist.inference.batcher import BatchingEncoder
from assist.inference.fakes import FakeEncoder


class GatedEncoder:
    """Fake encoder that records each call's texts and waits for `gate`; fails on texts that say so."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.calls: list[list[str]] = []
        self._fake = FakeEncoder()

    @property
    def info(self) -> EncoderInfo:
        return self._fake.info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self._record(texts)
        return self._fake.encode(texts)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        self._record([item.text for item in items])
        return self._fake.encode_spans(items)

    def _record(self, texts: Sequence[str]) -> None:
        self.calls.append(list(texts))
        self.entered.set()
        assert self.gate.wait(10)
        if any("fail" in text for text in texts):
            raise ValueError("cannot encode this")

    def hold(self) -> None:
        self.gate.clear()
        self.entered.clear()


def test_a_call_that_runs_by_itself_wakes_nobody(batcher: BatchingEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    changed = batcher._changed  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(changed, "notify", lambda: woken.append(True))
    batcher.encode(["alone"])
    monkeypatch.undo()
    assert not woken


@pytest.fixture
def inner() -> GatedEncoder:
    return GatedEncoder()


@pytest.fixture
def batcher(inner: GatedEncoder) -> Iterator[BatchingEncoder]:
    made = BatchingEncoder(inner, batch_tokens=100, queue_size=3, timeout=10)
    yield made
    inner.gate.set()
    made.close()


def test_callers_that_arrive_while_the_encoder_is_busy_share_the_next_run(
    inner: GatedEncoder, batcher: BatchingEncoder
) -> None:
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(batcher.encode, ["first"])
        assert inner.entered.wait(5)
        others = [pool.submit(batcher.encode, [text]) for text in ("second", "third")]
        _wait_until_waiting(batcher, 2)
        inner.gate.set()
        vectors = [future.result(5) for future in (first, *others)]
    assert inner.calls[0] == ["first"]
    assert [sorted(call) for call in inner.calls[1:]] == [["second", "third"]]
    np.testing.assert_array_equal(np.concatenate(vectors[1:]), FakeEncoder().encode(["second", "third"]))


def test_an_error_reaches_every_caller_of_the_run_and_the_next_run_works(
    inner: GatedEncoder, batcher: BatchingEncoder
) -> None:
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        pool.submit(batcher.encode, ["first"])
        assert inner.entered.wait(5)
        doomed = [pool.submit(batcher.encode, [text]) for text in ("fail", "beside it")]
        _wait_until_waiting(batcher, 2)
        inner.gate.set()
        for future in doomed:
            with pytest.raises(ValueError, match="cannot encode this"):
                future.result(5)
    assert batcher.encode(["later"]).shape[0] == 1


def test_a_full_queue_refuses_at_once_with_a_time_to_come_back(inner: GatedEncoder, batcher: BatchingEncoder) -> None:
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        pool.submit(batcher.encode, ["running"])
        assert inner.entered.wait(5)
        waiting = pool.submit(batcher.encode, ["a", "b", "c"])
        _wait_until_waiting(batcher, 3)
        with pytest.raises(Overloaded) as refused:
            batcher.encode(["one too many"])
        assert refused.value.retry_after > 0
        inner.gate.set()
        assert waiting.result(5).shape[0] == 3


def test_a_large_call_lets_others_in_between_its_parts(inner: GatedEncoder, batcher: BatchingEncoder) -> None:
    big = [f"part {number} " + "x" * 300 for number in range(5)]
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        large = pool.submit(batcher.encode, big)
        assert inner.entered.wait(5)
        small = pool.submit(batcher.encode, ["small"])
        _wait_until_waiting(batcher, 1)
        inner.gate.set()
        assert large.result(5).shape[0] == 5
        np.testing.assert_array_equal(large.result(5), FakeEncoder().encode(big))
        small.result(5)
    position = next(index for index, call in enumerate(inner.calls) if "small" in call)
    assert position < len(inner.calls) - 1


def test_a_caller_that_gave_up_is_not_encoded(inner: GatedEncoder) -> None:
    batcher = BatchingEncoder(inner, batch_tokens=100, queue_size=10, timeout=0.2)
    inner.hold()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(batcher.encode, ["running"])
        assert inner.entered.wait(5)
        with pytest.raises(Unavailable, match="did not answer"):
            batcher.encode(["gave up"])
        inner.gate.set()
        assert running.result(5).shape[0] == 1
    batcher.close()
    assert inner.calls == [["running"]]


def test_closing_finishes_what_waits_and_refuses_what_comes(inner: GatedEncoder, batcher: BatchingEncoder) -> None:
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        pool.submit(batcher.encode, ["running"])
        assert inner.entered.wait(5)
        waiting = pool.submit(batcher.encode, ["waiting"])
        _wait_until_waiting(batcher, 1)
        closing = pool.submit(batcher.close)
        inner.gate.set()
        closing.result(5)
        assert waiting.result(5).shape[0] == 1
    with pytest.raises(Unavailable, match="shutting down"):
        batcher.encode(["late"])


def test_queries_and_messages_of_one_run_are_each_read_their_own_way(
    inner: GatedEncoder, batcher: BatchingEncoder
) -> None:
    inner.hold()
    with ThreadPoolExecutor(4) as pool:
        pool.submit(batcher.encode, ["running"])
        assert inner.entered.wait(5)
        query = pool.submit(batcher.encode, ["query"])
        message = pool.submit(batcher.encode_spans, [SpannedText("a message", ((0, 1),))])
        _wait_until_waiting(batcher, 2)
        inner.gate.set()
        assert query.result(5).shape == (1, inner.info.dims)
        assert message.result(5)[0].spans.shape == (1, inner.info.dims)


def test_many_threads_each_get_their_own_vectors() -> None:
    batcher = BatchingEncoder(FakeEncoder(), batch_tokens=64, queue_size=10_000)
    fake = FakeEncoder()

    def ask(number: int) -> bool:
        texts = [f"text {number} {part}" for part in range(number % 7 + 1)]
        return bool((batcher.encode(texts) == fake.encode(texts)).all())

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(400)))
    batcher.close()


def _wait_until_waiting(batcher: BatchingEncoder, texts: int) -> None:
    limit = time.monotonic() + 5
    while batcher.waiting < texts:
        assert time.monotonic() < limit, "the calls never reached the queue"
        time.sleep(0.001)
