"""Numbers and codes said in words, as call transcripts have them: where they are and what they mean in digits."""

import re

from assist.core.text.remembered import remembered

_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_NOUGHT = frozenset({"oh", "o", "nought", "zero"})
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_SMALL = {**_ONES, **_TENS}

_DIGIT_WORD = "|".join((*_ONES, *_TENS, "oh", "nought"))
NUMBER_WORD = "|".join((*_ONES, *_TENS, *_SCALES))
# A number in running text: "two hundred and seventy-one", never ending in "and".
NUMBER = rf"(?:(?:a(?=[ ](?:hundred|thousand))|{NUMBER_WORD})(?:(?:[ -]|[ ]and[ ])(?:{NUMBER_WORD}))*)"
_GAP = r"(?:[ ,.-]{1,3}|[ ,]+(?:um|uh|er|dash|hyphen|slash|stroke)[ ,]+)"
_PART = rf"(?:(?:double|triple|treble)[ ](?:{_DIGIT_WORD}|[a-z])|{_DIGIT_WORD}|[a-z](?![\w'])|\d{{1,6}})"
# `nine hundred` within a number that was begun: "oh seven seven double oh nine hundred three one eight".
_HUNDREDS = rf"(?:(?:{'|'.join(_ONES)})[ ]hundred)"
# "T M two two seven, nine oh five", "AX three three one eight": letters first, then at least three digit words.
_CODE = re.compile(
    rf"(?<![\w'])(?:(?-i:[A-Z]{{2,4}}){_GAP})?{_PART}(?:{_GAP}(?:{_HUNDREDS}(?={_GAP}{_PART})|{_PART})){{2,24}}(?![\w'])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_NUMBER_WORDS = re.compile(rf"\b(?:{_DIGIT_WORD}|hundred|thousand|million)\b")
_LEAST_DIGITS = 3
_LEAST_SYMBOLS = 5  # of a code with few digits, each letter said alone
_COMMON_WORDS = frozenset(
    "is it my the and for of in to at on or an no so um uh er yes yep hi ok it's its by as was with that this his her "
    "our you your from are were has had all not just has per day pm am then them there but well yeah call "
    "toll ring dial what when who she he they we do does did one's no. line old new".split()
)


def says_numbers(text: str) -> bool:
    """Whether `text` has a number word at all; most messages have none and need no closer look."""
    return _NUMBER_WORDS.search(text.lower()) is not None


@remembered(maxsize=2_048)
def find_codes(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of codes spelled out: at least three digits in words, letters allowed."""
    found: list[tuple[int, int]] = []
    if not says_numbers(text):
        return ()
    for match in _CODE.finditer(text):
        start, end = _trim(text, *match.span())
        if _says_digits(text[start:end]):
            found.append((start, end))
    return tuple(found)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out little words before the code (`is two zero`, `a x three`) that are no letters of it."""
    first = _WORD.match(text, start)
    while first and first.group().lower() in _COMMON_WORDS and first.end() < end:
        following = _WORD.search(text, first.end(), end)
        if not following:
            break
        start, first = following.start(), following
    if first and first.group().lower() in {"a", "i"} and not _single_letter_follows(text, first.end(), end):
        following = _WORD.search(text, first.end(), end)
        start = following.start() if following else start
    return start, end


def _single_letter_follows(text: str, start: int, end: int) -> bool:
    following = _WORD.search(text, start, end)
    return bool(following) and len(following.group()) == 1  # pyright: ignore[reportOptionalMemberAccess]


def _says_digits(said: str) -> bool:
    words = [word.lower() for word in _WORD.findall(said)]
    spelled = sum(word in _ONES or word in _NOUGHT for word in words)
    tens = sum(word in _TENS for word in words)
    letters = sum(len(word) == 1 and word.isalpha() for word in words)
    if spelled and spelled + letters == len(words) and len(words) >= _LEAST_SYMBOLS:
        return True
    return spelled + tens + sum(2 for w in words if w in _REPEATS) >= _LEAST_DIGITS and spelled > 0


def code_value(said: str) -> str:
    """`T M two two seven, nine oh five` -> `TM227905`; `double six, four one` -> `6641`."""
    result: list[str] = []
    repeat = 1
    tens = 0
    for word in _WORD.findall(said):
        lowered = word.lower()
        if lowered in _REPEATS:
            repeat = _REPEATS[lowered]
            continue
        if lowered in {"um", "uh", "er"}:
            continue
        if lowered == "hundred":
            result.append("00")
            tens = 0
            continue
        if tens and lowered in _ONES and 0 < _ONES[lowered] < 10:
            result[-1] = str(tens + _ONES[lowered])
        else:
            result.append(_symbol(lowered) * repeat)
        tens = _TENS.get(lowered, 0)
        repeat = 1
    return "".join(result)


def _symbol(word: str) -> str:
    if word in _NOUGHT and word != "o":
        return "0"
    if word in _SMALL:
        return str(_SMALL[word])
    if word in {"dash", "hyphen"}:
        return "-"
    if word in {"slash", "stroke"}:
        return "/"
    return word if word.isdigit() else word.upper()


def number_value(said: str) -> int | None:
    """`two hundred and seventy-one` -> 271; None when a word is no number."""
    total = current = 0
    words = [word for word in re.split(r"[ -]+", said.lower()) if word and word != "and"]
    for word in words:
        if word == "a":
            current = 1
        elif word in _SMALL:
            current += _SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            return None
    return total + current if words else None
