"""Vectors by content: a text that this process has encoded, or is just encoding, is not encoded again."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder
from assist.core.text.remembered import remembered


class CachedEncoder:
    """LRU over (text, spans); only misses reach the inner encoder. Thread-safe.

    Whoever asks for a text that another caller is having encoded waits for that one's vectors.

    `capacity` counts vectors, of texts and of spans alike (1.5 kB each at 384 dimensions), so that memory is bounded
    however long the texts are.
    """

    def __init__(self, inner: Encoder, *, capacity: int) -> None:
        self._inner = inner
        self._capacity = capacity
        self._entries: OrderedDict[bytes, SpanVectors] = OrderedDict()
        self._vectors = 0
        self._running: dict[bytes, Future[SpanVectors]] = {}
        self._lock = threading.Lock()

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits of the inner encoder."""
        return self._inner.info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors. Plain texts (chunks, queries) are not remembered: they rarely repeat."""
        return self._inner.encode(texts)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Vectors of each item, remembered ones first."""
        keys = [content_key(item) for item in items]
        found: dict[bytes, SpanVectors] = {}
        others: dict[bytes, Future[SpanVectors]] = {}
        missing: dict[bytes, SpannedText] = {}
        with self._lock:
            for key, item in zip(keys, items, strict=True):
                if key in self._entries:
                    self._entries.move_to_end(key)
                    found[key] = self._entries[key]
                elif key in self._running:
                    others[key] = self._running[key]
                else:
                    missing[key] = item
            own = {key: Future[SpanVectors]() for key in missing}
            self._running |= own
        if missing:
            found |= self._encode(missing, own)
        for key, running in others.items():
            found[key] = running.result()
        return [found[key] for key in keys]

    def _encode(
        self, missing: Mapping[bytes, SpannedText], own: Mapping[bytes, "Future[SpanVectors]"]
    ) -> dict[bytes, SpanVectors]:
        try:
            vectors = dict(zip(missing, self._inner.encode_spans(list(missing.values())), strict=True))
            self.remember(vectors)
        except BaseException as error:
            # Whoever waits asked for the same at the same time, and gets the same answer.
            for running in own.values():
                running.set_exception(error)
            raise
        finally:
            with self._lock:
                for key in own:
                    del self._running[key]
        for key, running in own.items():
            running.set_result(vectors[key])
        return vectors

    def remember(self, vectors: dict[bytes, SpanVectors]) -> None:
        """Add vectors known from elsewhere (the session store) under their content keys."""
        with self._lock:
            for key, value in vectors.items():
                known = self._entries.pop(key, None)
                self._vectors += _count(value) - (_count(known) if known is not None else 0)
                self._entries[key] = value
            while self._vectors > self._capacity:
                _, dropped = self._entries.popitem(last=False)
                self._vectors -= _count(dropped)

    def forget(self) -> None:
        """Drop every remembered vector (erasure)."""
        with self._lock:
            self._entries.clear()
            self._vectors = 0

    def close(self) -> None:
        """Close the inner encoder where it can be closed."""
        closer = getattr(self._inner, "close", None)
        if closer is not None:
            closer()


def _count(vectors: SpanVectors) -> int:
    return 1 + len(vectors.spans)


@remembered(maxsize=4_096)
def content_key(item: SpannedText) -> bytes:
    """16 bytes that name a text and its spans; remembered, since a message comes again with every later one."""
    digest = hashlib.blake2b(item.text.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(np.asarray(item.spans, dtype=np.int32).tobytes())
    return digest.digest()
