"""What a reply does: asks the customer for something, informs, or resolves; and when two replies are the same move."""

import math
import re
from collections import Counter
from dataclasses import dataclass
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
# Bytes of UTF-8 that do not belong to words or placeholders, as spaces.
_SPLIT = bytes(b if b >= 128 or chr(b).isalnum() or chr(b) in "'{}_" else 32 for b in range(256))
_LIGHT = frozenset(
    b"a an the to of in on at for and or is are be it that this your you i we my our will can with please".split()
)


@remembered(maxsize=16_384)
def move_of(text: str) -> Move:
    """By its words: a question or request asks, something done or promised resolves, the rest informs."""
    if _ASKS.search(text):
        return "ask"
    return "resolve" if _RESOLVES.search(text) else "inform"


@dataclass(frozen=True, slots=True, eq=False)
class Bag:
    """Words (lower case, UTF-8) with their counts, and what comparing needs of them. Shared by all: read it only."""

    counts: Counter[bytes]
    words: frozenset[bytes]
    length: float


@remembered(maxsize=16_384)
def bag_of(text: str) -> Bag:
    """Words of a reply for comparing wordings; the lightest ones are left out unless nothing else is there."""
    words = text.lower().replace("’", "'").encode(errors="replace").translate(_SPLIT).split()
    counts = Counter([word for word in words if word not in _LIGHT] or words)
    return Bag(counts, frozenset(counts), math.sqrt(sum([count * count for count in counts.values()])))


def similarity(one: Bag, other: Bag) -> float:
    """Cosine of two bags, 0-1."""
    shared = one.words & other.words
    if not shared:
        return 0.0
    return sum([one.counts[word] * other.counts[word] for word in shared]) / (one.length * other.length)
