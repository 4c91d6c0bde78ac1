"""When an agent needs words although a message sounds like small talk."""

import pytest

from assist.copilot.replies.silence import wants_something
from assist.core.conversation import Message


def hears(text: str, *, before: str | None = "It is done, you will get a mail.") -> bool:
    agent = (Message(role="agent", text=before),) if before else ()
    return wants_something((*agent, Message(role="customer", text=text)))


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, and please refund the shipping",
        "Great! Could you also send me the invoice",
        "ok. I would also like to move the second booking",
        "I don't want you to call them. I want to move now",
        "thx, but we need it in writing",
    ],
)
def test_thanks_with_a_request_are_answered(text: str) -> None:
    assert hears(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok thank you, that's all",
        "no thanks, I don't want anything else",
        "Great, I would like to thank you for this",
        "perfect, I will do that, have a nice day",
        "alright",
    ],
)
def test_thanks_and_goodbyes_are_left_in_peace(text: str) -> None:
    assert not hears(text)


def test_an_opening_that_says_what_the_matter_is_is_answered() -> None:
    complaint = "Hello, the classroom was down for the whole lesson and nobody reacted."
    assert hears(complaint, before=None)
    assert not hears("Hello there!", before=None)


def test_a_yes_to_the_agents_question_needs_no_words() -> None:
    assert not hears("I'd like to proceed with that", before="Shall I go on with the booking?")
    assert not hears("Yes, I would like to proceed with this change", before="Please confirm the change.")


@pytest.mark.parametrize(
    "text",
    [
        "oh lovely, so the second month's free as well, isn't it",
        "right, and the deposit will come back by itself, won't it. I don't want to chase you.",
        "cant you just open the account again once it is paid",
        "good. so can we begin on Monday",
        "all right, then you send the blue one back",
    ],
)
def test_questions_without_their_mark_are_answered(text: str) -> None:
    assert hears(text)


def test_a_tag_inside_a_remark_to_oneself_is_no_question_to_the_agent() -> None:
    assert not hears("Ah. She can't have, didn't they say the same")


def test_what_is_asked_after_anything_else_is_no_mere_yes() -> None:
    offer = "The order is on hold. Is there anything else I can do for you?"
    assert hears("Hmm, in that case I'd like to cancel the whole order", before=offer)
    assert hears("pls confirm the date as well", before=offer)
    assert not hears("No, that was everything, thank you", before=offer)
    assert not hears("I'd like to cancel the whole order", before="What would you like to do with the order?")


def test_a_wish_beside_what_is_surely_small_talk_needs_no_words() -> None:
    messages = (
        Message(role="agent", text="It will be sent today."),
        Message(role="customer", text="ok good. i expect it before the weekend"),
    )
    assert not wants_something(messages, sure=True)
    assert wants_something(messages)
    asked = Message(role="customer", text="ok good. can you send me the receipt")
    assert wants_something((messages[0], asked), sure=True)


def test_a_long_greeting_is_one_where_it_surely_sounds_like_it() -> None:
    greeting = (Message(role="customer", text="Good day! I write for my neighbour, he has no computer."),)
    assert not wants_something(greeting, sure=True)
    assert wants_something(greeting)
