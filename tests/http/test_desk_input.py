"""Whatever a desktop sends to a session, it gets a problem that names what is wrong; nothing is dropped in silence."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.problems import problem
from tests.support.server import serving

JSON = {"content-type": "application/json"}
MESSAGES = "/v1/sessions/s1/messages"
CASE = "/v1/sessions/s1/case-draft"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A server with the session `s1`, which has a case draft."""
    with serving(tmp_path) as (opened, _):
        first = {"id": "a", "role": "customer", "text": "My router 77 is broken since Monday."}
        body = {"id": "s1", "channel": "chat", "agent_id": "ana", "messages": [first]}
        assert opened.post("/v1/sessions", json=body).status_code == 201
        assert opened.post(CASE).status_code == 201
        # Once its suggestions are there, the session changes only by what a test does.
        assert opened.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 10_000}).status_code == 200
        yield opened


NO_JSON = [
    b"{bad",
    b"[" * 100_000,
    b'{"title":' * 50_000,
    b'{"title":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"title":"\\ud800"}',
    b'{"next_steps":[{"owner":"agent","action":"x\\ud83d"}]}',
    b'{"title":"\xff"}',
    b'{"title":' + b"1" * 5_000 + b"}",
    b'{"messages":' + b"[" * 100_000,
    b'{"messages":[{"role":"customer","text":"\\ud800"}]}',
]


@pytest.mark.parametrize("content", NO_JSON)
def test_what_is_no_json_is_told_so_by_every_call_that_reads_its_body(client: TestClient, content: bytes) -> None:
    found = problem(client.patch(CASE, content=content, headers={**JSON, "If-Match": "*"}), 400)
    assert found["code"] == "malformed_input"
    problem(client.post(MESSAGES, content=content, headers=JSON), 400)


@pytest.mark.parametrize(
    ("patch", "field", "words"),
    [
        ({"title": "a\x00b"}, "title", "NUL"),
        ({"title": "x" * 30_000}, "title", "at most 500 characters"),
        ({"issue": "x" * 20_001}, "issue", "at most 20,000 characters"),
        ({"facts": [{"type": "other", "value": ""}]}, "facts.0.value", "at least 1 character"),
        ({"facts": [{"type": "other", "value": "x", "sure": True}]}, "facts.0.sure", "not a known field"),
        ({"facts": "x"}, "facts", "a list"),
        ({"facts": ["x"]}, "facts.0", "an object"),
        ({"steps": [""]}, "steps.0", "at least 1 character"),
        ({"steps": ["x"] * 1_001}, "steps", "at most 1,000 items"),
        ({"next_steps": [{"owner": "agent", "action": "x\x00"}]}, "next_steps.0.action", "NUL"),
        ({"sentiment": {"start": "grim"}}, "sentiment.start", "'negative'"),
        ({"colour": "red", "title": "x"}, "colour", "not a known field"),
        ({"colour": None}, "colour", "not a known field"),
        ([1], "", "an object"),
    ],
)
def test_a_case_draft_takes_texts_under_the_rules_of_other_bodies(
    client: TestClient, patch: Any, field: str, words: str
) -> None:
    found = problem(client.patch(CASE, json=patch, headers={"If-Match": "*"}), 422)
    assert [error["field"] for error in found["errors"]] == [field]
    assert words in found["errors"][0]["message"]
    if isinstance(patch, dict) and "colour" not in patch:
        transcript = {"messages": [{"role": "customer", "text": "My router is broken."}]}
        told = problem(client.post("/v1/case-drafts", json={"transcript": transcript, "case": patch}), 422)
        assert [error["field"] for error in told["errors"]] == [f"case.{field}"]


def test_control_characters_in_a_case_draft_become_spaces_as_in_a_message(client: TestClient) -> None:
    edited = client.patch(CASE, json={"title": "a\x07b"}, headers={"If-Match": "*"})
    assert edited.json()["draft"]["title"] == "a b"


