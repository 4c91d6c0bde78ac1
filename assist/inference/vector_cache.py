"""Vectors by content: a text that was encoded once in this process is not encoded again while it is remembered."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder


class CachedEncoder:
    """LRU over (text, spans); only misses reach the inner encoder. Thread-safe.

    `capacity` counts vectors, of texts and of spans alike (1.5 kB each at 384 dimensions), so that memory is bounded
    however long the texts are.
    """

    def __init__(self, inner: Encoder, *, capacity: int) -> None:
        self._inner = inner
        self._capacity = capacity
        self._entries: OrderedDict[bytes, SpanVectors] = OrderedDict()
        self._vectors = 0
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
        with self._lock:
            for key in keys:
                if key in self._entries:
                    self._entries.move_to_end(key)
                    found[key] = self._entries[key]
        missing = {key: item for key, item in zip(keys, items, strict=True) if key not in found}
        if missing:
            self.remember(dict(zip(missing, self._inner.encode_spans(list(missing.values())), strict=True)), found)
        return [found[key] for key in keys]

    def remember(self, vectors: dict[bytes, SpanVectors], found: dict[bytes, SpanVectors] | None = None) -> None:
        """Add vectors known from elsewhere (the session store) under their content keys."""
        if found is not None:
            found.update(vectors)
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


def content_key(item: SpannedText) -> bytes:
    """16 bytes that name a text and its spans."""
    digest = hashlib.blake2b(item.text.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(np.asarray(item.spans, dtype=np.int32).tobytes())
    return digest.digest()
