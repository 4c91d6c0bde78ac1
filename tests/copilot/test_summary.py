"""Summaries a colleague could read: one sentence, sections with evidence, silence where nothing was said."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from assist.copilot.analysis import analyze
from assist.copilot.grounding import unsupported
from assist.copilot.summary import summarize
from assist.copilot.summary.candidates import candidates_of
from assist.copilot.summary.compress import clip
from assist.core.conversation import Message, Transcript
from assist.core.encoding import Conversation
from assist.core.resources import samples_dir
from assist.core.results import Summary
from assist.inference.fakes import FakeEncoder, NullHeads

ENCODER = FakeEncoder()


def _talk(*lines: tuple[str, str], channel: str = "chat", **more: str) -> Conversation:
    messages = [{"role": role, "text": text} | more for role, text in lines]
    return _encode(Transcript.model_validate({"channel": channel, "messages": messages}))


def _encode(transcript: Transcript) -> Conversation:
    return analyze(transcript, encoder=ENCODER, heads=NullHeads())


def _samples() -> list[Conversation]:
    found: list[Conversation] = []
    for path in sorted((samples_dir() / "conversations").glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        found.append(_encode(Transcript.model_validate({key: row[key] for key in ("channel", "messages")})))
    return found


def _spoken(summary: Summary, conversation: Conversation) -> list[tuple[str, str]]:
    """Every statement beside the text of its evidence."""
    texts = {message.key: message.text for message in conversation.messages}
    statements = [summary.headline] if summary.headline else []
    told = [*statements, *(claim for section in summary.sections for claim in section.claims)]
    return [
        (item.text, "\n".join(texts[str(span.message_id)][span.start : span.end] for span in item.evidence))
        for item in told
    ]


REFUND = (
    ("customer", "Hi, my order A-1042 arrived broken and I want a refund."),
    ("agent", "I'm sorry to hear that. Could you please send a photo of the damage?"),
    ("customer", "I have attached a photo."),
    ("agent", "Thank you. I have issued a refund of £25 to your card."),
    ("agent", "We will send you a confirmation email tomorrow."),
    ("customer", "Great, thanks!"),
)


def test_the_headline_tells_what_was_wanted_and_what_was_done() -> None:
    summary = summarize(_talk(*REFUND))
    assert summary.headline is not None
    text = summary.headline.text
    assert text.startswith("Customer ")
    assert "; the agent " in text
    assert "A-1042" in text
    assert len(text.split()) <= 40


def test_sections_carry_claims_with_evidence_and_empty_ones_are_left_out() -> None:
    conversation = _talk(*REFUND)
    summary = summarize(conversation)
    assert {section.name for section in summary.sections} <= {"issue", "cause", "actions", "outcome", "next_steps"}
    assert all(section.claims and all(claim.evidence for claim in section.claims) for section in summary.sections)
    assert "next_steps" in {section.name for section in summary.sections}
    assert "cause" not in {section.name for section in summary.sections}


def test_the_words_asked_for_are_never_exceeded() -> None:
    for limit in (15, 40, 100):
        for conversation in _samples():
            summary = summarize(conversation, max_words=limit)
            said = [text for text, _ in _spoken(summary, conversation)]
            assert sum(len(text.split()) for text in said) <= limit


def test_nothing_is_stated_that_nobody_said() -> None:
    samples = _samples()
    assert len(samples) >= 10
    for conversation in samples:
        for statement, evidence in _spoken(summarize(conversation, max_words=200), conversation):
            assert evidence.strip()
            assert unsupported(statement, evidence) == ()


@pytest.mark.parametrize(
    ("moment", "lines", "reason"),
    [
        ("on_demand", [("agent", "Hello, how can I help?")], "too_short"),
        ("join", [("system", "Conversation started")], "too_short"),
        ("end", [("customer", "My phone is broken.")], "one_sided"),
        ("end", [("agent", "Your phone is repaired.")], "one_sided"),
        ("end", [("system", "Conversation ended")], "too_short"),
        ("on_demand", [("customer", "Hi there"), ("agent", "Hello!"), ("customer", "thanks, bye")], "small_talk"),
    ],
)
def test_it_stays_silent_where_there_is_nothing_to_sum_up(
    moment: str, lines: list[tuple[str, str]], reason: str
) -> None:
    summary = summarize(_talk(*lines), moment=moment)  # pyright: ignore[reportArgumentType]
    assert summary.status == "abstained"
    assert summary.reason == reason
    assert summary.headline is None
    assert summary.sections == ()


def test_a_bot_counts_as_the_agents_side_at_the_end() -> None:
    talk = _talk(("customer", "My phone is broken."), ("bot", "I have opened case 4411 for the phone."))
    assert summarize(talk, moment="end").status == "completed"


def test_an_email_needs_only_the_customers_message_at_any_moment() -> None:
    talk = _talk(("customer", "I would like a copy of invoice 77."), channel="email")
    assert summarize(talk, moment="end").status == "completed"


@dataclass(frozen=True)
class _Wanted:
    name: str = "promises"
    title: str = "Promises"
    instruction: str = "confirmation email tomorrow"


def test_a_section_of_ones_own_finds_the_sentence_that_answers_it() -> None:
    summary = summarize(_talk(*REFUND), sections=[_Wanted()], encoder=ENCODER)
    assert [section.name for section in summary.sections] == ["promises"]
    assert "confirmation email" in summary.sections[0].text


def test_agents_before_and_after_a_transfer_are_told_apart_without_their_names() -> None:
    lines = [
        Message(role="customer", text="I was charged twice for order 8812."),
        Message(role="agent", text="I have checked the payments for you.", participant="Dana"),
        Message(role="agent", text="I have refunded the second payment.", participant="Yusuf"),
    ]
    summary = summarize(_encode(Transcript(channel="chat", messages=tuple(lines))))
    text = " ".join(section.text for section in summary.sections)
    assert "First agent" in text
    assert "Second agent" in text
    assert "Dana" not in text


def test_system_lines_are_not_told_and_internal_notes_never_lead() -> None:
    lines = [
        Message(role="customer", text="I need a new router."),
        Message(role="system", text="Agent Dana joined the queue 1234."),
        Message(role="agent", text="Customer has complained 3 times before.", internal=True),
        Message(role="agent", text="I have ordered a new router."),
    ]
    summary = summarize(_encode(Transcript(channel="chat", messages=tuple(lines))))
    assert summary.headline is not None
    assert "3 times" not in summary.headline.text
    assert "1234" not in str(summary)


def test_an_internal_note_reads_as_a_note() -> None:
    lines = [
        Message(role="customer", text="There are two payments on my account that I did not make."),
        Message(role="agent", text="says customer sounds drunk", internal=True),
        Message(role="agent", text="escalate to fraud desk", internal=True),
        Message(role="agent", text="I'll ring the customer tomorrow about the second payment.", internal=True),
        Message(role="agent", text="I have blocked the card."),
    ]
    talk = _encode(Transcript(channel="chat", messages=tuple(lines)))
    assert [item.text for item in candidates_of(talk) if item.internal] == [
        "customer sounds drunk",
        "escalate to fraud desk",
        "agent will ring the customer tomorrow about the second payment",
    ]
    told = [claim.text for section in summarize(talk).sections for claim in section.claims]
    assert "Internal note: agent will ring the customer tomorrow about the second payment." in told


def test_a_size_ends_its_sentence_so_that_the_headline_is_one() -> None:
    summary = summarize(
        _talk(
            ("customer", "I ordered a red jacket but got a blue one in L. they already have my photos."),
            ("agent", "I have ordered a replacement."),
        )
    )
    assert summary.headline is not None
    assert not re.search(r"\. \w", summary.headline.text)


def test_a_payment_on_a_day_in_may_is_told_whole() -> None:
    said = "There is a card payment to STREAMLY on 2 May I did not make, and another £120"
    summary = summarize(_talk(("customer", said), ("agent", "I have blocked the card.")))
    assert summary.headline is not None
    assert "2 May they did not make, and another £120" in summary.headline.text


def test_a_long_conversation_keeps_the_newest_messages() -> None:
    lines = [("customer", f"I have a question about item {i}.") for i in range(600)]
    lines.append(("agent", "I have cancelled contract ZX-9."))
    summary = summarize(_talk(*lines))
    assert summary.headline is not None
    assert "ZX-9" in summary.headline.text
    assert summary.messages_used < 600


def test_the_selector_refuses_an_artifact_made_for_other_features(tmp_path: Path) -> None:
    from assist.copilot.summary.selector import load_selector
    from assist.core.errors import ConfigurationError

    with pytest.raises(ConfigurationError):
        load_selector(tmp_path)


def test_a_customers_because_is_no_cause() -> None:
    talk = _talk(
        ("customer", "I need the router today because I work from home."),
        ("agent", "The delay was caused by an outage at the depot."),
    )
    causes = [section.text for section in summarize(talk).sections if section.name == "cause"]
    assert len(causes) <= 1
    assert all("work from home" not in text for text in causes)


def test_a_number_alone_is_no_issue() -> None:
    talk = _talk(
        ("customer", "Order number: 12-3456. The kettle leaks at the bottom and trips the fuse."),
        ("agent", "I'm sorry. I have ordered a new kettle for you."),
        ("customer", "Thanks."),
    )
    issue = next(section for section in summarize(talk).sections if section.name == "issue")
    assert [claim.text for claim in issue.claims] == [
        "Customer reports the kettle leaks at the bottom and trips the fuse."
    ]


def test_a_point_of_a_list_is_told_with_what_leads_the_list() -> None:
    mail = "Subject: Third wrong bill\n\nI want:\n1. a corrected bill,\n2. a refund of £212.30.\n\nE. Whitcombe"
    talk = _talk(("customer", mail), ("agent", "I have refunded £212.30 to your card."), channel="email")
    told = [claim.text for section in summarize(talk).sections for claim in section.claims]
    assert "Customer wants a refund of £212.30." in told


def test_answers_to_who_is_calling_are_not_the_issue() -> None:
    talk = _talk(
        ("customer", "my prescription is not ready though i got a text"),
        ("agent", "what's the name please"),
        ("customer", "margaret ellison date of birth the fourth of march nineteen forty eight"),
        ("agent", "i have found it and ordered the drops"),
        channel="voice",
    )
    issue = next(section for section in summarize(talk).sections if section.name == "issue")
    assert not any("ellison" in claim.text for claim in issue.claims)


def test_a_phone_number_is_never_cut_in_two() -> None:
    for words in range(5, 16):
        cut = clip("asks the company to ring them back at work on 07700 900418 before they close at six", words)
        assert ("07700" in cut) == ("900418" in cut)


def test_an_amount_in_words_is_never_cut_short() -> None:
    said = "you have charged me the two hundred and forty pounds for damage that was there before"
    for words in range(5, 16):
        cut = clip(said, words)
        assert ("two" in cut) == ("two hundred and forty" in cut)


@pytest.mark.parametrize("empty", ["I find this hard to accept.", "name is Olu Adeyemi.", "I work from home so."])
def test_a_name_a_mood_and_half_a_sentence_are_no_issue(empty: str) -> None:
    talk = _talk(("customer", f"The boiler in the flat has been leaking since Sunday. {empty}"), ("agent", "I see."))
    [issue] = [section for section in summarize(talk).sections if section.name == "issue"]
    assert [claim.text for claim in issue.claims] == [
        "Customer says the boiler in the flat has been leaking since Sunday."
    ]
