"""Nothing is stated that nobody said."""

import pytest

from assist.copilot.grounding import is_grounded, unsupported


@pytest.mark.parametrize(
    ("statement", "evidence", "missing"),
    [
        ("Customer gives order 1042.", "my order is 1042", ()),
        ("Customer gives order 1043.", "my order is 1042", ("1043",)),
        ("Customer spoke to Petra.", "I spoke to petra", ()),
        ("Customer spoke to Marko.", "I spoke to petra", ("marko",)),
        ("Customer did not get it.", "I got it", ("not",)),
        ("Customer cannot log in.", "i cant log in", ()),
        ("Agent will call on Monday.", "I'll call on Tuesday", ("monday",)),
        ("Customer paid 1,200 pounds.", "I paid 1200 pounds", ()),
    ],
)
def test_values_that_nobody_said_are_named(statement: str, evidence: str, missing: tuple[str, ...]) -> None:
    assert unsupported(statement, evidence) == missing
    assert is_grounded(statement, evidence) is not bool(missing)
