"""Which language a conversation is in, from its function words: offline, well under a millisecond, and conservative.

Names, product words and misspelt chat English carry few function words of other languages, so they stay undecided.
"""

import re
from collections import Counter, defaultdict

from assist.core.text.function_words import FUNCTION_WORDS
from assist.core.text.remembered import remembered

_READ_CHARS = 2_000
_MIN_EVIDENCE = 2.4  # function words that only this language has; words it shares count for less
_MIN_SHARE = 0.22  # of all words: running text has 30-50 % function words, names and titles have few
_DEEP = 50  # lines that are read one upon the other
_MIN_LEAD = 2.0  # times the evidence for the next language

_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _code, _words in FUNCTION_WORDS.items():
    for _word in set(_words.split()):
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)

# Scripts with one language, or one that stands for its family; a share of all letters decides.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff"),
    ("uk", "іїєґІЇЄҐ"),
    ("ru", "\u0400-\u04ff"),
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("th", "\u0e00-\u0e7f"),
)
_OTHER_SCRIPT = re.compile("|".join(f"([{characters}])" for _, characters in _SCRIPTS))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def detect_language(text: str) -> tuple[str | None, float]:
    """(ISO 639-1 code, confidence 0-1) of the first 2,000 characters; (None, 0.0) when they do not show it.

    Never a foreign language on a few ambiguous words: at least three function words, a fifth of all words, and twice
    the evidence of any other language. Norwegian, Danish and Swedish may be taken for each other.
    """
    return _detect(text[:_READ_CHARS])


@remembered(maxsize=64)  # the features of one message ask about the same beginning
def _detect(part: str) -> tuple[str | None, float]:
    by_script = _detect_script(part)
    if by_script is not None:
        return by_script
    words, evidence, hits = _read_lines(part)
    ranked = sorted(evidence.items(), key=lambda item: -item[1])
    if not ranked:
        return None, 0.0
    best, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if best != "en":
        second = max(second, hits.get("en", 0) / 2)  # words that English has too may well be English
    if score < _MIN_EVIDENCE or hits[best] < _MIN_SHARE * words or score < _MIN_LEAD * second:
        return None, 0.0
    return best, round(score / (score + second), 3)


@remembered(maxsize=256)  # a conversation grows by a line
def _read_lines(text: str) -> tuple[int, dict[str, float], dict[str, int]]:
    """Words, and by language the evidence and how many belong to it; nobody changes what is remembered."""
    before, _, line = text.rpartition("\n")
    if before.count("\n") > _DEEP:
        words, evidence, hits = 0, dict[str, float](), dict[str, int]()
        lines = text.split("\n")
    else:
        words, evidence, hits = _read_lines(before) if before else (0, {}, {})
        evidence, hits, lines = evidence.copy(), hits.copy(), [line]
    for one in lines:
        count, found = _read_line(one)
        words += count
        for code, weight, times in found:
            evidence[code] = evidence.get(code, 0.0) + weight
            hits[code] = hits.get(code, 0) + times
    return words, evidence, hits


@remembered(maxsize=4_096)  # a message comes again with every later one of its conversation
def _read_line(line: str) -> tuple[int, tuple[tuple[str, float, int], ...]]:
    """Its words, and per language that some belong to the evidence and how many."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(line)]
    evidence: defaultdict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word in words:
        languages = _LANGUAGES_OF.get(word, ())
        for code in languages:
            evidence[code] += 1 / len(languages)
            hits[code] += 1
    return len(words), tuple((code, weight, hits[code]) for code, weight in evidence.items())


def _detect_script(text: str) -> tuple[str, float] | None:
    if text.isascii():
        return None
    counts: Counter[str] = Counter()
    for match in _OTHER_SCRIPT.finditer(text):
        counts[_SCRIPTS[(match.lastindex or 1) - 1][0]] += 1
    total = sum(counts.values())
    letters = sum(char.isalpha() for char in text)
    if total < 6 or total < 0.5 * letters:
        return None
    if counts["ja"]:
        return "ja", round(min(1.0, total / letters), 3)
    if counts["uk"] * 50 > total:
        return "uk", round(min(1.0, total / letters), 3)
    best, count = counts.most_common(1)[0]
    return best, round(min(1.0, count / letters), 3)
