"""What agents, and desktops, do a hundred times a day, as strangers tried it."""

import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.api.desk.pane_shape import PaneBody
from assist.build import Engine
from tests.http.test_sessions import client, pane, say, server, start
from tests.support.server import bearer

__all__ = ["client", "server"]

ASKED = "Hello, my router 77 shows a red light since Monday. When will somebody come?"
ANSWERED = "I have booked an engineer for Friday at nine."


def ended(client: TestClient) -> dict[str, Any]:
    """The pane once its summary is that of the end."""
    for _ in range(100):
        seen = pane(client)
        if seen.get("summary", {}).get("moment") == "end":
            return seen
        time.sleep(0.05)
    raise AssertionError("no summary of the end came")


def test_an_answered_customer_is_not_unread(client: TestClient) -> None:
    start(client)
    say(client, ASKED)
    say(client, "Hello?")
    assert client.get("/v1/sessions/s1").json()["unread"] == 2
    say(client, ANSWERED, role="agent")
    assert client.get("/v1/sessions/s1").json()["unread"] == 0
    say(client, "Thank you.")
    assert client.get("/v1/sessions/s1").json()["unread"] == 1


@pytest.mark.parametrize("verb", ["wrap-up", "close"])
def test_the_end_of_a_talk_is_summarised(client: TestClient, verb: str) -> None:
    start(client)
    say(client, ASKED)
    say(client, ANSWERED, role="agent")
    client.post("/v1/sessions/s1/accept")
    assert client.post(f"/v1/sessions/s1/{verb}").status_code == 200
    summary = ended(client)["summary"]
    assert "router 77" in summary["headline"]["text"]
    assert summary["revision"] == 2


def test_a_talk_that_nobody_answered_keeps_its_summary_when_it_ends(client: TestClient) -> None:
    start(client)
    say(client, ASKED)
    before = pane(client, revision=1)["summary"]
    client.post("/v1/sessions/s1/close")
    time.sleep(0.3)
    assert pane(client)["summary"] == before


def test_a_case_draft_around_the_agents_words_replays(client: TestClient) -> None:
    start(client, messages=[{"id": "a", "role": "customer", "text": ASKED}])
    made = client.post("/v1/sessions/s1/case-draft")
    patch = {"title": "Port fault", "issue": None}
    client.patch("/v1/sessions/s1/case-draft", json=patch, headers={"If-Match": made.headers["etag"]})
    again = client.post("/v1/sessions/s1/case-draft").json()
    replayed = client.get(f"/v1/suggestions/{again['suggestion_id']}/replay").json()
    assert (replayed["matches"], replayed["reason"]) == (True, None)
    client.delete("/v1/sessions/s1/messages/a")
    assert client.get(f"/v1/suggestions/{again['suggestion_id']}").json()["result"] is None


def test_a_desktop_ahead_of_the_service_is_told_so(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": ASKED}])
    pane(client, revision=1)
    assert pane(client, revision=99, wait_ms=100)["stale"] is True
    assert pane(client, revision=1)["stale"] is False


def test_the_first_tab_stays_when_another_becomes_the_anchor(client: TestClient) -> None:
    start(client)
    client.put("/v1/sessions/s1/tabs/cu", json={"kind": "customer", "anchor": True})
    refused = client.delete("/v1/sessions/s1/tabs/anchor")
    assert (refused.status_code, refused.json()["code"]) == (409, "tab_anchor")


def test_related_cases_are_of_other_sessions(client: TestClient) -> None:
    start(client, customer={"id": "c1", "name": "Mira"}, messages=[{"role": "customer", "text": ASKED}])
    client.post("/v1/sessions/s1/case-draft")
    client.post("/v1/sessions/s1/case-draft/versions")
    assert pane(client, tab="customer")["related_cases"] == []


def test_a_session_is_of_the_team_of_whose_it_is(server: tuple[TestClient, Engine]) -> None:
    opened, engine = server
    ana = bearer(engine, role="agent", agent_id="ana", teams=("north",))
    body = {"id": "s1", "channel": "chat", "agent_id": "ana"}
    assert opened.post("/v1/sessions", json=body, headers=ana).json()["team"] == "north"
    foreign = opened.post("/v1/sessions", json={**body, "id": "s2", "team": "south"}, headers=ana)
    assert foreign.status_code == 403
    assert "leave it out" in foreign.json()["detail"]


def test_a_transfer_takes_the_session_to_the_next_agents_team(server: tuple[TestClient, Engine]) -> None:
    opened, engine = server
    ana = bearer(engine, role="agent", agent_id="ana", teams=("north",))
    bearer(engine, role="agent", agent_id="cara", teams=("south",))
    north, south = (bearer(engine, role="supervisor", teams=(team,)) for team in ("north", "south"))
    for key in ("s1", "s2", "s3"):
        body = {"id": key, "channel": "chat", "agent_id": "ana"}
        assert opened.post("/v1/sessions", json=body, headers=ana).status_code == 201
    moved = opened.post("/v1/sessions/s1/transfer", json={"to_agent": "cara"}, headers=ana)
    assert moved.json()["team"] == "south"
    assert opened.get("/v1/sessions/s1", headers=south).status_code == 200
    assert opened.get("/v1/sessions/s1", headers=north).status_code == 404
    kept = opened.post("/v1/sessions/s2/transfer", json={"to_agent": "cara", "team": "north"}, headers=ana)
    assert kept.json()["team"] == "north"
    # Of somebody who comes with another service's token no team is known.
    unknown = opened.post("/v1/sessions/s3/transfer", json={"to_agent": "ben"}, headers=ana)
    assert unknown.json()["team"] == "north"


def test_panes_are_as_they_are_described(client: TestClient) -> None:
    mira = {"id": "c1", "name": "Mira"}
    for key in ("old", "s1"):
        start(client, key, customer=mira, messages=[{"role": "customer", "text": ASKED}])
        client.post(f"/v1/sessions/{key}/case-draft")
        client.post(f"/v1/sessions/{key}/case-draft/versions")
    client.put("/v1/sessions/s1/drafts/reply", json={"text": "Dear"}, headers={"If-None-Match": "*"})
    for tab in ("anchor", "customer", "case"):
        seen = pane(client, revision=1, tab=tab)
        told = PaneBody.model_validate(seen).model_dump(mode="json", exclude_unset=True)
        assert told == seen


def test_what_became_of_a_suggestion_can_be_read(client: TestClient) -> None:
    start(client, messages=[{"role": "customer", "text": ASKED}])
    result = pane(client, revision=1)["summary"]["suggestion_id"]
    url = f"/v1/suggestions/{result}/feedback"
    assert client.get(url).json() == {"items": []}
    for event in ("shown", "copied"):
        client.post(url, json={"event": event})
    assert [given["event"] for given in client.get(url).json()["items"]] == ["shown", "copied"]
    assert client.get("/v1/suggestions/sg-unknown/feedback").status_code == 404
