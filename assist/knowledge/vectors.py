"""Encodes what is new and keeps what is known: vectors by content key, token-budgeted batches, progress, cancel."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assist.core.encoding import FloatArray
from assist.core.ports import Encoder

BATCH = 128


def encode_missing(
    texts: Mapping[str, str],
    known: Mapping[str, FloatArray],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, FloatArray]:
    """Vectors of all keys of `texts`, encoding only those not in `known`, shortest first."""
    missing = sorted((key for key in texts if key not in known), key=lambda key: len(texts[key]))
    vectors = {key: known[key] for key in texts if key in known}
    total = len(texts)
    for start in range(0, len(missing), BATCH):
        keys = missing[start : start + BATCH]
        vectors.update(zip(keys, encoder.encode([texts[key] for key in keys]), strict=True))
        if progress is not None:
            progress(len(vectors), total)
    return vectors


def stack(keys: Sequence[str], vectors: Mapping[str, FloatArray], dims: int) -> FloatArray:
    """(len(keys), dims) in the order of `keys`."""
    if not keys:
        return np.zeros((0, dims), dtype=np.float32)
    return np.stack([vectors[key] for key in keys]).astype(np.float32)
