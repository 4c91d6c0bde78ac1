"""Why it happened: which reported sentences give the cause, and what of them is told."""

import re

from assist.copilot.case_draft.wording import STATEMENT_WORDS, capital, statement
from assist.copilot.reported import inflect
from assist.copilot.summary.compress import clip
from assist.copilot.summary.sections import NO_CAUSE, gives_cause
from assist.core.text.remembered import remembered

_BECAUSE = re.compile(r"\b(?:because|(?P<since>since)|due to the fact that)\s+(?P<rest>\S.*)\Z", re.IGNORECASE)
# Names no cause, or tells what is done about it.
_CONFIRMED = re.compile(r"confirms (?:that|it|this) is\b(?! (?:because|why|what))")  # an address, a name
_POINTING_CAUSE = re.compile(
    r"(?:(?:says|explains|confirms)(?: that)? )?(?:(?:that|this|it) (?:is|was) (?:the|their) (?:mistake|fault|error)|"
    r"(?:that|this|it) (?:is|was) (?:covered|eligible|included|possible|available|fine|correct|valid)|"
    r"(?:that|this|it)(?: (?:is|was|could be|may be|might be))?(?: also)?(?: the)? (?:reason|cause|why)\b|"
    r"(?:it|that|this) (?:looks|seems|sounds) like (?:it|that|this)\b|(?:it|that|this) (?:has|have|will have) to be "
    r"(?!\w+ed\b)|"
    r"(?:(?:says|explains)(?: that)? )?(?:no, )?[^,;:]*\bis (?:so |very |really )?sorry|"
    r"(?:[\w'-]+ ){1,4}(?:is|are) (?:working on|looking into))\b",
    re.IGNORECASE,
)
_AS_FIRST = re.compile(
    r"(?:(?:says|explains|confirms)(?: that)? )?(?:as|because) (?P<rest>[^,;]{8,90}), ", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?:yesterday|today|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|the (?:start|beginning|end)|\d)\b", re.I
)
_PRESENT = frozenset("is are has have does do can cannot will would shows says".split())
_GUESSED = re.compile(
    r"\b(?:(?:could|may|might) (?:be|have)|(?:i|they) (?:think|imagine|guess|suspect|wonder)|perhaps|maybe|possibly|"
    r"is it|are they|asks (?:whether|if|for|the customer))\b",
    re.IGNORECASE,
)
# `that is our fault: the proof was old`: behind it stands the cause.
_OWNS_UP = re.compile(
    r"\A(?:(?:says|explains|confirms)(?: that)? )?(?:that|this|it) (?:is|was) (?:the company's|their|the agent's) "
    r"(?:own )?(?:fault|mistake|error)[:,;.]? (?=(?:the|their|an?|somebody|someone|it|this|that|they) \w+ \w)",
    re.IGNORECASE,
)
# `that's it then, the digit was typed in as a unit, so we've charged you for ten times as much`.
_FOUND_IT = re.compile(
    r"\A(?:says|explains|confirms)(?: that)? (?:that|this|it) (?:(?:is|will be) (?:it|why|(?:what|where) it is|the "
    r"(?:reason|problem|cause|culprit|snag))|explains (?:it|that))(?: then)?[,:;] (?=\w+ \w)"
)
_SO = re.compile(
    r"\A(?P<rest>(?:says|explains|confirms) (?!that (?:is|was)\b)[^;]{4,}? (?:was|were|had|has|have|did|went|came|"
    r"got)\b"
    r"[^;]*?),? so (?=(?:they|it|the company|the (?!customer)[\w'-]+|their [\w'-]+) (?:have|has|had|was|were|went|got|"
    r"did|could not)\b(?! to\b))"
)
_SHORT_END = 12  # words of what came of it, which a cause does without
_SEES_THAT = re.compile(
    r"\A(?:(?:says|explains) (?:that )?they )?(?:can )?sees? (?:that |(?=(?:the|their|it|this|an?)(?: (?!and\b|"
    r"but\b)[\w'-]+)"
    r"{0,6}? (?:was|were|is|are|has|had|did|went|came)\b))"
)


@remembered(maxsize=8_192)
def cause_of(subject: str, text: str) -> str:
    """Why it happened: the clause after `because`, else the statement."""
    text = _SEES_THAT.sub("says ", _FOUND_IT.sub("says ", _OWNS_UP.sub("says ", text)))
    so = _SO.match(text)
    if so and len(text[so.end() :].split()) <= _SHORT_END:
        return statement(subject, so["rest"])
    match = _AS_FIRST.match(text) or _BECAUSE.search(text)
    if match and len(match["rest"].split()) > 3 and not (match.groupdict().get("since") and _is_a_time(match["rest"])):
        return f"{capital(clip(match['rest'], STATEMENT_WORDS))}."
    return statement(subject, text)


@remembered(maxsize=8_192)
def gives_reason(text: str) -> bool:
    """Whether words mark the sentence as a reason: `because`, `due to`, `it looks like`."""
    return bool(
        _OWNS_UP.match(text)
        or _FOUND_IT.match(text)
        or _SO.match(text)
        or _AS_FIRST.match(text)
        or _BECAUSE.search(text)
        or gives_cause(text)
    )


def _is_a_time(text: str) -> bool:
    """Whether `since` is followed by a time or an event (`since the move in May`), not by a clause."""
    if _DAY_FIRST.match(text):
        return True
    words = [word.strip(",.") for word in text.lower().split()[:7]]
    return not any(inflect.is_past(word) or word.endswith("n't") or word in _PRESENT for word in words)


@remembered(maxsize=8_192)
def is_cause(text: str) -> bool:
    """Whether the sentence is about the matter, not about what somebody asks, feels or only guesses."""
    text = _FOUND_IT.sub("says ", _OWNS_UP.sub("says ", text))
    return not (NO_CAUSE.match(text) or _CONFIRMED.match(text) or _POINTING_CAUSE.match(text) or _GUESSED.search(text))
