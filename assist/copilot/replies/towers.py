"""Two small networks over frozen message vectors: one reads a situation, one a reply; near means it fits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.context import FIELDS, PLACE, ReplyContext
from assist.core.encoding import FloatArray

VECTOR_SCALE = 3.0
MEMORY_WIDTH = 128  # columns by which remembered situations are compared
SITUATION_SHARE, REPLY_SHARE = 0.4, 0.2  # of the likeness; the rest is what both plainly speak of
PLAIN_WEIGHTS = (1.0, 0.5, 0.3, 0.3, 0.4, 0.2)  # of FIELDS, without a trained adapter


@dataclass(frozen=True, eq=False)
class Towers:
    """F = len(FIELDS) * dims. hidden (F + PLACE, h), bias (h,), out (h, width), skip (F, width) of the situation;
    the same with `reply_` over one vector (dims); directions (dims, k): those in which messages and replies vary
    most. Trained by evaluation/train/replies.py.

    The memory compares in three ways at once: situation with situation, situation with reply, and what the customer
    speaks of with what the reply speaks of, by plain vectors, which know more subjects than the towers were trained on.
    """

    hidden: FloatArray
    bias: FloatArray
    out: FloatArray
    skip: FloatArray
    reply_hidden: FloatArray
    reply_bias: FloatArray
    reply_out: FloatArray
    reply_skip: FloatArray
    directions: FloatArray

    @cached_property
    def version(self) -> str:
        """Names the weights; vectors of different versions cannot be compared."""
        digest = hashlib.blake2b(digest_size=8)
        trained = (
            self.hidden,
            self.out,
            self.skip,
            self.reply_hidden,
            self.reply_out,
            self.reply_skip,
            self.directions,
        )
        for weights in trained:
            digest.update(weights.tobytes())
        return digest.hexdigest()

    @property
    def width(self) -> int:
        """Length of both kinds of vectors."""
        return self.skip.shape[1]

    @property
    def row_width(self) -> int:
        """Length of the rows and queries of the memory."""
        return 2 * self.width + self.directions.shape[1]

    @property
    def dims(self) -> int:
        """Length of the message vectors that go in."""
        return self.reply_skip.shape[0]

    def situations(self, contexts: "list[ReplyContext]") -> FloatArray:
        """(n, width) unit vectors."""
        fields = np.stack([context.fields for context in contexts])
        places = np.stack([context.place for context in contexts])
        size = len(self.bias)
        summed = np.zeros((len(contexts), size + self.width), dtype=np.float32)
        summed[:, :size] = places @ self.hidden[len(FIELDS) * self.dims :] + self.bias
        # Reading the weights is what takes the time; most talks have no system lines, and a new one little else.
        for field in np.flatnonzero(fields.any(axis=(0, 2))):
            summed += fields[:, field] @ self._by_field[field]
        return _unit(np.maximum(summed[:, :size], 0.0) @ self.out + summed[:, size:])

    @cached_property
    def _by_field(self) -> FloatArray:
        """(len(FIELDS), dims, h + width): what each field meets in `hidden` and `skip`, side by side in memory, which
        takes three quarters of the time that two matrices in column order take."""
        rows = len(FIELDS) * self.dims
        both = np.concatenate([self.hidden[:rows] * np.float32(VECTOR_SCALE), self.skip], axis=1)
        return both.reshape(len(FIELDS), self.dims, -1)

    def replies(self, vectors: FloatArray) -> FloatArray:
        """(n, width) unit vectors of replies with these message vectors (n, dims)."""
        active = np.maximum(vectors * VECTOR_SCALE @ self.reply_hidden + self.reply_bias, 0.0)
        return _unit(active @ self.reply_out + vectors @ self.reply_skip)

    def remembered_situations(self, contexts: "list[ReplyContext]") -> FloatArray:
        """(n, width + k): as `situations`, and plainly what they speak of."""
        spoken = spoken_of(np.stack([context.fields for context in contexts]))
        return np.concatenate([self.situations(contexts), spoken @ self.directions], axis=1)

    def remembered_replies(self, vectors: FloatArray) -> FloatArray:
        """(n, width + k) of replies with these message vectors (n, dims)."""
        return np.concatenate([self.replies(vectors), vectors @ self.directions], axis=1)

    def rows(self, situations: FloatArray, replies: FloatArray) -> FloatArray:
        """(n, row_width) of the memory, from what the two methods above give; with the situations in place of the
        replies, the queries."""
        width, whole = self.width, 1.0 if self.directions.shape[1] else SITUATION_SHARE + REPLY_SHARE
        shares = (SITUATION_SHARE / whole, REPLY_SHARE / whole, 1 - SITUATION_SHARE - REPLY_SHARE)
        weight = np.sqrt(np.array(shares, dtype=np.float32))
        parts = (situations[:, :width] * weight[0], replies[:, :width] * weight[1], replies[:, width:] * weight[2])
        return np.concatenate(parts, axis=1)

    def compared(self, query: FloatArray, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Of a query and rows (n, row_width) of the memory: (n, 3) likeness by situation, by reply and by what is
        spoken of, which add up to the whole; and (n, k) unit vectors of what the replies speak of."""
        cuts = (0, self.width, 2 * self.width, self.row_width)
        parts = [rows[:, start:end] @ query[start:end] for start, end in pairwise(cuts)]
        spoken = rows[:, 2 * self.width :] if self.directions.shape[1] else rows[:, self.width : 2 * self.width]
        return np.stack(parts, axis=1), _unit(spoken)

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
            directions=np.zeros((dims, 0), dtype=np.float32),
        )


def spoken_of(fields: FloatArray) -> FloatArray:
    """(n, dims) unit vectors of what situations speak of, from their fields (n, len(FIELDS), dims)."""
    return _unit(np.einsum("nfd,f->nd", fields, np.array(PLAIN_WEIGHTS, dtype=np.float32)))


def _unit(rows: "NDArray[np.floating[Any]]") -> FloatArray:
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
