"""Closeness in meaning: cosine of the project's own sentence vectors."""

from collections.abc import Sequence

import numpy as np

from assist.core.ports import Encoder


def best_similarity(predictions: Sequence[str], references: Sequence[str], encoder: Encoder) -> float | None:
    """Highest cosine of any prediction with any reference; 0 when nothing was predicted, None without a reference."""
    if not references:
        return None
    said = [text for text in predictions if text.strip()]
    if not said:
        return 0.0
    return float(np.max(encoder.encode(said) @ encoder.encode(list(references)).T))


def mean_similarity(prediction: str, references: Sequence[str], encoder: Encoder) -> float | None:
    """Mean cosine of the prediction with each reference; 0 for an empty prediction, None without a reference."""
    if not references:
        return None
    if not prediction.strip():
        return 0.0
    return float(np.mean(encoder.encode([prediction]) @ encoder.encode(list(references)).T))
