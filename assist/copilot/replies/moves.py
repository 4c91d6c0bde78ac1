"""What a reply does: asks the customer for something, informs, or resolves; and when two replies are the same move."""

import re
from collections import Counter
from typing import Literal

from assist.core.text.remembered import remembered

Move = Literal["ask", "inform", "resolve"]

SAME = 0.8  # lexical cosine from which two replies are one
_ASKS = re.compile(
    r"\?\s*$|\?\s|\b(?:(?:could|can|would|may|might|will) (?:you|i (?:have|get|ask))|please (?:provide|share|"
    r"confirm|tell|"
    r"send|let me know|specify|describe|give|state|upload|attach|verify|clarify)|kindly (?:provide|share|"
    r"confirm|specify|"
    r"elaborate))\b",
    re.IGNORECASE,
)
_RESOLVES = re.compile(
    r"\b(?:i|we)(?:'ve| have| will|'ll| am|'m| are|'re)(?: now| just| already| also| personally| immediately)* "
    r"(?:process|initiat|issu|book|arrang|escalat|refund|credit|cancel|updat|submitt|rais|sent|send|chang|"
    r"creat|request|"
    r"expedit|schedul|approv|fix|reset|replac|order|forward|contact|monitor|ensur|follow|check|investigat|"
    r"open|add|remov|"
    r"reserv|ship)\w*"
    r"|\bhas been (?:\w+ly )?(?:process|initiat|issu|book|arrang|escalat|refund|credit|cancel|updat|submitt|made|"
    r"sent|approv)\w*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\{\w+\}|[a-z0-9']+", re.IGNORECASE)
_LIGHT = frozenset(
    "a an the to of in on at for and or is are be it that this your you i we my our will can with please".split()
)


@remembered(maxsize=16_384)
def move_of(text: str) -> Move:
    """By its words: a question or request asks, something done or promised resolves, the rest informs."""
    if _ASKS.search(text):
        return "ask"
    return "resolve" if _RESOLVES.search(text) else "inform"


@remembered(maxsize=16_384)
def bag_of(text: str) -> Counter[str]:
    """Words of a reply for comparing wordings; the lightest ones are left out unless nothing else is there.

    The bag is shared by all callers: read it only.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    return Counter([word for word in words if word not in _LIGHT] or words)


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """Cosine of two bags, 0-1."""
    if not one or not other:
        return 0.0
    shared = sum(count * other[word] for word, count in one.items() if word in other)
    if not shared:
        return 0.0
    return shared / (_norm(one) * _norm(other))


def _norm(bag: Counter[str]) -> float:
    return sum(count * count for count in bag.values()) ** 0.5
