"""An internal note as it reads to a colleague: what was noted, with no speaker before it."""

import re

from assist.copilot.reported.codes import verbatim
from assist.copilot.reported.person import Cast, shift
from assist.copilot.reported.sentence import report_sentence
from assist.copilot.reported.spelling import normalise
from assist.copilot.reported.statements import lower_first

_MARK = re.compile(r"\A(?:(?:internal|private)(?: note)?|note(?: to (?:self|team|file))?|nb|fyi)\s*[:–—-]\s*", re.I)
_SAYS = re.compile(
    r"\A(?:says|said|notes?) (?:that )?(?=(?:the )?(?:customer|caller|client|cust|he|she|they)\b)",
    re.I,
)
_OWN = re.compile(r"(?:I|we)(?:'\w+)? ", re.IGNORECASE)


def report_note(text: str) -> str | None:
    """`says customer sounds drunk` -> `customer sounds drunk`, `I'll ring him` -> `agent will ring him`."""
    return verbatim(_noted, text)


def _noted(text: str) -> str | None:
    said = _SAYS.sub("", _MARK.sub("", normalise(text))).strip(" .!,;:-")
    if not any(char.isalnum() for char in said):
        return None
    own = report_sentence(said, role="agent") if _OWN.match(said) else None
    return f"agent {own}" if own else shift(lower_first(said), Cast("agent"))
