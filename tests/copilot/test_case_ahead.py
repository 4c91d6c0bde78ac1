"""What remains to be done reads as somebody's deed: by whom, what, until when; effort and comfort are no deeds."""

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.over import is_answered
from assist.core.conversation import Transcript
from assist.core.results import NextStep
from assist.inference.fakes import FakeEncoder, NullHeads


def next_steps(*lines: tuple[str, str]) -> list[NextStep]:
    """What a talk leaves to be done."""
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": "chat", "messages": messages})
    draft = draft_case(analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())).draft
    assert draft is not None
    return list(draft.next_steps)


@pytest.mark.parametrize(
    ("told", "actions"),
    [
        ("says the customer will hear back by Friday", ["Get back to the customer by Friday"]),
        ("says the customer will hear from Bea's team by noon", ["Bea's team will contact the customer by noon"]),
        ("says the customer will get a call back from Anna before noon", ["Anna will call the customer before noon"]),
        ("says the customer should receive a confirmation today", ["Send the customer a confirmation today"]),
        ("says the customer can expect a call within 48 hours", ["Call the customer within 48 hours"]),
        ("will make sure the customer receives an update tomorrow", ["Send the customer an update tomorrow"]),
        ("says the customer will see a red light flash", []),
        ("will do their best to expedite the refund", ["Expedite the refund"]),
        ("will do everything they can", []),
        ("will ensure proper packaging", []),
        ("will ensure that the second half is paid by Friday", ["Ensure that the second half is paid by Friday"]),
        ("asks the customer to hold for a moment while they check", []),
        ("asks the customer to hold the button for 3 seconds", ["Hold the button for 3 seconds"]),
        ("asks the customer to ring if it has not come and they will refund it", ["Ring if it has not come"]),
        ("will send them a note now and they normally do it within ten days", ["Send them a note now"]),
        ("will refer the customer to the fund today; they will phone them tomorrow",
         ["Refer the customer to the fund today", "Phone the customer tomorrow"]),
        ("says credit cannot be paid out to anybody", []),
        ("says order number, time and both amounts", []),
        ("would open a claim and refund the sender", []),
        ("says they will have an engineer out by Wednesday the customer does not need to be in",
         ["Have an engineer out by Wednesday"]),
    ],
)  # fmt: skip
def test_an_instruction_says_who_does_what(told: str, actions: list[str]) -> None:
    assert [one.text for one in actions_of(told, "agent")] == actions


@pytest.mark.parametrize(
    ("told", "actions"),
    [
        ("says their building society will release the money once it has the letter", []),
        ("says their husband will collect it on Tuesday", ["Their husband will collect it on Tuesday"]),
        ("will see", []),
        ("will see how it goes", []),
    ],
)
def test_what_the_customers_bank_does_is_no_step_of_the_case(told: str, actions: list[str]) -> None:
    assert [one.text for one in actions_of(told, "customer")] == actions


@pytest.mark.parametrize(
    ("request_", "answer", "over"),
    [
        ("asks the customer to confirm which seat they would like", "The one by the window.", True),
        ("asks the customer to confirm which seat they would like", "I'll ask my wife tonight.", False),
        ("asks the customer to provide the serial number", "one moment", False),
        ("asks the customer to return the kettle", "Sure, fine.", False),
    ],
)
def test_what_was_asked_and_answered_is_not_left_to_be_done(request_: str, answer: str, *, over: bool) -> None:
    assert is_answered(request_, [answer]) is over


def test_the_day_of_a_visit_is_told_with_its_hours() -> None:
    steps = next_steps(
        ("customer", "My oven has stopped heating and I need somebody to look at it."),
        ("agent", "We will send you a fitter on Friday 12 April between 4pm and 6pm."),
        ("customer", "Good, thank you."),
    )
    assert [(step.action, step.due) for step in steps] == [
        ("Send the customer a fitter", "on Friday 12 April between 4pm and 6pm")
    ]
