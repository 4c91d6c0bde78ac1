"""Where a case stands and what came of it, told by what is still to be done and by what the customer says works."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.label import label_of
from assist.copilot.case_draft.outcome import says_it_works
from assist.copilot.case_draft.reason import cause_of
from assist.copilot.case_draft.wording import step_of
from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray
from assist.core.results import CaseFields
from assist.core.vocabulary import CASE_STATUSES, CaseStatus
from assist.inference.fakes import FakeEncoder, NullHeads

Lines = Sequence[tuple[str, str]]
OFF = ("customer", "The internet has been off since this morning.")


def draft_of(lines: Lines, status: CaseStatus | FloatArray = "unresolved", channel: str = "chat") -> CaseFields:
    """The draft of a talk whose status the heads give, by name or by its chances."""
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    talk = analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())
    chances = (
        np.eye(len(CASE_STATUSES), dtype=np.float32)[CASE_STATUSES.index(status)] if isinstance(status, str) else status
    )
    whole = dataclasses.replace(talk.scores.talk, status=chances, small_talk=0.9)
    scores = dataclasses.replace(talk.scores, read_talk=lambda: whole)
    draft = draft_case(dataclasses.replace(talk, scores=scores)).draft
    assert draft is not None
    return draft


def test_what_somebody_has_yet_to_do_by_a_day_is_not_resolved() -> None:
    visit = [
        OFF,
        ("agent", "I see."),
        ("agent", "The engineer will be there tomorrow at nine."),
        ("customer", "Great!"),
    ]
    money = [OFF, ("agent", "I see."), ("agent", "You will get £12 back within three days."), ("customer", "Great!")]
    early = [OFF, ("agent", "I will check the line today."), *[("customer", "ok"), ("agent", "It is back now.")] * 2]
    assert draft_of(visit, "resolved").status == "pending_company"
    assert draft_of(money, "resolved").status == "resolved"
    assert draft_of(early, "resolved").status == "resolved"


@pytest.mark.parametrize("status", ["pending_customer", "unresolved"])
def test_a_case_that_is_kept_open_waits_for_the_company(status: CaseStatus) -> None:
    lines = [OFF, ("agent", "It should be back."), ("customer", "Please keep the case open until next week.")]
    assert draft_of(lines, status).status == "pending_company"
    assert draft_of([*lines[:2], ("customer", "I will look tonight.")], status).status == status


def test_what_the_agent_ends_with_as_done_is_resolved() -> None:
    lines = [OFF, ("agent", "Shall I reset the line?"), ("customer", "yes"), ("agent", "Done."), ("customer", "bye")]
    assert draft_of(lines, "unresolved").status == "resolved"
    assert draft_of([*lines[:3], ("agent", "I cannot."), lines[4]], "unresolved").status == "unresolved"


@pytest.mark.parametrize(
    ("told", "works"),
    [
        ("says it boots", True),
        ("says that did it, all in now", True),
        ("confirms that it works now", True),
        ("says two others still get the error", False),
        ("says it works only if they restart it", False),
        ("says back to work tomorrow", False),
        ("says opens at nine", False),
    ],
)
def test_what_works_is_told_apart_from_what_does_not_yet(told: str, works: bool) -> None:
    assert says_it_works(told) is works


def test_what_works_now_is_the_resolution_where_the_agent_tells_none() -> None:
    lines = [OFF, ("agent", "Did you restart the box?"), ("customer", "ok it works again"), ("agent", "Lovely.")]
    assert draft_of(lines, "resolved").resolution == "It works again."
    assert draft_of(lines, "pending_company").resolution is None


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ("says they can see a payment of £340", "Saw a payment of £340"),
        ("sees two mandates", "Saw two mandates"),
        ("is escalating this to the claims team", "Escalated this to the claims team"),
        ("has just e-mailed it", "E-mailed it"),
    ],
)
def test_a_finding_and_what_was_done_meanwhile_read_as_steps(told: str, step: str) -> None:
    assert step_of(told, 0, 3) == step


def test_since_yesterday_is_no_reason() -> None:
    told = "says there is a known problem with 12.4 since yesterday, the developers are on it"
    assert cause_of("Agent", told).startswith("There is a known problem")


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ('says on checking their card they find a charge of £68 for "minibar"', 'Charge of £68 for "minibar"'),
        ("is a group of 28 pupils and would like to visit with a guided tour", "Visit with guided tour"),
        ("says the portal still says documents are missing though", "Portal says documents missing"),
    ],
)
def test_a_label_names_what_was_found_or_is_wished(said: str, label: str) -> None:
    assert label_of(said) == label


def test_a_caller_without_capitals_is_a_person_among_the_facts() -> None:
    lines = [
        ("customer", "hi i had a blood test last week"),
        ("agent", "okay and the name"),
        ("customer", "it's keith alderson"),
        ("agent", "thanks let me look"),
    ]
    draft = draft_of(lines, channel="voice")
    assert draft.customer == "Keith Alderson"
    assert ("person", "keith alderson") in {(fact.type, fact.value) for fact in draft.facts}


def test_who_the_agent_speaks_of_is_not_the_customer() -> None:
    lines = [
        ("customer", "I find a charge for the minibar that was locked."),
        ("agent", "Dear Mr Brandauer,\n\nI have asked our general manager, Mr Falk, who is back on Thursday."),
        ("customer", "Then I wait."),
    ]
    assert draft_of(lines, channel="email").customer == "Mr Brandauer"


@pytest.mark.parametrize(
    ("opening", "category", "priority"),
    [
        ("Our SSO page is blank for the whole team.", "Access and login", None),
        ("There is no hot water in the flat since Sunday.", "Technical problem", None),
        ("My bank shows a payment, I have not made any payment there.", "Security and fraud", None),
        ("There is water coming up through the pavement outside.", None, "urgent"),
        ("The app will not open and I need to pay rent today.", "Technical problem", "high"),
        ("My e-bike won't charge in the shed.", "Technical problem", None),
        ("My aunt has broken her wrist and can't come.", None, None),
        ("The figure is right now, thank you.", None, None),
        ("This is the third time this month, get me your manager.", None, "high"),
    ],
)
def test_kind_and_haste_are_heard(opening: str, category: str | None, priority: str | None) -> None:
    draft = draft_of([("customer", opening), ("agent", "I see.")])
    assert (draft.category, draft.priority) == (category, priority)


def test_the_day_in_the_middle_of_a_next_step_is_told_once() -> None:
    lines = [OFF, ("agent", "Please ring us tomorrow if it has not come back."), ("customer", "ok")]
    steps = [(step.action, step.due) for step in draft_of(lines).next_steps]
    assert steps == [("Ring the company if it has not come back", "tomorrow")]
