"""What an inverted question with `be` says of its subject, where it ends the question: `the car drivable`."""

import re

from assist.copilot.reported import inflect

_HERE = r"(?:the|an?|my|your|our|their|his|her|its|this|that)"
# Words that only together say something of a thing.
_IDIOM = re.compile(
    r"(?<=\s)(?:(?:still |fully |all )?(?:up to (?:date|scratch)|out of (?:date|stock|order|service|warranty|"
    r"contract)|"
    r"in (?:stock|use|date|credit|warranty|contract)|with (?:you|me|us|him|her|them)|yours|mine|ours|theirs)|"
    r"(?:pet|dog|child|kid|family|wheelchair|user|eco)[ -](?:friendly|accessible)|air[ -]conditioned)\W*\Z",
    re.IGNORECASE,
)
# `the lights on it green`, `the address on the label right`
_BEHIND_PLACE = re.compile(
    rf"(?<=\s)(?:on|in|at|of|from|for|by|under|behind|beside) "
    rf"(?:it|them|me|you|us|{_HERE} (?:[\w'-]+ )?(?P<noun>[\w'-]+)) "
    r"(?P<quality>(?:still |all |really |not )?(?P<word>[\w-]+)(?: now)?)\W*\Z",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?P<before>[\w'-]+) (?P<state>(?:still )?(?:on|off|up|down|out))\W*\Z", re.IGNORECASE)
_QUALITIES = frozenset("free safe open closed ready full empty cheap hot cold clean wet dry".split())
_SUFFIXES = ("able", "ible", "proof", "worthy", "less")


def is_quality(word: str) -> bool:
    """Whether a word (lower case) at the end of a question can be what is said of the thing before it."""
    if word in _QUALITIES or (word.endswith(_SUFFIXES) and len(word) > 6):
        return True
    if word.endswith("ed") and inflect.is_participle(word):
        return True
    if word == "one" or (word.endswith("er") and inflect.is_noun(word)):  # no `number`
        return False
    return inflect.is_adjective(word)


def said_at_the_end(rest: str, least: int) -> int | None:
    """Where what is said begins, behind at least `least` words of the subject; None where the plain rules decide."""
    found: int | None = None
    idiom, behind, state = _IDIOM.search(rest), _BEHIND_PLACE.search(rest), _STATE.search(rest)
    if idiom:
        found = idiom.start()
    elif behind and _is_said_behind(behind):
        found = behind.start("quality")
    elif state and _is_a_thing(state["before"].lower()):
        found = state.start("state")
    return found if found is not None and len(rest[:found].split()) >= least else None


def _is_said_behind(behind: re.Match[str]) -> bool:
    noun = (behind["noun"] or "").lower()
    if noun and (not inflect.is_noun(noun) or is_quality(noun)):
        return False  # `on the far right`
    return is_quality(behind["word"].lower()) or behind["word"].lower() in {"yours", "mine", "ours", "theirs"}


def _is_a_thing(word: str) -> bool:
    """`light`, not the `turned` of `turned on`."""
    return inflect.is_noun(word) and not inflect.is_participle(word) and not word.endswith("ing")
