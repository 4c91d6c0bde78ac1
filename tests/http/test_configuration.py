"""An agent's configuration over HTTP: who may set what, which layer counts, and that every value shows at the desk."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from assist.build import Engine
from assist.store.schema import suggestions
from tests.http.test_access import ADMIN, ANA, BEN, NORTH, SECRET, token
from tests.http.test_replies import ASK, DEPOT, load
from tests.support.problems import problem
from tests.support.server import bearer, serving

ANAS = "/v1/agents/ana"
DEFAULTS = "/v1/roles/agent/defaults"
LATE = {"role": "customer", "text": "My parcel is late"}


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path, jwt_secret=SECRET, session_limit=5) as opened:
        yield opened


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as (opened, _):
        yield opened


def configured(client: TestClient, agent: str = "ana", headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Value and source by field."""
    found = client.get(f"/v1/agents/{agent}/configuration", headers=headers).json()
    return {name: (one["value"], one["from"]) for name, one in found["values"].items()}


def put(client: TestClient, path: str, headers: dict[str, str] | None = None, **values: Any) -> None:
    """Set a document, whatever version it has."""
    etag = client.get(path, headers=headers).headers.get("etag")
    guard = {"If-Match": etag} if etag else {"If-None-Match": "*"}
    answer = client.put(path, json=values, headers={**(headers or {}), **guard})
    assert answer.status_code in (200, 201), answer.text


def start(client: TestClient, key: str = "s1", agent: str = "ana") -> None:
    body = {"id": key, "channel": "chat", "agent_id": agent}
    assert client.post("/v1/sessions", json=body).status_code == 201


def say(client: TestClient, text: str = LATE["text"], key: str = "s1") -> dict[str, Any]:
    """The pane once it has the parts of a new message."""
    sent = client.post(f"/v1/sessions/{key}/messages", json={"role": "customer", "text": text})
    query = {"min_revision": sent.json()["revision"], "wait_ms": 20_000}
    return client.get(f"/v1/sessions/{key}/pane", params=query).json()


def replies(pane: dict[str, Any]) -> list[str]:
    return [reply["text"] for reply in pane["replies"]["suggestions"]]


def test_an_agent_its_supervisor_and_an_admin_set_its_preferences_and_nobody_else(
    guarded: tuple[TestClient, Engine],
) -> None:
    client, _ = guarded
    path = f"{ANAS}/preferences"
    for stranger in (BEN, NORTH):
        for method in ("GET", "PUT"):
            problem(client.request(method, path, json={}, headers=stranger), 404)
    assert client.get(path, headers=token("art", "author")).status_code == 403
    client.post("/v1/sessions", json={"channel": "chat", "agent_id": "ana", "team": "north"}, headers=ANA)
    for tone, caller in (("formal", ANA), ("friendly", NORTH), ("professional", ADMIN)):
        put(client, path, caller, reply_tone=tone)
        assert client.get(path, headers=ANA).json()["reply_tone"] == tone
    problem(client.put(path, json={}, headers=token("sue", "supervisor", teams=("south",))), 404)


def test_a_supervisor_has_the_agents_whose_keys_name_its_team(guarded: tuple[TestClient, Engine]) -> None:
    client, engine = guarded
    own = bearer(engine, role="agent", agent_id="cyd", teams=("north",))
    put(client, "/v1/agents/cyd/locks", NORTH, session_limit=2)
    assert client.get("/v1/agents/cyd/locks", headers=own).json()["session_limit"] == 2
    assert configured(client, "cyd", own)["session_limit"] == (2, "supervisor")
    refused = client.put("/v1/agents/cyd/locks", json={}, headers=own)
    assert problem(refused, 403)["detail"].startswith("what is locked for an agent is set by a supervisor")


def test_defaults_of_a_role_are_read_by_everybody_and_written_by_an_admin(guarded: tuple[TestClient, Engine]) -> None:
    client, _ = guarded
    put(client, DEFAULTS, ADMIN, replies_limit=2, locked=["replies_limit"])
    for caller in (ANA, NORTH, token("art", "author"), token("eva", "engineer")):
        assert client.get(DEFAULTS, headers=caller).json()["locked"] == ["replies_limit"]
        problem(client.put(DEFAULTS, json={}, headers=caller), 403)
    problem(client.get("/v1/roles/boss/defaults", headers=ADMIN), 422)


