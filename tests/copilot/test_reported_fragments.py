"""Reported speech of fragments: bare questions, codes, two numbers at once, what only looks like an order."""

import pytest

from assist.copilot.reported import report_message


def _told(text: str, role: str) -> str | None:
    report = report_message(text, role=role)
    return report.text if report else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what additional card", "Customer asks what additional card."),
        ("So when", "Customer asks when."),
        ("which I must bring", "Customer asks which they must bring."),
        ("and if they say 380", "Customer asks what happens if they say 380."),
        ("and why's she still got the bag", "Customer asks why she has still got the bag."),
        ("so before I report anything: am I better off paying?",
         "Customer asks whether they are better off paying before they report anything."),
        ("moved into a flat, whos my water with", "Customer moved into a flat and asks who their water with is."),
        ("number later is ok?", "Customer asks whether number later is ok."),
    ],
)  # fmt: skip
def test_bare_questions_are_asked(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("But if they say no I'm leaving.", "Customer is leaving if they say no."),
        ("if that's ok", "Customer says if that is ok."),
    ],
)
def test_conditions_with_a_consequence_are_told(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("QC-188045, gary pockett", "customer", "Customer gives QC-188045, gary pockett."),
        ("Until the 23rd, yes.", "agent", "Agent says until the 23rd."),
        ("My user ID is anya_g_59, and my reservation ID is 3RK2T9. The reason is a change of plan.", "customer",
         "Customer gives user ID anya_g_59 and reservation ID 3RK2T9; the reason is a change of plan."),
        ("Peter Ovington, insurance Bellbrook.", "customer", "Customer says Peter Ovington, insurance Bellbrook."),
        ("just last week", "customer", "Customer says just last week."),
    ],
)  # fmt: skip
def test_codes_and_names_are_given(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please transfer me to somebody. I need to get this resolved.",
         "Customer asks the agent to transfer them to somebody, as they need to get this resolved."),
        ("How long does it take? But I need it today.", "Customer asks how long it takes, but needs it today."),
    ],
)  # fmt: skip
def test_a_need_behind_one_request_says_why(text: str, expected: str) -> None:
    assert _told(text, "customer") == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("We paid you two weeks ago.", "customer", "Customer paid the company two weeks ago."),
        ("I'll send you both documents.", "agent", "Agent will send the customer both documents."),
        ("You're all very nice.", "customer", "Customer says the company is very nice."),
        ("Our firm moves its contract to yourselves.", "customer",
         "Customer says their firm moves its contract to the company."),
        ("me nan needs it", "customer", "Customer says their nan needs it."),
        ("I'll update you as soon as I have news.", "agent",
         "Agent will update the customer as soon as they have news."),
        ("I've noted what you told me.", "agent", "Agent has noted what the customer told them."),
        ("What date would you like me to check?", "agent",
         "Agent asks what date the customer would like them to check."),
        ("You have time until I finish.", "agent", "Agent says the customer has time until the agent finishes."),
    ],
)  # fmt: skip
def test_who_is_meant(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("It's close, I know. Is the van here?", "agent", "Agent says it is close and asks whether the van is there."),
        ("There's a flute in it, did you know", "customer", "Customer says there is a flute in it."),
        ("I'd like to exchange a jacket, if that's alright.", "customer", "Customer would like to exchange a jacket."),
        ("May I ask, is anyone at home?", "agent", "Agent asks whether anyone is at home."),
        ("okay today's the thirteenth of may", "agent", "Agent says today is the thirteenth of may."),
        ("And don't, please don't read me it all", "customer", "Customer asks the agent not to read them it all."),
        ("it's it was in his name", "customer", "Customer says it was in his name."),
        ("the answer is a is a text message", "customer", "Customer says the answer is a text message."),
        ("Subject: Re: Re: READ-ONLY?? Unlock it.", "customer",
         "Customer asks about READ-ONLY and asks the agent to unlock it."),
    ],
)  # fmt: skip
def test_asides_and_false_starts_go(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("I can assist you with the refund. I'll look into it in the meantime.", "agent",
         "Agent can assist with the refund and will look into it."),
        ("I need to undo a cancellation. Can you help me with that?", "customer",
         "Customer needs to undo a cancellation."),
        ("I ordered a lamp. Can you help?", "customer", "Customer ordered a lamp and asks for help."),
        ("There is a leak here in the kitchen.", "customer", "Customer says there is a leak in the kitchen."),
        ("the box is here", "customer", "Customer says the box is there."),
        ("hope its gud news", "customer", "Customer hopes it is good news."),
        ("ya its packed", "customer", "Customer says it is packed."),
        ("its new box is broken", "customer", "Customer says its new box is broken."),
    ],
)  # fmt: skip
def test_what_a_note_leaves_out_or_puts_elsewhere(text: str, role: str, expected: str) -> None:
    assert _told(text, role) == expected
