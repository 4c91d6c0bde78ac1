"""What desktops by other hands send: marks before the text, pages followed naively, numbers that are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.problems import problem
from tests.support.server import serving

JSON = {"content-type": "application/json"}
SESSION = "/v1/sessions/s1"
MESSAGES = f"{SESSION}/messages"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A server with the session `s1` of five messages."""
    with serving(tmp_path) as (opened, _):
        said = [{"id": f"a{n}", "role": "customer", "text": f"My router {n} is broken."} for n in range(5)]
        body = {"id": "s1", "channel": "chat", "agent_id": "ana", "messages": said}
        assert opened.post("/v1/sessions", json=body).status_code == 201
        yield opened


def test_a_byte_order_mark_is_no_error_and_utf_16_is_named(client: TestClient) -> None:
    body = '{"role": "agent", "text": "One moment."}'
    assert client.post(MESSAGES, content=body.encode("utf-8-sig"), headers=JSON).status_code == 201
    assert "UTF-8" in problem(client.post(MESSAGES, content=body.encode("utf-16"), headers=JSON), 400)["detail"]
    assert "empty" in problem(client.post(MESSAGES, content=b"\xef\xbb\xbf ", headers=JSON), 422)["detail"]


def test_pages_end_also_where_the_cursor_is_put_beside_the_first_question(client: TestClient) -> None:
    asked: dict[str, str | int] = {"after": "a0", "limit": 2}
    seen: list[str] = []
    while len(seen) < 9:
        page = client.get(MESSAGES, params=asked).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]
    assert seen == ["a1", "a2", "a3", "a4"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_json_does_not_know_is_refused_and_not_stored_as_nothing(client: TestClient, number: str) -> None:
    content = '{"context": [{"name": "points", "value": NUMBER}]}'.replace("NUMBER", number)
    found = problem(client.patch(SESSION, content=content, headers=JSON), 422)
    assert found["errors"][0]["field"] == "context.0.value"
    assert client.get(SESSION).json()["context"] == []


def test_a_context_name_stands_once_from_the_start_on(client: TestClient) -> None:
    context = [{"name": "plan", "value": "old"}, {"name": "gone", "value": None}, {"name": "plan", "value": "new"}]
    body = {"id": "s2", "channel": "chat", "agent_id": "ana", "context": context}
    assert client.post("/v1/sessions", json=body).json()["context"] == [{"name": "plan", "value": "new"}]
    assert client.get("/v1/sessions/s2").json()["context"] == [{"name": "plan", "value": "new"}]


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_an_edit_leaves_no_empty_message(client: TestClient, text: str) -> None:
    found = problem(client.patch(f"{MESSAGES}/a0", json={"text": text}), 422)
    assert "DELETE" in found["errors"][0]["message"]


def test_a_message_is_edited_and_redacted_only_at_the_version_that_is_named(client: TestClient) -> None:
    url = f"{MESSAGES}/a1"
    first = client.get(url)
    assert (first.json()["text"], first.json()["edited"]) == ("My router 1 is broken.", False)
    read = {"If-Match": first.headers["etag"]}
    assert client.get(url, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.patch(url, json={"text": "My modem is broken."}, headers=read).status_code == 200
    problem(client.patch(url, json={"text": "My phone is broken."}, headers=read), 412)
    problem(client.delete(url, headers=read), 412)
    assert client.get(url).json()["text"] == "My modem is broken."
    assert client.delete(url, headers={"If-Match": client.get(url).headers["etag"]}).status_code == 200
    problem(client.get(f"{MESSAGES}/nobody"), 404)


def test_a_pane_of_no_part_is_not_the_whole_pane(client: TestClient) -> None:
    url = f"{SESSION}/pane"
    client.get(url, params={"min_revision": 5, "wait_ms": 10_000})
    whole, none = client.get(url), client.get(url, params={"fields": ""})
    assert "summary" in whole.json()
    assert "summary" not in none.json()
    assert whole.headers["etag"] != none.headers["etag"]


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"agent_id": "a b"}, "agent_id", "letters A to Z, digits"),
        ({"agent_id": "ana", "language": "english"}, "language", "en-GB"),
        ({"agent_id": "ana", "messages": [{"role": "agent", "text": "x", "at": "soon"}]}, "messages.0.at", "RFC 3339"),
        ({"agent_id": "ana", "messages": [{"role": "agent", "text": "x", "at": 17}]}, "messages.0.at", "RFC 3339"),
    ],
)
def test_a_refusal_says_what_is_taken_and_shows_no_pattern(
    client: TestClient, body: dict[str, object], field: str, words: str
) -> None:
    found = problem(client.post("/v1/sessions", json={"channel": "chat", **body}), 422)["errors"][0]
    assert (found["field"], words in found["message"], "{1,128}" in found["message"]) == (field, True, False)


def test_who_closes_twice_is_told_that_it_is_done(client: TestClient) -> None:
    assert client.post(f"{SESSION}/close").status_code == 200
    again = problem(client.post(f"{SESSION}/close"), 409)
    assert (again["code"], again["detail"]) == ("session_closed", "the session is closed already")
