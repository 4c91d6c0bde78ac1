"""The heads' small networks, forward only: an ensemble of one-layer perceptrons and linear read-outs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray

VECTOR_SCALE = 15.0  # unit vectors have entries near 1/sqrt(384); this brings them to the spread of the cues
CLIP = 6.0
WORD_SCALE = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """Brings dense columns to comparable spread: vectors by a constant, the rest by mean and deviation."""

    vector_columns: int
    mean: FloatArray
    deviation: FloatArray

    def apply(self, dense: FloatArray) -> FloatArray:
        """(n, F) scaled."""
        return np.concatenate([dense[:, : self.vector_columns] * VECTOR_SCALE, self.surface(dense)], axis=1)

    def surface(self, dense: FloatArray) -> FloatArray:
        """(n, F - vector_columns): the scaled columns that are no vectors."""
        return self.scaled(dense[:, self.vector_columns :])

    def scaled(self, columns: FloatArray) -> FloatArray:
        """(n, f) scaled: the columns that are no vectors alone."""
        return np.minimum(np.maximum((columns - self.mean) / self.deviation, -CLIP), CLIP)

    @classmethod
    def fit(cls, dense: FloatArray, vector_columns: int) -> "Scaler":
        """Mean and deviation of the columns that are not vectors."""
        rest = dense[:, vector_columns:]
        return cls(vector_columns, rest.mean(axis=0), rest.std(axis=0) + 1e-3)


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """k perceptrons side by side.

    hidden (F, k*h), words (buckets, k*h), bias (k*h,), out (k, h, o), out_bias (k, o).
    """

    hidden: FloatArray
    words: FloatArray
    bias: FloatArray
    out: FloatArray
    out_bias: FloatArray

    def logits(self, scaled: FloatArray, words: list[NDArray[np.int64]]) -> FloatArray:
        """(k, n, o) outputs of every member."""
        active = scaled @ self.hidden + self.bias
        for row, buckets in enumerate(words):
            if len(buckets):
                active[row] += self.words[buckets].sum(axis=0) * word_weight(len(buckets))
        return self.read_out(active)

    def read_out(self, active: FloatArray) -> FloatArray:
        """(k, n, o) outputs from the hidden layer (n, k*h) before its rectifier."""
        members, size, _ = self.out.shape
        live = np.maximum(active, 0.0).reshape(len(active), members, size).transpose(1, 0, 2)
        found = live @ self.out
        found += self.out_bias[:, None, :]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """weights (F, o), bias (o,)."""

    weights: FloatArray
    bias: FloatArray

    def __call__(self, rows: FloatArray) -> FloatArray:
        return rows @ self.weights + self.bias


def word_weight(count: int) -> float:
    """Weight of each of `count` distinct words of a text."""
    return float(WORD_SCALE / np.sqrt(count + 1))


def softmax(logits: FloatArray) -> FloatArray:
    """Along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def sigmoid(logits: FloatArray) -> FloatArray:
    """Elementwise."""
    return (1.0 / (1.0 + np.exp(-np.minimum(np.maximum(logits, -30), 30)))).astype(np.float32)
