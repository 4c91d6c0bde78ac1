"""The stateless calls: a transcript in, assistance out, the same in every shape in which callers send it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from assist.core.vocabulary import FEATURES
from tests.support.server import serving

CALLS = {
    "/v1/summaries": "summary",
    "/v1/replies": "replies",
    "/v1/case-drafts": "case_draft",
    "/v1/articles/suggest": "articles",
}
OUTCOME = {
    "status",
    "reason",
    "degraded",
    "degraded_reason",
    "messages_used",
    "last_message_id",
    "versions",
    "timings_ms",
}
MESSAGES: list[dict[str, Any]] = [
    {"role": "customer", "text": "Hello, my parcel 4471-220 was due on Monday and it still has not arrived."},
    {"role": "agent", "text": "I am sorry. I can see that it has been at the depot since Sunday."},
    {"role": "customer", "text": "Can you please send the parcel again? I need it before Friday."},
]
ARTICLE = {
    "title": "Late parcels",
    "body": "## Send again\nA parcel that is late can be sent again free of charge.",
    "url": "https://help.example/late",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path_factory.mktemp("stateless")) as opened:
        yield opened


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def ask(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    response = client.post(path, json={"transcript": {"channel": "chat", "messages": MESSAGES}, **body})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("path", CALLS)
def test_every_answer_says_how_it_came_about(client: TestClient, path: str) -> None:
    answer = ask(client, path)
    assert answer.keys() >= OUTCOME
    assert answer["last_message_id"] == "m2"
    assert answer["messages_used"] == 3
    assert answer["versions"].keys() == {"encoder", "heads", "index", "generator", "prompt"}
    assert answer["timings_ms"]["total"] >= 0
    assert (answer["status"] == "abstained") == (answer["reason"] is not None)


def test_what_was_read_in_part_only_says_so(client: TestClient) -> None:
    long = [{"role": "customer", "text": f"My router {n} has been broken since Monday."} for n in range(400)]
    long.append({"role": "agent", "text": "I have ordered a new router for you."})
    transcript = {"channel": "chat", "messages": long}
    answer = client.post("/v1/assist", json={"transcript": transcript}).json()
    for feature in ("summary", "case_draft"):
        outcome = answer[feature]
        assert outcome["messages_used"] < len(long)
        assert (outcome["degraded"], outcome["degraded_reason"]) == (True, "too_long")
    # These look at the newest messages by design, however many there are.
    assert [answer[feature]["degraded"] for feature in ("replies", "articles")] == [False, False]
    assert ask(client, "/v1/summaries")["degraded"] is False


def test_a_summary_quotes_only_what_was_said(client: TestClient) -> None:
    answer = ask(client, "/v1/summaries", max_words=60)
    said = {f"m{i}": message["text"] for i, message in enumerate(MESSAGES)}
    claims = [answer["headline"], *(claim for section in answer["sections"] for claim in section["claims"])]
    assert len(claims) > 1
    for claim in claims:
        assert claim["evidence"], claim
        for span in claim["evidence"]:
            assert 0 <= span["start"] < span["end"] <= len(said[span["message_id"]])
    assert sum(len(section["text"].split()) for section in answer["sections"]) <= 60


def test_assist_is_the_four_calls_at_once_and_only_those_asked_for(client: TestClient) -> None:
    everything = ask(client, "/v1/assist")
    assert everything.keys() == set(FEATURES)
    for path, name in CALLS.items():
        alone = ask(client, path)
        unlike = {"timings_ms", "suggestions"}  # suggestions have ids of their own
        assert {k: v for k, v in alone.items() if k not in unlike} == {
            k: v for k, v in everything[name].items() if k not in unlike
        }
    some = ask(client, "/v1/assist", features=["articles", "summary"])
    assert {name for name, part in some.items() if part is not None} == {"articles", "summary"}


def test_the_same_request_again_gets_the_same_bytes_without_computing(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = server
    body = {"transcript": {"messages": [{"role": "customer", "text": "My kettle leaks and I want another one."}]}}
    first = client.post("/v1/assist", json=body)

    def fail(*_: Any) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(type(engine.copilot), "analyze", fail)
    again = client.post("/v1/assist", json=body)
    assert again.status_code == 200
    assert again.content == first.content


def test_an_answer_is_not_reused_once_the_articles_changed(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        before = ask(client, "/v1/articles/suggest", min_score=0)
        assert (before["status"], before["reason"]) == ("abstained", "index_empty")
        assert client.put("/v1/articles/late", json=ARTICLE).status_code == 201
        engine.knowledge.refresh()
        after = ask(client, "/v1/articles/suggest", min_score=0)
        assert [card["id"] for card in after["articles"]] == ["late"]
        card = after["articles"][0]
        assert card["url"] == ARTICLE["url"]
        assert card["relevance"] in ("high", "medium", "low")
        for start, end in card["highlights"]:
            assert card["snippet"][start:end].strip()
        assert client.get("/v1/articles/search", params={"q": "parcel late", "min_score": 0}).json()["articles"]


def test_offsets_count_characters_whatever_the_alphabet(client: TestClient) -> None:
    text = "😀😀 Hello — my naïve router \U0001f4e1 is broken since Monday."
    body = {"transcript": {"messages": [{"id": "x", "role": "customer", "text": text}]}, "moment": "join"}
    answer = client.post("/v1/summaries", json=body).json()
    (span,) = answer["headline"]["evidence"]
    assert text[span["start"] : span["end"]].endswith("since Monday.")


def test_missing_ids_skip_those_that_are_taken(client: TestClient) -> None:
    messages = [{**MESSAGES[0], "id": "m1"}, MESSAGES[1], MESSAGES[2]]
    answer = client.post("/v1/summaries", json={"transcript": {"messages": messages}}).json()
    assert answer["last_message_id"] == "m2"
    used = {span["message_id"] for span in answer["headline"]["evidence"]}
    assert used <= {"m1", "m0", "m2"}


@pytest.mark.parametrize(
    ("extra", "text"),
    [({"language": "de"}, "My order has not arrived."), ({}, "Hallo, mein Router ist kaputt und ich habe kein Netz.")],
)
def test_other_languages_get_a_reason_and_no_guess(client: TestClient, extra: dict[str, str], text: str) -> None:
    body = {"transcript": {"messages": [{"role": "customer", "text": text}], **extra}}
    answer = client.post("/v1/assist", json=body).json()
    assert {part["reason"] for part in answer.values()} == {"language_unsupported"}
    assert answer["summary"]["headline"] is None
    assert answer["replies"]["suggestions"] == answer["articles"]["articles"] == []
    assert answer["case_draft"]["draft"] is None


def test_control_characters_never_reach_an_answer(client: TestClient) -> None:
    text = "My router\x1b[31m is\x07 broken\tsince Monday."
    answer = client.post("/v1/summaries", json={"transcript": {"messages": [{"role": "customer", "text": text}]}}).text
    assert "\\u001b" not in answer
    assert "\\u0007" not in answer


def test_internal_notes_and_attachments_without_text_are_taken(client: TestClient) -> None:
    messages = [
        *MESSAGES,
        {"role": "agent", "text": "Fraud flag, do not tell.", "internal": True},
        {"role": "customer", "text": "", "attachments": [{"name": "photo.jpg", "type": "image/jpeg"}]},
    ]
    answer = client.post("/v1/assist", json={"transcript": {"messages": messages}})
    assert answer.status_code == 200
    assert "do not tell" not in str(answer.json()["replies"])


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "application/x+json"])
def test_json_is_taken_under_each_of_its_names(client: TestClient, content_type: str) -> None:
    body = b'{"transcript": {"messages": [{"role": "customer", "text": "My order is late."}]}}'
    assert client.post("/v1/assist", content=body, headers={"content-type": content_type}).status_code == 200


def test_unknown_fields_of_a_message_are_ignored(client: TestClient) -> None:
    message = {**MESSAGES[0], "sentiment": "bad", "source": {"any": ["thing"]}}
    assert client.post("/v1/assist", json={"transcript": {"messages": [message]}}).status_code == 200


@pytest.mark.parametrize(
    ("content", "content_type", "format"),
    [
        (b"Customer: Where is my parcel?\nAgent: Let me look.", "text/plain", "auto"),
        (b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Agent>How can I help?", "text/vtt", "auto"),
        (b'{"messages": [{"role": "customer", "text": "Where is it?"}]}', "application/json", "auto"),
        (
            b'{"conversations": [{"conversationItems": [{"role": "Customer", "text": "Where?"}]}]}',
            "application/json",
            "azure",
        ),
    ],
)
def test_a_converted_document_fits_every_other_call(
    client: TestClient, content: bytes, content_type: str, format: str
) -> None:
    headers = {"content-type": content_type}
    converted = client.post("/v1/transcripts/convert", params={"format": format}, content=content, headers=headers)
    assert converted.status_code == 200, converted.text
    assert client.post("/v1/assist", json={"transcript": converted.json()}).status_code == 200
