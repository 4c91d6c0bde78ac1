"""Foreign transcripts: who spoke, in which order, and clear words when a document is none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.core.conversation import Transcript
from assist.core.errors import AssistError
from assist.core.formats.convert import convert


def turns(content: str | dict[str, Any], format: Any = "auto") -> list[tuple[str, str]]:
    text = content if isinstance(content, str) else json.dumps(content)
    return [(message.role, message.text) for message in convert(text.encode(), format=format).messages]


ASKED = [("customer", "Where is my parcel?"), ("agent", "Let me look.")]


def test_plain_text_by_labels_times_and_names() -> None:
    assert turns("Customer: Where is my parcel?\nAgent: Let me look.") == ASKED
    assert turns("[10:02] Agent: Let me look.\n[10:03] Customer: Thanks\nand bye")[1] == ("customer", "Thanks\nand bye")
    assert turns("**Customer:** Hi\n- Bot: Hello") == [("customer", "Hi"), ("bot", "Hello")]
    assert turns("Mira: My parcel is late.\nTom: Thank you for contacting us.") == [
        ("customer", "My parcel is late."),
        ("agent", "Thank you for contacting us."),
    ]
    assert turns("Customer: It says\nNote: not ready\nAgent: ok")[0][1].startswith("It says")


def test_our_own_contract_ignores_what_data_files_carry_beside_it() -> None:
    row = {"id": "x", "gold": {"a": 1}, "channel": "email", "messages": [{"role": "customer", "text": "Hi"}]}
    found = convert(json.dumps(row).encode())
    assert (found.channel, found.messages[0].id) == ("email", "m0")


def test_azure_google_and_contact_lens_are_told_apart_by_their_shape() -> None:
    azure = {"conversations": [{"conversationItems": [
        {"id": "1", "role": "Customer", "text": "Where is my parcel?"},
        {"id": "2", "role": "Agent", "text": "Let me look."},
    ]}]}  # fmt: skip
    google = {"entries": [
        {"role": "CUSTOMER", "text": "Where is my parcel?"},
        {"role": "AGENT", "text": "Let me look."},
    ]}  # fmt: skip
    lens = {
        "Channel": "VOICE",
        "Participants": [
            {"ParticipantId": "a", "ParticipantRole": "CUSTOMER"},
            {"ParticipantId": "b", "ParticipantRole": "AGENT"},
        ],
        "Transcript": [
            {"ParticipantId": "a", "Id": "1", "Content": "Where is my parcel?"},
            {"ParticipantId": "b", "Id": "2", "Content": "Let me look."},
        ],
    }
    for document, format in ((azure, "azure"), (google, "google"), (lens, "contact_lens")):
        assert turns(document) == turns(document, format) == ASKED
    assert convert(json.dumps(lens).encode()).channel == "voice"


def test_captions_join_what_one_speaker_says_in_a_row() -> None:
    vtt = (
        "WEBVTT\n\n1\n00:00.000 --> 00:01.000\n<v Agent>How can\n\n2\n00:01.000 --> 00:02.000\n<v Agent>I help?\n\n"
        "00:02.000 --> 00:03.000\nCustomer: It&#39;s late.\n"
    )
    assert turns(vtt) == [("agent", "How can I help?"), ("customer", "It's late.")]
    assert convert(vtt.encode()).channel == "voice"


@pytest.mark.parametrize(
    "content", ["", "  ", "no speaker", "{}", "[]", '{"messages": 5}', "WEBVTT\n\nno cue", '{"messages": []}']
)
def test_what_is_no_transcript_says_so(content: str) -> None:
    with pytest.raises(AssistError) as refused:
        convert(content.encode())
    assert refused.value.status in (400, 422)
    assert refused.value.detail


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    try:
        found: Transcript | None = convert(content)
    except AssistError as error:
        found, refused = None, error
    if found is None:
        assert refused.status in (400, 413, 422)
    else:
        assert found.messages
