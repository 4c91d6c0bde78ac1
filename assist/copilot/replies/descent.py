"""How the small networks of replies are fitted, in numpy: Adam with decoupled decay (Loshchilov & Hutter 2019)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray

RATE, DECAY = 2e-3, 5e-2
Gradients = Callable[[list[FloatArray], NDArray[np.int64]], list[FloatArray]]


def descend(
    weights: list[FloatArray], gradients: Gradients, rng: np.random.Generator, *, count: int, batch: int, epochs: int
) -> None:
    """Change `weights` by the `gradients` of batches of the rows 0 to `count`, with a rate that falls to nothing."""
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    steps = epochs * -(-count // batch)
    step = 0
    for _ in range(epochs):
        order = rng.permutation(count)
        for start in range(0, count, batch):
            found = gradients(weights, order[start : start + batch])
            step += 1
            rate = np.float32(RATE * (1 - step / (steps + 1)))
            for w, g, m, s in zip(weights, found, first, second, strict=True):
                m += 0.1 * (g - m)
                s += 0.01 * (g * g - s)
                w -= rate * (m / (1 - 0.9**step) / (np.sqrt(s / (1 - 0.99**step)) + 1e-8) + DECAY * w)


def kept_of(shape: tuple[int, ...], dropped: float, rng: np.random.Generator) -> FloatArray:
    """Factors that leave out a random share of values; the others stand in for those."""
    kept = rng.random(shape, dtype=np.float32) > dropped
    return kept.astype(np.float32) * np.float32(1 / (1 - dropped))


def surprise(logits: FloatArray, wanted: NDArray[np.int64]) -> FloatArray:
    """(n, L) gradient of the mean cross entropy of logits (n, L)."""
    error = softmax(logits)
    error[np.arange(len(wanted)), wanted] -= 1
    error /= len(wanted)
    return error


def softmax(logits: FloatArray) -> FloatArray:
    """Chances (..., L) of logits (..., L)."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)
