"""Which canned action an agent takes next: a small network fitted on the memory's own labelled examples, in numpy."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.context import BUCKETS, ReplyContext
from assist.core.encoding import FloatArray

MIN_EXAMPLES, MIN_LABELS = 60, 3  # under these there is nothing to learn
MAX_EXAMPLES = 24_000  # the newest ones; fitting takes seconds
SEEN = 0.8  # cosine from which an earlier agent turn is taken for a known action
PROTOTYPES = 12  # wordings kept of each action, the most frequent ones
KEPT = 96  # directions of each field
HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROP = 192, 6, 128, 2e-3, 5e-2, 0.4
HELD_OUT = 0.15
_VECTOR_SCALE, _WORD_SCALE = 3.0, 3.0
_ARRAYS = ("basis", "hidden", "bias", "out", "skip", "offset")
_GROUPS = 3  # what was done last, the turn before, and ever


@dataclass(frozen=True, slots=True, eq=False)
class LabelledContext:
    """A context with the action taken in it; `conversation` groups examples that must not be split."""

    context: ReplyContext
    label: str
    reply: FloatArray
    conversation: str


@dataclass(frozen=True, slots=True, eq=False)
class Prototypes:
    """Wordings of each action: vectors (p, width) and the action (p,) of each."""

    vectors: FloatArray
    owners: NDArray[np.int64]

    def said(self, turns: FloatArray, labels: int) -> FloatArray:
        """(3 * labels,): one where an earlier turn (n, width; newest first) is a known action."""
        marks = np.zeros((_GROUPS, labels), dtype=np.float32)
        if len(turns) and len(self.vectors):
            near = turns @ self.vectors.T
            best = near.argmax(axis=1)
            for place, (column, value) in enumerate(zip(best, near.max(axis=1), strict=True)):
                if value >= SEEN:
                    owner = self.owners[column]
                    marks[2, owner] = 1.0
                    if place < 2:
                        marks[place, owner] = 1.0
        return marks.reshape(-1)


@dataclass(frozen=True, slots=True, eq=False)
class LabelModel:
    """basis (len(FIELDS), dims, k): the directions in which each field varies most; hidden (F, h), bias (h,),
    out (h, L), skip (F, L), offset (L,); `temperature` calibrates the chances."""

    labels: tuple[str, ...]
    prototypes: Prototypes
    basis: FloatArray
    hidden: FloatArray
    bias: FloatArray
    out: FloatArray
    skip: FloatArray
    offset: FloatArray
    temperature: float

    def chances(self, context: ReplyContext, said: FloatArray) -> FloatArray:
        """(L,) chance of each action next; `said`: earlier agent turns as reply vectors (n, width)."""
        dense, words = _row(context, self.basis, self.prototypes.said(said, len(self.labels)))
        width = len(dense)
        active = dense @ self.hidden[:width] + self.bias
        logits = dense @ self.skip[:width] + self.offset
        if len(words):
            weight = _WORD_SCALE / np.sqrt(len(words))
            active = active + self.hidden[width + words].sum(axis=0) * weight
            logits = logits + self.skip[width + words].sum(axis=0) * weight
        logits = (logits + np.maximum(active, 0.0) @ self.out) / self.temperature
        raised = np.exp(logits - logits.max())
        return (raised / raised.sum()).astype(np.float32)

    def packed(self) -> bytes:
        """For the store; weights as float16."""
        stream = io.BytesIO()
        arrays = {name: getattr(self, name).astype(np.float16) for name in _ARRAYS}
        np.savez_compressed(
            stream,
            labels=np.array(self.labels),
            vectors=self.prototypes.vectors.astype(np.float16),
            owners=self.prototypes.owners,
            temperature=np.float32(self.temperature),
            **arrays,
        )
        return stream.getvalue()

    @classmethod
    def unpacked(cls, content: bytes) -> "LabelModel":
        """What `packed` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as data:
            a = {name: data[name].astype(np.float32) for name in (*_ARRAYS, "vectors")}
            vectors = a.pop("vectors")
            labels = tuple(str(label) for label in data["labels"])
            temperature = float(data["temperature"])
            return cls(labels=labels, prototypes=Prototypes(vectors, data["owners"]), temperature=temperature, **a)


def fit_labels(examples: Sequence[LabelledContext], said: Sequence[FloatArray], *, seed: int = 0) -> LabelModel | None:
    """A model of the labelled examples; None when they are too few. `said`: earlier turns of each as reply vectors."""
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    labels = tuple(sorted(counts))
    if len(examples) < MIN_EXAMPLES or len(labels) < MIN_LABELS:
        return None
    place = {label: number for number, label in enumerate(labels)}
    prototypes = _prototypes(examples, place)
    basis = _basis(np.stack([e.context.fields for e in examples]))
    marks = [prototypes.said(turns, len(labels)) for turns in said]
    inputs = _matrix([e.context for e in examples], basis, marks)
    wanted = np.array([place[e.label] for e in examples])
    groups = np.unique([e.conversation for e in examples], return_inverse=True)[1]
    held = np.random.default_rng(seed).random(groups.max() + 1)[groups] < HELD_OUT
    trial = _train(inputs[~held], wanted[~held], len(labels), seed)
    temperature = _calibrate(_logits(trial, inputs[held]), wanted[held])
    hidden, bias, out, skip, offset = _train(inputs, wanted, len(labels), seed)
    return LabelModel(labels, prototypes, basis, hidden, bias, out, skip, offset, temperature)


