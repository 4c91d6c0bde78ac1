"""Replies over HTTP: history in, suggestions out, a "No" brings the next, policy and erasure hold."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.server import serving

ASK = "May I have the order number of the late parcel, please?"
DEPOT = "I have asked the depot to search for your parcel."
CSV = (
    "conversation_id,role,text\n"
    f'c1,customer,My parcel is late\nc1,agent,"{ASK}"\n'
    f"c2,user,My parcel is late\nc2,agent,{DEPOT}\n"
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as (client, _):
        yield client


def finished(client: TestClient, started: Any) -> dict[str, Any]:
    assert started.status_code == 202
    assert started.headers["location"]
    for _ in range(400):
        job = client.get(started.headers["location"]).json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.02)
    raise AssertionError("the import did not end")


def load(client: TestClient) -> None:
    started = client.post("/v1/history/import", content=CSV, headers={"Content-Type": "text/csv"})
    job = finished(client, started)
    assert job["state"] == "succeeded"
    assert job["result"]["created"] == 2


def pane(client: TestClient, session: str, revision: int) -> dict[str, Any]:
    for _ in range(12):
        found = client.get(f"/v1/sessions/{session}/pane", params={"min_revision": revision, "wait_ms": 5_000}).json()
        if "replies" in found and found["parts_revision"] >= revision:
            return found["replies"]
    raise AssertionError("no replies were suggested")


def start(client: TestClient, **more: Any) -> None:
    body = {
        "id": "s1",
        "channel": "chat",
        "agent_id": "ana",
        "messages": [{"role": "customer", "text": "My parcel is late"}],
    }
    assert client.post("/v1/sessions", json=body | more).status_code == 201


def test_bad_rows_of_an_import_are_named_and_the_rest_is_kept(client: TestClient) -> None:
    good = {"id": "c1", "messages": [{"role": "customer", "text": "My parcel is late"}, {"role": "agent", "text": ASK}]}
    lines = "\n".join([json.dumps(good), "not json", json.dumps({"id": "c2"})])
    job = finished(
        client, client.post("/v1/history/import", content=lines, headers={"Content-Type": "application/x-ndjson"})
    )
    assert job["result"]["created"] == 1
    assert [row["item"] for row in job["result"]["failed"]] == ["upload.jsonl:2", "upload.jsonl:3"]


def test_approved_replies_come_from_a_spreadsheet_too(client: TestClient) -> None:
    table = '\ufeffID;Text;Tags\nask;"May I have the order number, {name}?";orders,identity\n;no id;\nbad id;x;\n'
    started = client.post("/v1/approved-replies/import", content=table, headers={"Content-Type": "text/csv"})
    result = finished(client, started)["result"]
    assert (result["created"], [row["item"] for row in result["failed"]]) == (1, ["upload.csv:3", "upload.csv:4"])
    stored = client.get("/v1/approved-replies/ask").json()
    assert (stored["text"], stored["tags"]) == ("May I have the order number, {name}?", ["orders", "identity"])


def test_past_conversations_come_from_a_spreadsheet_with_semicolons(client: TestClient) -> None:
    table = "Ticket_ID;From;Message\nt1;customer;My parcel is late\nt1;agent;" + ASK + "\n;agent;lost\n"
    started = client.post("/v1/history/import", content=table, headers={"Content-Type": "text/csv"})
    result = finished(client, started)["result"]
    assert (result["created"], [row["item"] for row in result["failed"]]) == (1, ["upload.csv:4"])


def test_imported_history_is_suggested_and_a_second_import_changes_nothing(client: TestClient) -> None:
    load(client)
    again = finished(client, client.post("/v1/history/import", content=CSV, headers={"Content-Type": "text/csv"}))
    assert again["result"]["created"] == 0
    assert again["result"]["unchanged"] == 2
    body = {"transcript": {"messages": [{"role": "customer", "text": "My parcel is late"}]}}
    texts = {s["text"] for s in client.post("/v1/replies", json=body).json()["suggestions"]}
    assert texts == {ASK, DEPOT}


def test_a_no_brings_the_next_reply_and_the_rejected_one_stays_away(client: TestClient) -> None:
    load(client)
    start(client)
    first = pane(client, "s1", 1)["suggestions"][0]
    sent = client.post(f"/v1/suggestions/{first['id']}/feedback", json={"event": "rejected"})
    assert sent.status_code == 201
    shown: list[str] = []
    for _ in range(200):
        shown = [s["text"] for s in pane(client, "s1", 1)["suggestions"]]
        if first["text"] not in shown:
            break
        time.sleep(0.02)
    assert first["text"] not in shown
    assert shown
    for since, parts in ((1, {"replies"}), (0, {"replies", "summary", "case_draft", "articles"}), (2, set())):
        delta = client.get("/v1/sessions/s1/pane", params={"since": since}).json()
        assert parts == delta.keys() & {"replies", "summary", "case_draft", "articles"}
        assert first["text"] not in json.dumps(delta)
    later = client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "My parcel is late"}).json()
    assert first["text"] not in [s["text"] for s in pane(client, "s1", later["revision"])["suggestions"]]


def test_a_repeat_in_the_session_names_the_earlier_suggestion(client: TestClient) -> None:
    load(client)
    start(client)
    first = {s["text"]: s["id"] for s in pane(client, "s1", 1)["suggestions"]}
    later = client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "My parcel is late"}).json()
    for suggestion in pane(client, "s1", later["revision"])["suggestions"]:
        assert suggestion["duplicate_of"] == first[suggestion["text"]]


def test_replay_of_replies_matches_even_after_a_later_rejection(client: TestClient) -> None:
    load(client)
    start(client)
    shown = pane(client, "s1", 1)
    client.post(f"/v1/suggestions/{shown['suggestions'][0]['id']}/feedback", json={"event": "shown"})
    replay = client.get(f"/v1/suggestions/{shown['suggestion_id']}/replay").json()
    assert [s["text"] for s in replay["recomputed"]["suggestions"]] == [s["text"] for s in shown["suggestions"]]


def test_a_closed_session_is_remembered_unless_the_team_forbids_it_and_erased_with_its_customer(
    client: TestClient,
) -> None:
    client.put("/v1/teams/south/reply-policy", json={"remember": False}, headers={"If-None-Match": "*"})
    for key, team, customer in (("s1", "north", "mira"), ("s2", "south", "tom")):
        messages = [
            {"role": "customer", "text": f"The lamp {team} flickers"},
            {"role": "agent", "text": f"Please change the {team} bulb."},
        ]
        body = {
            "id": key,
            "channel": "chat",
            "agent_id": "ana",
            "team": team,
            "messages": messages,
            "customer": {"id": customer},
        }
        assert client.post("/v1/sessions", json=body).status_code == 201
        assert client.post(f"/v1/sessions/{key}/close").status_code == 200

    def suggested(team: str) -> list[str]:
        body = {"transcript": {"messages": [{"role": "customer", "text": f"The lamp {team} flickers"}]}}
        return [s["text"] for s in client.post("/v1/replies", json=body).json()["suggestions"]]

    for _ in range(200):
        if suggested("north"):
            break
        time.sleep(0.02)
    assert suggested("north") == ["Please change the north bulb."]
    assert "Please change the south bulb." not in suggested("south")
    report = client.delete("/v1/customers/mira").json()
    assert report["erased"]["reply_memory"] == 1
    assert suggested("north") == []


def test_a_policy_needs_if_match_to_change_and_has_a_default(client: TestClient) -> None:
    url = "/v1/teams/north/reply-policy"
    assert client.get(url).json() == {
        "team": "north", "banned": [], "approval": [], "remember": True, "tone": None, "signature": None, "etag": None,
    }  # fmt: skip
    made = client.put(url, json={"approval": ["refund"]})
    assert made.status_code == 201
    assert client.put(url, json={"approval": []}).status_code == 428
    changed = client.put(url, json={"approval": []}, headers={"If-Match": made.headers["etag"]})
    assert changed.status_code == 200
    assert client.get(url).json()["approval"] == []
    assert (
        client.put(url, json={"approval": ["magic"]}, headers={"If-Match": changed.headers["etag"]}).status_code == 422
    )


def test_three_agents_editing_to_the_same_words_propose_an_approved_reply(client: TestClient) -> None:
    load(client)
    start(client)
    for number in range(3):
        item = pane(client, "s1", 1)["suggestions"][0]["id"]
        body = {"event": "edited", "final_text": f"Hello, which order number has the late parcel{'?' * (number + 1)}"}
        assert client.post(f"/v1/suggestions/{item}/feedback", json=body).status_code == 201
    (proposal,) = client.get("/v1/approved-replies").json()["items"]
    assert proposal["state"] == "draft"
    assert "which order number" in proposal["text"]
