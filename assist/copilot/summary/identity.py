"""Answers to who the customer is or which order is meant: facts of the case, not its matter."""

import re
from collections.abc import Sequence

from assist.copilot.summary.candidates import Candidate
from assist.core.conversation import Message
from assist.core.text.remembered import remembered

_ANSWER_WORDS = 16
_ASKS = re.compile(
    r"\b(?:when (?:would|is|was|did|are|do)|(?:what|which) (?:date|day|time|floor|size|colou?r|model)|how "
    r"(?:many|old|far)|who (?:am i|is (?:this|it|that|calling)|are you)|surname|name|number|id|reference|"
    r"date of birth|postcode|zip code|e-?mail(?: address)?|url|address|code)\b[^.!]*(?:\?|\bplease\b|\Z)",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\b(?:what(?: seems| happened| went|(?:'s| is) (?:wrong|happening|going on|the (?:problem|issue|matter)))|"
    r"problem|issue|describe|tell me (?:more|what)|how can)\b",
    re.IGNORECASE,
)
_IDENTIFIES = re.compile(
    r"\d|@|(?<=[a-z,] )[A-Z]|(?i:\b(?:name|double|oh|zero|one|two|three|four|five|six|seven|eight|nine|nineteen|"
    r"twenty|birth|born)\b)"
)
_SHORT = 5


def answers_who(messages: Sequence[Message], item: Candidate) -> bool:
    """Whether a customer's sentence only gives what was asked for just before."""
    if item.side != "customer" or item.message == 0:
        return False
    before = messages[item.message - 1]
    return before.side == "agent" and _asks_who(before.text) and _is_short_answer(item.text)


@remembered(maxsize=8_192)
def _asks_who(text: str) -> bool:
    return bool(_ASKS.search(text)) and not _ASKS_MORE.search(text)


@remembered(maxsize=8_192)
def _is_short_answer(text: str) -> bool:
    words = len(text.split())
    return words <= _ANSWER_WORDS and (words <= _SHORT or bool(_IDENTIFIES.search(text)))
