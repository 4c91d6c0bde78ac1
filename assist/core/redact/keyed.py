"""Pseudonyms that cannot be turned back: a token's number is a keyed hash of conversation and value.

The same value has the same token in a conversation, on every worker, after a restart and in every export; there is no
table to keep.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from typing import Any

from assist.core.redact.find import Span, find_spans
from assist.core.redact.kinds import KINDS
from assist.core.redact.places import any_of, places_of, replace_places

# Digits of a token; also what `Pseudonymizer` takes for a token of its own.
_DIGITS = 9
_TOKEN = re.compile(rf"\[(?:{'|'.join(kind.upper() for kind in KINDS)}|NAME)_\d{{{_DIGITS}}}\]")


class KeyedPseudonyms:
    """Puts tokens such as [EMAIL_123456789] in place of personal data, under the key of one deployment."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def text(self, conversation: str, text: str, *, names: Sequence[str] = ()) -> str:
        """The text with tokens; `names`: what no pattern can know, found as whole words in any case.

        Tokens that it has already stay, so cleaning twice is cleaning once.
        """
        places = places_of(text, _new_spans(text), ((any_of(names), "NAME"),))
        return replace_places(text, places, lambda label, value: self._token(conversation, label, value))

    def values(self, conversation: str, value: Any, *, names: Sequence[str] = (), kept: Collection[str] = ()) -> Any:
        """Every text inside a JSON value, but what stands under the keys `kept`."""
        if isinstance(value, str):
            return self.text(conversation, value, names=names)
        if isinstance(value, list):
            return [self.values(conversation, item, names=names, kept=kept) for item in value]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, dict):
            return {
                key: item if key in kept else self.values(conversation, item, names=names, kept=kept)
                for key, item in value.items()  # pyright: ignore[reportUnknownVariableType]
            }
        return value

    def _token(self, conversation: str, label: str, value: str) -> str:
        plain = re.sub(r"[\s().-]", "", value).lower()
        kind = label.lower()
        digest = hashlib.blake2b(f"{conversation}\n{kind}\n{plain}".encode(), key=self._key, digest_size=8)
        number = int.from_bytes(digest.digest()) % 10**_DIGITS
        return f"[{label}_{number:0{_DIGITS}d}]"


def _new_spans(text: str) -> list[Span]:
    """Personal data outside of tokens; the number of a token looks like one of an order."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    return [s for s in find_spans(text) if not any(s.start < end and start < s.end for start, end in tokens)]