Weights = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def _basis(fields: FloatArray) -> FloatArray:
    """(len(FIELDS), dims, k) leading eigenvectors of each field (n, len(FIELDS), dims)."""
    kept = min(KEPT, fields.shape[2])
    turned = [np.linalg.eigh(column.T @ column)[1][:, -kept:] for column in np.moveaxis(fields, 1, 0)]
    return np.stack(turned).astype(np.float32)


def _row(context: ReplyContext, basis: FloatArray, said: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    seen = (context.fields[:, None, :] @ basis)[:, 0, :]
    dense = np.concatenate([seen.reshape(-1) * _VECTOR_SCALE, context.place, said])
    return dense.astype(np.float32), context.words


def _matrix(contexts: Sequence[ReplyContext], basis: FloatArray, said: Sequence[FloatArray]) -> FloatArray:
    rows = [_row(context, basis, marks) for context, marks in zip(contexts, said, strict=True)]
    width = len(rows[0][0])
    inputs = np.zeros((len(rows), width + BUCKETS), dtype=np.float32)
    for number, (dense, words) in enumerate(rows):
        inputs[number, :width] = dense
        if len(words):
            inputs[number, width + words] = _WORD_SCALE / np.sqrt(len(words))
    return inputs


def _train(inputs: FloatArray, wanted: NDArray[np.int64], labels: int, seed: int) -> Weights:
    """Adam with decoupled decay on the cross entropy; dropout on the hidden layer."""
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
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    steps = EPOCHS * -(-len(inputs) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(inputs))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            gradients = _gradients(weights, inputs[rows], wanted[rows], rng)
            step += 1
            rate = np.float32(RATE * (1 - step / (steps + 1)))
            for w, g, m, s in zip(weights, gradients, first, second, strict=True):
                m += 0.1 * (g - m)
                s += 0.01 * (g * g - s)
                w -= rate * (m / (1 - 0.9**step) / (np.sqrt(s / (1 - 0.99**step)) + 1e-8) + DECAY * w)
    hidden, bias, out, skip, offset = weights
    return hidden, bias, out, skip, offset


def _gradients(
    weights: list[FloatArray], x: FloatArray, wanted: NDArray[np.int64], rng: np.random.Generator
) -> list[FloatArray]:
    hidden, bias, out, skip, offset = weights
    active = x @ hidden + bias
    kept = (rng.random(active.shape, dtype=np.float32) > DROP).astype(np.float32) / np.float32(1 - DROP)
    live = np.maximum(active, 0) * kept
    logits = live @ out + x @ skip + offset
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    error = raised / raised.sum(axis=1, keepdims=True)
    error[np.arange(len(x)), wanted] -= 1
    error /= len(x)
    back = (error @ out.T) * kept * (active > 0)
    return [x.T @ back, back.sum(axis=0), live.T @ error, x.T @ error, error.sum(axis=0)]


def _logits(weights: Weights, inputs: FloatArray) -> FloatArray:
    hidden, bias, out, skip, offset = weights
    logits = np.maximum(inputs @ hidden + bias, 0) @ out + inputs @ skip + offset
    return logits.astype(np.float32)


def _calibrate(logits: FloatArray, wanted: NDArray[np.int64]) -> float:
    """The temperature with the lowest cross entropy on held-out conversations (Guo et al. 2017)."""
    best, lowest = 1.0, np.inf
    for temperature in np.geomspace(0.5, 4.0, 25):
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        loss = float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(wanted)), wanted]))
        if loss < lowest:
            best, lowest = float(temperature), loss
    return best


def _prototypes(examples: Sequence[LabelledContext], place: dict[str, int]) -> Prototypes:
    wordings: dict[tuple[int, bytes], tuple[int, FloatArray]] = {}
    for example in examples:
        key = (place[example.label], np.round(example.reply, 3).tobytes())
        count = wordings.get(key, (0, example.reply))[0]
        wordings[key] = (count + 1, example.reply)
    kept: list[tuple[int, FloatArray]] = []
    for owner in place.values():
        own = sorted((item for key, item in wordings.items() if key[0] == owner), key=lambda item: -item[0])
        kept += [(owner, vector) for _, vector in own[:PROTOTYPES]]
    return Prototypes(np.stack([vector for _, vector in kept]), np.array([owner for owner, _ in kept]))
