"""A topic named before the question about it: `And the deposit? When do I get it back?` asks when they get the deposit
back."""

import re
from collections.abc import Iterator, Sequence

from assist.copilot.reported import inflect

_TOPIC = re.compile(
    r"(?:(?:and|but|so|also|then|ok(?:ay)?),? )*(?:what about |how about )?"
    r"(?P<what>(?:the|my|our|your|his|her|their|this|that|these|those) (?:[\w'-]+ ){0,3}?(?P<noun>[\w'-]+))\s*\?",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?:wife|husband|partner|son|daughter|mum|mother|dad|father|brother|sister|friend|boss|colleague|neighbour|"
    r"neighbor|flatmate|tenant|landlord|girlfriend|boyfriend|engineer|driver|doctor|dentist)s?",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\bit\b(?!'|\s+(?:that|to|true|possible|okay|ok|normal|if|because|like|safe|worth|legal|fair|right|just|too)\b)"
    r"(?!\s+(?:\w+\s+){0,3}(?:that|to|if)\b)|"
    r"(?<=\bfor )(?:that|this)(?=\W|\Z)(?!\s+\w)|(?<=\bwith )(?:that|this)(?!\s+\w)",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|them)\b(?!')", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|he|him)\b(?!')", re.IGNORECASE)


def asked(units: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Units of a message; a topic that only leads to the next question stands in it where its pronoun stood."""
    at = 0
    while at < len(units):
        start, end, words = units[at]
        after = units[at + 1] if at + 1 < len(units) else None
        question = _about(words, after[2]) if after else None
        if after and question:
            yield start, after[1], question
            at += 2
        else:
            yield start, end, words
            at += 1


def _about(words: str, question: str) -> str | None:
    topic = _TOPIC.fullmatch(words.strip())
    if topic is None or not question.rstrip().endswith("?"):
        return None
    noun = topic["noun"].lower()
    if _PERSON.fullmatch(noun):
        pronoun = _THEY if noun.endswith("s") else _SHE
    else:
        pronoun = _THEY if noun.endswith("s") and not noun.endswith("ss") else _IT
    found = pronoun.search(question)
    if found is None:
        return None
    what = topic["what"]
    named = what if found.start() == 0 else f"{what[0].lower()}{what[1:]}"
    return f"{question[: found.start()]}{named}{question[found.end() :]}"


def names_only(text: str) -> bool:
    """Whether a question is a thing alone: `the direct debit on the 3rd`."""
    return bool(_THING.fullmatch(text)) and not any(_may_tell(word) for word in text.split()[1:])


_THING = re.compile(
    r"(?:the|my|our|this|that|these|those) (?:[\w'-]+ ){0,3}[\w'-]+"
    r"(?: (?:on|for|from|of|in|at|with) (?:[\w'-]+ ?){1,4})?",
    re.IGNORECASE,
)


def _may_tell(word: str) -> bool:
    """A word that may be a finite verb and nothing else; `direct` and `debit` name as well, and so does `May`."""
    if word[0].isupper():
        return False
    if "'" in word or inflect.is_modal(word):
        return True
    return inflect.is_verb(word) and not (inflect.is_noun(word) or inflect.is_adjective(word))
