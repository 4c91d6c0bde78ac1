"""Where the matter stands and how the customer felt: the heads' word, and the messages that show it."""

import re
from dataclasses import dataclass

from assist.core.encoding import Conversation
from assist.core.results import Evidence, span_of
from assist.core.vocabulary import CASE_STATUSES, SENTIMENTS, CaseStatus, SentimentLabel

_KEEP_OPEN = re.compile(r"\b(?:keep|leave) (?:the|this|my) (?:case|ticket|request|claim) open\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """The case status and what shows it."""

    value: CaseStatus
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling of the customer and the message that shows it."""

    label: SentimentLabel
    evidence: tuple[Evidence, ...]


def status_of(conversation: Conversation) -> Standing:
    """The most likely status; the last message of each side shows it.

    The head has learned from whole conversations, nearly all of which end well; while the customer waits for an answer,
    nothing is resolved yet and the company has to act.
    """
    value: CaseStatus = CASE_STATUSES[int(conversation.scores.status.argmax())]
    last = {
        m.side: i
        for i, m in enumerate(conversation.messages)
        if m.role != "system" and m.text.strip() and not m.internal
    }
    answer_owed = bool(last) and last.get("customer") == max(last.values()) and conversation.scores.small_talk < 0.5
    open_still = any(
        m.role == "customer" and not m.internal and _KEEP_OPEN.search(m.text) for m in conversation.messages[-3:]
    )
    if value == "resolved" and (answer_owed or open_still):
        value = "pending_company"
    return Standing(value, tuple(_whole(conversation, i) for i in sorted(last.values())))


def feeling_of(conversation: Conversation, moment: str) -> Feeling | None:
    """The customer's feeling in their first (`start`) or last (`end`) message; None when they never spoke."""
    spoken = [i for i, m in enumerate(conversation.messages) if m.role == "customer" and m.text.strip()]
    if not spoken:
        return None
    scores = conversation.scores
    row = scores.sentiment_start if moment == "start" else scores.sentiment_end
    return Feeling(SENTIMENTS[int(row.argmax())], (_whole(conversation, spoken[0 if moment == "start" else -1]),))


def _whole(conversation: Conversation, index: int) -> Evidence:
    message = conversation.messages[index]
    return span_of(message.key, 0, len(message.text))
