"""Words are found in any case, on plain text and on any other, exactly as `re.IGNORECASE` finds them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.text.caseless import Caseless

PATTERNS = (
    r"\b(?:I'm|can't|DUE to)\b",
    r"(?P<Said>[a-z]+) (?P=Said)\b",
    r"[A-Z]+-?\d+",
    r"\W\S\Z",
    r"(?<!\w)é|ß",
)
TEXTS = st.text(alphabet="aAiImM'tT cCnN dDuUeEoO-19éÉßſK’?", max_size=24)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
def test_it_finds_and_replaces_what_ignorecase_does(pattern: str, text: str) -> None:
    ours, plain = Caseless(pattern), re.compile(pattern, re.IGNORECASE)
    expected = plain.search(text)
    found = ours.search(text)
    assert ours.occurs(text) is (expected is not None)
    assert (found.span() if found else None) == (expected.span() if expected else None)
    assert ours.sub("#", text) == plain.sub("#", text)


@given(text=TEXTS)
def test_many_are_looked_for_at_once(text: str) -> None:
    patterns = [Caseless(pattern) for pattern in PATTERNS]
    assert Caseless.which_occur(patterns, text) == [pattern.occurs(text) for pattern in patterns]


def test_what_is_replaced_keeps_the_case_of_the_rest() -> None:
    assert Caseless(r"\bplease\b ?").sub("", "Send IT, PLEASE today") == "Send IT, today"


def test_a_part_that_minds_case_is_refused() -> None:
    with pytest.raises(ValueError, match="case"):
        Caseless(r"thanks (?-i:[A-Z])")
