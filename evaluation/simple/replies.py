"""Simple reply methods: the most frequent reply, nearest neighbours over past situations, logistic regression."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from evaluation.schema import ConversationRow

NEAREST = 32
MAX_TURNS = 8_000  # of the memory, so that a simple method does not take longer than the product
_ROWS = 3
_FIELDS = 4
_SCALE = 4.0  # of unit vectors, for quick convergence

Found = list[tuple[str, str]]  # (what counts as the same reply, its words), best first
Method = Callable[[Sequence[Message]], Found]


@dataclass(frozen=True, slots=True)
class Said:
    """An agent turn of the memory: its words, its canned action if any, and the messages before it."""

    text: str
    action: str | None
    before: tuple[Message, ...]

    @property
    def key(self) -> str:
        """What counts as the same reply."""
        return self.action or self.text


def turns_of(rows: Sequence[ConversationRow]) -> list[Said]:
    """Agent turns with something before them; the first `MAX_TURNS`."""
    found: list[Said] = []
    for row in rows:
        for index, turn in enumerate(row.messages):
            if index and turn.role == "agent":
                action = turn.action if turn.source == "picked_suggestion" and turn.action != "custom" else None
                found.append(Said(turn.text, action, row.messages[:index]))
    return found[:MAX_TURNS]


class SimpleReplies:
    """Methods over the turns of the memory; labelled turns only where there are any.

    Where turns carry labels, situations are the vectors of the last message of customer, agent and system and of the
    customer's first: their logistic regression is stronger than neighbours over one string (STAR .704 to .627 at rank
    one), which are used where replies are only words.
    """

    def __init__(self, turns: Sequence[Said], encoder: Encoder) -> None:
        labelled = [turn for turn in turns if turn.action is not None]
        self._turns = labelled or list(turns)
        self._encoder = encoder
        self._frequent = [key for key, _ in Counter(turn.key for turn in self._turns).most_common(10)]
        self._text = {turn.key: turn.text for turn in self._turns}
        self._lasts = self._encode([turn.before[-1].text for turn in self._turns])
        self.methods: dict[str, Method] = {"frequent": self._most_frequent}
        if labelled:
            self._situations = self._fields([turn.before for turn in labelled])
            self._logistic = LogisticRegression(C=0.5, max_iter=200, tol=1e-3)
            self._logistic.fit(self._situations * _SCALE, [turn.key for turn in labelled])
            self.methods |= {"knn_fields": self._knn_fields, "logistic": self._classified}
        elif turns:
            self._strings = self._encode([_string(turn.before) for turn in self._turns])
            self.methods["knn_string"] = self._knn_string
        self.methods["last_message"] = self._knn_last

    def cosines(self, messages: Sequence[Message], candidates: Sequence[str]) -> list[float]:
        """Cosine of each candidate to the last message."""
        vectors = self._encoder.encode([messages[-1].text, *candidates])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _most_frequent(self, _messages: Sequence[Message]) -> Found:
        return [(key, self._text[key]) for key in self._frequent[:3]]

    def _knn_fields(self, messages: Sequence[Message]) -> Found:
        return self._vote(self._situations, self._fields([messages])[0])

    def _classified(self, messages: Sequence[Message]) -> Found:
        chances = self._logistic.predict_proba(self._fields([messages]) * _SCALE)[0]
        keys = [str(self._logistic.classes_[row]) for row in np.argsort(-chances)[:3]]
        return [(key, self._text[key]) for key in keys]

    def _knn_string(self, messages: Sequence[Message]) -> Found:
        return self._vote(self._strings, self._encoder.encode([_string(messages)])[0])

    def _knn_last(self, messages: Sequence[Message]) -> Found:
        return self._vote(self._lasts, self._encoder.encode([messages[-1].text])[0])

    def _fields(self, talks: Sequence[Sequence[Message]]) -> FloatArray:
        """(n, 4 * dims); zeros where nobody has spoken."""
        texts = [_said(messages) for messages in talks]
        vectors = self._encode([text or "" for fields in texts for text in fields])
        heard = np.array([[text is not None] for fields in texts for text in fields], dtype=np.float32)
        return (vectors * heard / np.sqrt(_FIELDS)).reshape(len(talks), -1)

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        unique = list(dict.fromkeys(texts))
        if not unique:
            return np.zeros((0, self._encoder.info.dims), dtype=np.float32)
        place = {text: row for row, text in enumerate(unique)}
        return self._encoder.encode(unique)[[place[text] for text in texts]]

    def _vote(self, vectors: FloatArray, situation: FloatArray) -> Found:
        """Votes of the nearest past turns."""
        if not len(vectors):
            return []
        scores = vectors @ situation
        votes: dict[str, float] = {}
        for row in np.argsort(-scores)[:NEAREST]:
            key = self._turns[int(row)].key
            votes[key] = votes.get(key, 0.0) + float(np.exp(scores[row] * 10))
        ranked = sorted(votes, key=lambda key: -votes[key])[:3]
        return [(key, self._text[key]) for key in ranked]


def _string(messages: Sequence[Message]) -> str:
    return "\n".join(message.text for message in messages[-_ROWS:])


def _said(messages: Sequence[Message]) -> tuple[str | None, ...]:
    """Last words of customer, agent and system, and the customer's first."""

    def texts(role: str) -> list[str | None]:
        return [message.text for message in messages if message.role == role] or [None]

    customer = texts("customer")
    return customer[-1], texts("agent")[-1], texts("system")[-1], customer[0]
