"""Naive patterns for values: what one afternoon of regular expressions finds."""

import re

from assist.core.vocabulary import FactType
from evaluation.metrics.spans import Span

_PATTERNS: tuple[tuple[FactType, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "amount",
        re.compile(r"(?:[$€£₹]|Rs\.?\s?|EUR |USD |GBP )\d[\d.,]*\d|\d[\d.,]*\s?(?:euros?|dollars|pounds)\b", re.I),
    ),
    ("phone", re.compile(r"\+?\d[\d ()-]{8,}\d")),
    ("order_id", re.compile(r"\b\d{3}-\d{7}-\d{7}\b|(?<=order )#?[A-Z]*-?\d{4,}\b|#\d{4,}\b", re.I)),
    ("case_id", re.compile(r"\b[A-Z]{1,4}-\d{3,}\b")),
    ("account", re.compile(r"\b\d{6,}\b")),
)


def find_values(text: str) -> list[tuple[FactType, str]]:
    """Typed values in order of pattern; a stretch of text is used once."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[FactType, str]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found.append((kind, match.group().strip()))
    return found


def find_spans(text: str) -> list[Span]:
    """The same values as spans."""
    return [Span(kind, match.start(), match.end()) for kind, pattern in _PATTERNS for match in pattern.finditer(text)]
