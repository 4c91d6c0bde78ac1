"""What the agent has just asked and the customer has answered is not asked again."""

from collections.abc import Sequence
from dataclasses import replace

from assist.copilot.replies.candidates import Candidate
from assist.copilot.replies.words import content_words
from assist.core.conversation import Message
from assist.core.text.remembered import remembered
from assist.core.text.sentences import split_sentences

ALIKE, SHARED = 0.6, 2  # share of the shorter question's words, and how many of them, from which two ask the same
ANSWERED = 0.2  # what is left of the chance of a question that was answered


def last_question(messages: Sequence[Message]) -> frozenset[str]:
    """Content words of what the agent asked before the customer's newest turn."""
    agent = next((m for m in reversed(messages) if m.side == "agent" and not m.internal), None)
    return _questions(agent.text) if agent else frozenset()


def unless_answered(one: Candidate, asked: frozenset[str]) -> Candidate:
    """The candidate, hardly likely where it asks what was `asked`. Canned actions have chances that know the talk."""
    if not asked or "?" not in one.text or one.source.label is not None or one.source.kind == "generated":
        return one
    own = _questions(one.text)
    shared = len(own & asked)
    if shared < SHARED or shared < ALIKE * min(len(own), len(asked)):
        return one
    return replace(one, chance=one.chance * ANSWERED)


@remembered(maxsize=32_768)
def _questions(text: str) -> frozenset[str]:
    sentences = (text[start:end] for start, end in split_sentences(text))
    return frozenset[str]().union(*(content_words(one) for one in sentences if one.rstrip().endswith("?")))