def test_an_edit_is_judged_by_what_it_changes_alone(tmp_path: Path) -> None:
    """What was stored under other rules stays, and can be edited beside and refreshed."""
    with serving(tmp_path) as (client, _):
        client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"})
        client.post(MESSAGES, json={"role": "customer", "text": "My router 77 is broken since Monday."})
        client.post(CASE)
        drafts = client.app.state.server.desk.case_drafts  # type: ignore[attr-defined]
        long = {"title": "x" * 600, "facts": ({"type": "other", "value": ""},)}
        former = drafts.get("s1").draft
        kept = type(former).model_validate({**former.model_dump(), **long})
        changes = {"draft": kept, "edited": ("facts", "title")}
        drafts.edit("s1", lambda stored: stored.model_copy(update=changes), if_match="*")
        edited = client.patch(CASE, json={"product": "Router"}, headers={"If-Match": "*"})
        assert edited.status_code == 200
        refreshed = client.post(CASE).json()["draft"]
        assert (refreshed["title"], refreshed["product"]) == ("x" * 600, "Router")
        assert refreshed["facts"] == [{"type": "other", "value": "", "normalized": None}]


def test_a_title_that_grows_by_its_pseudonyms_is_still_stored(tmp_path: Path) -> None:
    title = " ".join(f"a{n}@b.co" for n in range(55))
    with serving(tmp_path, redaction="at_rest") as (client, _):
        client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"})
        client.post(MESSAGES, json={"role": "customer", "text": "My router 77 is broken since Monday."})
        client.post(CASE)
        edited = client.patch(CASE, json={"title": title}, headers={"If-Match": "*"})
        assert "[EMAIL_" in edited.json()["draft"]["title"]
        transcript = {"messages": [{"role": "customer", "text": "My router 77 is broken since Monday."}]}
        body = {"transcript": transcript, "case": {"title": title}, "store": True}
        stored = client.post("/v1/case-drafts", json=body)
        assert "[EMAIL_" in json.dumps(stored.json()["draft"])


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_beyond_the_calendar_is_refused_wherever_one_is_sent(client: TestClient, at: str) -> None:
    message = {"role": "customer", "text": "hi", "at": at}
    found = problem(client.post(MESSAGES, json=message), 422)
    assert [error["field"] for error in found["errors"]] == ["at"]
    problem(client.post(MESSAGES, json={"messages": [message]}), 422)
    problem(client.post("/v1/assist", json={"transcript": {"messages": [message]}}), 422)
    problem(client.post("/v1/transcripts/convert", json={"messages": [message]}), 422)
    problem(client.put("/v1/articles/a", json={"title": "T", "body": "B", "expires_at": at}), 422)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_the_first_and_the_last_day_there_is_are_times_like_others(client: TestClient, at: str) -> None:
    for text in ("I will call you tomorrow within 24 hours.", "It came yesterday, last Monday."):
        message = {"role": "agent", "text": text, "at": at}
        assert client.post(MESSAGES, json=message).status_code == 201
    assert client.post(CASE).status_code == 200


def cursor(*parts: str) -> str:
    """As lists give them out."""
    return base64.urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize("number", ["abc", "9" * 30, "-" + "9" * 18, "9" * 5_000, "\u0663", ""])
def test_a_made_up_cursor_is_refused(client: TestClient, number: str) -> None:
    for path, parts in ((MESSAGES, (number,)), ("/v1/sessions", (number, "s1")), ("/v1/articles", ("a\x00",))):
        assert "cursor" in problem(client.get(path, params={"cursor": cursor(*parts)}), 422)["detail"]


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5_000, "\u0663", "x"])
def test_a_made_up_event_id_is_refused(client: TestClient, number: str) -> None:
    headers = {"Last-Event-ID": f"s-s1:{number}".encode()}
    problem(client.get("/v1/sessions/s1/events", headers=headers), 422)


