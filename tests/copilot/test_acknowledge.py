"""The request said back to the customer: grammar, person, and silence where that would not be certain."""

import re
from pathlib import Path

import pytest

from assist.copilot.replies.acknowledge import acknowledge, to_customer
from assist.core.conversation import Transcript
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow

AUTHORED = Path("evaluation/datasets/gold/dev.jsonl")
PERSONS = re.compile(
    r"\b(?:they|them|their|theirs|themselves|the agent|the company|the customer|customer)\b", re.IGNORECASE
)


def said_back(*texts: str, role: str = "customer") -> str | None:
    messages = [{"role": "agent", "text": "How can I help?"}, *({"role": role, "text": text} for text in texts)]
    found = acknowledge(Transcript.model_validate({"channel": "chat", "messages": messages}).messages)
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Is there anything available at 9pm?", "Let me check whether there is anything available at 9pm."),
        ("what if it cuts off before", "Let me find out what happens if it cuts off before."),
        ("Can you change the viewing to Wednesday?", "Let me see whether we can change the viewing to Wednesday."),
        ("Can we change it to Monday evening?", "Let me check whether we can change it to Monday evening."),
        ("Can we pay in monthly parts?", "Let me check whether you can pay in monthly parts."),
        ("Can't you ring the driver?", "Let me check whether we can ring the driver."),
        ("Where can I see the invoice?", "Let me find out where you can see the invoice."),
        (
            "I want to change the name on my ticket.",
            "I understand that you want to change the name on your ticket. Let me see what I can do.",
        ),
        (
            "I would like the money for my kettle back. When will I get it transferred?",
            "I understand that you would like the money for your kettle back. "
            "Let me find out when you will get it transferred.",
        ),
        ("how do i do the lifting thing", "Let me find out how to do the lifting thing."),
    ],
)
def test_says_the_request_back(text: str, wanted: str) -> None:
    assert said_back(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "ok thanks",
        "Craig and Center would be perfect.",
        "This is ridiculous, I will sue you!",
        "can u do smthing about d order now",
        "Make sure it's right.",
        "gimme a sec please",
        "May I ask you for a proper invoice made out to us?",
        "Did they tell you about the damaged box?",  # who `they` are must not change
    ],
)
def test_is_silent_where_nothing_can_be_said_back_well(text: str) -> None:
    assert said_back(text) is None


def test_only_the_turn_that_is_open() -> None:
    assert said_back("Can you cancel my order?", "And when will I get the refund for it?") == (
        "Let me see whether we can cancel your order and find out when you will get the refund for it."
    )
    assert said_back("Can you cancel my order?", role="agent") is None


def test_the_order_of_what_was_said_stays() -> None:
    assert said_back(
        "Can you tell me whether the lamp fits the mount? I would like to change my delivery address."
    ) == (
        "Let me check whether the lamp fits the mount. "
        "I understand that you would like to change your delivery address."
    )


def test_evidence_is_the_sentence_that_was_said() -> None:
    text = "Hello. Can you cancel my order 4471-220?"
    transcript = Transcript.model_validate({"channel": "chat", "messages": [{"role": "customer", "text": text}]})
    found = acknowledge(transcript.messages)
    assert found is not None
    (span,) = found.evidence
    assert text[span.start : span.end] == "Can you cancel my order 4471-220?"
    assert span.message_id == transcript.messages[0].id


def test_verbs_agree_with_you() -> None:
    assert to_customer("they need a lock and has paid") == "you need a lock and have paid"
    assert to_customer("why the company is late with their order") == "why we are late with your order"
    assert to_customer("whether the company refunds them") is None


def test_nothing_is_added_over_all_committed_conversations() -> None:
    made = 0
    for row in read_rows(AUTHORED, ConversationRow):
        messages = row.transcript.messages
        for i, message in enumerate(messages):
            found = acknowledge(messages[: i + 1]) if message.role == "customer" else None
            if found is None:
                continue
            made += 1
            assert not PERSONS.search(found.text), found.text
            heard = " ".join(m.text for m in messages[: i + 1])
            assert set(re.findall(r"\d[\d.,-]*\d|\d", found.text)) <= set(re.findall(r"\d[\d.,-]*\d|\d", heard)), (
                found.text
            )
    assert made > 30


def test_a_verb_that_was_torn_from_its_particle_is_not_said() -> None:
    said = said_back("Could my colleague Paolo take over my place?")
    assert said is None or "take could" not in said


def test_what_names_the_matter_is_likelier_than_what_only_points_at_it() -> None:
    def chance(text: str) -> float:
        found = acknowledge(Transcript.model_validate({"messages": [{"role": "customer", "text": text}]}).messages)
        assert found is not None
        return found.chance

    pointing = chance("The kiln, the wheel and the glazes came with a letter of yours on Friday. What happens next?")
    naming = chance("Can you change the evening pottery course to the Saturday group in October?")
    assert pointing < 0.2 < 0.5 < naming
