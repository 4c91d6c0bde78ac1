"""Drafts that an agent saves as they are: plain titles, who rings, what is left to do, what came of it."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.by_others import is_offer
from assist.copilot.case_draft.label import label_of
from assist.copilot.case_draft.outcome import says_it_works, settles, tells_deed
from assist.copilot.case_draft.over import accepts, is_followed
from assist.copilot.case_draft.reason import cause_of, gives_reason, is_cause
from assist.copilot.case_draft.topic import topic_of
from assist.copilot.case_draft.wording import is_outcome, step_of
from assist.copilot.facts.names import find_names
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.core.results import CaseDraft
from assist.core.vocabulary import CASE_STATUSES, CaseStatus
from assist.inference.fakes import FakeEncoder, NullHeads

Lines = Sequence[tuple[str, str]]


def _talk(lines: Lines, channel: str = "chat") -> Conversation:
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    return analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())


def _draft(lines: Lines, status: CaseStatus = "resolved", channel: str = "chat") -> CaseDraft:
    talk = _talk(lines, channel)
    chances = np.eye(len(CASE_STATUSES), dtype=np.float32)[CASE_STATUSES.index(status)]
    whole = dataclasses.replace(talk.scores.talk, status=chances, small_talk=0.9)
    return draft_case(dataclasses.replace(talk, scores=dataclasses.replace(talk.scores, read_talk=lambda: whole)))


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("the company emptied their tank Thursday and it is backing up again", "Tank backing up again"),
        ("has put in a permit for fourteen albion road and says it has been rejected and they have a skip",
         "Permit for fourteen albion road rejected"),
        ("sent their DNA kit back in August and it still says lost", "DNA kit says lost"),
        ("denham here the company tuned their piano and it is well it has gone again", "Piano gone again"),
        ("spoke to somebody called mark about the loft insulation grant and he said they would get a letter",
         "Loft insulation grant"),
        ("would like to know why their transfer to the new provider has not happened",
         "Transfer to new provider not happened"),
        ("has an appointment tomorrow and cannot make it their husband has been taken into hospital",
         "Cannot make appointment"),
        ("bought 4 tickets for Skylark on 12 June, order TK-559102, and only 2 are in the app",
         "Only 2 of 4 tickets for Skylark in app"),
        ("has put in a permit for fourteen albion road", "Permit for fourteen albion road"),
        ("has a salon here with two women in foils", "Salon here with two women in foils"),
    ],
)  # fmt: skip
def test_a_title_names_the_thing_and_what_became_of_it(said: str, label: str) -> None:
    assert label_of(said) == label


def test_where_no_sentence_names_the_case_the_title_is_what_both_sides_speak_of() -> None:
    talk = _talk(
        [
            ("customer", "hello i spoke about it and my piano sounds odd"),
            ("agent", "where does the piano stand"),
            ("customer", "the piano is by the radiator"),
            ("agent", "then please move the piano"),
        ],
        "voice",
    )
    topic = topic_of(talk)
    assert topic is not None
    assert topic.text == "piano"
    assert [(one.message_id, one.start) for one in topic.evidence] == [("m0", 30), ("m1", 15)]
    assert (
        topic_of(_talk([("customer", "my friend came on the day"), ("agent", "your friend, the day before?")])) is None
    )


@pytest.mark.parametrize(
    ("lines", "channel", "name"),
    [
        ([("customer", "oh hello it's uh margaret denham here and it's gone again")], "voice", "Margaret Denham"),
        ([("customer", "well it's gone again"), ("agent", "i see")], "voice", None),
        ([("customer", "yeah hi it's dave from dave's skips my permit is rejected")], "voice", "Dave"),
        ([("customer", "hi it's about saturday i'm the bride's sister tess")], "voice", "Tess"),
        ([("customer", "Hi Bev, Reece from Tolworth Leisure Centre. It is swallowing cards.")], "voice", "Reece"),
        ([("customer", "My partner (booked as Jonas Veit) left a rabbit in the bed. Could you look? Anke Veit")],
         "email", "Anke Veit"),
        ([("customer", "Two of the bottles arrived broken. Thanks, Niamh Daly"), ("agent", "Hi Niamh, sorry!")],
         "email", "Niamh Daly"),
    ],
)  # fmt: skip
def test_the_customer_is_who_rings_or_signs(lines: Lines, channel: str, name: str | None) -> None:
    draft = _draft([*lines, ("agent", "Let me look into it for you.")], channel=channel).draft
    assert draft is not None
    assert draft.customer == name


@pytest.mark.parametrize(
    ("said", "side", "action"),
    [
        ("says the customer will get that in writing by Friday", "agent",
         "Confirm it to the customer in writing by Friday"),
        ("says the customer will get it off that radiator wall before then", "agent", None),
        ("asks the customer to keep the downstairs water off till then", "agent", "Keep the downstairs water off"),
        ("will call the customer on the 30th either way", "agent", "Call the customer on the 30th"),
        ("will look at it", "agent", None),
        ("will pass that on to the operations team", "agent", "Pass that on to the operations team"),
        ("says the restore request has gone to the registry at 18:37", "agent", None),
        ("says heat exchanger blocked with system debris", "agent", None),
        ("says what they need from the customer is the consent form", "agent", "Provide the consent form"),
        ("has passed it to the assessor, Ms Lowther, who will decide by 30 May", "agent",
         "Ms Lowther will decide by 30 May"),
        ("can get Pete to the customer by half twelve", "agent", "Get Pete to the customer by half twelve"),
        ("says two queens leave on Monday by express", "agent", "Two queens leave on Monday by express"),
        ("says the reprint is in production, free of charge", "agent", None),
        ("will close INC-7731", "agent", None),
        ("says the customer can book again right away", "agent", None),
        ("says the electrician Moritz can come Friday at 8", "agent", "The electrician Moritz will come Friday at 8"),
    ],
)  # fmt: skip
def test_a_next_step_can_be_acted_on_by_who_reads_it(said: str, side: str, action: str | None) -> None:
    assert [one.text for one in actions_of(said, side)] == ([action] if action else [])


def test_who_can_come_will_come_only_once_the_customer_says_yes() -> None:
    assert is_offer("says the electrician Moritz can come Friday at 8")
    assert not is_offer("says the electrician Moritz will come Friday at 8")
    assert [
        answer for answer in ("Friday at 8 is OK.", "lovely", "no that's no good", "what time") if accepts(answer)
    ] == [
        "Friday at 8 is OK.",
        "lovely",
    ]


def test_i_will_do_that_tonight_gives_what_was_asked_its_day_with_both_sentences_as_evidence() -> None:
    drafted = _draft(
        [
            ("customer", "My return is rejected with an error."),
            ("agent", "Please check the figures against the accountant's return."),
            ("customer", "I'll do that at the weekend."),
            ("agent", "Great."),
        ],
        "pending_customer",
    )
    assert drafted.draft is not None
    assert [(one.owner, one.due) for one in drafted.draft.next_steps] == [("customer", "at the weekend")]
    assert [one.message_id for one in drafted.evidence["/next_steps/0"]] == ["m1", "m2"]


def test_a_day_keeps_the_hour_that_follows_it() -> None:
    drafted = _draft(
        [
            ("customer", "Page 8 of my brochures is missing."),
            ("agent", "I will send you all 500 again by courier on the 17th before noon."),
            ("customer", "Thanks"),
        ],
        "pending_company",
    ).draft
    assert drafted is not None
    assert [one.due for one in drafted.next_steps] == ["on the 17th before noon"]


def test_what_helped_or_was_sent_is_no_next_step() -> None:
    drafted = _draft(
        [
            ("customer", "My ebike will not switch on."),
            ("agent", "Please connect the charger and hold the button."),
            ("customer", "The display comes on now!"),
            ("agent", "Please keep it on the charger until all lights are green."),
            ("customer", "Thanks"),
        ]
    ).draft
    assert drafted is not None
    assert all("hold the button" not in one.action for one in drafted.next_steps)
    assert drafted.resolution == "The display comes on now."
    assert is_followed("asks the customer to send the photos to the claims team", ["Photos sent. Anything else?"])
    assert not is_followed("asks the customer to send the photos to the claims team", ["Photos of what?"])


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("does usually charge for under twenty four hours", "Said they do usually charge for under twenty four hours"),
        ("has priya in the area but she is full", "Said they have priya in the area but she is full"),
        ("has resent the code", "Resent the code"),
        ("is resetting the credentials on their end now", "Reset the credentials on their end"),
        ("is running a test", "Ran a test"),
        ("is sorry to say housekeeping has found nothing in 412", "Said housekeeping has found nothing in 412"),
        ("is on till six every day", "Said they are on till six every day"),
        ("says not at all, but the form must be in by Friday", "Said the form must be in by Friday"),
        ("says no and can see the email", "Saw the email"),
        ("will see yes so the application went in", ""),
        ("has done it, Wednesdays at half four from the third", "Said Wednesdays at half four from the third"),
    ],
)
def test_steps_read_as_what_was_done_or_said(said: str, step: str) -> None:
    assert step_of(said, 0, 5) == step


def test_a_cause_is_what_went_wrong_and_a_resolution_what_was_done() -> None:
    own_fault = "says that is their fault: the imposition was set up from the first proof"
    assert is_cause(own_fault)
    assert gives_reason(own_fault)
    assert cause_of("Agent", own_fault) == "The imposition was set up from the first proof."
    assert gives_reason("says the payment came without a reference, so it was put against the lunch account")
    told = "confirms that the customer is right, he marked the fourteenth as held by mistake"
    assert cause_of("Agent", told) == "He marked the fourteenth as held by mistake."
    assert not is_outcome('can see the card is still set to "not activated"')
    assert not is_outcome("says that has gone")
    assert not is_outcome("says the customer could also have another flight")
    assert not is_cause("says it has to be the data team")
    assert not is_cause("says no, the customer is right the agent is sorry the agent went to the wrong table")
    assert not is_outcome("says one red blink means the battery management has locked")
    assert cause_of("Agent", 'explains that "TAMPER" means that it was opened') == '"TAMPER" means that it was opened.'
    assert tells_deed("has cancelled the transfer")
    assert not tells_deed("says one blink can mean many things")
    assert says_it_works("says the display comes on now")


def test_nobody_waits_for_a_customer_who_has_nothing_left_to_do() -> None:
    lines = [
        ("customer", "The key of my new lock will not turn."),
        ("agent", "I will send a fitter tomorrow morning."),
        ("customer", "Thanks"),
    ]
    drafted = _draft(lines, "pending_customer").draft
    assert drafted is not None
    assert [one.owner for one in drafted.next_steps] == ["company"]
    assert drafted.status == "pending_company"
    asked = [lines[0], ("agent", "Please send us a photo of the lock by Friday."), ("customer", "Thanks")]
    waits = _draft(asked, "pending_customer").draft
    assert waits is not None
    assert waits.status == "pending_customer"


def test_works_thank_you_is_what_came_of_it_and_what_was_sent_meanwhile_is_no_next_step() -> None:
    drafted = _draft(
        [
            ("customer", "The VPN says my certificate expired, and I have a receipt to claim."),
            ("agent", "I will send you the new certificate now."),
            ("agent", "That's gone. Please restart."),
            ("customer", "works, thank you!!"),
        ]
    )
    assert drafted.draft is not None
    assert drafted.draft.resolution == "Customer says that it works."
    assert [one.message_id for one in drafted.evidence["/resolution"]] == ["m3"]
    assert drafted.draft.next_steps == ()


def test_where_something_stands_is_no_product() -> None:
    assert [one for one in find_names("Bay 3 Hanover Sq is empty") if one.type == "product"] == []
    assert [one.type for one in find_names("My Helios 3600 shows a fault")].count("product") == 1


def test_what_was_settled_came_of_it_though_nothing_else_tells_it() -> None:
    drafted = _draft(
        [
            ("customer", "Please cancel the direct debit before the next collection on the 28th. I have retired."),
            ("agent", "I have cancelled your direct debit with immediate effect, so nothing will be collected."),
            ("customer", "Perfect, thank you."),
        ]
    )
    assert drafted.draft is not None
    assert drafted.draft.resolution is not None
    assert "has cancelled the direct debit" in drafted.draft.resolution
    assert not settles("has looked at the direct debit")
    assert not settles("has made a note of it")


def test_orders_to_the_customer_are_theirs_to_follow() -> None:
    assert actions_of("asks the customer to refund £24.85, oat milk x6 tomorrow", "agent") == ()
    assert actions_of("says the customer should have been notified within 7 days", "agent") == ()
    assert not is_cause("confirms that is fourteen mill bank")
    assert is_cause("confirms that is because the line was cut")
