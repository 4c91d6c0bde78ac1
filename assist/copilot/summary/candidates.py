"""Sentences that may be told: reported in the third person, talk left out, notes and system lines apart."""

from dataclasses import dataclass

import numpy as np

from assist.copilot.reported import own_sentences
from assist.copilot.reported.grounded import report_grounded
from assist.core.encoding import Conversation
from assist.core.results import Evidence
from assist.core.text.remembered import remembered

LONG = 240  # messages; beyond it the newest and the salient are read, never only the head
NEWEST = 160


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reported sentence: `index` into `Conversation.sentences`; `side`: `customer`, or `agent` (a bot speaks for it);
    `text`: its predicate, no subject, no final mark."""

    index: int
    message: int
    role: str
    side: str
    internal: bool
    text: str
    evidence: Evidence


@remembered(maxsize=4_096)
def _own_range(text: str) -> tuple[int, int]:
    spans = own_sentences(text)
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


def candidates_of(conversation: Conversation) -> list[Candidate]:
    """All sentences of customer, agent and bot that say something, in order, quoted mail and signatures left out."""
    messages, found = conversation.messages, list[Candidate]()
    read = messages_read(conversation)
    seen: set[tuple[str, str]] = set()
    for index, sentence in enumerate(conversation.sentences):
        message = messages[sentence.message]
        if message.role == "system" or sentence.message not in read or not _is_own(message.text, sentence.start):
            continue
        text = report_grounded(sentence.text, message.role)
        if text is None or (message.role, text) in seen:
            continue
        seen.add((message.role, text))
        side = "customer" if message.role == "customer" else "agent"
        # Spans that come from the sentences need no validation.
        evidence = Evidence.model_construct(message_id=message.key, start=sentence.start, end=sentence.end)
        found.append(Candidate(index, sentence.message, message.role, side, message.internal, text, evidence))
    return found


def messages_read(conversation: Conversation) -> frozenset[int]:
    """Indices of the messages that are read: all, or the newest and the most salient of a long conversation."""
    total = len(conversation.messages)
    if total <= LONG:
        return frozenset(range(total))
    older = np.argsort(-conversation.scores.salience[: total - NEWEST], kind="stable")[: LONG - NEWEST]
    first = next((i for i, message in enumerate(conversation.messages) if message.role == "customer"), 0)
    return frozenset(range(total - NEWEST, total)) | frozenset(int(i) for i in older) | {first}


def _is_own(text: str, start: int) -> bool:
    if "\n" not in text and not text.lower().startswith("subject"):
        return True
    first, last = _own_range(text)
    return first <= start < last
