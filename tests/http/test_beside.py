"""What a pane tells of other sessions: the caller's own, and its team's where that is shared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.http.test_access import ADMIN, ANA, BEN, NORTH, SECRET, token
from tests.support.server import serving

MIRA = {"id": "c1", "name": "Mira"}
SAID = "The lamp arrived broken and the glass is everywhere."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path, jwt_secret=SECRET) as (opened, _):
        yield opened


def start(client: TestClient, key: str, agent: dict[str, str], name: str, **body: Any) -> None:
    body = {"id": key, "channel": "case", "agent_id": name, "team": "north", "customer": MIRA, **body}
    assert client.post("/v1/sessions", json=body, headers=agent).status_code == 201


def told(client: TestClient, caller: dict[str, str], *, key: str = "anas", tab: str = "customer") -> set[str]:
    """Ids of all other sessions in a pane."""
    client.put(f"/v1/sessions/{key}/tabs/cu", json={"kind": "customer"}, headers=caller)
    query = {"tab": "cu" if tab == "customer" else tab, "min_revision": 1, "wait_ms": 5_000}
    pane = client.get(f"/v1/sessions/{key}/pane", params=query, headers=caller).json()
    beside = [*pane.get("related_sessions", ()), *pane.get("history", ())]
    cases = [*pane.get("related_cases", ()), *pane.get("similar_cases", ())]
    return {one["id"] for one in beside} | {one["session_id"] for one in cases}


def prepared(client: TestClient) -> None:
    said = [{"id": "a", "role": "customer", "text": SAID}]
    for key, agent, name in (("bens", BEN, "ben"), ("anas-old", ANA, "ana")):
        start(client, key, agent, name, messages=said)
        assert client.post(f"/v1/sessions/{key}/case-draft", headers=agent).status_code == 201
        assert client.post(f"/v1/sessions/{key}/case-draft/versions", headers=agent).status_code == 201
    start(client, "anas", ANA, "ana", messages=said)
    start(client, "anas-other", ANA, "ana", customer={"id": "c2"}, messages=said)


def test_an_agents_pane_tells_nothing_of_colleagues_sessions(client: TestClient) -> None:
    prepared(client)
    assert told(client, ANA) == {"anas-old"}
    assert told(client, ANA, key="anas-other", tab="anchor") == {"anas-old"}
    for everything in (NORTH, ADMIN):
        assert told(client, everything) == {"anas-old", "bens"}


def test_who_sees_more_has_another_etag(client: TestClient) -> None:
    prepared(client)
    told(client, ANA)
    asked = "/v1/sessions/anas/pane?tab=cu"
    anas = client.get(asked, headers=ANA).headers["etag"]
    assert client.get(asked, headers={**ANA, "If-None-Match": anas}).status_code == 304
    assert client.get(asked, headers={**ADMIN, "If-None-Match": anas}).status_code == 200


def test_a_team_that_shares_its_history_sees_colleagues_sessions(tmp_path: Path) -> None:
    with serving(tmp_path, jwt_secret=SECRET, team_history=True) as (client, _):
        prepared(client)
        start(client, "far", token("cem", "agent"), "cem", team="south")
        assert told(client, ANA) == {"anas-old", "bens"}
        assert client.get("/v1/sessions/bens", headers=ANA).status_code == 404


def test_an_agent_cannot_move_a_session_out_of_its_teams_sight(client: TestClient) -> None:
    prepared(client)
    for team in ("south", None):
        assert client.patch("/v1/sessions/anas", json={"team": team}, headers=ANA).status_code == 403
    assert client.get("/v1/sessions/anas", headers=NORTH).status_code == 200
    assert client.patch("/v1/sessions/anas", json={"team": "north", "subject": "x"}, headers=ANA).status_code == 200
    assert client.patch("/v1/sessions/anas", json={"team": "south"}, headers=ADMIN).status_code == 200
    of_south = token("sue", "supervisor", teams=("north", "south"))
    assert client.patch("/v1/sessions/anas", json={"team": "north"}, headers=of_south).status_code == 200
    start(client, "alone", ANA, "ana", team=None)
    assert client.patch("/v1/sessions/alone", json={"team": "north"}, headers=ANA).status_code == 200
