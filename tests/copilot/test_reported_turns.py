"""Reported speech: clauses begun anew, questions behind statements nobody marked, and what is no mere talk."""

import pytest

from assist.copilot.reported import report_message
from assist.copilot.reported.turned import asked_behind


def _told(role: str, text: str) -> str | None:
    report = report_message(text, role=role)
    return report.text if report else None


@pytest.mark.parametrize("text", ["and what do you need", "so when can you come", "but who did you ask"])
def test_a_question_behind_nothing_but_a_link_stands_alone(text: str) -> None:
    assert asked_behind(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm her son, I mean I'm her nephew", "Customer is her nephew."),
        ("I can see that I can see the note", "Customer can see the note."),
        ("it's it might be bluebell", "Customer says it might be bluebell."),
        ("I want to I want to report a hole", "Customer wants to report a hole."),
        ("one two three one two three", "Customer gives one two three one two three."),
    ],
)
def test_what_was_begun_anew_is_told_once(text: str, expected: str) -> None:
    assert _told("customer", text) == expected


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (
            "customer",
            "she has a bad hip can she have a chair",
            "Customer says she has a bad hip and asks whether she can have a chair.",
        ),
        (
            "agent",
            "this is Rhona at the card desk am I speaking with Mr Baran",
            "Agent says this is Rhona at the card desk and asks whether they are speaking with Mr Baran.",
        ),
        (
            "agent",
            "quarter past nine are you sure about that",
            "Agent says quarter past nine and asks whether the customer is sure about that.",
        ),
        (
            "agent",
            "I can email it you this minute what's your email",
            "Agent can email it the customer this minute and asks what their email is.",
        ),
        ("customer", "I'll ask my boss does he pay", "Customer will ask their boss whether he pays."),
        ("customer", "it asks me am I sure", "Customer says it asks them whether they are sure."),
        ("customer", "nowhere on the box does it say that", "Customer says nowhere on the box does it say that."),
        ("customer", "and when someone did she put me on hold", "Customer says when someone did she put them on hold."),
        ("customer", "I'm not exactly busy am I", "Customer is not exactly busy."),
        (
            "customer",
            "phone, but u record them dont u??",
            "Customer says phone and asks whether the agent records them.",
        ),
        ("customer", "Fri. who takes the old one", "Customer says Fri and asks who takes the old one."),
        ("customer", "and never was I offered a mop", "Customer says never were they offered a mop."),
    ],
)
def test_a_question_nobody_marked_is_asked(role: str, text: str, expected: str) -> None:
    assert _told(role, text) == expected


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        ("agent", "linnet house can i help", None),
        (
            "customer",
            "is there anything else with a big button?",
            "Customer asks whether there is anything else with a big button.",
        ),
        ("agent", "she comes on Monday, sorry: Tuesday", "Agent says she comes on Monday: Tuesday."),
        ("customer", "threw box away sorry", "Customer threw box away."),
        ("agent", "course I would just make sure you're in", "Agent would just make sure the customer is in."),
        (
            "agent",
            "you can pay with me over the phone. if you've got your card handy",
            "Agent says the customer can pay with them over the phone, if they have the card handy.",
        ),
        (
            "agent",
            "if he wants to claim for anything tell him to call me",
            "Agent asks the customer to tell him to call them if he wants to claim for anything.",
        ),
    ],
)
def test_talk_goes_and_what_is_said_stays(role: str, text: str, expected: str | None) -> None:
    assert _told(role, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i want a diff brand", "Customer wants a different brand."),
        ("i want the diff back", "Customer wants the difference back."),
        ("it starts with w like whisky", "Customer says it starts with w like whisky."),
        ("its fine w me", "Customer says it is fine with them."),
        ("the gap is 15 mm wide", "Customer says the gap is 15 mm wide."),
        ("please to cancel it", "Customer asks the agent to cancel it."),
        ("sign says 4, website says 6", "Customer says sign says 4, website says 6."),
        ("can I get out if it finds something?", "Customer asks whether they can get out if it finds something."),
        (
            "move them to her, that is my sister",
            "Customer asks the agent to move them to her and says that is their sister.",
        ),
    ],
)
def test_shorthand_keeps_its_meaning(text: str, expected: str) -> None:
    assert _told("customer", text) == expected
