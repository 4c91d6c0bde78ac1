"""Cheap surface cues of a message, as numbers a linear head can use."""

import math
import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.text.caseless import Caseless
from assist.core.text.remembered import remembered

HASH_BUCKETS = 4096
_WORD = re.compile(r"[a-z']+|\d+|[?!]+|[:;][-']?[()dp]")
_PATTERNS = tuple(
    Caseless(pattern)
    for pattern in (
        r"\?",
        r"!",
        r"\d",
        r"\d{4,}",
        r"[$£€]\s?\d",
        r"@",
        r"https?:|www\.|\[link\]",
        r"\b(thanks?|thx|thank you|cheers|appreciate)\b",
        r"\b(sorry|apologi[sz]e|apologies|regret)\b",
        r"\b(hi|hello|hey|good (morning|afternoon|evening|day)|dear)\b",
        r"\b(bye|goodbye|have a (nice|great|good|lovely)|take care|that'?s (all|it))\b",
        r"\b(can|could|would|may) (you|u|i)\b",
        r"\b(please|kindly|pls|plz)\b",
        r"\b(what|which|when|where|who|how|why)\b",
        r"\b(will|'ll|going to|gonna)\b",
        r"\b(i'?ve|i have|we'?ve|we have)\b",
        r"\b(checked|found|see|booked|sent|added|created|opened|filed|processed|updated|cancelled|refunded)\b",
        r"\b(yes|yeah|yep|ok|okay|sure|correct|right|alright|fine|done)\b",
        r"\b(no|not|n't|never|nothing|cannot)\b|n't\b",
        r"\b(anything else|further assistance|else i can)\b",
        r"\b(refund|replace(ment)?|cancel|return)\b",
        r"\b(ridiculous|unacceptable|terrible|worst|awful|angry|furious|disappointed|useless|joke|fed up|scam)\b",
        r"\b(great|perfect|awesome|excellent|wonderful|love|happy|brilliant)\b",
        r"\b(wait|waiting|moment|minute|hold on|bear with)\b",
        r"\b(within|by) (\d+|the|tomorrow|today|end|next)\b|\b(business|working) days?\b",
        r"\b(escalat|supervisor|manager|specialist|complaint|senior)\w*",
        r"\b(you can|you need to|you should|you'll need|go to|click|open|select|choose|try)\b",
        r"\b(i|my|me)\b",
        r"\b(we|our|us)\b",
        r"\b(you|your)\b",
        r"\b(let me|i'?ll|i will|i am going to)\b",
        r"^\s*\S+(\s+\S+){0,2}\s*$",
    )
)
CUES = len(_PATTERNS) + 4


@remembered(maxsize=16_384)
def cues(text: str) -> FloatArray:
    """(CUES,) values of roughly 0 to 1."""
    words = len(text.split())
    letters = sum(c.isalpha() for c in text)
    upper = sum(c.isupper() for c in text)
    values: list[float] = [*Caseless.which_occur(_PATTERNS, text)]
    values += [math.log1p(words) / 5, min(words, 60) / 60, upper / (letters + 1), min(text.count("\n"), 10) / 10]
    return np.array(values, dtype=np.float32)


def cue_rows(texts: Sequence[str]) -> FloatArray:
    """(n, CUES) of n texts."""
    return np.concatenate([cues(text) for text in texts]).reshape(-1, CUES) if texts else _NO_CUES


_NO_CUES = np.zeros((0, CUES), dtype=np.float32)


@remembered(maxsize=16_384)
def word_buckets(text: str, side: str) -> NDArray[np.int64]:
    """Hashed words and word pairs of a text as said by `side`, each once, in [0, HASH_BUCKETS)."""
    tokens = _WORD.findall(text.lower())[:200]
    grams = {f"{side}:{token}" for token in tokens}
    grams |= {f"{side}:{a} {b}" for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True)}
    return np.array(sorted({zlib.crc32(gram.encode()) % HASH_BUCKETS for gram in grams}), dtype=np.int64)
