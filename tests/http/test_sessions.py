"""The stateful calls as a desktop uses them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from tests.support.server import bearer, serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def start(client: TestClient, key: str = "s1", **body: Any) -> dict[str, Any]:
    response = client.post("/v1/sessions", json={"id": key, "channel": "chat", "agent_id": "ana", **body})
    assert response.status_code == 201, response.text
    return response.json()


def say(client: TestClient, text: str, *, session: str = "s1", role: str = "customer", **more: Any) -> dict[str, Any]:
    response = client.post(f"/v1/sessions/{session}/messages", json={"role": role, "text": text, **more})
    assert response.status_code == 201, response.text
    return response.json()


def pane(client: TestClient, *, session: str = "s1", revision: int = 0, **query: Any) -> dict[str, Any]:
    query = {"min_revision": revision, "wait_ms": 5_000, **query}
    response = client.get(f"/v1/sessions/{session}/pane", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_new_session_has_every_field_of_the_contract(client: TestClient) -> None:
    session = start(client, customer={"id": "c1", "name": "Mira"}, subject="Parcel", team="north")
    assert set(session) >= set(
        "id state revision agent_id team customer channel subject title language context external_id focused unread "
        "pending_actions sentiment escalation tabs created_at updated_at".split()
    )
    assert (session["state"], session["revision"], session["title"]) == ("open", 0, "Mira: Parcel")
    assert [(tab["id"], tab["kind"], tab["anchor"]) for tab in session["tabs"]] == [("anchor", "conversation", True)]
    assert client.get("/v1/sessions/s1").json() == session
    again = client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"})
    assert (again.status_code, again.json()["code"]) == (409, "exists")


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "fax", "agent_id": "ana"},
        {"channel": "chat"},
        {"channel": "chat", "agent_id": "a b"},
        {"channel": "chat", "agent_id": "ana", "colour": "red"},
        {"channel": "chat", "agent_id": "ana", "id": "search"},
        {"channel": "chat", "agent_id": "ana", "messages": [{"role": "customer", "text": ""}]},
        {"channel": "chat", "agent_id": "ana", "messages": [{"role": "robot", "text": "hi"}]},
        {"channel": "chat", "agent_id": "ana", "context": [{"name": str(n)} for n in range(101)]},
    ],
)
def test_a_wrong_session_is_refused_with_the_field(client: TestClient, body: dict[str, Any]) -> None:
    response = client.post("/v1/sessions", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"]


def test_messages_are_acknowledged_once_and_confirmed_when_sent_again(client: TestClient) -> None:
    start(client)
    batch = {"messages": [{"id": "a", "role": "customer", "text": "Hi"}, {"id": "b", "role": "agent", "text": "Hello"}]}
    first = client.post("/v1/sessions/s1/messages", json=batch)
    assert (first.status_code, first.json()) == (201, {"revision": 2, "ids": ["a", "b"]})
    again = client.post("/v1/sessions/s1/messages", json=batch)
    assert (again.status_code, again.json()) == (200, {"revision": 2, "ids": ["a", "b"]})
    changed = client.post("/v1/sessions/s1/messages", json={"id": "a", "role": "customer", "text": "Ho"})
    assert (changed.status_code, changed.json()["code"]) == (409, "message_conflict")
    assert client.post("/v1/sessions/s9/messages", json={"role": "agent", "text": "x"}).status_code == 404
    assert client.post("/v1/sessions/s1/messages", json={"messages": []}).status_code == 422
    assert client.post("/v1/sessions/s1/messages", content=b"{").status_code == 400


def test_an_edited_message_may_be_delivered_again_as_it_came_and_as_it_stands(client: TestClient) -> None:
    start(client, messages=[{"id": "a", "role": "customer", "text": "orig"}])

    def send(text: str, role: str = "customer") -> tuple[int, dict[str, Any]]:
        response = client.post("/v1/sessions/s1/messages", json={"id": "a", "role": role, "text": text})
        return response.status_code, response.json()

    for edited in ("first edit", "edited"):
        assert client.patch("/v1/sessions/s1/messages/a", json={"text": edited}).status_code == 200
    for text in ("orig", "first edit", "edited"):
        assert send(text) == (200, {"revision": 1, "ids": ["a"]})
    assert send("first edit", role="agent")[0] == 409
    for text in ("orig", "edited"):
        status, refused = send(text, role="agent")
        assert (status, refused["code"]) == (409, "message_conflict")
        assert "role 'customer', not 'agent'" in refused["detail"]
    status, refused = send("something else")
    assert (status, refused["code"]) == (409, "message_conflict")
    assert "another text" in refused["detail"]
    stored = client.get("/v1/sessions/s1/messages").json()
    assert [item["text"] for item in stored["items"]] == ["edited"]
    assert stored["revision"] == 3
    client.delete("/v1/sessions/s1/messages/a")
    assert send("orig")[0] == 200
    assert send("first edit")[0] == 409
    assert "redacted" in send("something else")[1]["detail"]
    assert client.get("/v1/sessions/s1/messages").json()["items"][0]["text"] == ""


def test_a_text_that_speaks_of_messages_is_one_message(client: TestClient) -> None:
    start(client)
    body = {"role": "customer", "text": 'My "messages" are lost', "attachments": [{"name": "messages"}]}
    assert client.post("/v1/sessions/s1/messages", json=body).status_code == 201


def test_messages_page_after_an_id(client: TestClient) -> None:
    start(client, messages=[{"id": f"x{n}", "role": "customer", "text": str(n)} for n in range(5)])
    first = client.get("/v1/sessions/s1/messages", params={"limit": 2}).json()
    rest = client.get("/v1/sessions/s1/messages", params={"after": "x1"}).json()
    assert [item["id"] for item in first["items"]] == ["x0", "x1"]
    assert [item["id"] for item in rest["items"]] == ["x2", "x3", "x4"]
    assert (first["revision"], rest["next_cursor"]) == (5, None)
    more = client.get("/v1/sessions/s1/messages", params={"cursor": first["next_cursor"]}).json()
    assert more["items"] == rest["items"]
    assert client.get("/v1/sessions/s1/messages", params={"after": "nope"}).status_code == 404
    assert client.get("/v1/sessions/s1/messages", params={"limit": 1_001}).status_code == 422


def test_an_edit_and_a_redaction_reach_the_pane(client: TestClient) -> None:
    start(client, messages=[{"id": "a", "role": "customer", "text": "My parcel Zebra is late and I need it."}])
    assert "Zebra" in str(pane(client, revision=1)["summary"])
    edited = client.patch("/v1/sessions/s1/messages/a", json={"text": "My parcel Walrus is late and I need it."})
    assert edited.json() == {"revision": 2, "ids": ["a"]}
    assert "Walrus" in str(pane(client, revision=2)["summary"])
    assert client.delete("/v1/sessions/s1/messages/a").json()["revision"] == 3
    after = pane(client, revision=3)
    assert "Walrus" not in str(after)
    stored = client.get("/v1/sessions/s1/messages").json()["items"][0]
    assert (stored["text"], stored["redacted"]) == ("", True)


def test_the_same_idempotency_key_creates_one_session(client: TestClient) -> None:
    body, headers = {"channel": "chat", "agent_id": "ana"}, {"Idempotency-Key": "k-1"}
    first = client.post("/v1/sessions", json=body, headers=headers).json()
    assert client.post("/v1/sessions", json=body, headers=headers).json() == first
    assert len(client.get("/v1/sessions").json()["items"]) == 1
    other = client.post("/v1/sessions", json={**body, "subject": "x"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


def test_the_tenth_accepted_session_is_over_the_limit_until_one_waits(client: TestClient) -> None:
    for number in range(10):
        start(client, f"s{number}")
        response = client.post(f"/v1/sessions/s{number}/accept")
    assert (response.status_code, response.json()["code"]) == (409, "session_limit")
    assert client.post("/v1/sessions/s0/wait").json()["state"] == "waiting"
    assert client.post("/v1/sessions/s9/accept").json()["state"] == "active"


def test_closed_is_final(client: TestClient) -> None:
    start(client)
    assert client.post("/v1/sessions/s1/close").json()["state"] == "closed"
    for verb in ("accept", "wait", "wrap-up", "close", "focus"):
        assert client.post(f"/v1/sessions/s1/{verb}").json()["code"] == "session_closed", verb
    late = client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "x"})
    assert (late.status_code, late.json()["code"]) == (409, "session_closed")
    assert client.patch("/v1/sessions/s1", json={"subject": "x"}).status_code == 409
    assert client.get("/v1/sessions").json()["items"] == []
    assert len(client.get("/v1/sessions", params={"state": "closed"}).json()["items"]) == 1
    start(client, "s2")
    for states in ({"state": "closed,open"}, {"state": ["closed", "open"]}):
        assert {item["id"] for item in client.get("/v1/sessions", params=states).json()["items"]} == {"s1", "s2"}
    assert client.get("/v1/sessions", params={"state": "asleep"}).status_code == 422
    assert client.get("/v1/sessions", params={"state": ["open", "asleep"]}).status_code == 422


def test_a_patch_changes_what_is_sent_and_guards_with_an_etag(client: TestClient) -> None:
    start(client, customer={"id": "c1", "name": "Mira"}, context=[{"name": "tier", "value": "gold"}])
    etag = client.get("/v1/sessions/s1").headers["etag"]
    body = {"subject": "Refund", "context": [{"name": "order", "value": 7}, {"name": "tier", "value": None}]}
    patched = client.patch("/v1/sessions/s1", json=body, headers={"If-Match": etag})
    assert patched.status_code == 200
    assert patched.json()["title"] == "Mira: Refund"
    assert patched.json()["context"] == [{"name": "order", "value": 7}]
    assert client.patch("/v1/sessions/s1", json=body, headers={"If-Match": etag}).status_code == 412
    fresh = patched.headers["etag"]
    assert client.get("/v1/sessions/s1", headers={"If-None-Match": fresh}).status_code == 304


def test_what_moves_by_itself_does_not_stand_in_the_way_of_an_edit_but_is_seen(client: TestClient) -> None:
    start(client)
    start(client, "s2")
    etag = client.get("/v1/sessions/s1").headers["etag"]
    say(client, "My router is broken and I am furious, I want to talk to a manager now.")
    assert pane(client, revision=1)["stale"] is False
    assert client.put("/v1/sessions/s1/tabs/t1", json={"kind": "form"}).status_code == 200
    client.post("/v1/sessions/s2/focus")
    seen = client.get("/v1/sessions/s1", headers={"If-None-Match": etag})
    assert (seen.status_code, seen.json()["unread"], seen.json()["revision"]) == (200, 1, 1)
    assert seen.headers["etag"] != etag
    edited = client.patch("/v1/sessions/s1", json={"subject": "Router"}, headers={"If-Match": etag})
    assert edited.status_code == 200
    for late in (etag, seen.headers["etag"], '"nonsense"'):
        assert client.patch("/v1/sessions/s1", json={"subject": "x"}, headers={"If-Match": late}).status_code == 412
    client.post("/v1/sessions/s1/accept", headers={"If-Match": edited.headers["etag"]})
    late = edited.headers["etag"]
    assert client.patch("/v1/sessions/s1", json={"subject": "x"}, headers={"If-Match": late}).status_code == 412
    assert client.patch("/v1/sessions/s1", json={"subject": "x"}, headers={"If-Match": "*"}).status_code == 200


def test_the_pane_is_304_until_something_changes(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "My router is broken, please help me."}])
    pane(client, revision=1)
    first = client.get("/v1/sessions/s1/pane")
    etag = {"If-None-Match": first.headers["etag"]}
    assert client.get("/v1/sessions/s1/pane", headers=etag).status_code == 304
    client.put("/v1/sessions/s1/drafts/reply", json={"text": "Dear"})
    changed = client.get("/v1/sessions/s1/pane", headers=etag)
    assert changed.status_code == 200
    assert changed.json()["drafts"]["reply"]["text"] == "Dear"
    assert client.get("/v1/sessions/s1/pane", params={"tab": "customer"}, headers=etag).status_code == 200


def test_the_pane_carries_only_what_is_asked_for(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "My router is broken, please help me."}])
    assert {"summary", "replies", "case_draft", "articles", "drafts"} <= set(pane(client, revision=1))
    small = pane(client, fields="replies,drafts")
    assert "replies" in small
    assert "summary" not in small
    assert "replies" not in pane(client, since=1)
    say(client, "It blinks red.")
    assert "replies" in pane(client, revision=2, since=1)
    both = pane(client, fields=["replies", "summary,drafts"])
    assert {"replies", "summary", "drafts"} <= set(both)
    assert "articles" not in both
    assert not {"summary", "drafts"} & set(pane(client, fields=""))
    assert client.get("/v1/sessions/s1/pane", params={"fields": ["replies", "colour"]}).status_code == 422
    assert client.get("/v1/sessions/s1/pane", params={"fields": "colour"}).status_code == 422
    assert client.get("/v1/sessions/s1/pane", params={"tab": "nowhere"}).status_code == 404


def test_a_pane_that_waits_in_vain_says_that_it_is_stale(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "Hello there"}])
    waited = pane(client, revision=99, wait_ms=150)
    assert waited["revision"] == 1
    assert waited["stale"] is True


def test_drafts_need_the_version_they_replace(client: TestClient) -> None:
    start(client)
    url = "/v1/sessions/s1/drafts/email"
    first = client.put(url, json={"text": "Dear"}, headers={"If-None-Match": "*"})
    assert first.status_code == 201
    assert client.put(url, json={"text": "x"}).status_code == 428
    assert client.put(url, json={"text": "x"}, headers={"If-None-Match": "*"}).status_code == 412
    second = client.put(url, json={"text": "Dear Mira"}, headers={"If-Match": first.headers["etag"]})
    assert second.status_code == 200
    assert client.put(url, json={"text": "x"}, headers={"If-Match": first.headers["etag"]}).status_code == 412
    read = client.get(url)
    assert (read.json()["text"], read.headers["etag"]) == ("Dear Mira", second.headers["etag"])
    assert client.get(url, headers={"If-None-Match": second.headers["etag"]}).status_code == 304
    assert client.get("/v1/sessions/s1/drafts/poem").status_code == 422
    assert client.get("/v1/sessions/s1/drafts/note").status_code == 404
    assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404


def test_tabs_open_change_and_close_within_the_limit(client: TestClient) -> None:
    start(client)
    body = {"kind": "customer", "title": "Mira", "record": {"type": "contact", "id": "c1"}}
    assert client.put("/v1/sessions/s1/tabs/t1", json=body).json() == {"id": "t1", **body, "anchor": False}
    for number in range(2, 10):
        assert client.put(f"/v1/sessions/s1/tabs/t{number}", json={"kind": "article"}).status_code == 200
    full = client.put("/v1/sessions/s1/tabs/t10", json={"kind": "form"})
    assert (full.status_code, full.json()["code"]) == (409, "tab_limit")
    assert client.delete("/v1/sessions/s1/tabs/anchor").status_code == 409
    assert client.delete("/v1/sessions/s1/tabs/t1").status_code == 204
    assert client.get("/v1/sessions/s1/tabs/t1").status_code == 404
    assert client.put("/v1/sessions/s1/tabs/t1", json={"kind": "hat"}).status_code == 422


def test_a_case_draft_keeps_the_agents_words_through_a_refresh(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "My router 77 is broken since Monday."}])
    url = "/v1/sessions/s1/case-draft"
    assert client.get(url).status_code == 404
    made = client.post(url)
    assert made.status_code == 201
    assert made.json()["draft"]["issue"]
    patch = {"title": "Router 77", "status": "escalated", "next_steps": [{"owner": "agent", "action": "Call"}]}
    assert client.patch(url, json=patch).status_code == 428
    edited = client.patch(url, json=patch, headers={"If-Match": made.headers["etag"]})
    assert edited.status_code == 200
    assert client.patch(url, json=patch, headers={"If-Match": made.headers["etag"]}).status_code == 412
    say(client, "It also smells of smoke and the cable is hot.")
    refreshed = client.post(url)
    assert refreshed.status_code == 200
    assert refreshed.json()["draft"]["title"] == "Router 77"
    assert refreshed.json()["draft"]["status"] == "escalated"
    assert refreshed.json()["draft"]["next_steps"][0]["action"] == "Call"
    assert refreshed.json()["edited"] == ["next_steps", "status", "title"]
    for wrong in ({"title": 7}, {"status": "maybe"}, {"colour": "red"}, [1]):
        response = client.patch(url, json=wrong, headers={"If-Match": refreshed.headers["etag"]})
        assert response.status_code == 422, wrong
    saved = client.post(f"{url}/versions", headers={"If-Match": refreshed.headers["etag"]})
    assert (saved.status_code, saved.json()["version"]) == (201, 1)
    assert client.post(f"{url}/versions", headers={"If-Match": made.headers["etag"]}).status_code == 412
    assert client.get(f"{url}/versions").json()["items"] == [saved.json()]
    removed = client.patch(url, json={"title": None}, headers={"If-Match": refreshed.headers["etag"]})
    assert removed.json()["draft"]["title"] is None
    assert client.get(f"{url}/versions").json()["items"][0]["draft"]["title"] == "Router 77"


def test_a_case_draft_older_than_the_talk_says_so_in_the_pane(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "My parcel 77 has not arrived since Monday."}])
    pane(client, revision=1)
    client.post("/v1/sessions/s1/case-draft")
    assert pane(client, revision=1)["case_draft"]["stale"] is False
    say(client, "Never mind, it has just arrived, thank you.")
    late = pane(client, revision=2)["case_draft"]
    assert (late["stale"], late["revision"]) == (True, 1)
    assert "messages_used" not in late
    client.post("/v1/sessions/s1/case-draft")
    assert pane(client, revision=2)["case_draft"]["stale"] is False


def test_a_customer_tab_shows_the_customers_other_sessions_and_cases(client: TestClient) -> None:
    mira = {"id": "c1", "name": "Mira"}
    start(client, "old", customer=mira, messages=[{"role": "customer", "text": "The lamp arrived broken."}])
    client.post("/v1/sessions/old/case-draft")
    client.post("/v1/sessions/old/case-draft/versions")
    client.post("/v1/sessions/old/close")
    start(client, "other", customer=mira)
    start(client, "stranger", customer={"id": "c2"})
    start(client, customer=mira)
    seen = pane(client, tab="customer")
    assert [item["id"] for item in seen["related_sessions"]] == ["other"]
    assert [item["id"] for item in seen["history"]] == ["old"]
    assert [item["session_id"] for item in seen["related_cases"]] == ["old"]
    assert "summary" not in seen
    etag = client.get("/v1/sessions/s1/pane", params={"tab": "customer"}).headers["etag"]
    client.post("/v1/sessions/other/accept")
    known = client.get("/v1/sessions/s1/pane", params={"tab": "customer"}, headers={"If-None-Match": etag})
    assert known.status_code == 200


def test_a_case_tab_is_new_when_a_similar_case_was_saved_or_redacted(client: TestClient) -> None:
    text = "My router X20 is broken since Monday, please help."
    for key in ("s1", "s2"):
        start(client, key, messages=[{"id": "a", "role": "customer", "text": text}])
        pane(client, session=key, revision=1)

    def look(etag: str = "") -> Any:
        query = {"tab": "case", "fields": "similar_cases"}
        return client.get("/v1/sessions/s1/pane", params=query, headers={"If-None-Match": etag})

    before = look()
    assert look(before.headers["etag"]).status_code == 304
    client.post("/v1/sessions/s2/case-draft")
    client.post("/v1/sessions/s2/case-draft/versions")
    saved = look(before.headers["etag"])
    assert [case["session_id"] for case in saved.json()["similar_cases"]] == ["s2"]
    assert look(saved.headers["etag"]).status_code == 304
    client.delete("/v1/sessions/s2/messages/a")
    assert "Monday" not in look(saved.headers["etag"]).text


def test_every_suggestion_is_a_record_that_replays_to_the_same(client: TestClient) -> None:
    messages = [{"id": "a", "role": "customer", "text": "My router is broken, please help me today."}]
    start(client, messages=messages, customer={"id": "c1", "name": "Mia Wong"})
    shown = pane(client, revision=1)
    say(client, "Something else entirely now.")
    pane(client, revision=2)
    for part in ("summary", "replies", "case_draft", "articles"):
        key = shown[part]["suggestion_id"]
        record = client.get(f"/v1/suggestions/{key}").json()
        assert (record["feature"], record["revision"], record["session_id"]) == (part, 1, "s1")
        assert record["versions"]["encoder"] == shown[part]["versions"]["encoder"]
        assert client.get(f"/v1/suggestions/{key}/replay").json()["matches"] is True, part
    reply = shown["replies"]["suggestion_id"]
    for _ in range(3):
        client.post(f"/v1/suggestions/{reply}.0/feedback", json={"event": "rejected"})
    replayed = client.get(f"/v1/suggestions/{reply}/replay").json()
    assert replayed["matches"] or "feedback" in replayed["reason"]
    client.delete("/v1/sessions/s1/messages/a")
    replayed = client.get(f"/v1/suggestions/{shown['summary']['suggestion_id']}/replay").json()
    assert replayed["matches"] is None
    assert "redacted" in replayed["reason"]


def test_feedback_is_taken_several_times_and_exported(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": "My router is broken, please help me."}])
    key = pane(client, revision=1)["summary"]["suggestion_id"]
    for body in ({"event": "shown"}, {"event": "accepted", "rating": 1, "final_text": "Sent"}):
        assert client.post(f"/v1/suggestions/{key}/feedback", json=body).status_code == 201
    assert client.post(f"/v1/suggestions/{key}/feedback", json={"event": "eaten"}).status_code == 422
    assert client.post(f"/v1/suggestions/{key}/feedback", json={"event": "shown", "rating": 2}).status_code == 422
    assert client.post("/v1/suggestions/sg-unknown/feedback", json={"event": "shown"}).status_code == 404
    lines = client.get("/v1/feedback/export").text.splitlines()
    assert len(lines) == 2
    assert '"feature": "summary"' in lines[0]


def test_a_transfer_carries_everything_and_writes_a_joining_summary(server: tuple[TestClient, Engine]) -> None:
    client, engine = server
    start(client, messages=[{"role": "customer", "text": "My router 77 is broken since Monday, please help."}])
    reply = pane(client, revision=1)["replies"]["suggestion_id"]
    client.put("/v1/sessions/s1/drafts/reply", json={"text": "Half a sentence"})
    ben, ana = (bearer(engine, role="agent", agent_id=agent) for agent in ("ben", "ana"))
    client.app.state.server.auth._closed_until = (0.0, False)  # type: ignore[attr-defined]
    moved = client.post("/v1/sessions/s1/transfer", json={"to_agent": "ben"}, headers=ana)
    assert (moved.json()["agent_id"], moved.json()["state"]) == ("ben", "open")
    assert client.get("/v1/sessions/s1", headers=ana).status_code == 404
    assert client.get(f"/v1/suggestions/{reply}", headers=ana).status_code == 404
    joined = None
    for _ in range(100):
        seen = client.get("/v1/sessions/s1/pane", params={"wait_ms": 50, "min_revision": 2}, headers=ben).json()
        joined = seen.get("summary", {}).get("moment")
        if joined:
            break
    assert joined == "join"
    assert seen["drafts"]["reply"]["text"] == "Half a sentence"
    assert client.get(f"/v1/suggestions/{reply}", headers=ben).status_code == 200
    assert [item["id"] for item in client.get("/v1/sessions", headers=ben).json()["items"]] == ["s1"]
