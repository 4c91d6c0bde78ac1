"""Who may see and do what: keys, tokens, roles and ownership."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from tests.support.server import bearer, serving

SECRET = "a-secret-of-thirty-two-characters!"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path, jwt_secret=SECRET) as opened:
        yield opened


def token(sub: str, *roles: str, teams: tuple[str, ...] = (), secret: str = SECRET, **claims: object) -> dict[str, str]:
    text = jwt.encode({"sub": sub, "roles": list(roles), "teams": list(teams), **claims}, secret, algorithm="HS256")
    return {"Authorization": f"Bearer {text}"}


ADMIN = token("root", "admin")
ANA = token("ana", "agent")
BEN = token("ben", "agent")
NORTH = token("sue", "supervisor", teams=("north",))


def prepared(client: TestClient) -> str:
    """Ana's session with a message, a draft, a tab and a suggestion; the suggestion's id."""
    body = {"id": "s1", "channel": "chat", "agent_id": "ana", "team": "north", "customer": {"id": "c1"}}
    body["messages"] = [{"id": "a", "role": "customer", "text": "My router is broken, please help me."}]  # type: ignore[assignment]
    assert client.post("/v1/sessions", json=body, headers=ANA).status_code == 201
    client.put("/v1/sessions/s1/drafts/reply", json={"text": "secret draft"}, headers=ANA)
    client.post("/v1/sessions/s1/case-draft", headers=ANA)
    pane = client.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 5_000}, headers=ANA).json()
    return pane["summary"]["suggestion_id"]


ROUTES = [
    ("GET", "/v1/sessions/s1"),
    ("PATCH", "/v1/sessions/s1"),
    ("POST", "/v1/sessions/s1/focus"),
    ("POST", "/v1/sessions/s1/accept"),
    ("POST", "/v1/sessions/s1/wait"),
    ("POST", "/v1/sessions/s1/transfer"),
    ("POST", "/v1/sessions/s1/wrap-up"),
    ("POST", "/v1/sessions/s1/close"),
    ("GET", "/v1/sessions/s1/messages"),
    ("POST", "/v1/sessions/s1/messages"),
    ("GET", "/v1/sessions/s1/messages/a"),
    ("PATCH", "/v1/sessions/s1/messages/a"),
    ("DELETE", "/v1/sessions/s1/messages/a"),
    ("GET", "/v1/sessions/s1/pane"),
    ("GET", "/v1/sessions/s1/events"),
    ("PUT", "/v1/sessions/s1/tabs/t1"),
    ("GET", "/v1/sessions/s1/tabs/anchor"),
    ("DELETE", "/v1/sessions/s1/tabs/anchor"),
    ("PUT", "/v1/sessions/s1/drafts/reply"),
    ("GET", "/v1/sessions/s1/drafts/reply"),
    ("DELETE", "/v1/sessions/s1/drafts/reply"),
    ("POST", "/v1/sessions/s1/case-draft"),
    ("GET", "/v1/sessions/s1/case-draft"),
    ("PATCH", "/v1/sessions/s1/case-draft"),
    ("POST", "/v1/sessions/s1/case-draft/versions"),
    ("GET", "/v1/sessions/s1/case-draft/versions"),
    ("GET", "/v1/suggestions/{suggestion}"),
    ("GET", "/v1/suggestions/{suggestion}/replay"),
    ("GET", "/v1/suggestions/{suggestion}/feedback"),
    ("POST", "/v1/suggestions/{suggestion}/feedback"),
    ("GET", "/v1/agents/ana/events"),
    ("GET", "/v1/agents/ana/preferences"),
    ("PUT", "/v1/agents/ana/preferences"),
    ("GET", "/v1/agents/ana/locks"),
    ("PUT", "/v1/agents/ana/locks"),
    ("GET", "/v1/agents/ana/configuration"),
    ("POST", "/v1/sessions/s1/article-draft"),
]
# What a probe, a scraper or a reader of the documentation may see without a key.
OPEN = {"/healthz", "/readyz", "/info", "/metrics"}
# Calls whose callers are not told apart by ownership: by role alone, or by nothing but a key.
OTHER = ("/v1/sessions", "/v1/feedback/export", "/v1/customers/{customer_id}", "/v1/agents/{agent_id}/data")
NAMES = {"s1": "{}", "a": "{}", "t1": "{}", "anchor": "{}", "reply": "{}", "{suggestion}": "{}", "ana": "{}"}
BODIES = {
    "/v1/sessions/s1": {"subject": "mine"},
    "/v1/sessions/s1/transfer": {"to_agent": "ben"},
    "/v1/sessions/s1/messages": {"role": "agent", "text": "x"},
    "/v1/sessions/s1/messages/a": {"text": "x"},
    "/v1/sessions/s1/tabs/t1": {"kind": "form"},
    "/v1/sessions/s1/drafts/reply": {"text": "x"},
    "/v1/suggestions/{suggestion}/feedback": {"event": "shown"},
}


def every_call(client: TestClient) -> set[tuple[str, str]]:
    """(method, path template) of everything in the OpenAPI document."""
    paths = client.get("/openapi.json").json()["paths"]
    return {(method.upper(), path) for path, methods in paths.items() for method in methods}


def test_every_route_but_the_probes_asks_for_credentials(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    for method, path in sorted(every_call(client)):
        response = client.request(method, re.sub(r"{[^}]+}", "x1", path))
        assert (response.status_code == 401) is (path not in OPEN), (method, path, response.status_code)


def test_no_route_of_sessions_and_suggestions_is_missing_from_the_list_that_is_walked_here(
    server: tuple[TestClient, Engine],
) -> None:
    client, _ = server
    stateful = ("/v1/sessions", "/v1/suggestions", "/v1/agents", "/v1/customers")
    offered = {
        (method, re.sub(r"{[^}]+}", "{}", path))
        for method, path in every_call(client)
        if path.startswith(stateful) and path not in OTHER
    }
    walked = {(method, "/".join(NAMES.get(part, part) for part in path.split("/"))) for method, path in ROUTES}
    assert offered - walked == set()


def test_another_agents_objects_do_not_exist_on_any_route(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    suggestion = prepared(client)
    before = client.get("/v1/sessions/s1", headers=ANA).json()
    for stranger in (BEN, token("sue", "supervisor", teams=("south",)), token("x", "agent", teams=("north",))):
        for method, path in ROUTES:
            response = client.request(
                method, path.format(suggestion=suggestion), json=BODIES.get(path, {}), headers=stranger
            )
            assert response.status_code == 404, (method, path, response.text)
            assert "secret" not in response.text
        assert client.get("/v1/sessions", params={"agent_id": "ana"}, headers=stranger).json()["items"] == []
    assert client.get("/v1/sessions/s1", headers=ANA).json() == before


def test_a_wrong_role_is_refused_on_every_route(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    suggestion = prepared(client)
    for method, path in [*ROUTES, ("GET", "/v1/sessions"), ("POST", "/v1/sessions")]:
        response = client.request(
            method, path.format(suggestion=suggestion), json=BODIES.get(path, {}), headers=token("art", "author")
        )
        assert (response.status_code, response.json()["code"]) == (403, "forbidden"), (method, path)
    for method, path in (
        ("DELETE", "/v1/customers/c1"),
        ("DELETE", "/v1/agents/ana/data"),
        ("GET", "/v1/feedback/export"),
    ):
        assert client.request(method, path, headers=ANA).status_code == 403, path


def test_nobody_gets_in_without_credentials_once_there_are_some(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    for headers in (
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic abc"},
        token("ana", "agent", secret="b" * 32),
        token("ana", "agent", exp=1),
        {"Authorization": "Bearer a.b.c"},
    ):
        response = client.get("/v1/sessions", headers=headers)
        assert response.status_code == 401, headers
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.json()["code"] == "unauthenticated"
    unsigned = jwt.encode({"sub": "ana", "roles": ["admin"]}, None, algorithm="none")
    assert client.get("/v1/sessions", headers={"Authorization": f"Bearer {unsigned}"}).status_code == 401


def test_a_token_without_a_usable_name_or_any_role_gets_nowhere(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    for sub in ("", "a\x00b", "x" * 129):
        assert client.get("/v1/sessions", headers=token(sub, "agent")).status_code == 401, sub
    for roleless in (token("ana"), token("ana", "guest")):
        refused = client.get("/v1/articles", headers=roleless)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert "agent, author, supervisor" in refused.json()["detail"]
    odd = token("sue", "supervisor", teams=("north", "so\x00uth"))
    assert client.get("/v1/sessions", headers=odd).status_code == 200


@pytest.mark.parametrize("path", ["/v1/sessions/s1/events", "/v1/agents/ana/events"])
def test_a_stream_ends_with_the_token_that_opened_it(server: tuple[TestClient, Engine], path: str) -> None:
    client, _ = server
    prepared(client)
    short = token("ana", "agent", exp=int(time.time()) + 2)
    with ThreadPoolExecutor(1) as pool:
        stream = pool.submit(client.get, path, headers=short)
        time.sleep(3)
        client.post("/v1/sessions/s1/messages", json={"role": "agent", "text": "One moment please."}, headers=ANA)
        try:
            assert "One moment please." not in stream.result(5).text
        finally:
            client.app.state.server.desk.live.hub.drain()  # type: ignore[attr-defined]


def test_a_supervisor_sees_its_teams_sessions_and_no_others(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    prepared(client)
    client.post("/v1/sessions", json={"id": "s2", "channel": "chat", "agent_id": "ana", "team": "south"}, headers=ADMIN)
    assert [item["id"] for item in client.get("/v1/sessions", headers=NORTH).json()["items"]] == ["s1"]
    assert client.get("/v1/sessions/s1", headers=NORTH).status_code == 200
    assert client.get("/v1/sessions/s2", headers=NORTH).status_code == 404
    assert {item["id"] for item in client.get("/v1/sessions", headers=ADMIN).json()["items"]} == {"s1", "s2"}


def test_an_agent_cannot_create_for_somebody_else(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    body = {"channel": "chat", "agent_id": "ben"}
    assert client.post("/v1/sessions", json=body, headers=ANA).status_code == 403
    assert client.post("/v1/sessions", json={**body, "team": "south"}, headers=NORTH).status_code == 403
    assert client.post("/v1/sessions", json={**body, "team": "north"}, headers=NORTH).status_code == 201


def from_afar(client: TestClient) -> TestClient:
    """The same running server, called from another machine."""
    far = TestClient(client.app, client=("203.0.113.9", 1))
    far.app_state.update(client.app_state)
    return far


def test_without_keys_only_loopback_is_admin_and_the_first_key_ends_that(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        assert client.get("/v1/sessions").status_code == 200
        proxied = {"X-Forwarded-For": "203.0.113.9"}
        assert client.get("/v1/sessions", headers=proxied).status_code == 401
        far = from_afar(client)
        assert far.get("/v1/sessions").status_code == 401
        agent = bearer(engine, role="agent", agent_id="ana")
        client.app.state.server.auth._closed_until = (0.0, False)  # type: ignore[attr-defined]
        assert client.get("/v1/sessions").status_code == 401
        assert client.get("/v1/sessions", headers=agent).status_code == 200


def test_anonymous_callers_from_afar_are_let_in_only_where_the_operator_says_so(tmp_path: Path) -> None:
    with serving(tmp_path, allow_anonymous=True) as (client, _):
        far = from_afar(client)
        assert far.get("/v1/sessions").status_code == 200


def test_a_team_lead_who_also_serves_customers_lists_own_sessions_once(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    lead = token("lea", "agent", "supervisor", teams=("north",))
    for key, agent, team in (("own", "lea", None), ("both", "lea", "north"), ("team", "ana", "north")):
        body = {"id": key, "channel": "chat", "agent_id": agent, "team": team, "customer": {"id": "c1"}}
        assert client.post("/v1/sessions", json=body, headers=ADMIN).status_code == 201
    client.post("/v1/sessions", json={"id": "no", "channel": "chat", "agent_id": "ben", "team": "south"}, headers=ADMIN)

    def listed(**query: str | int) -> list[str]:
        return [item["id"] for item in client.get("/v1/sessions", params=query, headers=lead).json()["items"]]

    assert listed() == ["team", "both", "own"]
    assert listed(agent_id="lea") == ["both", "own"]
    assert listed(agent_id="ana") == ["team"]
    assert listed(agent_id="ben") == []
    assert listed(customer_id="c1") == ["team", "both", "own"]
    first = client.get("/v1/sessions", params={"limit": 2}, headers=lead).json()
    assert [item["id"] for item in first["items"]] == ["team", "both"]
    assert listed(limit=2, cursor=first["next_cursor"]) == ["own"]


def test_a_role_is_asked_for_once(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    assert client.delete("/v1/customers/c1", headers=ANA).json()["detail"] == "this needs the role admin"


WRITES = [
    ("PUT", "/v1/sessions/s1/drafts/reply", {"text": "late"}),
    ("DELETE", "/v1/sessions/s1/drafts/reply", None),
    ("POST", "/v1/sessions/s1/messages", {"role": "agent", "text": "late"}),
    ("PATCH", "/v1/sessions/s1/messages/a", {"text": "late"}),
    ("DELETE", "/v1/sessions/s1/messages/a", None),
    ("POST", "/v1/sessions/s1/case-draft", None),
    ("PATCH", "/v1/sessions/s1/case-draft", {"title": "late"}),
    ("POST", "/v1/sessions/s1/case-draft/versions", None),
    ("POST", "/v1/suggestions/{suggestion}/feedback", {"event": "rejected", "comment": "late"}),
    ("PATCH", "/v1/sessions/s1", {"subject": "late"}),
    ("PUT", "/v1/sessions/s1/tabs/t1", {"kind": "form"}),
    ("POST", "/v1/sessions/s1/close", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRITES, ids=lambda value: str(value)[-40:])
def test_a_write_that_began_before_a_transfer_does_not_land_after_it(
    server: tuple[TestClient, Engine], method: str, path: str, body: dict[str, str] | None
) -> None:
    client, engine = server
    path = path.format(suggestion=prepared(client))
    desk = client.app.state.server.desk  # type: ignore[attr-defined]
    as_it_was = desk.sessions.get("s1")
    assert client.post("/v1/sessions/s1/transfer", json={"to_agent": "ben"}, headers=ANA).status_code == 200
    tables = ("messages", "message_changes", "drafts", "case_drafts", "case_draft_versions", "feedback")

    def stored() -> list[list[tuple[object, ...]]]:
        return engine.database.read(
            lambda c: [[tuple(row) for row in c.exec_driver_sql(f"SELECT * FROM {name}")] for name in tables]
        )

    before = stored()
    # The former owner's request read the session just before the transfer.
    desk.sessions.get = lambda _: as_it_was
    headers = ANA | {"If-Match": "*"} if "draft" in path or method == "PATCH" else ANA
    assert client.request(method, path, json=body, headers=headers).status_code == 404
    del desk.sessions.get
    assert stored() == before
    now = client.get("/v1/sessions/s1", headers=BEN).json()
    assert (now["subject"], now["state"]) == (as_it_was.subject, "open")
