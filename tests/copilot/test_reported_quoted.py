"""Reported speech: quotations, topics set before a question, conditions without a comma, and what calls put between."""

import pytest

from assist.copilot.reported import own_sentences, report_message, report_sentence


def _said(text: str, role: str) -> str:
    report = report_message(text, role=role)
    assert report is not None
    return report.text


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        (
            'You can copy this: "Please send me your IOSS number. The carrier needs it to clear my order."',
            "agent",
            'Agent says the customer can copy this: "Please send me your IOSS number. The carrier needs it to clear my '
            'order".',
        ),
        (
            'The app shows "We could not verify your card" every time.',
            "customer",
            'Customer says the app shows "We could not verify your card" every time.',
        ),
        (
            "He said “we will call you back. Please keep your phone on.” Nobody called.",
            "customer",
            'Customer says he said "we will call you back. Please keep your phone on" and nobody called.',
        ),
        (
            'and if the answer is "sorry we\'ll try harder"',
            "customer",
            'Customer asks what happens if the answer is "sorry we\'ll try harder".',
        ),
        (
            'the screen is 24" wide. your advert said 27" wide',
            "customer",
            'Customer says the screen is 24" wide and the advert said 27" wide.',
        ),
    ],
)
def test_a_quotation_stays_word_for_word(text: str, role: str, expected: str) -> None:
    assert _said(text, role) == expected


def test_the_sentences_of_one_quotation_are_one() -> None:
    text = 'It says "Your parcel is late. We are sorry." Is that so? The box is 24" wide. It fits.'
    assert [text[start:end] for start, end in own_sentences(text)] == [
        'It says "Your parcel is late. We are sorry."',
        "Is that so?",
        'The box is 24" wide.',
        "It fits.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("And the parquet? Is somebody paying for that?", "asks whether somebody is paying for the parquet"),
        ("And the deposit? When do I get it back?", "asks when they get the deposit back"),
        ("And my wife? Can she use it too?", "asks whether their wife can use it too"),
        ("What about the codes? Where do I find them?", "asks where to find the codes"),
        (
            "And the voucher? Is it true that I lose the rest?",
            "asks about the voucher and asks whether it is true that they lose the rest",
        ),
    ],
)
def test_a_topic_stands_in_the_question_about_it(text: str, expected: str) -> None:
    assert _said(text, "customer") == f"Customer {expected}."


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        (
            "while you're there can you take it on the 28th instead of the 2nd?",
            "customer",
            "asks the agent to take it on the 28th instead of the 2nd while the agent is there",
        ),
        (
            "if i send it today will it arrive on friday",
            "customer",
            "asks whether it will arrive on Friday if they send it today",
        ),
        (
            "when you squeeze the handle is there any light on it",
            "agent",
            "asks whether there is any light on it when the customer squeezes the handle",
        ),
        ("If you sign before 31 May I can give 20%", "agent", "can give 20% if the customer signs before 31 May"),
        (
            "if it's still orange after that give us a ring back",
            "agent",
            "asks for a ring back if it is still orange after that",
        ),
        (
            "if it's ever wrong ring us the same day",
            "agent",
            "asks the customer to ring the company the same day if it is ever wrong",
        ),
        (
            "when people ring me and I don't pick up they get a man",
            "customer",
            "says when people ring them and they do not pick up they get a man",
        ),
    ],
)
def test_a_condition_needs_no_comma(text: str, role: str, expected: str) -> None:
    assert report_sentence(text, role=role) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("do you need, like, the certificate?", "asks whether the agent needs the certificate"),
        ("it came at, what was it, quarter past four", "says it came at quarter past four"),
        ("He rang at, must've been half past eight", "says he rang at about half past eight"),
        ("It was about, I think, six weeks ago", "says it was about six weeks ago"),
        ("we only moved in in january", "only moved in in january"),
        ("hello Esteban it's about my bill", "says it is about their bill"),
        ("please you send me the invoice again", "asks the agent to send them the invoice again"),
        ("I go to the shop and ask for the paper tomorrow", "goes to the shop and asks for the paper tomorrow"),
        ("I want to go to the shop and ask for it", "wants to go to the shop and ask for it"),
        ("it's the kind you screw in", "says it is the kind to screw in"),
        ("today's the tenth", "says today is the tenth"),
        ("do the prices include vat", "asks whether the prices include vat"),
        ("it costs 20%, i.e. 40 euros", "says it costs 20%, that is, 40 euros"),
    ],
)
def test_what_is_put_between_goes_and_the_rest_agrees(text: str, expected: str) -> None:
    assert report_sentence(text, role="customer") == expected


def test_an_answer_of_fact_is_no_consent() -> None:
    assert _said("yes. a crack next to the wheel", "customer") == "Customer says yes, a crack next to the wheel."
    assert _said("Yes. I did all of that.", "customer") == "Customer says yes and did all of that."
    assert _said("Yes, please. My wife is ill.", "customer").startswith("Customer agrees")
    assert _said("yes, go on then. I'll wait", "customer").startswith("Customer agrees")
