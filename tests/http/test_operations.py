"""What operators, load balancers and Prometheus see."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from assist.build import Engine
from assist.core.errors import Unavailable
from tests.support.server import serving

BODY = {"transcript": {"messages": [{"role": "customer", "text": "My order has not arrived."}]}}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path) as opened:
        yield opened


def test_a_fresh_server_is_healthy_and_ready_with_an_empty_index(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "store": "ok", "index": "empty", "encoder": "ok"}


@pytest.mark.parametrize("part", ["encoder", "store"])
def test_readiness_fails_with_the_part_that_does_not_work_while_health_stays(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    client, engine = server

    def fail(*_: Any) -> None:
        raise Unavailable(f"the {part} is down")

    owner, method = (type(engine), "check_encoder") if part == "encoder" else (type(engine.database), "ping")
    monkeypatch.setattr(owner, method, fail)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert part in response.json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_info_tells_every_limit_and_what_is_switched_on(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    info = client.get("/info").json()
    limits = info["limits"]
    assert (limits["messages"], limits["message_chars"], limits["context_entries"]) == (1_000, 20_000, 100)
    assert (limits["body_bytes"], limits["import_bytes"]) == (2_000_000, 100_000_000)
    assert info["features"] == ["summary", "replies", "case_draft", "articles"]
    assert info["versions"]["encoder"].startswith("fake@")
    assert info["generator"] is None
    assert info["index"] == {"state": "empty", "articles": 0}
    client.put("/v1/articles/a", json={"title": "T", "body": "Text."})
    server[1].knowledge.refresh()
    assert client.get("/info").json()["index"] == {"state": "ready", "articles": 1}


def test_metrics_count_by_route_and_never_by_path(server: tuple[TestClient, Engine]) -> None:
    client, _ = server
    client.post("/v1/assist", json=BODY)
    client.post("/v1/assist", json=BODY)
    client.get("/v1/articles/some-secret-id")
    client.get("/nowhere/some-secret-id")
    text = client.get("/metrics").text
    assert 'assist_requests_total{method="POST",route="/v1/assist",status="200"} 2.0' in text
    assert 'route="/v1/articles/{article_id}",status="404"' in text
    assert 'route="unmatched",status="404"' in text
    assert "some-secret-id" not in text
    assert "assist_cached_answers_total 1.0" in text
    assert 'assist_outcomes_total{feature="articles",reason="index_empty",status="abstained"} 1.0' in text


def test_the_root_leads_somewhere_and_the_documentation_needs_no_other_server(
    server: tuple[TestClient, Engine],
) -> None:
    client, _ = server
    root = client.get("/")
    assert root.status_code == 200
    assert root.headers["content-type"].startswith("text/html")
    page = client.get("/docs").text
    assert "openapi.json" in page
    assert "http://" not in page
    assert "https://" not in page


def test_more_requests_than_allowed_are_refused_at_once_with_a_time_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path, max_requests=2, workers=2, result_cache=0) as (client, engine):
        go, entered = threading.Event(), threading.Semaphore(0)
        real = type(engine.copilot).assist

        def slow(self: Any, *arguments: Any) -> Any:
            entered.release()
            assert go.wait(10)
            return real(self, *arguments)

        monkeypatch.setattr(type(engine.copilot), "assist", slow)
        with ThreadPoolExecutor(2) as pool:
            running = [pool.submit(client.post, "/v1/assist", json=BODY) for _ in range(2)]
            for _ in running:
                assert entered.acquire(timeout=10)
            refused = client.post("/v1/assist", json=BODY)
            assert refused.status_code == 429
            assert refused.json()["code"] == "overloaded"
            assert int(refused.headers["retry-after"]) >= 1
            assert client.get("/healthz").status_code == 200
            go.set()
            assert [future.result(10).status_code for future in running] == [200, 200]
        assert client.post("/v1/assist", json=BODY).status_code == 200


def test_a_full_disk_is_503_with_a_time_to_try_again_and_then_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        body = {"id": "s1", "channel": "chat", "agent_id": "ana"}
        assert client.post("/v1/sessions", json=body).status_code == 201

        def limit(pages: int) -> None:
            engine.database.write(lambda connection: connection.execute(text(f"PRAGMA max_page_count={pages}")))

        limit(1)
        said = {"id": "a", "role": "customer", "text": "My router is broken. " * 900}
        refused = client.post("/v1/sessions/s1/messages", json=said)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert refused.headers["retry-after"] == "1"
        assert client.get("/v1/sessions/s1").json()["revision"] == 0
        limit(100_000)
        assert client.post("/v1/sessions/s1/messages", json=said).status_code == 201


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/info", "/docs", "/v1/sessions/s1", "/v1/agents/ana/events"])
def test_a_probe_by_head_is_answered_as_by_get_without_the_body(tmp_path: Path, path: str) -> None:
    with serving(tmp_path) as (client, _):
        client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"})
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        if not path.endswith("/events"):
            told = client.get(path).headers
            for name in ("content-type", "content-length", "etag"):
                assert head.headers.get(name) == told.get(name), name
        assert client.head("/v1/sessions/gone").status_code == 404
        assert client.head("/v1/assist").status_code == 405
