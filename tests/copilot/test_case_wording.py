"""Titles that name the case, and steps that tell what was done: no talk, no half sentence, no company as its thing."""

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.label import label_of
from assist.copilot.case_draft.wording import step_of
from assist.core.conversation import Transcript
from assist.core.results import CaseDraft
from assist.inference.fakes import FakeEncoder, NullHeads


def _drafted(*lines: tuple[str, str], channel: str = "chat") -> CaseDraft:
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    return draft_case(analyze(transcript, encoder=FakeEncoder(), heads=NullHeads()))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("has hired a trailer off the company for Saturday", "Hired trailer"),
        ("asks whether the agent repairs harmonicas", "Repairing harmonicas"),
        ("asks whether they can charge an electric car at the marina", "Charging electric car at marina"),
        ("asks whether the warranty covers the lid", "Whether warranty covers lid"),
        ("says the company charged them twice for the lesson", "Charged twice for lesson"),
        ("says the company's driver was rude", "Company's driver rude"),
        ("says two things: they cannot open the shed since the storm", "Cannot open shed since storm"),
        ("says there is water coming through the cellar wall", "Water coming through cellar wall"),
        ("says Order ID # 783-4927593-3947582 The lamp, a gift, has a crack", "Lamp has crack"),
    ],
)
def test_a_label_names_the_thing_and_not_the_other_side(said: str, label: str) -> None:
    assert label_of(said) == label


def test_a_title_is_the_kind_of_matter_rather_than_talk() -> None:
    drafted = _drafted(
        ("customer", "It has not been delivered."), ("agent", "I am sorry to hear that, let me have a look for you.")
    ).draft
    assert drafted is not None
    assert drafted.title == "Delivery enquiry"


def test_nobody_is_said_to_have_damaged_anything_on_the_strength_of_one_word() -> None:
    drafted = _drafted(("customer", "She is scratching at it again."), ("agent", "Poor thing, is it both ears?")).draft
    assert drafted is not None
    assert drafted.title is None


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ("is arranging a second visit", "Started arranging a second visit"),
        ("is sending a fitter out now", "Sent a fitter out"),
        ("is re-opening the claim and forwarding it", "Reopened the claim and forwarded it"),
        ("is only able to offer a voucher", "Said they are only able to offer a voucher"),
        ("is prepared to offer a refund", "Offered a refund"),
        ("has spoken to the depot and booked a slot", "Spoke to the depot and booked a slot"),
        ("has run a test of the line", "Ran a test of the line"),
        ("has already written to the depot", "Already wrote to the depot"),
        ("strongly advises against opening it", "Advised against opening it"),
        ("says well in that case it goes to accounts", "Said in that case it goes to accounts"),
        ("explains that because they cannot cancel it", "Explained that they cannot cancel it"),
        ("explains that because it rained, the roof leaked", "Explained that because it rained, the roof leaked"),
        ("says he says the gate was locked", "Passed on that the gate was locked"),
        ("says the Gold plan and asks why they would like to leave", "Asked why they would like to leave"),
        ("says it is shut and asks the customer to wait", "Said it is shut and asked the customer to wait"),
        ("says no charge is due", "Said no charge is due"),
        ("has reviewed them", ""),
        ("has read the notes", ""),
        ("has cancelled it", "Cancelled it"),
    ],
)  # fmt: skip
def test_a_step_tells_in_the_past_what_was_done(told: str, step: str) -> None:
    assert step_of(told, 0, len(told)) == step


def test_a_letter_that_refers_to_a_call_asks_for_what_comes_after() -> None:
    drafted = _drafted(
        ("customer", "Further to our call I would like to move the survey of the barn to May."),
        ("agent", "Of course, the surveyor has the fifth free."),
        channel="email",
    ).draft
    assert drafted is not None
    assert drafted.issue == "Customer would like to move the survey of the barn to May."