def test_saved_versions_come_in_pages(client: TestClient) -> None:
    for _ in range(3):
        client.post(f"{CASE}/versions")
    first = client.get(f"{CASE}/versions", params={"limit": 2}).json()
    assert [item["version"] for item in first["items"]] == [1, 2]
    rest = client.get(f"{CASE}/versions", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([item["version"] for item in rest["items"]], rest["next_cursor"]) == ([3], None)
    problem(client.get(f"{CASE}/versions", params={"limit": 0}), 422)
    problem(client.get(f"{CASE}/versions", params={"cursor": cursor("x")}), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/sessions/s1/accept",
        "/v1/sessions/s1/focus",
        "/v1/sessions/s1/wait",
        "/v1/sessions/s1/wrap-up",
        "/v1/sessions/s1/close",
        "/v1/sessions/s1/article-draft",
        CASE,
        f"{CASE}/versions",
    ],
)
def test_a_call_without_a_body_takes_none_or_an_empty_one(client: TestClient, path: str) -> None:
    if path.endswith(("/wait", "/wrap-up")):
        client.post("/v1/sessions/s1/accept")
    before = client.get("/v1/sessions/s1").json()
    problem(client.post(path, content=b"{bad", headers=JSON), 400)
    problem(client.post(path, content=b"[]", headers=JSON), 422)
    assert problem(client.post(path, json={"foo": 1}), 422)["errors"][0]["field"] == "foo"
    problem(client.post(path, content=b"hi", headers={"content-type": "text/plain"}), 415)
    assert client.get("/v1/sessions/s1").json() == before
    assert client.get(f"{CASE}/versions").json()["items"] == []
    assert client.post(path).status_code in (200, 201)
    if not path.endswith("close"):
        assert client.post(path, json={}).status_code in (200, 201)
        assert client.post(path, content=b"", headers={"content-type": "text/plain"}).status_code in (200, 201)


def test_who_may_not_call_is_told_that_before_the_body_is_judged(tmp_path: Path) -> None:
    with serving(tmp_path, jwt_secret="a-secret-of-thirty-two-characters!") as (client, _):
        problem(client.post("/v1/sessions/s1/accept", content=b"{bad", headers=JSON), 401)


def test_a_tab_that_is_there_is_not_opened_anew_over_it(client: TestClient) -> None:
    url = "/v1/sessions/s1/tabs/t1"
    new = {"If-None-Match": "*"}
    assert client.put(url, json={"kind": "form"}, headers=new).status_code == 200
    problem(client.put(url, json={"kind": "article"}, headers=new), 412)
    assert client.get(url).json()["kind"] == "form"
    etag = client.get(url).headers["etag"]
    changed = client.put(url, json={"kind": "case"}, headers={"If-Match": etag})
    assert changed.status_code == 200
    problem(client.put(url, json={"kind": "article"}, headers={"If-Match": etag}), 412)
    problem(client.put("/v1/sessions/s1/tabs/t2", json={"kind": "form"}, headers={"If-Match": etag}), 412)
    problem(client.delete(url, headers={"If-Match": etag}), 412)
    assert client.put(url, json={"kind": "customer"}).status_code == 200
    assert client.delete(url, headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize("verb", ["accept", "focus", "wait", "wrap-up", "transfer", "close"])
def test_a_session_moves_only_from_the_version_that_is_named(client: TestClient, verb: str) -> None:
    if verb in ("wait", "wrap-up"):
        client.post("/v1/sessions/s1/accept")
    state = client.get("/v1/sessions/s1").json()["state"]
    etag = client.get("/v1/sessions/s1").headers["etag"]
    body = {"to_agent": "ben"} if verb == "transfer" else {}
    client.patch("/v1/sessions/s1", json={"subject": "Router"})
    problem(client.post(f"/v1/sessions/s1/{verb}", json=body, headers={"If-Match": etag}), 412)
    assert client.get("/v1/sessions/s1").json()["state"] == state
    etag = client.get("/v1/sessions/s1").headers["etag"]
    assert client.post(f"/v1/sessions/s1/{verb}", json=body, headers={"If-Match": etag}).status_code == 200
