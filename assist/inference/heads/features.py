"""Features of every message and sentence of a conversation: vectors of it and its neighbours, place, cues, words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.encoding import FloatArray, Sentence
from assist.core.vocabulary import Channel
from assist.inference.heads.cues import CUES, cue_rows, word_buckets

CHANNELS: tuple[Channel, ...] = ("chat", "voice", "email", "messaging", "case")
PLACE = 16 + len(CHANNELS)
_FAR = 40  # messages beyond which a side is taken for new, or for gone


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """dense (n, F) of vectors, place and cues; words: per row the hashed word buckets."""

    dense: FloatArray
    words: list[NDArray[np.int64]]


def message_features(transcript: Transcript, vectors: FloatArray) -> Features:
    """Features of the m messages; `vectors` (m, dims)."""
    messages = transcript.messages
    before, after = _neighbours(vectors, -1), _neighbours(vectors, 1)
    same_side = last_of_same_side(messages)
    last_same = np.where(same_side[:, None] >= 0, vectors[same_side], 0)
    surface = surface_features(transcript, same_side)
    dense = np.concatenate([vectors, before, after, last_same, surface], axis=1).astype(np.float32)
    assert dense.shape[1] == dense_width(vectors.shape[1])
    return Features(dense, [word_buckets(m.text, m.side) for m in messages])


def surface_features(transcript: Transcript, same_side: NDArray[np.int64]) -> FloatArray:
    """(m, surface_width()): the columns of `message_features` that are no vectors; see `last_of_same_side`."""
    own = cue_rows([message.text for message in transcript.messages])
    surface = np.zeros((len(own), surface_width()), dtype=np.float32)
    surface[:, :PLACE] = _places(transcript, same_side)
    surface[:, PLACE : PLACE + CUES] = own
    surface[1:, PLACE + CUES : PLACE + 2 * CUES] = own[:-1]
    surface[:-1, PLACE + 2 * CUES :] = own[1:]
    return surface


def sentence_features(
    transcript: Transcript, sentences: Sequence[Sentence], messages: Features, vectors: FloatArray
) -> FloatArray:
    """(s, F) of the sentences: their own vector and cues beside those of their message. `vectors` (s, dims)."""
    dims = vectors.shape[1]
    if not sentences:
        return np.zeros((0, sentence_width(dims)), dtype=np.float32)
    rows = np.array([s.message for s in sentences])
    ranks = np.zeros((len(sentences), 4), dtype=np.float32)
    counts = np.bincount(rows, minlength=len(transcript.messages))
    rank = 0
    for i, sentence in enumerate(sentences):
        rank = rank + 1 if i and sentences[i - 1].message == sentence.message else 0
        total = int(counts[sentence.message])
        ranks[i] = (rank == 0, rank == total - 1, min(rank, 8) / 8, min(total, 8) / 8)
    own = cue_rows([s.text for s in sentences])
    context = messages.dense[rows][:, -surface_width() :]
    return np.concatenate([vectors, messages.dense[rows, :dims], ranks, own, context], axis=1).astype(np.float32)


def edge_vectors(count: int, sentences: Sequence[Sentence], vectors: FloatArray) -> FloatArray:
    """(count, 2 * dims): vectors of each message's first and last sentence; zero where it has none."""
    dims = vectors.shape[1]
    edges = np.zeros((count, 2 * dims), dtype=np.float32)
    for i, sentence in enumerate(sentences):
        if i == 0 or sentences[i - 1].message != sentence.message:
            edges[sentence.message, :dims] = vectors[i]
        edges[sentence.message, dims:] = vectors[i]
    return edges


def dense_width(dims: int) -> int:
    """Columns of `message_features`."""
    return 4 * dims + surface_width()


def surface_width() -> int:
    """Columns of `surface_features`."""
    return PLACE + 3 * CUES


def sentence_width(dims: int) -> int:
    """Columns of `sentence_features`."""
    return 2 * dims + 4 + CUES + surface_width()


def _neighbours(rows: FloatArray, step: int) -> FloatArray:
    shifted = np.zeros_like(rows)
    if step < 0:
        shifted[1:] = rows[:-1]
    else:
        shifted[:-1] = rows[1:]
    return shifted


def last_of_same_side(messages: Sequence[Message]) -> NDArray[np.int64]:
    """(m,) row of the message of the same side before each message; -1 for none."""
    last: dict[str, int] = {}
    rows: list[int] = []
    for i, message in enumerate(messages):
        rows.append(last.get(message.side, -1))
        last[message.side] = i
    return np.array(rows, dtype=np.int64)


def _places(transcript: Transcript, before: NDArray[np.int64]) -> FloatArray:
    """(m, PLACE): side, position, whether the side spoke shortly before or will, and the channel. `before`: see
    `last_of_same_side`."""
    messages = transcript.messages
    count = len(messages)
    sides = np.array([_SIDES[message.side] for message in messages])
    at = np.arange(count)
    after = np.full(count, count + _FAR)
    known = before >= 0
    after[before[known]] = at[known]
    rows = np.zeros((PLACE, count), dtype=np.float32)
    rows[:3] = sides == _EACH_SIDE
    rows[2, [message.internal for message in messages]] = 1.0
    rows[5] = np.minimum(at, 20) / 20
    rows[8] = rows[5, ::-1]
    rows[9] = at / max(count - 1, 1)
    rows[10], rows[11] = ~known | (at - before > _FAR), after - at > _FAR
    rows[12, 1:] = rows[13, :-1] = sides[1:] == sides[:-1]
    rows[3, 0] = rows[6, -1] = rows[14, -1] = 1.0
    rows[4, 1:2] = rows[7, -2:-1] = 1.0
    rows[15] = min(count, 40) / 40
    rows[16 + CHANNELS.index(transcript.channel)] = 1.0
    return rows.T


_SIDES = {"customer": 0, "agent": 1, "system": 2}
_EACH_SIDE = np.arange(len(_SIDES))[:, None]
