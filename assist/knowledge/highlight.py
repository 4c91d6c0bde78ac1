"""Which words of a passage answer the query: highlight spans and short `why` phrases."""

import re
from collections.abc import Mapping
from functools import lru_cache

from assist.knowledge.lexical import STOP_WORDS, terms_of

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_.'/][A-Za-z0-9]+)*")
MAX_HIGHLIGHTS = 12
MAX_PHRASES = 4


def find_highlights(text: str, terms: Mapping[str, float]) -> tuple[tuple[int, int], ...]:
    """Spans of words of `text` that match a query term, neighbours joined; code points, end exclusive."""
    spans: list[tuple[int, int]] = []
    for start, end, word in _words_of(text):
        if terms.keys().isdisjoint(word):
            continue
        between = text[spans[-1][1] : start] if spans else "none"
        if not between.strip(" -"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans[:MAX_HIGHLIGHTS])


def phrases(text: str, terms: Mapping[str, float]) -> tuple[str, ...]:
    """Matched words and phrases, the heaviest first, without repeats."""
    found: dict[str, float] = {}
    for start, end in find_highlights(text, terms):
        phrase = text[start:end].strip()
        if phrase.lower() in STOP_WORDS or len(phrase) < 2:
            continue
        weight = sum(terms.get(term, 0.0) for term in terms_of(phrase))
        found[phrase.lower()] = max(found.get(phrase.lower(), 0.0), weight)
    ranked = sorted(found.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
    return tuple(phrase for phrase, _ in ranked[:MAX_PHRASES])


@lru_cache(maxsize=4_096)
def _words_of(text: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Start, end and terms of each word that has any; passages recur."""
    words = ((match.start(), match.end(), _terms_of_word(match.group())) for match in _WORD.finditer(text))
    return tuple(word for word in words if word[2])


@lru_cache(maxsize=65_536)
def _terms_of_word(word: str) -> tuple[str, ...]:
    return tuple(terms_of(word))
