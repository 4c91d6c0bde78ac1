"""Is a statement covered by its evidence? Numbers, codes, names, dates and negations must have been said."""

import re
import unicodedata

from assist.core.text.remembered import remembered

_NUMBER = re.compile(r"[^\s,;()\[\]{}<>\"“”]*\d[^\s,;()\[\]{}<>\"“”]*")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_INNER_NAME = re.compile(r"(?<![.!?:;\"“'\n])(?<![.!?:;] )\s([A-Z][a-z][^\W\d_]*)(?:'s)?\b")
_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today tomorrow yesterday tonight".split()
)
_NEGATIONS = frozenset(
    "not no never cannot without none nothing nobody neither nor unable nowhere hardly isnt arent wasnt werent dont "
    "doesnt didnt cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint".split()
)
_FRAME = frozenset({"customer", "agent", "bot", "company", "first", "second", "third", "fourth", "fifth"})


@remembered(maxsize=8_192)
def unsupported(statement: str, evidence: str) -> tuple[str, ...]:
    """What `statement` asserts and `evidence` lacks, sorted; `not` stands for a negation that nobody said.

    Remembered: a conversation is read again at each of its messages.
    """
    said, known = _fold(statement), _fold(evidence)
    squeezed = re.sub(r"[^a-z0-9]", "", known.lower())
    own, heard = _words(said), _words(known)
    words = {*heard, *(word.removesuffix("'s") for word in heard)}
    missing = {number for number in _numbers(said) if number not in squeezed}
    missing |= {date for date in _DATES.intersection(own) if date not in words}
    names = {name.lower() for name in _INNER_NAME.findall(said)} - _FRAME
    missing |= {name for name in names if name not in words and name not in squeezed}
    if any(map(_negates, own)) and not any(map(_negates, heard)):
        missing.add("not")
    return tuple(sorted(missing))


def is_grounded(statement: str, evidence: str) -> bool:
    """Whether nothing in `statement` is missing from `evidence`."""
    return not unsupported(statement, evidence)


def is_negated(text: str) -> bool:
    """Whether a word denies something; contracted or typed without its apostrophe."""
    return any(map(_negates, _words(_fold(text))))


def _words(folded: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(folded)]


def _negates(word: str) -> bool:
    return word.endswith("n't") or word.replace("'", "") in _NEGATIONS


def _numbers(text: str) -> set[str]:
    if not _DIGIT.search(text):
        return set()
    found = {re.sub(r"[^a-z0-9]", "", token.lower()) for token in _NUMBER.findall(_THOUSANDS.sub("", text))}
    return {token for token in found if token}


def _fold(text: str) -> str:
    """Accents dropped and apostrophes made plain, so that spelling variants meet."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
