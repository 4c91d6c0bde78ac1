"""Every message of a conversation so far: who spoke, with which words, and its vector. What a team's list is learned
from; no model needed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.hashing import hashed_words
from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

KEPT = 40  # newest messages
BUCKETS = 512
COURSE = 6  # means of three sides, lately and ever
FADES = 0.6  # what a message counts of the next one of its side in the mean of what was said lately
SIDES = ("customer", "agent", "system")
_AGENT = SIDES.index("agent")


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """m messages, oldest first: vectors (m, dims); sides (m,), places in SIDES; words: hashed words (BUCKETS) of all,
    those of a message before its end in `ends` (m,)."""

    vectors: FloatArray
    sides: NDArray[np.int64]
    words: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.sides)

    @classmethod
    def none(cls, dims: int) -> "Turns":
        """Of a talk in which nothing was said, or whose messages were not kept."""
        empty = np.zeros(0, dtype=np.int64)
        return cls(np.zeros((0, dims), dtype=np.float32), empty, empty, empty)

    @property
    def agents(self) -> NDArray[np.int64]:
        """Rows of the agent's messages, newest first."""
        return np.flatnonzero(self.sides == _AGENT)[::-1]

    def course(self) -> FloatArray:
        """(COURSE, dims) means of each side's messages: the newest counting most, and all the same."""
        means = np.zeros((COURSE, self.vectors.shape[1]), dtype=np.float32)
        for side in range(len(SIDES)):
            own = self.vectors[self.sides == side]
            if len(own):
                counts = FADES ** np.arange(len(own) - 1, -1, -1, dtype=np.float32)
                means[2 * side] = counts @ own * (2 * (1 - FADES))
                means[2 * side + 1] = own.mean(axis=0)
        return means


def read_turns(messages: Sequence[Message], vectors: FloatArray) -> Turns:
    """The newest `KEPT` of the messages, with their vectors (m, dims)."""
    kept = messages[-KEPT:]
    sides = [_side(message) for message in kept]
    words = [_words(message.text, SIDES[side]) for message, side in zip(kept, sides, strict=True)]
    return Turns(
        vectors=vectors[-KEPT:] if len(messages) else vectors,
        sides=np.array(sides, dtype=np.int64),
        words=np.array([word for own in words for word in own], dtype=np.int64),
        ends=np.cumsum([len(own) for own in words], dtype=np.int64),
    )


def _side(message: Message) -> int:
    if message.side == "system" or message.internal:
        return SIDES.index("system")
    return _AGENT if message.side == "agent" else SIDES.index("customer")


@remembered(maxsize=8_192)
def _words(text: str, side: str) -> tuple[int, ...]:
    return tuple(sorted(set(hashed_words(text, side, buckets=BUCKETS, pairs=False))))
