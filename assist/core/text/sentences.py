"""Sentence splitting that keeps offsets. Made for chat, e-mail and call transcripts, where pysbd and Punkt lose
offsets, split at order numbers or need a download."""

import re

from assist.core.text.remembered import remembered
from assist.core.text.sentence_ends import unmarked_ends

_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_ABBREVIATIONS = _MONTHS | frozenset(
    "mr mrs ms dr prof sr jr st e.g i.e eg ie etc vs nr approx inc ltd co dept est fig tel ext ref acct apt "
    "rs mon tue wed thu fri sat sun a.m p.m u.s u.k".split()
)
_BEFORE_NAMES = frozenset("mr mrs ms dr prof st e.g i.e eg ie vs nr approx ext ref acct apt rs".split())
_LIST_MARK = re.compile(r"\s*\d{1,2}\.")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_BEGINS = re.compile(
    r"\s+(?:(?:I|You|We|They|He|She|It|The|This|That|There|Please|However|If|When|Where|What|How|Can|Could|My|Your|Our|"
    r"But|So|And)\b|(?:i|i'm|i've|it's|its|they|we|you|where|when will)\b)"
)
_ENDING = re.compile(r"(?:[.!?…]+|。)[\"'”’)\]]*(?=\s)|\n+")
_WORD_BEFORE = re.compile(r"(?<!['’\w])([A-Za-z][A-Za-z.]*)\.$")  # not the t of `don't.`, nor the C of `seat 22C.`
_OF_A_NAME = re.compile(r"\s+(?:van|de|von|der|den|du|di|da|la|le|el|al|bin|ibn|ten|ter|and|&)\s")
_SIZED = re.compile(r"\b(?:in|size|an?|type|option|plan|zone|class|block|gate|row|to|for|one|is|was|not) [A-Z]\.$")
_CLAUSE = re.compile(r"[,;:]\s+|\s+(?=(?:and|but|so|because|then)\s)")
_CODE = re.compile(r"\s*#?(?:[A-Z]{1,4}-?)?\d")
_MAX_CHARS = 320


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of `text`, trimmed, in order, never overlapping; [] for blank text."""
    return list(_split(text))


@remembered(maxsize=8_192)
def _split(text: str) -> tuple[tuple[int, int], ...]:
    """Remembered: a conversation is read again at each of its messages."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _ENDING.finditer(text):
        if match.group().startswith("\n"):
            if _is_wrapped_line(text, match.start(), match.end()):
                continue
        elif not _ends_sentence(text, start, match.end()):
            continue
        _push(text, start, match.end(), spans)
        start = match.end()
    if not spans:
        for end in unmarked_ends(text):
            _push(text, start, end, spans)
            start = end
    _push(text, start, len(text), spans)
    return tuple(spans)


def _is_wrapped_line(text: str, newline: int, after: int) -> bool:
    """A single line break inside a hard-wrapped paragraph: long line before, lower case after."""
    if after - newline > 1 or after >= len(text):
        return False
    line_start = text.rfind("\n", 0, newline) + 1
    return newline - line_start > 55 and text[after].islower()


def _ends_sentence(text: str, start: int, end: int) -> bool:
    following = text[end:].lstrip()[:1]
    mark = text[start:end].rstrip("\"'”’)]")
    if mark.endswith((".", "…")) and not mark.endswith(("..", "…")):
        word = _WORD_BEFORE.search(mark)
        if word and word.group(1).lower() == "no":
            return not _CODE.match(text, end)  # `no. 5` is a number, `they say no. We ...` two sentences
        if word is None:
            return not _LIST_MARK.fullmatch(mark)
        said = word.group(1)
        if len(said) == 1 and said.isupper():
            return said == "I" or _is_a_size(text, mark, end)  # else an initial
        if said.lower() not in _ABBREVIATIONS:
            return True
        if said.lower() in _MONTHS and mark[: word.start()].rstrip()[-2:] in _ORDINALS:
            return not following.isdigit()  # `on 5th oct. check it`
        return said.lower() not in _BEFORE_NAMES and bool(_BEGINS.match(text, end))
    if mark.endswith(("...", "..", "…")):
        return not following.islower()
    return True


def _is_a_size(text: str, mark: str, end: int) -> bool:
    """`the blue one in L. they sent ...`: a letter that stands for a thing, not for a name."""
    if _OF_A_NAME.match(text, end):
        return False
    return text[end:].lstrip()[:1].islower() or bool(_SIZED.search(mark) and _BEGINS.match(text, end))


def _push(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _MAX_CHARS:
        cuts = [m.end() for m in _CLAUSE.finditer(text, start + 40, start + _MAX_CHARS)]
        cut = cuts[-1] if cuts else text.rfind(" ", start + 40, start + _MAX_CHARS) + 1
        if cut <= start:
            cut = start + _MAX_CHARS
        _push(text, start, cut, spans)
        start = cut
    if end > start and any(c.isalnum() for c in text[start:end]):
        spans.append((start, end))
    elif end > start and not spans and not text[end:].strip():
        spans.append((start, end))
