"""Simple reply methods: the most frequent reply, nearest neighbours over one string, cosine to the last message."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from evaluation.schema import ConversationRow

NEAREST = 32
MAX_TURNS = 8_000  # of the memory, so that a simple method does not take longer than the product
_ROWS = 3


@dataclass(frozen=True, slots=True)
class Said:
    """An agent turn of the memory: its words, its canned action if any, and the rows before it."""

    text: str
    action: str | None
    before: tuple[str, ...]

    @property
    def key(self) -> str:
        """What counts as the same reply."""
        return self.action or self.text


def turns_of(rows: Sequence[ConversationRow]) -> list[Said]:
    """Agent turns with something before them; the first `MAX_TURNS`."""
    found: list[Said] = []
    for row in rows:
        texts = [message.text for message in row.messages]
        for index, turn in enumerate(row.messages):
            if index and turn.role == "agent":
                action = turn.action if turn.source == "picked_suggestion" and turn.action != "custom" else None
                found.append(Said(turn.text, action, tuple(texts[max(0, index - _ROWS) : index])))
    return found[:MAX_TURNS]


class SimpleReplies:
    """Methods over the turns of the memory; labelled turns only where there are any."""

    def __init__(self, turns: Sequence[Said], encoder: Encoder) -> None:
        labelled = [turn for turn in turns if turn.action is not None]
        self._turns = labelled or list(turns)
        self._encoder = encoder
        self._frequent = [key for key, _ in Counter(turn.key for turn in self._turns).most_common(10)]
        self._text = {turn.key: turn.text for turn in self._turns}
        self._strings = self._encode(["\n".join(turn.before) for turn in self._turns])
        self._lasts = self._encode([turn.before[-1] for turn in self._turns])

    def frequent(self, _messages: Sequence[Message]) -> list[tuple[str, str]]:
        """(key, text) of the replies that agents give most."""
        return [(key, self._text[key]) for key in self._frequent[:3]]

    def knn_string(self, messages: Sequence[Message]) -> list[tuple[str, str]]:
        """Votes of the nearest turns by the last three rows as one string."""
        return self._vote(self._strings, "\n".join(message.text for message in messages[-_ROWS:]))

    def last_message(self, messages: Sequence[Message]) -> list[tuple[str, str]]:
        """Votes of the nearest turns by the last row alone."""
        return self._vote(self._lasts, messages[-1].text)

    def cosines(self, messages: Sequence[Message], candidates: Sequence[str]) -> list[float]:
        """Cosine of each candidate to the last message."""
        vectors = self._encoder.encode([messages[-1].text, *candidates])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        unique = list(dict.fromkeys(texts))
        if not unique:
            return np.zeros((0, self._encoder.info.dims), dtype=np.float32)
        place = {text: row for row, text in enumerate(unique)}
        return self._encoder.encode(unique)[[place[text] for text in texts]]

    def _vote(self, vectors: FloatArray, text: str) -> list[tuple[str, str]]:
        if not len(vectors):
            return []
        scores = vectors @ self._encoder.encode([text])[0]
        votes: dict[str, float] = {}
        for row in np.argsort(-scores)[:NEAREST]:
            key = self._turns[int(row)].key
            votes[key] = votes.get(key, 0.0) + float(np.exp(scores[row] * 10))
        ranked = sorted(votes, key=lambda key: -votes[key])[:3]
        return [(key, self._text[key]) for key in ranked]
