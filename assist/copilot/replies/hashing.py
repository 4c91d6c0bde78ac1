"""Words as numbers of a fixed range, without a vocabulary (Weinberger et al. 2009, feature hashing)."""

import itertools
import re
import zlib

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_WORDS_READ = 80


def hashed_words(text: str, part: str, *, buckets: int, pairs: bool = True) -> list[int]:
    """Buckets of the words and word pairs of a text; every number is the same word."""
    words = ["0" if token.isdigit() else token for token in _TOKEN.findall(text.lower())[:_WORDS_READ]]
    if pairs:
        words += [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return [zlib.crc32(f"{part}:{token}".encode()) % buckets for token in words]
