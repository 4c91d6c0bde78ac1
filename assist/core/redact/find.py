"""Finds personal data with recognisers of linear time: every pattern is bounded and anchored at a word start."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assist.core.redact import codes, contact, numbers
from assist.core.redact.kinds import Kind

_Recogniser = Callable[[str], Iterator[tuple[int, int, Kind]]]

# In order of certainty: a later recogniser does not get what an earlier one took.
_RECOGNISERS: tuple[_Recogniser, ...] = (
    contact.find_emails,
    numbers.find_ibans,
    numbers.find_cards,
    numbers.find_ip_addresses,
    numbers.find_national_ids,
    codes.find_labelled,
    contact.find_phones,
    codes.find_unlabelled,
)
_MAY_HOLD = re.compile(r"[\d@]| at ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """`value` is `text[start:end]`, in code points."""

    type: Kind
    start: int
    end: int
    value: str


def find_spans(text: str) -> list[Span]:
    """All personal data found in `text`, in order, never overlapping."""
    if not _MAY_HOLD.search(text):
        return []
    taken = bytearray(len(text))
    found: list[Span] = []
    for recognise in _RECOGNISERS:
        for start, end, kind in recognise(text):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Span(kind, start, end, text[start:end]))
    return sorted(found, key=lambda span: span.start)
