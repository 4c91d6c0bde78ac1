"""Vectors of sentences of articles by content: encoded together the first time an article is quoted, then kept."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.ports import Encoder

CAPACITY = 40_000  # sentences, of about 3,000 articles: 30 MB at 384 dimensions


class SentenceVectors:
    """LRU over sentences. Thread-safe. An edited article costs its new sentences only.

    Kept, and given, in half precision, so that the first answer is the same as later ones.
    """

    def __init__(self, encoder: Encoder, *, capacity: int = CAPACITY) -> None:
        self._encoder = encoder
        self._capacity = capacity
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims), unit length but for rounding. Raises Overloaded from the encoder."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
            for text in found:
                self._known.move_to_end(text)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            new = dict(zip(missing, self._encoder.encode(missing).astype(np.float16), strict=True))
            found |= new
            with self._lock:
                self._known |= new
                while len(self._known) > self._capacity:
                    self._known.popitem(last=False)
        rows = [found[text] for text in texts]
        return np.stack(rows).astype(np.float32) if rows else np.zeros((0, self._encoder.info.dims), dtype=np.float32)
