"""Approved replies by meaning: their vectors are made when they change, never while an agent waits."""

import threading
from dataclasses import dataclass

import numpy as np

from assist.core.articles import ApprovedReply
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import ApprovedReplyRepository, Encoder

SHOWN = 3
MIDDLE, STEEPNESS = 0.52, 14.0  # cosine at which the chance is one half, and how fast it rises
OWN_TEAM = 0.04  # added to the cosine of a reply that the session's team owns


@dataclass(frozen=True, slots=True, eq=False)
class _Contents:
    replies: tuple[ApprovedReply, ...]
    vectors: FloatArray  # (n, dims)


class ApprovedReplies:
    """Published replies with the vectors of title and text. Thread-safe."""

    def __init__(self, store: ApprovedReplyRepository, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._read: int | None = None
        self._contents = _Contents((), np.zeros((0, encoder.info.dims), dtype=np.float32))
        self._lock = threading.Lock()

    @property
    def generation(self) -> int:
        """Rises when replies change."""
        return self._read or 0

    def refresh(self) -> None:
        """Read what the store has now."""
        generation = self._store.generation()
        with self._lock:
            if generation == self._read:
                return
            replies = tuple(self._store.all_published())
            texts = [f"{reply.title}\n{reply.text}" if reply.title else reply.text for reply in replies]
            self._contents = _Contents(replies, self._encoder.encode(texts))
            self._read = generation

    def find(self, conversation: Conversation, *, team: str | None = None) -> list[tuple[ApprovedReply, float]]:
        """The best replies for the customer's need, with chances; other channels and languages are left out."""
        contents = self._contents
        said = [i for i, m in enumerate(conversation.messages) if m.role == "customer"]
        if not contents.replies or not said:
            return []
        recent = conversation.message_vectors[said[-1]]
        need = conversation.message_vectors[said].sum(axis=0) + recent
        need /= np.linalg.norm(need) + 1e-9
        likeness = np.maximum(contents.vectors @ recent, contents.vectors @ need)
        likeness += [OWN_TEAM * (team is not None and reply.owner == team) for reply in contents.replies]
        language = (conversation.transcript.language or "en").split("-")[0].lower()
        found: list[tuple[ApprovedReply, float]] = []
        for row in np.argsort(-likeness, kind="stable"):
            reply = contents.replies[int(row)]
            if reply.channel not in (None, conversation.transcript.channel):
                continue
            if reply.locale.split("-")[0].lower() != language:
                continue
            found.append((reply, float(1 / (1 + np.exp(-STEEPNESS * (likeness[row] - MIDDLE))))))
            if len(found) == SHOWN:
                break
        return found