@pytest.mark.parametrize("path", [f"{ANAS}/preferences", f"{ANAS}/locks", DEFAULTS])
def test_no_change_is_lost_between_two_windows(client: TestClient, path: str) -> None:
    assert client.get(path).json()["etag"] is None
    first = client.put(path, json={"replies_limit": 1}, headers={"If-None-Match": "*"})
    assert (first.status_code, first.json()["etag"]) == (201, first.headers["etag"].strip('"'))
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.put(path, json={"replies_limit": 1}).status_code == 200  # the same save once more
    assert "If-Match" in problem(client.put(path, json={"replies_limit": 2}), 428)["detail"]
    problem(client.put(path, json={"replies_limit": 2}, headers={"If-None-Match": "*"}), 412)
    current = {"If-Match": first.headers["etag"]}
    assert client.put(path, json={"replies_limit": 2}, headers=current).status_code == 200
    problem(client.put(path, json={"replies_limit": 3}, headers=current), 412)
    assert client.get(path).json()["replies_limit"] == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"features": ["summary", "tea"]}, "features.1"),
        ({"preload": "some"}, "preload"),
        ({"preload_sessions": -1}, "preload_sessions"),
        ({"reply_tone": "rude"}, "reply_tone"),
        ({"replies_limit": 0}, "replies_limit"),
        ({"replies_limit": "2"}, "replies_limit"),
        ({"articles_limit": 51}, "articles_limit"),
        ({"summary_max_words": 9}, "summary_max_words"),
        ({"summary_sections": ["weather"]}, "summary_sections.0"),
        ({"session_limit": 0}, "session_limit"),
        ({"locked": ["reply_tone"]}, "locked"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(client: TestClient, body: dict[str, Any], field: str) -> None:
    for path in (f"{ANAS}/preferences", f"{ANAS}/locks"):
        refused = problem(client.put(path, json=body), 422)
        assert [error["field"] for error in refused["errors"]] == [field]


def test_each_value_comes_with_the_layer_that_says_it(guarded: tuple[TestClient, Engine]) -> None:
    client, _ = guarded
    assert configured(client, headers=ANA)["session_limit"] == (5, "built_in")
    put(client, DEFAULTS, ADMIN, reply_tone="formal", replies_limit=2, articles_limit=2, locked=["articles_limit"])
    put(client, f"{ANAS}/preferences", ANA, reply_tone="friendly", reply_length="short")
    put(client, f"{ANAS}/locks", ADMIN, reply_length="long", session_limit=3)
    found = configured(client, headers=ANA)
    assert found["reply_tone"] == ("friendly", "personal")
    assert found["reply_length"] == ("long", "supervisor")
    assert found["replies_limit"] == (2, "role")
    assert found["session_limit"] == (3, "supervisor")
    assert found["preload"] == ("all", "built_in")
    locked = client.get(f"{ANAS}/configuration", headers=ANA).json()["values"]
    assert {name for name, one in locked.items() if one["locked"]} == {
        "articles_limit",
        "reply_length",
        "session_limit",
        "tab_limit",
    }
    etag = client.get(f"{ANAS}/configuration", headers=ANA).headers["etag"]
    assert client.get(f"{ANAS}/configuration", headers={**ANA, "If-None-Match": etag}).status_code == 304


def test_what_is_locked_and_limits_are_not_the_agents_to_set(client: TestClient) -> None:
    put(client, DEFAULTS, reply_tone="formal", locked=["reply_tone"])
    put(client, f"{ANAS}/locks", features=["summary"])
    body = {"reply_tone": "friendly", "features": ["replies"], "session_limit": 99, "replies_limit": 1}
    refused = problem(client.put(f"{ANAS}/preferences", json=body), 422)
    assert {error["field"] for error in refused["errors"]} == {"session_limit", "features", "reply_tone"}
    said = {error["field"]: error["message"] for error in refused["errors"]}
    assert said["features"] == "is locked by a supervisor (summary); leave it out"
    assert "PUT /v1/agents/{id}/locks" in said["session_limit"]
    put(client, f"{ANAS}/preferences", replies_limit=1)
    put(client, DEFAULTS)
    put(client, f"{ANAS}/locks")
    put(client, f"{ANAS}/preferences", reply_tone="friendly", features=["replies"])
    assert configured(client)["reply_tone"] == ("friendly", "personal")


def test_a_lead_begins_with_the_defaults_of_the_role_of_its_key(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        lead = bearer(engine, role="supervisor", agent_id="lea", teams=("north",))
        admin = bearer(engine, role="admin")
        put(client, DEFAULTS, admin, replies_limit=1)
        put(client, "/v1/roles/supervisor/defaults", admin, replies_limit=2)
        assert configured(client, "lea", lead)["replies_limit"] == (2, "role")
        assert client.get("/v1/agents/lea/configuration", headers=lead).json()["role"] == "supervisor"
        assert configured(client, "ana", admin)["replies_limit"] == (1, "role")
        problem(client.put("/v1/agents/lea/locks", json={"session_limit": 99}, headers=lead), 403)


def test_tone_length_and_number_of_replies_change_at_the_next_message(client: TestClient) -> None:
    load(client)
    start(client)
    before = say(client)
    assert len(replies(before)) > 1
    assert DEPOT in replies(before)
    assert not any("unclear" in text for text in replies(before))
    put(client, f"{ANAS}/preferences", reply_tone="friendly", reply_length="long")
    unchanged = client.get("/v1/sessions/s1/pane").json()
    assert unchanged["replies"] == before["replies"]
    after = say(client)
    expected = "I've asked the depot to search for your parcel. Please let me know if anything is unclear."
    assert expected in replies(after)
    put(client, f"{ANAS}/preferences", replies_limit=1)
    assert len(replies(say(client))) == 1


def test_a_no_brings_the_next_reply_in_the_length_that_the_agent_wants_now(client: TestClient) -> None:
    load(client)
    start(client)
    asked = next(reply for reply in say(client)["replies"]["suggestions"] if reply["text"] == ASK)
    put(client, f"{ANAS}/preferences", reply_length="long")
    client.post(f"/v1/suggestions/{asked['id']}/feedback", json={"event": "rejected"})
    shown = [ASK]
    for _ in range(400):
        if ASK not in shown:
            break
        time.sleep(0.02)
        shown = replies(client.get("/v1/sessions/s1/pane").json())
    assert shown == [f"{DEPOT} Please let me know if anything is unclear."]


def test_words_and_sections_of_the_summary_and_the_number_of_cards_change_at_the_next_message(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assist.copilot.articles.CONFIDENCE_FLOOR", 0.0)  # the fake encoder knows no confidence
    for number in range(3):
        article = {"title": f"Late parcel {number}", "body": "When a parcel is late, ask the depot to search for it."}
        client.put(f"/v1/articles/late-{number}", json=article)
    start(client)
    before = say(client, "My parcel is late. I called you on Monday and nobody rang me back about it.")
    assert len(before["articles"]["articles"]) == 3
    assert before["summary"]["sections"]
    put(client, f"{ANAS}/preferences", articles_limit=2, summary_sections=[])
    after = say(client)
    assert len(after["articles"]["articles"]) == 2
    assert (after["summary"]["headline"] is None, after["summary"]["sections"]) == (False, [])
    put(client, f"{ANAS}/preferences", summary_max_words=10)
    short = say(client)["summary"]
    told = [short["headline"]["text"], *(section["text"] for section in short["sections"])]
    assert sum(len(text.split()) for text in told) <= 10


def test_the_pane_offers_the_agents_features_and_computes_no_others(client: TestClient) -> None:
    start(client)
    assert {"summary", "replies", "case_draft", "articles"} <= say(client).keys()
    put(client, f"{ANAS}/preferences", features=["articles", "summary"])
    shown = client.get("/v1/sessions/s1/pane").json()
    assert shown["tools"] == ["summary", "articles"]
    assert shown.keys().isdisjoint({"replies", "case_draft"})
    after = say(client)
    assert (after["summary"]["revision"], after.keys() & {"replies", "case_draft"}) == (2, set())
    put(client, f"{ANAS}/preferences", features=[])
    assert client.get("/v1/sessions/s1/pane").json()["tools"] == []
    put(client, f"{ANAS}/preferences")
    assert say(client)["replies"]["revision"] == 3


def test_what_the_agent_preloads_follows_its_configuration(client: TestClient) -> None:
    desk = client.app.state.server.desk  # type: ignore[attr-defined]
    put(client, f"{ANAS}/locks", preload="none")
    for key, agent in (("s1", "ana"), ("s2", "ben")):
        start(client, key, agent)
        client.post(f"/v1/sessions/{key}/messages", json=LATE)
    assert say(client, key="s2")["parts_revision"] == 2
    assert not desk.follower.is_working_on("s1")
    assert desk.sessions.get("s1").parts_revision == 0
    asked = client.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 20_000}).json()
    assert asked["parts_revision"] == 1


def test_limits_of_sessions_and_tabs_are_the_agents_own(client: TestClient) -> None:
    put(client, DEFAULTS, session_limit=2, tab_limit=2)
    put(client, f"{ANAS}/locks", session_limit=1)
    for key, agent in (("a1", "ana"), ("a2", "ana"), ("b1", "ben"), ("b2", "ben"), ("b3", "ben")):
        start(client, key, agent)
    accepted = [client.post(f"/v1/sessions/{key}/accept").status_code for key in ("a1", "a2", "b1", "b2", "b3")]
    assert accepted == [200, 409, 200, 200, 409]
    assert client.put("/v1/sessions/a1/tabs/t1", json={"kind": "form"}).status_code == 200
    refused = client.put("/v1/sessions/a1/tabs/t2", json={"kind": "form"})
    assert problem(refused, 409)["code"] == "tab_limit"
    put(client, f"{ANAS}/locks", session_limit=2, tab_limit=3)
    assert client.post("/v1/sessions/a2/accept").status_code == 200
    assert client.put("/v1/sessions/a1/tabs/t2", json={"kind": "form"}).status_code == 200
    problem(client.put("/v1/sessions/none/tabs/t2", json={"kind": "form"}), 404)


def test_a_changed_configuration_changes_the_panes_etag_and_no_stored_suggestion(tmp_path: Path) -> None:
    def stored() -> list[Any]:
        query = select(suggestions.c.id, suggestions.c.result, suggestions.c.options).order_by(suggestions.c.id)
        return engine.database.read(lambda connection: [tuple(row) for row in connection.execute(query)])

    with serving(tmp_path) as (client, engine):
        start(client)
        say(client)
        before, rows = client.get("/v1/sessions/s1/pane").headers["etag"], stored()
        known = {"If-None-Match": before}
        assert client.get("/v1/sessions/s1/pane", headers=known).status_code == 304
        put(client, f"{ANAS}/preferences", reply_tone="formal")
        changed = client.get("/v1/sessions/s1/pane", headers=known)
        assert (changed.status_code, changed.headers["etag"] == before) == (200, False)
        put(client, "/v1/agents/ben/preferences", reply_tone="formal")
        again = {"If-None-Match": changed.headers["etag"]}
        assert client.get("/v1/sessions/s1/pane", headers=again).status_code == 304
        put(client, f"{ANAS}/preferences")
        assert client.get("/v1/sessions/s1/pane", headers=known).status_code == 304
        assert stored() == rows


def test_replay_asks_as_it_was_asked_then_also_for_what_is_from_before_options_were_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        load(client)
        start(client)
        default = say(client)
        put(client, f"{ANAS}/preferences", reply_length="long", replies_limit=1, summary_sections=[])
        other = say(client)
        put(client, f"{ANAS}/preferences", reply_tone="formal")
        client.post("/v1/sessions/s1/transfer", json={"to_agent": "ben"})
        old = default["replies"]["suggestion_id"]
        forget = update(suggestions).where(suggestions.c.id == old).values(options=None)
        engine.database.write(lambda connection: connection.execute(forget))
        for pane in (default, other):
            for feature in ("summary", "replies", "articles", "case_draft"):
                replay = client.get(f"/v1/suggestions/{pane[feature]['suggestion_id']}/replay").json()
                assert (replay["matches"], replay["reason"]) == (True, None), feature
        kept = select(func.count()).select_from(suggestions).where(suggestions.c.options.is_not(None))
        assert engine.database.read(lambda connection: connection.execute(kept).scalar_one()) >= 5


def test_who_takes_a_session_over_is_helped_as_it_likes(client: TestClient) -> None:
    put(client, "/v1/agents/ben/preferences", summary_sections=[])
    start(client)
    assert say(client)["summary"]["sections"]
    client.post("/v1/sessions/s1/transfer", json={"to_agent": "ben"})
    for _ in range(400):
        summary = client.get("/v1/sessions/s1/pane").json()["summary"]
        if summary["moment"] == "join":
            break
        time.sleep(0.02)
    assert (summary["moment"], summary["sections"]) == ("join", [])


def test_an_erased_agents_preferences_are_gone_at_once(client: TestClient) -> None:
    put(client, f"{ANAS}/preferences", features=["summary"])
    put(client, f"{ANAS}/locks", tab_limit=1)
    start(client)
    assert client.get("/v1/sessions/s1/pane").json()["tools"] == ["summary"]
    report = client.delete("/v1/agents/ana/data").json()
    assert (report["erased"]["configuration_layers"], report["remaining"]["configuration_layers"]) == (2, 0)
    assert {source for _, source in configured(client).values()} == {"built_in"}
    start(client, "s2")
    assert len(client.get("/v1/sessions/s2/pane").json()["tools"]) == 4


def test_preferences_survive_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, _):
        put(client, f"{ANAS}/preferences", replies_limit=1)
    with serving(tmp_path) as (client, _):
        assert configured(client)["replies_limit"] == (1, "personal")
