"""Words that carry meaning, cut to a crude stem: what a request, a reply and a sentence of an article share."""

import re

from assist.core.text.function_words import FUNCTION_WORDS
from assist.core.text.remembered import remembered

_FUNCTION_WORDS = frozenset(FUNCTION_WORDS["en"].split())
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*", re.IGNORECASE)


@remembered(maxsize=32_768)
def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to a crude stem so that `refunds` meets `refund`."""
    stems = map(_content, _WORD.findall(text.lower()))
    return frozenset([stem for stem in stems if stem])


@remembered(maxsize=32_768)
def _content(word: str) -> str:
    """Its crude stem; nothing where it carries no meaning."""
    if len(word) <= 2 or word in _FUNCTION_WORDS:
        return ""
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
