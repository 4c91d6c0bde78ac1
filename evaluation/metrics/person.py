"""Is it the third person, and is nothing lost? What a reported message must keep of its source."""

import re
from collections.abc import Sequence

from evaluation.metrics.values import has_negation, unsupported_values, values_of

_PERSON = re.compile(
    r"(?<![\w'’])(?:i|i['’](?:m|ve|ll|d)|me|my|mine|myself|we|we['’](?:re|ve|ll|d)|our|ours|ourselves|us|you|"
    r"you['’](?:re|ve|ll|d)|your|yours|yourself|yourselves)(?![\w'’])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")


def has_first_or_second_person(text: str) -> bool:
    """A pronoun of the first or second person outside quotation marks (`US` in capitals is the country)."""
    return any(match.group() != "US" for match in _PERSON.finditer(_QUOTED.sub(" ", text)))


def keeps_numbers(source: str, reported: str) -> bool:
    """Every number and code of the source is in the report."""
    return not values_of(source).numbers - values_of(reported).numbers or not _lost_numbers(source, reported)


def _lost_numbers(source: str, reported: str) -> list[str]:
    return [value for value in unsupported_values(source, reported) if any(char.isdigit() for char in value)]


def keeps_negation(source: str, reported: str) -> bool:
    """Both deny something or neither does."""
    return has_negation(source) == has_negation(reported)


def keeps_names(source: str, reported: str, *, noted: Sequence[str] = ()) -> bool:
    """Every name inside a sentence of the source (titles aside) is in the report.

    noted: people's notes of the same source; only names that all of them keep count then, since whom a message greets,
    thanks or is signed by is no part of what it reports.
    """
    names = values_of(source).names - _TITLES
    for note in noted:
        names &= _words(note)
    return names <= _words(reported)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.lower()))


_TITLES = frozenset("mr mrs ms dr hi hello dear sir madam thanks thank".split())
