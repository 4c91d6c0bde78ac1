"""Quotations stay word for word: `it says "we're checking your card"` is not about who reports it."""

import re
from collections.abc import Callable, Sequence

_QUOTED = re.compile(r"(?:(?<=[\s(:,;-])|\A)(?:\"(?P<plain>\w[^\"“”]{2,300})\"|“(?P<curly>[^\"“”]{3,300})”)(?![\w])")
_OPENS = re.compile(r"(?:(?<=[\s(:,;-])|\A)[\"“](?=\w)")
_CLOSES = re.compile(r"(?<=[\w.,!?…)])[\"”](?=[\s.,;:!?)]|\Z)")
_PERSON = re.compile(
    r"\b(?:i|we|you|me|my|mine|us|our|ours|your|yours|yourself|yourselves|myself|ourselves)\b|"
    r"[.!?]\s+\w",
    re.IGNORECASE,
)
_STANDS_FOR = ("Qqa", "Qqb", "Qqc", "Qqd")
_REACH = 4  # sentences that one quotation may have


def keeping(say: Callable[[str], str | None], text: str) -> str | None:
    """`say(text)` with every quotation that speaks of persons, or has several sentences, put through as one word."""
    quotations = [] if text.isalnum() else [found for found in _QUOTED.finditer(text) if _PERSON.search(found.group())]
    if not quotations or len(quotations) > len(_STANDS_FOR):
        return say(text)
    words, at = "", 0
    for stand_in, found in zip(_STANDS_FOR, quotations, strict=False):
        words += f"{text[at : found.start()]}{stand_in}{'?' if _asks_last(text, found) else ''}"
        at = found.end()
    said = say(words + text[at:])
    if said is None:
        return None
    for stand_in, found in zip(_STANDS_FOR, quotations, strict=False):
        said = said.replace(stand_in, _written(found))
    return said


def _written(found: re.Match[str]) -> str:
    return f'"{" ".join((found["plain"] or found["curly"]).split()).rstrip(".")}"'


def _asks_last(text: str, found: re.Match[str]) -> bool:
    """`did it say "are you sure?"`: the mark of the sentence stands within."""
    return found.end() == len(text) and found.group()[-2] == "?" and bool(_ASKS.match(text))


_ASKS = re.compile(r"(?:did|does|do|is|are|was|what|why|when|where|who|how|can|could|should|will)\b", re.IGNORECASE)


def joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of sentences, those of one quotation together."""
    if '"' not in text and "“" not in text:
        return list(spans)
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(spans):
        last = at
        if _is_open(text, *spans[at]):
            closing = (end for end in range(at + 1, min(at + _REACH, len(spans))) if _CLOSES.search(text, *spans[end]))
            last = next(closing, at)
        out.append((spans[at][0], spans[last][1]))
        at = last + 1
    return out


def _is_open(text: str, start: int, end: int) -> bool:
    sentence = text[start:end]
    opened = [match.start() for match in _OPENS.finditer(sentence)]
    return bool(opened) and not _CLOSES.search(sentence, opened[-1] + 1)
