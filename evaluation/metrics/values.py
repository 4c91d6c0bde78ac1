"""The words that must never be invented: numbers, codes, amounts, dates, names, addresses and negations."""

import re
import unicodedata
from dataclasses import dataclass

NEGATIONS = frozenset(
    "not no never cannot without none nothing nobody neither nor unable nowhere hardly isnt arent wasnt werent dont "
    "doesnt didnt cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint".split()
)
DATE_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today tomorrow yesterday tonight".split()
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SPELLED = {word: number for number, word in enumerate(_SMALL)} | _TENS | {"oh": 0, "once": 1, "twice": 2, "a": 1}
_FRAME = frozenset("customer customers agent agents company i".split())

_TOKEN = re.compile(r"[^\s,;()\[\]{}<>\"“”]+")
_DIGIT_TOKEN = re.compile(r"\S*\d\S*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*|[-*•]\s+|\"|“)([A-Z][\w'’]*)")


@dataclass(frozen=True, slots=True)
class Values:
    """What a text asserts that can be checked word by word, normalised."""

    numbers: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    negated: bool


def values_of(text: str) -> Values:
    """Numbers and codes (letters and digits only), date words, names (capitalised inside a sentence), negation."""
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    lowered = {word.lower().removesuffix("'s") for word in words}
    starts = {match.group(1).lower().removesuffix("'s") for match in _SENTENCE_START.finditer(text)}
    # Acronyms are no names, nor are several of them ("your IDs").
    capitalised = [word for word in words if word[0].isupper() and not word.removesuffix("s").isupper()]
    names = {word.lower().removesuffix("'s") for word in capitalised}
    names -= starts | _FRAME | DATE_WORDS
    return Values(
        numbers=frozenset(_numbers(text)),
        dates=frozenset(lowered & DATE_WORDS),
        names=frozenset(name for name in names if len(name) > 1 and "'" not in name),
        negated=has_negation(text),
    )


def has_negation(text: str) -> bool:
    """A negating word or a contracted `not`."""
    for word in _WORD.findall(text):
        plain = word.lower().replace("’", "'")
        if plain.endswith("n't") or plain.replace("'", "") in NEGATIONS:
            return True
    return False


def _numbers(text: str) -> set[str]:
    found: set[str] = set()
    for token in _TOKEN.findall(_THOUSANDS.sub("", text)):
        if _DIGIT_TOKEN.fullmatch(token):
            found.update(part for part in re.split(r"[/:]|(?<=\d)-(?=\D)", token) if re.search(r"\d", part))
    return {_canonical(token) for token in found}


def _canonical(token: str) -> str:
    kept = re.sub(r"[^a-z0-9.]", "", token.lower()).strip(".")
    return re.sub(r"\.0+$", "", kept) if re.fullmatch(r"\d+\.\d+", kept) else kept


def unsupported_values(claim: str, evidence: str) -> list[str]:
    """Values of `claim` that `evidence` does not contain, sorted; `not` stands for an invented negation.

    A number counts as present when its letters and digits occur in the evidence, also spelled out word by word.
    """
    claim, evidence = _fold(claim), _fold(evidence)
    said, known = values_of(claim), values_of(evidence)
    squeezed = re.sub(r"[^a-z0-9]", "", evidence.lower())
    spelled = _spelled_numbers(evidence)
    words = {word.lower().removesuffix("'s") for word in _WORD.findall(evidence.replace("’", "'"))}
    missing = {
        number
        for number in said.numbers - known.numbers
        if _digits(number) not in spelled and not _contained(number, squeezed, known.numbers)
    }
    missing |= {date for date in said.dates - known.dates if date[:3] not in words}
    missing |= {name for name in said.names - known.names - words if name not in squeezed}
    if said.negated and not known.negated:
        missing.add("not")
    return sorted(missing)


def _fold(text: str) -> str:
    """Accents dropped and typographic apostrophes made plain, so that spelling variants meet."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _contained(number: str, squeezed: str, known: frozenset[str]) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", number)
    bare = re.sub(r"\D", "", number)
    if len(bare) >= 4:
        return plain in squeezed or bare in squeezed
    return any(bare == re.sub(r"\D", "", other) for other in known)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _spelled_numbers(text: str) -> set[str]:
    """Numbers said in words: `twenty five` -> 20, 5, 25 and 205; `four oh seven` -> 407."""
    found: set[str] = set()
    run: list[int] = []
    for word in [*re.findall(r"[a-z]+", text.lower()), ""]:
        if word in _SPELLED:
            run.append(_SPELLED[word])
            continue
        for start in range(len(run)):
            for end in range(start + 1, len(run) + 1):
                part = run[start:end]
                found.add("".join(map(str, part)))
                found.add(str(sum(part)))
        run = []
    return found
