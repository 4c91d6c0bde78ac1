"""What a fact finder returns: a stretch of a message and the type it looks like."""

from dataclasses import dataclass

from assist.core.vocabulary import FactType

POSTCODE = r"[A-Z]{1,2}\d[\dA-Z]?[ ]\d[A-Z]{2}"  # British; a code by its shape, a place by what it is


@dataclass(frozen=True, slots=True)
class Mention:
    """`start`/`end`: code points of one text; `shape` names the pattern that found it; `labelled`: words said so."""

    type: FactType
    start: int
    end: int
    shape: str
    labelled: bool = False
