"""A network over one moment of a conversation: the newest messages, means of the earlier ones, and words, in numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.context import BUCKETS, PLACE, ReplyContext
from assist.copilot.replies.descent import descend, kept_of, surprise
from assist.core.encoding import FloatArray

KEPT = 96  # directions of each field
HIDDEN, EPOCHS, BATCH = 192, 10, 128
UNSEEN, DROP = 0.3, 0.4  # shares of inputs and of the hidden layer that are left out while it is fitted
VECTOR_SCALE, WORD_SCALE = 3.0, 3.0
GROUPS = 5  # what was done last, the turn before, ever, lately, and how often
FADES, TIMES = 0.7, 0.5
ARRAYS = ("basis", "hidden", "bias", "out", "skip", "offset")


@dataclass(frozen=True, slots=True, eq=False)
class MomentNetwork:
    """basis (fields and means, dims, k): the directions in which each of them varies most; hidden (F, h), bias (h,),
    out (h, L), skip (F, L), offset (L,). One that an earlier version stored has weights for fewer inputs."""

    basis: FloatArray
    hidden: FloatArray
    bias: FloatArray
    out: FloatArray
    skip: FloatArray
    offset: FloatArray

    def logits(self, context: ReplyContext, actions: NDArray[np.int64]) -> FloatArray:
        """(L,); `actions` (n,) of earlier agent turns, newest first; -1 is none that is known."""
        known = len(self.hidden) - BUCKETS - PLACE - self.basis.shape[0] * self.basis.shape[2]
        dense, words = _row(context, self.basis, _marks(actions, len(self.offset))[:known])
        width = len(dense)
        active = dense @ self.hidden[:width] + self.bias
        logits = dense @ self.skip[:width] + self.offset
        if len(words):
            weight = WORD_SCALE / np.sqrt(len(words))
            active = active + self.hidden[width + words].sum(axis=0) * weight
            logits = logits + self.skip[width + words].sum(axis=0) * weight
        return logits + np.maximum(active, 0.0) @ self.out


def inputs_of(
    contexts: Sequence[ReplyContext], basis: FloatArray, actions: Sequence[NDArray[np.int64]], labels: int
) -> FloatArray:
    """(n, F), words as columns."""
    rows = [_row(context, basis, _marks(own, labels)) for context, own in zip(contexts, actions, strict=True)]
    width = len(rows[0][0])
    inputs = np.zeros((len(rows), width + BUCKETS), dtype=np.float32)
    for number, (dense, words) in enumerate(rows):
        inputs[number, :width] = dense
        if len(words):
            inputs[number, width + words] = WORD_SCALE / np.sqrt(len(words))
    return inputs


def basis_of(contexts: Sequence[ReplyContext]) -> FloatArray:
    """(f, dims, k) leading eigenvectors of each field and mean."""
    vectors = np.stack([_vectors(context) for context in contexts])
    kept = min(KEPT, vectors.shape[2])
    turned = [np.linalg.eigh(column.T @ column)[1][:, -kept:] for column in np.moveaxis(vectors, 1, 0)]
    return np.stack(turned).astype(np.float32)


def fit_moment(
    inputs: FloatArray, wanted: NDArray[np.int64], basis: FloatArray, labels: int, *, seed: int = 0
) -> MomentNetwork:
    """By the cross entropy of the wanted actions (n,) at inputs (n, F)."""
    rng = np.random.default_rng(seed)
    width = inputs.shape[1]
    weights = [
        rng.normal(0, (2.0 / width) ** 0.5, (width, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0, 0.05, (HIDDEN, labels)),
        np.zeros((width, labels)),
        np.zeros(labels),
    ]
    weights = [w.astype(np.float32) for w in weights]

    def gradients(current: list[FloatArray], rows: NDArray[np.int64]) -> list[FloatArray]:
        return _gradients(current, inputs[rows], wanted[rows], rng)

    descend(weights, gradients, rng, count=len(inputs), batch=BATCH, epochs=EPOCHS)
    return MomentNetwork(basis, *weights)


def logits_of(network: MomentNetwork, inputs: FloatArray) -> FloatArray:
    """(n, L) of inputs (n, F)."""
    active = np.maximum(inputs @ network.hidden + network.bias, 0)
    return np.asarray(active @ network.out + inputs @ network.skip + network.offset, dtype=np.float32)


def _vectors(context: ReplyContext) -> FloatArray:
    return np.concatenate([context.fields, context.turns.course()])


def _row(context: ReplyContext, basis: FloatArray, marks: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    seen = (_vectors(context)[: len(basis), None, :] @ basis)[:, 0, :]
    dense = np.concatenate([seen.reshape(-1) * VECTOR_SCALE, context.place, marks])
    return dense.astype(np.float32), context.words


def _marks(actions: NDArray[np.int64], labels: int) -> FloatArray:
    """(GROUPS * labels,): where earlier turns are known actions."""
    marks = np.zeros((GROUPS, labels), dtype=np.float32)
    for place, action in enumerate(actions.tolist()):
        if action >= 0:
            marks[2, action] = 1.0
            marks[3, action] += FADES**place
            marks[4, action] += TIMES
            if place < 2:
                marks[place, action] = 1.0
    return marks.reshape(-1)


def _gradients(
    weights: list[FloatArray], inputs: FloatArray, wanted: NDArray[np.int64], rng: np.random.Generator
) -> list[FloatArray]:
    hidden, bias, out, skip, offset = weights
    inputs = inputs * kept_of(inputs.shape, UNSEEN, rng)
    active = inputs @ hidden + bias
    kept = kept_of(active.shape, DROP, rng) * (active > 0).astype(np.float32)
    live = active * kept
    error = surprise(np.asarray(live @ out + inputs @ skip + offset, dtype=np.float32), wanted)
    back = error @ out.T * kept
    return [inputs.T @ back, back.sum(axis=0), live.T @ error, inputs.T @ error, error.sum(axis=0)]
