"""What a suggestion looks like in its channel, which of them would be asked in vain, and what policy takes out."""

import pytest

from assist.copilot.replies.answered import ANSWERED, last_question, unless_answered
from assist.copilot.replies.candidates import Candidate
from assist.copilot.replies.free_text import is_sendable
from assist.copilot.replies.placeholders import known_values
from assist.copilot.replies.policy import objection
from assist.copilot.replies.style import styled
from assist.core.conversation import Message, Transcript
from assist.core.replies import ReplyPolicy
from assist.core.results import ReplySource

LETTER = "Dear {customer_name}, I am sorry to hear that. The course moves to May. Kind regards, {detail}"
REFUNDS = ReplyPolicy(team="front", approval=("refund",))


def test_a_letter_of_a_colleague_loses_its_dress_in_a_chat_and_a_call() -> None:
    assert styled(LETTER, tone=None, length=None, channel="chat") == "I am sorry to hear that. The course moves to May."
    points = styled(LETTER, tone=None, length=None, channel="voice")
    assert points == "- I am sorry to hear that.\n- The course moves to May."


def test_in_a_letter_it_gets_the_names_of_this_one() -> None:
    dressed = styled(LETTER, tone="formal", length=None, channel="email", name="George Hallam", signature="Ines")
    assert dressed == (
        "Dear George Hallam,\n\nI am sorry to hear that. The course moves to May.\n\nKind regards,\nInes"
    )


@pytest.mark.parametrize(
    ("text", "friendly"),
    [
        ("May I have the order number, please?", "May I have the order number, please?"),
        ("Do you know what it is?", "Do you know what it is?"),
        ("I have asked the depot. It is on its way.", "I've asked the depot. It's on its way."),
        ("I have just sent it. We have a shop in York.", "I've just sent it. We have a shop in York."),
        ("No, I do not. We cannot.", "No, I don't. We can't."),
    ],
)
def test_a_friendly_reply_is_contracted_where_people_contract(text: str, friendly: str) -> None:
    assert styled(text, tone="friendly", length=None, channel="chat") == friendly


def test_regards_in_mid_sentence_stay() -> None:
    text = "Give her my kind regards when you see her."
    assert styled(text, tone=None, length=None, channel="chat") == text


def test_whoever_signs_a_letter_is_greeted_by_name() -> None:
    mail = "Hello,\n\nI lost my certificate. Can you send a new one?\n\nBest regards,\nGeorge Hallam"
    talk = Transcript.model_validate({"channel": "email", "messages": [{"role": "customer", "text": mail}]})
    assert known_values(talk)["customer_name"] == "George Hallam"


def test_a_reply_that_was_a_value_of_its_own_talk_is_not_suggested() -> None:
    assert not is_sendable("{amount}: {amount} for the exam and {amount} for being late.")
    assert is_sendable("{customer_name}, your room is ready.")
    assert is_sendable("{detail} is open until {time}.")


def _asked(text: str, said: str) -> float:
    messages = [Message(role="agent", text=said), Message(role="customer", text="CL93310")]
    one = Candidate(text, 0.5, ReplySource(kind="approved", id="a"))
    return unless_answered(one, last_question(messages)).chance


def test_what_the_customer_has_just_answered_is_hardly_asked_again() -> None:
    wanted = "Could you tell me your student number, please? It is on your booking."
    assert _asked(wanted, "That is on our side. What's your student number?") == 0.5 * ANSWERED
    assert _asked(wanted, "Which group are you in?") == 0.5
    assert _asked("I have switched your student number on.", "What's your student number?") == 0.5


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("We pay back everything except £90.", True),
        ("You get the full price of {amount} back to your card.", True),
        ("Once a course has started we do not pay money back.", False),
        ("I will get back to you about the price.", False),
    ],
)
def test_money_that_goes_back_is_a_refund_in_any_words(text: str, promises: bool) -> None:
    assert (objection(text, REFUNDS) is not None) is promises
