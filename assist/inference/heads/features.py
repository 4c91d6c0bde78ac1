"""Features of every message and sentence of a conversation: vectors of it and its neighbours, place, cues, words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.encoding import FloatArray, Sentence
from assist.core.vocabulary import Channel
from assist.inference.heads.cues import CUES, cues, word_buckets

CHANNELS: tuple[Channel, ...] = ("chat", "voice", "email", "messaging", "case")
PLACE = 16 + len(CHANNELS)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """dense (n, F) of vectors, place and cues; words: per row the hashed word buckets."""

    dense: FloatArray
    words: list[NDArray[np.int64]]


def message_features(transcript: Transcript, vectors: FloatArray) -> Features:
    """Features of the m messages; `vectors` (m, dims)."""
    messages = transcript.messages
    dims = vectors.shape[1]
    own = np.stack([cues(m.text) for m in messages])
    before, after = _neighbours(vectors, -1), _neighbours(vectors, 1)
    last_same = _last_of_same_side(messages, vectors)
    place = np.stack([_place(transcript, i) for i in range(len(messages))])
    dense = np.concatenate(
        [vectors, before, after, last_same, place, own, _neighbours(own, -1), _neighbours(own, 1)], axis=1
    ).astype(np.float32)
    assert dense.shape[1] == dense_width(dims)
    return Features(dense, [word_buckets(m.text, m.side) for m in messages])


def sentence_features(
    transcript: Transcript, sentences: Sequence[Sentence], messages: Features, vectors: FloatArray
) -> Features:
    """Features of the s sentences: their own vector and cues beside those of their message. `vectors` (s, dims)."""
    dims = vectors.shape[1]
    if not sentences:
        return Features(np.zeros((0, sentence_width(dims)), dtype=np.float32), [])
    rows = np.array([s.message for s in sentences])
    ranks = np.zeros((len(sentences), 4), dtype=np.float32)
    counts = np.bincount(rows, minlength=len(transcript.messages))
    rank = 0
    for i, sentence in enumerate(sentences):
        rank = rank + 1 if i and sentences[i - 1].message == sentence.message else 0
        total = int(counts[sentence.message])
        ranks[i] = (rank == 0, rank == total - 1, min(rank, 8) / 8, min(total, 8) / 8)
    own = np.stack([cues(s.text) for s in sentences])
    context = messages.dense[rows][:, -(PLACE + 3 * CUES) :]
    dense = np.concatenate([vectors, messages.dense[rows, :dims], ranks, own, context], axis=1).astype(np.float32)
    return Features(dense, [word_buckets(s.text, transcript.messages[s.message].side) for s in sentences])


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
    return 4 * dims + PLACE + 3 * CUES


def sentence_width(dims: int) -> int:
    """Columns of `sentence_features`."""
    return 2 * dims + 4 + CUES + PLACE + 3 * CUES


def _neighbours(rows: FloatArray, step: int) -> FloatArray:
    shifted = np.zeros_like(rows)
    if step < 0:
        shifted[1:] = rows[:-1]
    else:
        shifted[:-1] = rows[1:]
    return shifted


def _last_of_same_side(messages: Sequence[Message], vectors: FloatArray) -> FloatArray:
    result = np.zeros_like(vectors)
    last: dict[str, int] = {}
    for i, message in enumerate(messages):
        if message.side in last:
            result[i] = vectors[last[message.side]]
        last[message.side] = i
    return result


def _place(transcript: Transcript, index: int) -> FloatArray:
    messages = transcript.messages
    message, count = messages[index], len(messages)
    side = message.side
    from_end = count - 1 - index
    previous = messages[index - 1].side if index else ""
    following = messages[index + 1].side if from_end else ""
    first_of_side = all(m.side != side for m in messages[max(0, index - 40) : index])
    last_of_side = all(m.side != side for m in messages[index + 1 : index + 41])
    values = (
        side == "customer",
        side == "agent",
        side == "system" or message.internal,
        index == 0,
        index == 1,
        min(index, 20) / 20,
        from_end == 0,
        from_end == 1,
        min(from_end, 20) / 20,
        index / max(count - 1, 1),
        first_of_side,
        last_of_side,
        previous == side,
        following == side,
        following == "",
        min(count, 40) / 40,
        *(transcript.channel == channel for channel in CHANNELS),
    )
    return np.array(values, dtype=np.float32)
