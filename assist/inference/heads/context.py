"""Second stage: what the first stage thinks of the neighbours, and features of the conversation as a whole."""

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.inference.heads.cues import HASH_BUCKETS, cues, word_buckets
from assist.inference.heads.parting import parting_features
from assist.inference.heads.valence import VALENCE, valence

STEPS = (-2, -1, 1, 2)  # neighbours that the second stage reads


def neighbour_context(first: FloatArray) -> FloatArray:
    """(m, 6k) from first-stage probabilities (m, k): own, four neighbours, mean of the conversation."""
    parts = [first]
    for step in STEPS:
        shifted = np.zeros_like(first)
        if step < 0:
            shifted[-step:] = first[:step]
        elif step < len(first):
            shifted[:-step] = first[step:]
        parts.append(shifted)
    parts.append(np.broadcast_to(first.mean(axis=0), first.shape))
    return np.concatenate(parts, axis=1).astype(np.float32)


def start_rows(transcript: Transcript) -> list[int]:
    """The customer's first two messages (any first two if there is no customer)."""
    rows = [i for i, m in enumerate(transcript.messages) if m.role == "customer" and not m.internal]
    return (rows or list(range(len(transcript.messages))))[:2]


def end_rows(transcript: Transcript) -> list[int]:
    """The customer's last two messages."""
    rows = [i for i, m in enumerate(transcript.messages) if m.role == "customer" and not m.internal]
    return (rows or list(range(len(transcript.messages))))[-2:]


def mood_features(transcript: Transcript, vectors: FloatArray, acts: FloatArray, rows: list[int]) -> FloatArray:
    """Features of how the customer felt in the messages `rows`: mean vector, cues, acts, hashed words, valence."""
    last = rows[-1]
    pair = [cues(transcript.messages[i].text) for i in (rows[0], last)]
    return np.concatenate(
        [
            vectors[rows].mean(axis=0) * 8,
            vectors[last] * 8,
            *pair,
            acts[rows].mean(axis=0),
            acts.mean(axis=0),
            _words(transcript, rows),
            _valences(transcript, rows) * 2,
        ]
    ).astype(np.float32)


def end_features(transcript: Transcript, vectors: FloatArray, acts: FloatArray, signs: FloatArray) -> FloatArray:
    """Features of how the customer felt at the end: of the last messages, `signs` of where the case stands, and what
    the last words answer."""
    mood = mood_features(transcript, vectors, acts, end_rows(transcript))
    return np.concatenate([mood, signs, parting_features(transcript)])


def status_features(transcript: Transcript, vectors: FloatArray, signs: FloatArray) -> FloatArray:
    """Features of where the case stands: `signs` in the newest turns, valence, last vectors of both sides."""
    messages = transcript.messages
    ends: list[FloatArray] = []
    for side in ("agent", "customer"):
        rows = [i for i, m in enumerate(messages) if m.side == side and not m.internal][-2:]
        ends.append(vectors[rows].mean(axis=0) if rows else np.zeros(vectors.shape[1], dtype=np.float32))
    agent = next((m.text for m in reversed(messages) if m.side == "agent" and not m.internal), "")
    mood = [valence(messages[end_rows(transcript)[-1]].text), _mean_valence(transcript), valence(agent)]
    return np.concatenate([signs, *mood, *(end * 4 for end in ends)]).astype(np.float32)


def _valences(transcript: Transcript, rows: list[int]) -> FloatArray:
    each = np.stack([valence(transcript.messages[i].text) for i in rows])
    return np.concatenate([each.mean(axis=0), each[-1], each[0], _mean_valence(transcript)])


def _mean_valence(transcript: Transcript) -> FloatArray:
    """Mean over what the customer said; zeros when nothing was said."""
    said = [valence(m.text) for m in transcript.messages if m.side == "customer" and not m.internal]
    return np.mean(said, axis=0) if said else np.zeros(VALENCE, dtype=np.float32)


def _words(transcript: Transcript, rows: list[int]) -> FloatArray:
    folded = np.zeros(HASH_BUCKETS // 2, dtype=np.float32)
    for i in rows:
        buckets: NDArray[np.int64] = word_buckets(transcript.messages[i].text, transcript.messages[i].side)
        folded[buckets % len(folded)] += 1.0
    norm = float(np.linalg.norm(folded))
    return folded * (4.0 / norm) if norm else folded
