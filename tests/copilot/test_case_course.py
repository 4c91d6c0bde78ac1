"""A case draft tells where things ended, not what was said and put right in between."""

from collections.abc import Sequence

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.case_draft import draft_case
from assist.copilot.case_draft.course import contested, taken_back
from assist.copilot.case_draft.reason import is_cause
from assist.copilot.case_draft.title import names_a_matter
from assist.copilot.case_draft.wording import step_of
from assist.copilot.reported.mail import own_span
from assist.copilot.summary.candidates import candidates_of, is_read_out
from assist.core.conversation import Transcript
from assist.core.encoding import Conversation
from assist.inference.fakes import FakeEncoder, NullHeads


def talk_of(lines: Sequence[tuple[str, str]], channel: str = "chat") -> Conversation:
    messages = [{"role": role, "text": text} for role, text in lines]
    transcript = Transcript.model_validate({"channel": channel, "messages": messages})
    return analyze(transcript, encoder=FakeEncoder(), heads=NullHeads())


def test_what_the_other_side_denies_is_contested() -> None:
    talk = talk_of(
        [
            ("customer", "water is coming through the ceiling"),
            ("agent", "I can see somebody attended on the second."),
            ("customer", "no nobody attended, I was home all day"),
            ("agent", "I'll send a plumber today between two and six."),
            ("customer", "no problem, thanks"),
        ]
    )
    assert contested(talk) == {1}


def test_what_the_speaker_puts_right_is_taken_back() -> None:
    refund = "I've refunded the 31.40 to your credit."
    talk = talk_of(
        [
            ("customer", "the food never came"),
            ("agent", refund),
            ("customer", "please not as credit"),
            ("agent", f"My mistake, I've changed that. {refund}"),
        ]
    )
    assert taken_back(talk) == {1}


def test_guesses_refusals_and_pointers_are_no_cause() -> None:
    for text in (
        "says that is the reason",
        "could be why it was not matched",
        "imagines it is a picking error",
        "cannot go back to 2 June, as the customer had not written",
        "is afraid that part of the pipe belongs to the householder",
    ):
        assert not is_cause(text), text
    assert is_cause("says the parcel was handed in at the wrong address")


def test_offers_of_a_time_and_what_was_sent_again_read_as_steps() -> None:
    assert step_of("has got an emergency slot tomorrow at ten", 0, 10).startswith("Offered an emergency slot")
    assert step_of("has resent £138.60", 0, 10) == "Resent £138.60"
    assert step_of("has today corrected the subscription", 0, 10) == "Today corrected the subscription"


def test_numbers_read_out_and_menu_keys_are_no_statements() -> None:
    assert is_read_out("it's s l nine nine four oh two two one seven g b")
    assert not is_read_out("that is forty five pounds more for the week")
    talk = talk_of(
        [
            ("bot", "Choose: 1 Billing 2 Account access"),
            ("customer", "2."),
            ("customer", "my account was hacked last night"),
        ]
    )
    assert [item.text for item in candidates_of(talk) if item.side == "customer"] == [
        "says their account was hacked last night"
    ]


def test_signatures_with_a_job_or_an_address_are_left_out() -> None:
    for text, last in (
        (
            "Could we come on Wednesday instead? Please tell me.\nThanks so much\nJo Tiernan\nYear 5 lead, St Anne's",
            "me.",
        ),
        ("My bill is far too high, please send someone.\n\nDes Okonjo, 41 Lower Mill Lane", "someone."),
        ("I am tired of this and will not pay it.\n\nG. Pellworth\nFinance Controller\nOstrey Logistics Ltd", "it."),
        ("I still ask for the second of June.\n\nAm 11.06. schrieb Northmoor Rail:\n> Unfortunately not", "June."),
    ):
        start, end = own_span(text)
        assert text[start:end].rstrip().endswith(last), text[start:end]


def test_a_promise_that_the_summary_tells_is_among_the_next_steps_too() -> None:
    talk = talk_of(
        [
            ("customer", "The engineer did not come this morning and I waited four hours."),
            ("agent", "Was anybody at home all morning?"),
            ("customer", "Yes, my husband was."),
            ("agent", "I'm so sorry. I'll chase him today and call you back by five."),
            ("customer", "Okay thank you."),
        ]
    )
    draft = draft_case(talk).draft
    assert draft is not None
    assert [(step.owner, step.action) for step in draft.next_steps] == [
        ("company", "Chase him and call the customer back by five")
    ]


def test_what_the_customer_will_do_is_a_next_step() -> None:
    talk = talk_of(
        [
            ("customer", "Our API token stopped working after the upgrade."),
            ("agent", "You need one token per project."),
            ("customer", "We have two projects."),
            ("customer", "I'll create another token tomorrow."),
        ]
    )
    draft = draft_case(talk).draft
    assert draft is not None
    assert [(step.owner, step.action) for step in draft.next_steps] == [("customer", "Create another token")]


def test_what_was_done_meanwhile_is_no_next_step() -> None:
    talk = talk_of(
        [
            ("customer", "My router is broken since Monday, please help me with it."),
            ("agent", "I will replace the router for you then."),
            ("customer", "please do that as soon as you can today"),
            ("agent", "I have replaced the router."),
        ]
    )
    draft = draft_case(talk).draft
    assert draft is not None
    assert draft.next_steps == ()


@pytest.mark.parametrize("label", ["It, otherwise", "Two things", "Because new people", "One question"])
def test_a_label_that_only_leads_on_is_no_title(label: str) -> None:
    assert not names_a_matter(label)


@pytest.mark.parametrize("label", ["Parcel late", "Two payments not made", "Order A-77 not received"])
def test_a_label_with_a_thing_is_a_title(label: str) -> None:
    assert names_a_matter(label)


def test_the_title_comes_from_the_sentence_that_names_the_matter() -> None:
    talk = talk_of(
        [
            ("customer", "Two things."),
            ("customer", "First the invoice is wrong. Second it is late."),
            ("agent", "I have sent a new one."),
        ]
    )
    draft = draft_case(talk).draft
    assert draft is not None
    assert draft.title == "Invoice wrong"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The API returns HTTP 429 / Retry-After to us.", "Technical problem"),
        ("The request returns an error every time.", "Technical problem"),
        ("I want to return the lamp.", "Return or exchange"),
    ],
)
def test_what_a_program_returns_is_no_return(text: str, category: str) -> None:
    draft = draft_case(talk_of([("customer", text), ("agent", "I see.")])).draft
    assert draft is not None
    assert draft.category == category
