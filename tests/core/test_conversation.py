"""What a transcript accepts and how it is completed."""

import pytest
from pydantic import ValidationError

from assist.core.conversation import Message, Transcript
from assist.core.problems import problems_in


def test_control_characters_become_spaces_and_offsets_stay() -> None:
    text = "a\x07b\x1b[31mc\td\ne\x9ff"
    cleaned = Message(role="customer", text=text).text
    assert cleaned == "a b [31mc\td\ne f"
    assert len(cleaned) == len(text)


def test_times_are_utc_and_never_reorder() -> None:
    rows = [
        {"role": "agent", "text": "second", "at": "2026-01-01T12:00:00+02:00"},
        {"role": "customer", "text": "first", "at": "2026-01-01T09:00:00"},
    ]
    found = Transcript.model_validate({"messages": rows})
    assert [message.text for message in found.messages] == ["second", "first"]
    assert found.messages[0].at is not None
    assert found.messages[0].at.isoformat() == "2026-01-01T10:00:00+00:00"
    assert found.messages[1].at is not None
    assert found.messages[1].at.utcoffset() is not None


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_beyond_the_calendar_is_refused_with_its_field(at: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Message.model_validate({"role": "agent", "text": "a", "at": at})
    (problem,) = problems_in(refused.value)
    assert problem.field == "at"
    assert "year" in problem.message


def test_ids_are_given_in_order_and_never_twice() -> None:
    rows = [
        {"role": "agent", "text": "a", "id": name} if name else {"role": "agent", "text": "a"}
        for name in ("m1", "", "")
    ]
    assert [m.id for m in Transcript.model_validate({"messages": rows}).messages] == ["m1", "m0", "m2"]


@pytest.mark.parametrize("name", ["", "a b", "é", "a/b", "x" * 129, "export"])
def test_odd_ids_are_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Message(role="agent", text="a", id=name)


def test_the_bot_speaks_for_the_agents_side() -> None:
    assert Message(role="bot", text="hi").side == "agent"
    assert Message(role="system", text="joined").side == "system"
