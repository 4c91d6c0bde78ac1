"""Which words of a passage answer the query: highlight spans and short `why` phrases."""

import re
from collections.abc import Mapping

from assist.core.text.remembered import remembered
from assist.knowledge.lexical import STOP_WORDS, terms_of

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_.'/][A-Za-z0-9]+)*")
MAX_HIGHLIGHTS = 12
MAX_PHRASES = 4


Spans = list[tuple[int, int]]


def matching(text: str, terms: Mapping[str, float]) -> Spans:
    """Spans of words of `text` that match a query term, neighbours joined; code points, end exclusive."""
    spans: Spans = []
    words = _words_of(text)
    for start, end in sorted({word for term in terms for word in words.get(term, ())}):
        between = text[spans[-1][1] : start] if spans else "none"
        if not between.strip(" -"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def phrases(title: str, passage: str, marked: Spans, terms: Mapping[str, float]) -> tuple[str, ...]:
    """Words and phrases that match in a title and its passage, where they are `marked`; heaviest first, each once."""
    found: dict[str, float] = {}
    said = [title[start:end] for start, end in matching(title, terms)] + [passage[a:b] for a, b in marked]
    for phrase in said[:MAX_HIGHLIGHTS]:
        if phrase.lower() in STOP_WORDS or len(phrase) < 2:
            continue
        weight = sum(terms.get(term, 0.0) for term in terms_of(phrase))
        found[phrase.lower()] = max(found.get(phrase.lower(), 0.0), weight)
    ranked = sorted(found.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))
    return tuple(phrase for phrase, _ in ranked[:MAX_PHRASES])


@remembered(maxsize=4_096)
def _words_of(text: str) -> dict[str, list[tuple[int, int]]]:
    """Where each term stands (start, end); passages recur."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(text):
        for term in _terms_of_word(match.group()):
            found.setdefault(term, []).append(match.span())
    return found


@remembered(maxsize=65_536)
def _terms_of_word(word: str) -> tuple[str, ...]:
    return tuple(terms_of(word))
