"""Sentences of an article as a reply: to the customer instead of about them, steps and points in one text."""

import re
from collections.abc import Sequence

from assist.copilot.replies.units import Unit
from assist.core.text.function_words import FUNCTION_WORDS

_FUNCTION_WORDS = frozenset(FUNCTION_WORDS["en"].split())
_JOINED = re.compile(r"\b(?:and|or)\Z")
_ABOUT_CUSTOMERS = (
    (re.compile(r"\b(?:the|a) (?:customer|caller|member|guest|passenger|user)'s\b", re.IGNORECASE), "your"),
    (re.compile(r"\b(?:customers|callers|members) (?:can|may)\b", re.IGNORECASE), "you can"),
    (re.compile(r"\bthe (?:customer|caller) (?:can|may)\b", re.IGNORECASE), "you can"),
    (re.compile(r"\bthe (?:customer|caller) must\b", re.IGNORECASE), "you must"),
    (re.compile(r"\bthe (?:customer|caller) needs\b", re.IGNORECASE), "you need"),
    (re.compile(r"\bthe (?:customer|caller) has\b", re.IGNORECASE), "you have"),
    (re.compile(r"\bask (?:the )?(?:customers?|callers?) to\b", re.IGNORECASE), "please"),
    (re.compile(r"\b(?:to|from|by|with|for) the customer\b", re.IGNORECASE), ""),
)


def phrase(units: Sequence[Unit]) -> str:
    """One text: steps in their order, points behind their lead-in, and to the customer instead of about them."""
    pieces: list[str] = []
    in_order = sum(bool(unit.step) for unit in units) > 1 or any(unit.step > 1 for unit in units)
    for number, unit in enumerate(units):
        text = _to_customer(unit.text)
        if in_order and unit.step and text.split(" ", 1)[0].lower() in _INSTRUCTIONS:
            text = f"{'First, ' if unit.step == 1 else 'Then '}{_lower_first(text)}"
        if unit.bullet and text[:1].islower() and number and units[number - 1].bullet:
            pieces[-1] = re.sub(r"\.\Z", ";", pieces[-1])
        if unit.bullet and number and pieces and pieces[-1].endswith((":", ",")):
            text = _lower_first(text)
        follows = number + 1 < len(units) and units[number + 1].bullet
        if follows and unit.bullet and _JOINED.search(text):
            pieces.append(text)
            continue
        pieces.append(_ended(text, ":" if follows and not unit.bullet and not text.endswith((".", "!", "?")) else "."))
    return " ".join(pieces)


def _to_customer(text: str) -> str:
    for pattern, words in _ABOUT_CUSTOMERS:
        text = pattern.sub(lambda m, words=words: words.capitalize() if m.group()[0].isupper() else words, text)
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    return re.sub(r"\s+([,.;:!?])", r"\1", text)


def _lower_first(text: str) -> str:
    """Lower case at the start unless the first word is a name, a code or stands alone."""
    first = text.split(" ", 1)[0]
    if not first or not first[1:].islower() or first.lower() in {"i"}:
        return text
    return text[0].lower() + text[1:] if is_verb_like(first) else text


def is_verb_like(word: str) -> bool:
    """Whether a capitalised first word of a step is a plain instruction, not a name."""
    return word.lower() in _INSTRUCTIONS or word.lower() in _FUNCTION_WORDS


_INSTRUCTIONS = frozenset(
    "open choose select go click empty tap press enter sign log send call ask tell check test make create add remove "
    "deactivate lower raise switch turn set unplug plug restart reset hold wait take keep put pull push move "
    "print attach reply "
    "confirm cancel pay book give show use write upload download install update connect disconnect repair lift clean "
    "allow let bring return pack drop hand weigh measure compare look find scan photograph collect follow "
    "complete fill submit request report start stop close leave pick point replace run save search type view "
    "visit".split()
)


def _ended(text: str, mark: str) -> str:
    text = text.rstrip(" ;,")
    return text if text.endswith((".", "!", "?", ":")) else text + mark
