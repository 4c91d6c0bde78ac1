"""Two small networks over frozen message vectors: one reads a situation, one a reply; near means it fits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.context import FIELDS, PLACE, ReplyContext
from assist.core.encoding import FloatArray

VECTOR_SCALE = 3.0
MEMORY_WIDTH = 128  # columns by which remembered situations are compared
PLAIN_WEIGHTS = (1.0, 0.5, 0.3, 0.3, 0.4, 0.2)  # of FIELDS, without a trained adapter


@dataclass(frozen=True, eq=False)
class Towers:
    """F = len(FIELDS) * dims. hidden (F + PLACE, h), bias (h,), out (h, width), skip (F, width) of the situation;
    the same with `reply_` over one vector (dims). Trained by evaluation/train/replies.py."""

    hidden: FloatArray
    bias: FloatArray
    out: FloatArray
    skip: FloatArray
    reply_hidden: FloatArray
    reply_bias: FloatArray
    reply_out: FloatArray
    reply_skip: FloatArray

    @cached_property
    def version(self) -> str:
        """Names the weights; vectors of different versions cannot be compared."""
        digest = hashlib.blake2b(digest_size=8)
        for weights in (self.hidden, self.out, self.skip, self.reply_hidden, self.reply_out, self.reply_skip):
            digest.update(weights.tobytes())
        return digest.hexdigest()

    @property
    def width(self) -> int:
        """Length of both kinds of vectors."""
        return self.skip.shape[1]

    @property
    def dims(self) -> int:
        """Length of the message vectors that go in."""
        return self.reply_skip.shape[0]

    def situations(self, contexts: "list[ReplyContext]") -> FloatArray:
        """(n, width) unit vectors."""
        fields = np.stack([context.fields.reshape(-1) for context in contexts])
        places = np.stack([context.place for context in contexts])
        inputs = np.concatenate([fields * VECTOR_SCALE, places], axis=1)
        active = np.maximum(inputs @ self.hidden + self.bias, 0.0)
        return _unit(active @ self.out + fields @ self.skip)

    def replies(self, vectors: FloatArray) -> FloatArray:
        """(n, width) unit vectors of replies with these message vectors (n, dims)."""
        active = np.maximum(vectors * VECTOR_SCALE @ self.reply_hidden + self.reply_bias, 0.0)
        return _unit(active @ self.reply_out + vectors @ self.reply_skip)

    def narrowed(self, width: int = MEMORY_WIDTH) -> "Towers":
        """Only the first `width` columns, which are trained to do alone (Kusupati et al. 2022, Matryoshka
        representations): a third of the memory's size. Plain towers stay as they are."""
        if not self.hidden.shape[1] or width >= self.width:
            return self
        return replace(
            self,
            out=np.ascontiguousarray(self.out[:, :width]),
            skip=np.ascontiguousarray(self.skip[:, :width]),
            reply_out=np.ascontiguousarray(self.reply_out[:, :width]),
            reply_skip=np.ascontiguousarray(self.reply_skip[:, :width]),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Towers":
        """From the artifact's arrays of the same names."""
        return cls(**{name: arrays[name].astype(np.float32) for name in cls.__dataclass_fields__})

    @classmethod
    def plain(cls, dims: int) -> "Towers":
        """No learning: a weighted sum of the fields, and the reply's own vector; for encoders without an adapter."""
        same = np.eye(dims, dtype=np.float32)
        none = np.zeros((0,), dtype=np.float32)
        return cls(
            hidden=np.zeros((len(FIELDS) * dims + PLACE, 0), dtype=np.float32),
            bias=none,
            out=np.zeros((0, dims), dtype=np.float32),
            skip=np.concatenate([weight * same for weight in PLAIN_WEIGHTS]),
            reply_hidden=np.zeros((dims, 0), dtype=np.float32),
            reply_bias=none,
            reply_out=np.zeros((0, dims), dtype=np.float32),
            reply_skip=same,
        )


def _unit(rows: "NDArray[np.floating[Any]]") -> FloatArray:
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
