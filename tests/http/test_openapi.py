"""/openapi.json is what clients are made from: complete, true to the server, with examples that work."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from assist.api.routers import ROUTERS
from assist.build import Engine
from tests.support.server import serving

OPEN = {"/healthz", "/readyz", "/info", "/metrics", "/openapi.json"}
METHODS = ("get", "put", "post", "patch", "delete")
STREAMS = ("/events",)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path_factory.mktemp("openapi")) as opened:
        yield opened


@pytest.fixture(scope="module")
def document(server: tuple[TestClient, Engine]) -> dict[str, Any]:
    return server[0].get("/openapi.json").json()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def test_every_route_is_described_with_words_and_an_example_of_its_answer(document: dict[str, Any]) -> None:
    described = {(method, path) for method, path, _ in operations(document)}
    routes = {
        (method.lower(), route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in route.methods
    }
    assert described == routes
    poor = [
        (method, path)
        for method, path, operation in operations(document)
        for answer in _good_answers(operation)
        if not operation.get("description")
        or not all("example" in content or "examples" in content for content in answer.get("content", {}).values())
    ]
    assert poor == []
    assert all(_good_answers(operation) for _, _, operation in operations(document))


def _good_answers(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [answer for status, answer in operation["responses"].items() if status.startswith("2")]


def test_every_body_has_an_example_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            if kind in ("application/json", "text/plain", "application/x-ndjson"):
                assert "example" in content or content.get("examples"), (method, path, kind)

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for reference in set(walk(document)):
        name = reference.removeprefix("#/components/schemas/")
        assert name in document["components"]["schemas"], reference


def example_of(content: dict[str, Any]) -> Any:
    return content["example"] if "example" in content else next(iter(content["examples"].values()))["value"]


def concrete(path: str) -> str:
    """The path with an id for each parameter."""
    for name in ("kind", "role", "feature"):
        path = path.replace(f"{{{name}}}", {"kind": "reply", "role": "agent", "feature": "summary"}[name])
    return "/".join("x1" if part.startswith("{") else part for part in path.split("/"))


def test_every_example_of_a_body_is_accepted_by_its_call(
    server: tuple[TestClient, Engine], document: dict[str, Any]
) -> None:
    """An example may meet a missing or existing object, never a complaint about its form."""
    client, _ = server
    for method, path, operation in operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or path.endswith("/import"):
            continue
        values = [content["example"]] if "example" in content else [e["value"] for e in content["examples"].values()]
        for value in values:
            response = client.request(method, concrete(path), json=value)
            assert response.status_code in (200, 201, 202, 204, 404, 409, 412, 428), (method, path, response.text)


def test_every_call_but_the_operators_needs_credentials_once_there_are_some(tmp_path: Path) -> None:
    with serving(tmp_path, jwt_secret="a-secret-of-thirty-two-characters!") as (client, _):
        for method, path, operation in operations(client.get("/openapi.json").json()):
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            body = {"json": example_of(content)} if content else {}
            response = client.request(method, concrete(path), **body)
            if path in OPEN:
                assert response.status_code == 200, (method, path)
            else:
                assert response.status_code == 401, (method, path, response.status_code)
                assert response.headers["www-authenticate"] == "Bearer"
                assert response.json()["code"] == "unauthenticated"


SENT = ("if-match", "if-none-match", "idempotency-key", "last-event-id")
MADE = {
    "/v1/articles/x1": {"title": "T", "body": "On kettles."},
    "/v1/approved-replies/x1": {"text": "Hello."},
    "/v1/golden-queries/x1": {"text": "kettle", "expected": ["x1"]},
    "/v1/teams/x1/reply-policy": {"remember": False},
    "/v1/agents/x1/preferences": {"replies_limit": 1},
    "/v1/agents/x1/locks": {"tab_limit": 2},
    "/v1/roles/agent/defaults": {"articles_limit": 1},
    "/v1/sessions/x1/drafts/reply": {"text": "Dear"},
    "/v1/sessions/x1/tabs/x1": {"kind": "form"},
}


def test_every_call_describes_the_header_fields_that_it_reads_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()
    get = Headers.get

    def watched(self: Headers, key: str, default: Any = None) -> Any:
        read.add(key.lower())
        return get(self, key, default)

    with serving(tmp_path) as (client, _):
        said = [{"id": "x1", "role": "customer", "text": "My kettle is broken, please help me today."}]
        start = {"channel": "chat", "agent_id": "ana", "messages": said}
        for method, path, operation in operations(client.get("/openapi.json").json()):
            if path.endswith(STREAMS):
                continue
            # Others' deletions and closings must not keep a call from what it reads.
            session = client.post("/v1/sessions", json=start).json()["id"]
            client.post(f"/v1/sessions/{session}/case-draft")
            for target, body in MADE.items():
                client.put(target.replace("sessions/x1", f"sessions/{session}"), json=body)
            pane = client.get(f"/v1/sessions/{session}/pane", params={"min_revision": 1, "wait_ms": 5_000}).json()
            target = path.replace("{session_id}", session).replace("{suggestion_id}", pane["summary"]["suggestion_id"])
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            body = {"json": example_of(content)} if content and not path.endswith("/import") else {}
            read.clear()
            with monkeypatch.context() as patched:
                patched.setattr(Headers, "get", watched)
                answer = client.request(method, concrete(target), **body)
            described = {p["name"].lower() for p in operation.get("parameters", ()) if p["in"] == "header"}
            assert {name for name in SENT if name in read} == described, (method, path, answer.status_code)


CHECKED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_answers_to_made_up_requests_are_as_described(
    server: tuple[TestClient, Engine], document: dict[str, Any]
) -> None:
    client, _ = server
    schema = schemathesis.openapi.from_dict(document)
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith(STREAMS):
            continue

        @settings(
            max_examples=4,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def probe(case: schemathesis.Case) -> None:
            values = case.as_transport_kwargs(base_url="http://testserver")
            values.pop("cookies", None)
            if isinstance(values.get("data"), bytes | str):
                values["content"] = values.pop("data")
            response = client.request(**values)
            # A form goes out as a stream; the library wants to see what was sent.
            response.request._content = getattr(response.request, "_content", b"")
            case.validate_response(response, checks=CHECKED)

        probe()
