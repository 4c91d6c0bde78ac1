"""Micro-batching: what several sessions need now goes through the encoder together, one run at a time.

Design after huggingface/text-embeddings-inference: bounded queue, token budget, no waiting when idle, every waiter
gets its result or the error. A call larger than the budget goes in parts, so that others get their turn between them.
A call that finds the encoder idle runs it itself, which saves two changes of thread; who comes meanwhile waits.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.errors import Overloaded, Unavailable
from assist.core.ports import Encoder

CHARS_PER_TOKEN = 4  # a cheap estimate is enough for packing; the encoder itself packs by exact length


@dataclass(slots=True, eq=False)
class _Entry:
    """Part of one call. `plain`: `encode` was called, which cuts long texts instead of reading them in windows."""

    items: Sequence[SpannedText]
    tokens: int
    plain: bool
    result: "Future[list[SpanVectors]]" = field(default_factory=lambda: Future[list[SpanVectors]]())


class BatchingEncoder:
    """An Encoder whose calls block until their batch is done. `queue_size` counts waiting texts.

    timeout: seconds that a call waits for runs of others and its own run among them.
    """

    def __init__(self, inner: Encoder, *, batch_tokens: int, queue_size: int, timeout: float = 120.0) -> None:
        self._inner = inner
        self._batch_tokens = batch_tokens
        self._queue_size = queue_size
        self._timeout = timeout
        self._waiting: deque[_Entry] = deque()
        self._waiting_texts = 0
        self._changed = threading.Condition()
        self._closed = False
        self._running = False
        self._thread = threading.Thread(target=self._work, name="encoder", daemon=True)
        self._thread.start()

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits of the inner encoder."""
        return self._inner.info

    @property
    def waiting(self) -> int:
        """Texts that wait for the encoder now."""
        return self._waiting_texts

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors. Raises Overloaded when the queue is full, Unavailable after `close`."""
        vectors = self._submit([SpannedText(text) for text in texts], plain=True)
        return np.stack([v.text for v in vectors]) if vectors else np.zeros((0, self.info.dims), dtype=np.float32)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Block until encoded. Raises Overloaded when the queue is full, Unavailable after `close`."""
        return self._submit(items, plain=False)

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _submit(self, items: Sequence[SpannedText], *, plain: bool) -> list[SpanVectors]:
        # By length, so that the parts of a large call need little padding.
        order = sorted(range(len(items)), key=lambda index: len(items[index].text))
        vectors: list[SpanVectors] = []
        for entry in self._parts([items[index] for index in order], plain):
            if self._admit(entry, again=bool(vectors)):
                self._run_here(entry)
            try:
                vectors += entry.result.result(self._timeout)
            except TimeoutError:
                # The encoder may itself raise a TimeoutError; only an unfinished entry is ours.
                if entry.result.done():
                    raise
                entry.result.cancel()
                raise Unavailable(f"the encoder did not answer within {self._timeout:.0f} s") from None
        return [found for _, found in sorted(zip(order, vectors, strict=True), key=lambda pair: pair[0])]

    def _parts(self, items: Sequence[SpannedText], plain: bool) -> Iterator[_Entry]:
        """The call in parts within the token budget; one text alone may exceed it."""
        limit = self.info.max_tokens if plain else self._batch_tokens
        start = tokens = 0
        for index, item in enumerate(items):
            cost = min(len(item.text) // CHARS_PER_TOKEN + 2, limit)
            if index > start and tokens + cost > self._batch_tokens:
                yield _Entry(items[start:index], tokens, plain)
                start, tokens = index, 0
            tokens += cost
        if items:
            yield _Entry(items[start:], tokens, plain)

    def _admit(self, entry: _Entry, *, again: bool) -> bool:
        """True when the caller is to run the entry itself, as nothing else runs or waits; else it was queued."""
        with self._changed:
            if self._closed:
                raise Unavailable("the encoder is shutting down")
            if not self._running and not self._waiting:
                self._running = True
                return True
            # A call is admitted whole, and always when nothing waits: a large one could never run otherwise.
            if not again and self._waiting and self._waiting_texts + len(entry.items) > self._queue_size:
                raise Overloaded(f"{self._waiting_texts} texts are waiting to be encoded; try again shortly")
            self._waiting.append(entry)
            self._waiting_texts += len(entry.items)
            self._changed.notify()
            return False

    def _run_here(self, entry: _Entry) -> None:
        try:
            self._run([entry], entry.plain)
        finally:
            self._ran()

    def _ran(self) -> None:
        with self._changed:
            self._running = False
            # Woken for nothing, the thread would take the interpreter from a caller that just got its vectors.
            if self._waiting or self._closed:
                self._changed.notify()

    def _work(self) -> None:
        while batch := self._next_batch():
            for plain in (False, True):
                entries = [entry for entry in batch if entry.plain is plain]
                if entries:
                    self._run(entries, plain)
            self._ran()

    def _run(self, entries: list[_Entry], plain: bool) -> None:
        items = [item for entry in entries for item in entry.items]
        try:
            vectors = self._encode(items) if plain else self._inner.encode_spans(items)
        except Exception as error:  # the batch edge: every waiter learns of it
            for entry in entries:
                entry.result.set_exception(error)
            return
        start = 0
        for entry in entries:
            entry.result.set_result(vectors[start : start + len(entry.items)])
            start += len(entry.items)

    def _encode(self, items: list[SpannedText]) -> list[SpanVectors]:
        no_spans = np.zeros((0, self.info.dims), dtype=np.float32)
        return [SpanVectors(text=row, spans=no_spans) for row in self._inner.encode([item.text for item in items])]

    def _next_batch(self) -> list[_Entry]:
        """Entries in order of arrival up to the token budget, once no caller runs; [] once closed and empty."""
        with self._changed:
            while True:
                while self._running:
                    self._changed.wait()
                batch: list[_Entry] = []
                tokens = 0
                while self._waiting and (not batch or tokens + self._waiting[0].tokens <= self._batch_tokens):
                    entry = self._waiting.popleft()
                    self._waiting_texts -= len(entry.items)
                    if entry.result.set_running_or_notify_cancel():
                        batch.append(entry)
                        tokens += entry.tokens
                if batch or self._closed:
                    self._running = bool(batch)
                    return batch
                self._changed.wait()
