"""Rebuilds, rollbacks and jobs over HTTP; a broken snapshot never takes the service down."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from tests.http.test_articles import finished
from tests.support.server import bearer, serving

WORDS = ("invoice", "router", "passport", "boiler", "parcel")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path) as opened:
        write_articles(opened[0])
        yield opened


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def write_articles(client: TestClient) -> None:
    for word in WORDS:
        body = {"title": f"About the {word}", "body": f"What to do with the {word}: open the {word} page."}
        assert client.put(f"/v1/articles/{word}", json=body).status_code == 201


def rebuilt(client: TestClient, **body: Any) -> dict[str, Any]:
    job = finished(client, client.post("/v1/index/rebuild", json=body))
    assert job["state"] == "succeeded", job
    return job


def found(client: TestClient, words: str) -> list[str]:
    response = client.get("/v1/articles/search", params={"q": words, "min_score": 0, "limit": 1})
    assert response.status_code == 200, response.text
    return [card["id"] for card in response.json()["articles"]]


def test_a_rebuild_makes_a_snapshot_that_serves_and_is_listed(client: TestClient) -> None:
    job = rebuilt(client)
    assert job["progress"]["done"] == job["progress"]["total"] > 0
    state = client.get("/v1/index").json()
    assert state["snapshot"] == job["result"]["snapshot"]
    assert (state["articles"], state["changed_since"], state["problem"]) == (len(WORDS), 0, None)
    assert state["history"][0]["snapshot"] == state["snapshot"]
    assert client.get("/readyz").json()["index"] == "ready"
    assert found(client, "passport") == ["passport"]


def test_a_rebuild_without_a_body_is_a_plain_rebuild(client: TestClient) -> None:
    assert finished(client, client.post("/v1/index/rebuild"))["state"] == "succeeded"


def test_a_dry_run_reports_and_switches_nothing(client: TestClient) -> None:
    rebuilt(client)
    before = client.get("/v1/index").json()["snapshot"]
    job = rebuilt(client, dry_run=True)
    assert job["result"]["snapshot"] is None
    assert client.get("/v1/index").json()["snapshot"] == before


def test_an_earlier_snapshot_comes_back_and_later_edits_stay(client: TestClient) -> None:
    first = rebuilt(client)["result"]["snapshot"]
    client.put("/v1/articles/zebra", json={"title": "Zebras", "body": "All about stripes of a zebra."})
    second = rebuilt(client)["result"]["snapshot"]
    assert first != second
    state = client.post("/v1/index/rollback", json={"snapshot": first}).json()
    assert state["snapshot"] == first
    assert found(client, "zebra stripes") == ["zebra"]
    unknown = client.post("/v1/index/rollback", json={"snapshot": "20200101T000000-abcdef"})
    assert unknown.status_code == 404
    assert first in unknown.json()["detail"]
    assert client.post("/v1/index/rollback", json={"snapshot": "../../etc"}).status_code == 404
    assert client.post("/v1/index/rollback", json={}).status_code == 422


def test_while_a_rebuild_runs_callers_get_the_same_job(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = server
    go = threading.Event()
    real = type(engine).rebuild

    def slow(self: Engine, context: Any, **options: Any) -> Any:
        assert go.wait(10)
        return real(self, context, **options)

    monkeypatch.setattr(type(engine), "rebuild", slow)
    jobs = [client.post("/v1/index/rebuild", json={}).json()["job_id"] for _ in range(3)]
    assert len(set(jobs)) == 1
    assert found(client, "router") == ["router"]  # searches never wait
    go.set()
    assert finished(client, client.post("/v1/index/rebuild", json={}))["state"] == "succeeded"


def test_a_cancelled_rebuild_leaves_the_old_index(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = server
    before = rebuilt(client)["result"]["snapshot"]
    started = threading.Event()

    def endless(self: Engine, context: Any, **options: Any) -> Any:
        started.set()
        while True:
            context.check_cancelled()
            time.sleep(0.005)

    monkeypatch.setattr(type(engine), "rebuild", endless)
    response = client.post("/v1/index/rebuild", json={})
    assert started.wait(5)
    assert client.post(f"/v1/jobs/{response.json()['job_id']}/cancel").status_code == 200
    assert finished(client, response)["state"] == "cancelled"
    assert client.get("/v1/index").json()["snapshot"] == before


def test_a_failing_rebuild_says_so_in_its_job_and_the_old_index_serves(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = server
    before = rebuilt(client)["result"]["snapshot"]

    def fail(self: Engine, context: Any, **options: Any) -> Any:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(type(engine), "rebuild", fail)
    job = finished(client, client.post("/v1/index/rebuild", json={}))
    assert job["state"] == "failed"
    assert job["errors"]
    assert client.get("/v1/index").json()["snapshot"] == before
    assert found(client, "boiler") == ["boiler"]


def test_worse_golden_queries_block_a_rebuild_unless_the_gate_is_off(client: TestClient) -> None:
    rebuilt(client)
    client.put("/v1/golden-queries/g1", json={"text": "what about my passport", "expected": ["passport"]})
    client.delete("/v1/articles/passport")
    job = finished(client, client.post("/v1/index/rebuild", json={}))
    assert job["state"] == "blocked"
    assert job["result"]["golden"]["success_after"] < job["result"]["golden"]["success_before"]
    assert rebuilt(client, gate=False)["result"]["snapshot"]


@pytest.mark.parametrize("damage", ["vectors.npy", "chunks.jsonl", "manifest.json", "articles.jsonl"])
def test_a_damaged_snapshot_is_passed_over_for_the_one_before(tmp_path: Path, damage: str) -> None:
    with serving(tmp_path) as (client, _):
        write_articles(client)
        good = rebuilt(client)["result"]["snapshot"]
        broken = rebuilt(client)["result"]["snapshot"]
    file = tmp_path / "data" / "index" / broken / damage
    file.write_bytes(file.read_bytes()[:-10] + b"0123456789")
    with serving(tmp_path) as (client, _):
        state = client.get("/v1/index").json()
        assert state["snapshot"] == good
        assert broken in state["problem"]
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["index"]) == (200, "degraded")
        assert found(client, "passport") == ["passport"]
        refused = client.post("/v1/index/rollback", json={"snapshot": broken})
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert found(client, "passport") == ["passport"]
        assert rebuilt(client)["result"]["snapshot"]
        assert client.get("/v1/index").json()["problem"] is None


def test_without_any_readable_snapshot_the_articles_are_still_searched(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, _):
        write_articles(client)
        only = rebuilt(client)["result"]["snapshot"]
    (tmp_path / "data" / "index" / only / "manifest.json").write_text("{}", encoding="utf-8")
    with serving(tmp_path) as (client, _):
        assert client.get("/readyz").json()["index"] == "degraded"
        assert found(client, "parcel") == ["parcel"]


def test_unknown_jobs_are_not_found(client: TestClient) -> None:
    assert client.get("/v1/jobs/job-none").status_code == 404
    assert client.post("/v1/jobs/job-none/cancel").status_code == 404


def test_only_engineers_may_change_what_is_served(server: tuple[TestClient, Engine]) -> None:
    client, engine = server
    author, engineer = bearer(engine, role="author"), bearer(engine, role="engineer")
    assert client.post("/v1/index/rebuild", json={}, headers=author).status_code == 403
    assert client.post("/v1/index/rollback", json={"snapshot": "x"}, headers=author).status_code == 403
    assert client.post("/v1/index/rebuild", json={}, headers=engineer).status_code == 202
