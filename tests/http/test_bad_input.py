"""Whatever callers send, they get a problem that names what is wrong; the server goes on."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.support.problems import problem
from tests.support.server import serving

PATHS = ("/v1/assist", "/v1/summaries", "/v1/replies", "/v1/case-drafts", "/v1/articles/suggest")
GOOD: dict[str, Any] = {"role": "customer", "text": "My order has not arrived."}
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with serving(tmp_path_factory.mktemp("bad")) as (opened, _):
        yield opened


def with_message(**changes: Any) -> dict[str, Any]:
    return {"transcript": {"messages": [{**GOOD, **changes}]}}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"transcript": {"messages": []}}, "transcript.messages", "at least 1 item"),
    ({"transcript": {}}, "transcript.messages", "is required"),
    ({}, "transcript", "is required"),
    (with_message(role="boss"), "transcript.messages.0.role", "'customer', 'agent', 'bot' or 'system'"),
    (with_message(text=5), "transcript.messages.0.text", "valid string"),
    (with_message(text=None), "transcript.messages.0.text", "valid string"),
    (with_message(text="  "), "transcript.messages.0", "only when the message has attachments"),
    (with_message(text="a\x00b"), "transcript.messages.0.text", "NUL"),
    (with_message(text="x" * 20_001), "transcript.messages.0.text", "at most 20,000 characters"),
    (with_message(id="a b"), "transcript.messages.0.id", "takes "),
    (with_message(id="search"), "transcript.messages.0.id", "path word"),
    (with_message(at="yesterday"), "transcript.messages.0.at", "RFC 3339"),
    (with_message(internal="yes"), "transcript.messages.0.internal", "boolean"),
    (with_message(attachments=[{}]), "transcript.messages.0.attachments.0.name", "is required"),
    ({"transcript": {"messages": "hello"}}, "transcript.messages", "a list"),
    ({"transcript": {"messages": [GOOD, 7]}}, "transcript.messages.1", "object"),
    ({"transcript": {"messages": [{**GOOD, "id": "a"}] * 2}}, "transcript", "'a' is used twice"),
    ({"transcript": {"messages": [GOOD] * 1_001}}, "transcript.messages", "at most 1,000 items"),
    ({"transcript": {"messages": [GOOD], "channel": "fax"}}, "transcript.channel", "'chat'"),
    ({"transcript": {"messages": [GOOD], "language": "?"}}, "transcript.language", "takes "),
    ({"transcript": {"messages": [GOOD], "mood": 1}}, "transcript.mood", "not a known field"),
    ({"transcript": {"messages": [GOOD], "context": [{"name": "n", "value": []}]}}, "transcript.context.0.value", "or"),
    ({**with_message(), "colour": "red"}, "colour", "not a known field"),
    ({**with_message(), "store": "yes"}, "store", "boolean"),
]


@pytest.mark.parametrize(("body", "field", "words"), WRONG)
def test_a_wrong_value_is_named_with_what_is_allowed(
    client: TestClient, body: dict[str, Any], field: str, words: str
) -> None:
    for path in PATHS:
        found = problem(client.post(path, json=body), 422)
        assert [error["field"] for error in found["errors"]] == [field]
        assert words in found["errors"][0]["message"]
        assert field in found["detail"]


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        ("/v1/summaries", {"moment": "never"}, "moment"),
        ("/v1/summaries", {"max_words": 9}, "max_words"),
        ("/v1/summaries", {"sections": [{"name": "a"}]}, "sections.0"),
        ("/v1/summaries", {"sections": ["issue", "foo"]}, "sections.1"),
        ("/v1/summaries", {"sections": [""]}, "sections.0"),
        ("/v1/assist", {"options": {"summary": {"sections": ["Issue"]}}}, "options.summary.sections.0"),
        ("/v1/replies", {"limit": 0}, "limit"),
        ("/v1/replies", {"tone": "rude"}, "tone"),
        ("/v1/replies", {"limit": "3"}, "limit"),
        ("/v1/replies", {"agent_id": "a b"}, "agent_id"),
        ("/v1/replies", {"team": ""}, "team"),
        ("/v1/case-drafts", {"case": {"colour": "red"}}, "case.colour"),
        ("/v1/articles/suggest", {"limit": 51}, "limit"),
        ("/v1/articles/suggest", {"min_score": 1.5}, "min_score"),
        ("/v1/articles/suggest", {"filters": {"audience": "all"}}, "filters.audience"),
        ("/v1/assist", {"features": []}, "features"),
        ("/v1/assist", {"features": ["weather"]}, "features.0"),
        ("/v1/assist", {"options": {"articles": {"limit": 99}}}, "options.articles.limit"),
        ("/v1/assist", {"options": {"sentiment": {}}}, "options.sentiment"),
    ],
)
def test_wrong_options_are_named_too(client: TestClient, path: str, values: dict[str, Any], field: str) -> None:
    found = problem(client.post(path, json={**with_message(), **values}), 422)
    assert found["errors"][0]["field"].startswith(field)


def test_an_unknown_section_is_told_the_known_ones(client: TestClient) -> None:
    found = problem(client.post("/v1/summaries", json={**with_message(), "sections": ["foo"]}), 422)
    assert "'issue', 'cause', 'actions', 'outcome' or 'next_steps'" in found["detail"]
    assert "object" in found["detail"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"hello"', 422),
        (b"{", 400),
        (b"hello", 400),
        (b"[" * 100_000, 400),
        (b'{"transcript": {"messages": [{"role": "agent", "text": "a\xff"}]}}', 400),
        (b'{"transcript": {"messages": [{"role": "agent", "text": "a\xed\xa0\x80"}]}}', 400),
        (b'{"transcript": {"messages": [{"role": "agent", "text": "a\\ud800b"}]}}', 400),
        ('{"transcript": {}}'.encode("utf-16"), 400),
        (b'{"a": NaN, "b": Infinity, "c": 1e999}', 422),
    ],
)
def test_what_is_no_json_is_told_apart_from_wrong_json(client: TestClient, content: bytes, status: int) -> None:
    for path in PATHS:
        problem(client.post(path, content=content, headers=JSON), status)


def test_a_lone_surrogate_is_called_by_its_name(client: TestClient) -> None:
    content = b'{"transcript": {"messages": [{"role": "agent", "text": "a\\ud800b"}]}}'
    assert "surrogate" in problem(client.post("/v1/assist", content=content, headers=JSON), 400)["detail"]


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(client: TestClient, declared: bool) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(50):
            yield b" " * 100_000

    content: Any = b" " * 5_000_000 if declared else parts()
    found = problem(client.post("/v1/assist", content=content, headers=JSON), 413)
    assert "2,000,000 bytes" in found["detail"]


def test_ten_thousand_messages_are_refused_with_the_limit(client: TestClient) -> None:
    body = {"transcript": {"messages": [{"role": "customer", "text": "x"}] * 10_000}}
    assert "1,000" in problem(client.post("/v1/assist", json=body), 422)["detail"]


def test_other_types_and_paths_get_problems(client: TestClient) -> None:
    assert (
        "text/plain"
        in problem(client.post("/v1/assist", content="hi", headers={"content-type": "text/plain"}), 415)["detail"]
    )
    assert problem(client.get("/v1/nothing"), 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/assist", "POST"),
        ("DELETE", "/v1/sessions/s1", "GET, HEAD, PATCH"),
        ("PUT", "/v1/sessions", "GET, HEAD, POST"),
        ("DELETE", "/v1/sessions/s1/case-draft", "GET, HEAD, PATCH, POST"),
        ("PATCH", "/v1/articles/a", "DELETE, GET, HEAD, PUT"),
        ("POST", "/v1/articles/search", "GET, HEAD"),
        ("POST", "/healthz", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_every_right_one(client: TestClient, method: str, path: str, allowed: str) -> None:
    wrong = client.request(method, path)
    found = problem(wrong, 405)
    assert found["code"] == "method_not_allowed"
    assert found["detail"] == f"{method} is not allowed here; allowed: {allowed}"
    assert wrong.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("content", "format", "status"),
    [
        (b"", "auto", 422),
        (b"\xff\xfe", "auto", 400),
        (b"{", "azure", 400),
        (b"[1]", "auto", 422),
        (b'{"hello": 1}', "auto", 422),
        (b'{"conversations": 5}', "azure", 422),
        (b"WEBVTT", "webvtt", 422),
        (b"nobody speaks here", "text", 422),
        (b'{"messages": [{"role": "customer", "text": "\\ud800"}]}', "auto", 422),
        (b"[" * 100_000, "google", 400),
        (b'{"entries": [%s]}' % (b"1" * 5_000), "google", 400),
        (b"Customer: hi", "klingon", 422),
    ],
)
def test_documents_that_are_no_transcripts_are_refused(
    client: TestClient, content: bytes, format: str, status: int
) -> None:
    problem(client.post("/v1/transcripts/convert", params={"format": format}, content=content), status)


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=" + "x" * 2_001, "q=a&limit=0", "q=a&min_score=2", "q=a&audience=all", "q=%00", "q=a&limit=x"],
)
def test_search_refuses_wrong_parameters(client: TestClient, query: str) -> None:
    problem(client.get(f"/v1/articles/search?{query}"), 422)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["transcript", "messages", "role", "text", "id", "at", "channel", "context", "features"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JUNK)
def test_no_json_value_makes_the_server_fail(client: TestClient, body: Any) -> None:
    response = client.post("/v1/assist", content=json.dumps(body), headers=JSON)
    if response.status_code != 200:
        problem(response, response.status_code)
        assert response.status_code in (400, 422)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=6))
def test_no_text_makes_a_feature_fail(client: TestClient, texts: list[str]) -> None:
    messages = [{"role": ("customer", "agent")[i % 2], "text": text} for i, text in enumerate(texts)]
    response = client.post("/v1/assist", json={"transcript": {"messages": messages}})
    if response.status_code != 200:
        problem(response, 422)


def test_a_request_id_is_echoed_only_when_it_is_harmless(client: TestClient) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    odd = client.get("/healthz", headers={"X-Request-ID": "a b<script>"}).headers["x-request-id"]
    assert re.fullmatch(r"req-[0-9a-f]{16}", odd)


def test_an_unexpected_error_is_a_plain_problem_and_the_next_request_works(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path_factory.mktemp("broken")) as (broken, engine):

        def fail(*_: Any) -> None:
            raise RuntimeError("secret path /etc/shadow")

        with monkeypatch.context() as patched:
            patched.setattr(type(engine.copilot), "assist", fail)
            found = problem(broken.post("/v1/assist", json=with_message()), 500)
            assert "secret" not in str(found)
        assert broken.post("/v1/assist", json=with_message(text="Another order is late.")).status_code == 200


def test_a_parameter_that_a_call_does_not_have_is_refused_with_the_nearest(client: TestClient) -> None:
    def judged(method: str, path: str, name: str) -> dict[str, Any]:
        answer = client.request(method, re.sub(r"{[^}]+}", "x1", path), params={name: "1"})
        problems = answer.json().get("errors", []) if "json" in answer.headers.get("content-type", "") else []
        return {problem["field"]: problem["message"] for problem in problems}

    probes = ("/healthz", "/readyz", "/info", "/metrics")
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, call in methods.items():
            if path in probes:
                assert client.get(path, params={"at": 1}).status_code in (200, 503)
                continue
            known = [p["name"] for p in call.get("parameters", ()) if p["in"] == "query"]
            for name in known:
                assert "not a parameter" not in judged(method, path, name).get(name, ""), (method, path, name)
                refused = judged(method, path, f"{name}z")
                assert refused == {f"{name}z": f"is not a parameter of this call; did you mean {name}?"}, path
            assert "is not a parameter" in judged(method, path, "0")["0"], (method, path)
    several = client.get("/v1/sessions?limt=5&limit=5&curser=x").json()
    assert [problem["field"] for problem in several["errors"]] == ["limt", "curser"]
    assert (several["code"], several["status"]) == ("invalid_input", 422)
