"""The second stage and the sentences as served: each block of columns meets its weights where it is, and what many rows
share is multiplied once, so that no wide rows are put together. Training sees the same columns side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray, Sentence
from assist.inference.heads.context import STEPS
from assist.inference.heads.cues import CUES, cue_rows
from assist.inference.heads.features import surface_width
from assist.inference.heads.network import Linear, sigmoid

SURFACE, VECTORS = 0.5, 6.0  # weights of neighbours, place and cues, and of vectors; chosen by cross-validation
ACTS_WEIGHT, SALIENCE_WEIGHT = 2.0, 4.0  # weights of what is known of a sentence's message
_RANKS = 4


class SecondStage:
    """`second_stage_features` and `sentence_inputs` with their linear heads, to within rounding."""

    def __init__(self, acts: Linear, salience: Linear, sentence: Linear, *, dims: int, first: int) -> None:
        """`first`: columns of the first stage."""
        kinds = acts.weights.shape[1]
        around = (len(STEPS) + 2) * first
        edges = len(acts.weights) - 3 * dims
        plain = np.concatenate([acts.weights[:edges], salience.weights], axis=1) * np.float32(SURFACE)
        # (first, 6 * 13): what a row adds to its own and its neighbours' logits.
        self._around = np.ascontiguousarray(plain[:around].reshape(-1, first, kinds + 1).transpose(1, 0, 2))
        self._surface = np.ascontiguousarray(plain[around:])
        self._bias = np.concatenate([acts.bias, salience.bias])
        opening, closing, whole = acts.weights[edges:].reshape(3, dims, kinds) * np.float32(VECTORS)
        own, of_message = sentence.weights[: 2 * dims].reshape(2, dims, 1)
        self._of_sentence = np.concatenate([opening, closing, own], axis=1)
        self._of_message = np.concatenate([whole, of_message], axis=1)
        rest = sentence.weights[2 * dims :, 0]
        self._ranks, self._cues, context, of_acts, of_salience = np.split(
            rest, np.cumsum([_RANKS, CUES, surface_width(), kinds]).tolist()
        )
        self._context, self._of_acts = context, of_acts * ACTS_WEIGHT
        self._of_salience = float(of_salience[0]) * SALIENCE_WEIGHT
        self._sentence_bias = sentence.bias
        self._kinds = kinds

    def read(
        self, first: FloatArray, surface: FloatArray, vectors: FloatArray, sentences: "SentenceRows", own: FloatArray
    ) -> tuple[FloatArray, FloatArray, "Partial"]:
        """Logits of acts (m, 12) and salience (m,), and what the vectors add to the sentences' logits. `first` (m, 13)
        chances, `surface` (m, F) scaled columns, `vectors` (m, dims), `own` (s, dims)."""
        added = (first @ self._around.reshape(len(self._around), -1)).reshape(len(first), len(STEPS) + 2, -1)
        logits = surface @ self._surface + self._bias + added[:, 0]
        logits += added[:, -1].mean(axis=0)
        for place, step in enumerate(STEPS, 1):
            if step < 0:
                logits[-step:] += added[:step, place]
            elif step < len(first):
                logits[:-step] += added[step:, place]
        kinds = self._kinds
        of_message, of_sentence = vectors @ self._of_message, own @ self._of_sentence
        acts = logits[:, :kinds] + of_message[:, :kinds]
        said = sentences.counts > 0
        acts[said] += of_sentence[sentences.first[said], :kinds] + of_sentence[sentences.last[said], kinds : 2 * kinds]
        return acts, logits[:, kinds], Partial(of_sentence[:, -1], of_message[:, -1])

    def sentences(
        self, sentences: "SentenceRows", partial: "Partial", context: FloatArray, acts: FloatArray, salience: FloatArray
    ) -> FloatArray:
        """(s,) salience of the sentences; `context` (m, F) unscaled surface columns of the messages."""
        if not len(sentences.rows):
            return np.zeros(0, dtype=np.float32)
        shared = partial.of_message + context @ self._context + acts @ self._of_acts + salience * self._of_salience
        own = partial.own + sentences.ranks @ self._ranks + sentences.cues @ self._cues
        return sigmoid(np.asarray(own + shared[sentences.rows] + self._sentence_bias, dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """What vectors add to the logits of sentences: their own, (s,), and their message's, (m,)."""

    own: FloatArray
    of_message: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class SentenceRows:
    """Of s sentences: message (rows), place in it and cues; of m messages: first and last sentence, and how many."""

    rows: NDArray[np.int64]
    ranks: FloatArray
    cues: FloatArray
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], messages: int) -> "SentenceRows":
        """Of sentences in the order of their messages."""
        rows = np.array([sentence.message for sentence in sentences], dtype=np.int64)
        counts = np.bincount(rows, minlength=messages)
        last = counts.cumsum() - 1
        first = last + 1 - counts
        rank, total = np.arange(len(rows)) - first[rows], counts[rows]
        ranks = np.empty((len(rows), _RANKS), dtype=np.float32)
        ranks[:, 0], ranks[:, 1] = rank == 0, rank == total - 1
        ranks[:, 2], ranks[:, 3] = np.minimum(rank, 8) / 8, np.minimum(total, 8) / 8
        return cls(rows, ranks, cue_rows([sentence.text for sentence in sentences]), first, last, counts)
