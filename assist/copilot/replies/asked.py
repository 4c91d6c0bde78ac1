"""What the customer asks now, as words and as vectors, and what the agent has told already."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.replies.words import content_words
from assist.core.conversation import Message
from assist.core.encoding import Conversation, FloatArray

ASKED_MESSAGES = 3  # of the customer, whose words choose the sentences of an article
EARLIER = 0.3  # what a word of the messages before the newest turn counts
TOLD, MIN_TOLD = 0.9, 3  # share of a sentence's words in one message of the agent from which it was said; of how many


@dataclass(frozen=True, slots=True)
class Asked:
    """Content words of the customer's newest turn, of the messages `before` it, and what the agent has `told`."""

    newest: frozenset[str]
    before: frozenset[str] = frozenset()
    told: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, messages: Sequence[Message]) -> "Asked":
        """Of a conversation that waits for an answer."""
        spoken = [m for m in messages if m.side != "system" and not m.internal]
        turn = next((n for n, m in enumerate(reversed(spoken)) if m.role != "customer"), len(spoken))
        customer = [content_words(m.text) for m in spoken if m.role == "customer"][-max(turn, ASKED_MESSAGES) :]
        newest = frozenset[str]().union(*customer[len(customer) - turn :])
        earlier = frozenset[str]().union(*customer[: len(customer) - turn])
        return cls(newest, earlier - newest, tuple(content_words(m.text) for m in spoken if m.role == "agent"))

    @property
    def weights(self) -> dict[str, float]:
        """What each word counts."""
        return dict.fromkeys(self.newest, 1.0) | dict.fromkeys(self.before, EARLIER)

    def covered_by(self, text: str) -> float:
        """Share of the newest words that a text has."""
        return len(self.newest & content_words(text)) / max(1, len(self.newest))

    def was_told(self, text: str) -> bool:
        """Whether the agent has said this already."""
        words = content_words(text)
        return len(words) >= MIN_TOLD and any(len(words & told) >= TOLD * len(words) for told in self.told)


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """The same as vectors: newest (dims,) unit length, of the customer's newest turn; told (n, dims): the agent's
    messages, newest last."""

    newest: FloatArray
    told: FloatArray

    @classmethod
    def of(cls, conversation: Conversation) -> "Meant":
        """Of a conversation that waits for an answer; nothing is encoded."""
        spoken = [i for i, m in enumerate(conversation.messages) if m.side != "system" and not m.internal]
        told = [i for i in spoken if conversation.messages[i].side == "agent"]
        newest = conversation.message_vectors[[i for i in spoken if not told or i > told[-1]]].sum(axis=0)
        return cls(newest / (np.linalg.norm(newest) + np.float32(1e-9)), conversation.message_vectors[told])
