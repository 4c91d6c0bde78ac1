"""A draft turns nothing round: what happened is over, a condition stays with its deed, nobody's wish is a cause."""

import numpy as np
import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.course import asks_by_the_way, explained, has_happened, makes_do
from assist.copilot.case_draft.label import label_of
from assist.copilot.case_draft.outcome import says_it_works, status_of
from assist.copilot.case_draft.reason import cause_of, gives_reason, is_cause
from assist.copilot.case_draft.wording import is_outcome, outcome_of
from assist.copilot.summary.sections import NO_CAUSE, STEP_AHEAD, gives_cause
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.vocabulary import CASE_STATUSES
from assist.inference.fakes import FakeEncoder, NullHeads
from tests.copilot.test_case_ahead import next_steps
from tests.copilot.test_case_standing import OFF, draft_of


def _talk(*lines: tuple[str, str]) -> Conversation:
    messages = [{"role": role, "text": text} for role, text in lines]
    return analyze(Transcript.model_validate({"messages": messages}), encoder=FakeEncoder(), heads=NullHeads())


@pytest.mark.parametrize(
    ("told", "actions"),
    [
        ("says the repairs has come back today", []),
        ("says they decide that it is free of charge but until then the deposit will be held till Friday",
         ["The deposit will be held till Friday"]),
        ("says the customer can appeal to the board and they decide whether it counts", ["Appeal to the board"]),
        ("says their supervisor Ms Quill will call the customer before 18:30",
         ["Their supervisor Ms Quill will call the customer before 18:30"]),
        ("will have to ask the landlord about the lock", ["Ask the landlord about the lock"]),
    ],
)  # fmt: skip
def test_an_action_is_neither_past_nor_another_clause(told: str, actions: list[str]) -> None:
    assert [one.text for one in actions_of(told, "agent")] == actions


def test_a_condition_that_the_customer_asks_about_stays_with_the_deed() -> None:
    steps = next_steps(OFF, ("agent", "It will be back."), ("customer", "And if it is still dead tonight?"),
                       ("agent", "Then ring the night desk."))  # fmt: skip
    assert [step.action for step in steps] == ["Ring the night desk if it is still dead tonight"]


@pytest.mark.parametrize(
    ("later", "over"),
    [
        ("Spoke to you just now, all clear.", True),
        ("Got your call, thanks!", True),
        ("I'm in!", True),
        ("Got your call but you hung up.", False),
        ("I'm in the garden until six.", False),
    ],
)
def test_what_the_customer_says_has_happened_is_no_longer_ahead(later: str, over: bool) -> None:
    assert has_happened(_talk(OFF, ("agent", "I will ring you at six."), ("customer", later)), 1) is over


def test_a_wish_of_somebody_else_that_was_met_is_no_step_of_the_customer() -> None:
    lines = [OFF, ("agent", "The ferry line runs it and they want the name as on the ticket."), ("customer", "Oh.")]
    assert not next_steps(*lines, ("agent", "I've done that for you now."), ("customer", "Good."))


def test_what_the_customer_does_instead_is_no_step_of_the_case() -> None:
    lines = [OFF, ("agent", "Yes."), ("customer", "Do you lend bikes?"), ("agent", "No, sorry, not on Mondays.")]
    assert makes_do(_talk(*lines, ("customer", "I'll walk then.")), 4, "I'll walk then.")
    assert not makes_do(_talk(*lines[:2], ("customer", "I'll walk then.")), 2, "I'll walk then.")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("The table is yours for Sunday.", "resolved"),
        ("I have passed it to the kitchen lead.", "escalated"),
        ("I asked my manager, and she's agreed to it.", "resolved"),
    ],
)
def test_nothing_is_escalated_that_nobody_handed_on(answer: str, status: str) -> None:
    chances = np.array([1.0 * (one == "escalated") + 0.5 * (one == "resolved") for one in CASE_STATUSES], np.float32)
    assert draft_of([OFF, ("agent", answer), ("customer", "Thanks!")], chances).status == status


def test_what_somebody_else_has_still_to_agree_to_is_not_resolved() -> None:
    lines = [OFF, ("agent", "The recall is sent, but the neighbour has to agree."), ("customer", "Fine, thanks.")]
    assert draft_of(lines, "resolved").status == "pending_company"
    assert status_of(_talk(*lines)).value in CASE_STATUSES


@pytest.mark.parametrize(
    "told",
    [
        "says if it is the pump there is nothing to pay",
        "has opened the claim because of the amount",
        "has noted that more time was granted because of this",
        "can credit £9 for the outage",
        "says no, it cannot be cancelled because it is a gift",
    ],
)
def test_conditions_and_deeds_are_no_causes(told: str) -> None:
    assert not is_cause(told)
    assert NO_CAUSE.match(told)


@pytest.mark.parametrize("told", ["says no water reaches the tap, so it was the valve", "can see the fuse was blown"])
def test_what_was_found_may_be_the_cause(told: str) -> None:
    assert is_cause(told)


def test_the_cause_is_told_without_what_came_of_it() -> None:
    told = "says that is it then, the meter was read backwards, so they have billed too much"
    assert gives_reason(told)
    assert cause_of("Agent", told) == "The meter was read backwards."
    assert cause_of("Agent", "can see that the belt was torn") == "The belt was torn."


def test_what_the_agent_says_explains_it_is_the_cause() -> None:
    assert explained(
        _talk(OFF, ("agent", "Any dust?"), ("customer", "The vent is full."), ("agent", "That'll be it."))
    ) == {2}
    assert explained(_talk(OFF, ("agent", "That's it, thanks."))) == frozenset()


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("would move the lesson, the customer would not pay again", False),
        ("says they might send a second one", False),
        ("says not the garden, that is £4 extra", False),
        ("says the lesson was moved", True),
    ],
)
def test_what_would_be_done_is_no_outcome(told: str, outcome: bool) -> None:
    assert is_outcome(told) is outcome


def test_an_outcome_ends_before_a_promise() -> None:
    assert outcome_of("Agent", "has unlocked it and will ring the customer at five") == "Agent has unlocked it."
    assert says_it_works("spoke to the company just now, they are in")


def test_a_question_by_the_way_is_told_apart_from_the_matter() -> None:
    talk = _talk(OFF, ("agent", "It is back."), ("customer", "Good. Do you sell cables?"), ("agent", "Only blue ones."))
    assert asks_by_the_way(talk, 3, 0)
    assert not asks_by_the_way(talk, 1, 0)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("says the company did the service on their van yesterday, and now the oil lamp is on", "Oil lamp on"),
        ("bought a season ticket for the pool but the card is not in the letter", "Card not in letter"),
        ("tried to send the form for June and it comes back with error 88", "Form for June comes back with error 88"),
        ("says the company has billed them £41.20 for the skip", "Billed £41.20 for skip"),
        ("wants to cancel the lesson and the app is not open", "Cancel lesson and app not open"),
    ],
)
def test_a_title_tells_the_clause_that_holds_the_fault(said: str, label: str) -> None:
    assert label_of(said) == label


def test_what_a_colleague_will_do_is_ahead_and_a_test_shows_the_cause() -> None:
    assert STEP_AHEAD.match("says their supervisor Ms Quill will call the customer before 18:30")
    assert not STEP_AHEAD.match("says the customer will call again")
    assert gives_cause("says the line test shows no signal")
