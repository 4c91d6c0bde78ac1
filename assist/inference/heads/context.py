"""Second stage: what the first stage thinks of the neighbours, and features of the conversation as a whole."""

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.vocabulary import ACTS
from assist.inference.heads.cues import CUES, HASH_BUCKETS, cues, word_buckets

_STEPS = (-2, -1, 1, 2)


def neighbour_context(first: FloatArray) -> FloatArray:
    """(m, 6k) from first-stage probabilities (m, k): own, four neighbours, mean of the conversation."""
    parts = [first]
    for step in _STEPS:
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
    """Features of how the customer felt in the messages `rows`: mean vector, cues of each, acts, hashed words."""
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
        ]
    ).astype(np.float32)


def status_features(transcript: Transcript, vectors: FloatArray, acts: FloatArray) -> FloatArray:
    """Features of where the case stands: the last turns of both sides, acts over the whole and over the end."""
    messages = transcript.messages
    agent = [i for i, m in enumerate(messages) if m.side == "agent" and not m.internal][-2:]
    customer = end_rows(transcript)
    tail = list(range(max(0, len(messages) - 4), len(messages)))
    zero = np.zeros(vectors.shape[1], dtype=np.float32)
    agent_vector = vectors[agent].mean(axis=0) if agent else zero
    agent_cues = cues(messages[agent[-1]].text) if agent else np.zeros(CUES, dtype=np.float32)
    last_acts = np.concatenate([acts[-1 - k] if k < len(acts) else np.zeros(len(ACTS)) for k in range(4)])
    return np.concatenate(
        [
            agent_vector * 8,
            vectors[customer].mean(axis=0) * 8,
            agent_cues,
            cues(messages[customer[-1]].text),
            last_acts * 2,
            acts.mean(axis=0) * 3,
            acts[tail].mean(axis=0) * 3,
            _words(transcript, tail),
        ]
    ).astype(np.float32)


def _words(transcript: Transcript, rows: list[int]) -> FloatArray:
    folded = np.zeros(HASH_BUCKETS // 2, dtype=np.float32)
    for i in rows:
        buckets: NDArray[np.int64] = word_buckets(transcript.messages[i].text, transcript.messages[i].side)
        folded[buckets % len(folded)] += 1.0
    norm = float(np.linalg.norm(folded))
    return folded * (4.0 / norm) if norm else folded
