"""`store: true`: a stateless answer that feedback can be given on; and what travels over a slow network."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assist.copilot.pipeline import Copilot
from tests.support.server import serving

TALK = {"messages": [{"role": "customer", "text": "My router is broken since Monday, please help me."}]}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as (opened, _):
        yield opened


@pytest.mark.parametrize("path", ["/v1/summaries", "/v1/replies", "/v1/case-drafts", "/v1/articles/suggest"])
def test_a_stored_result_has_an_id_and_replays_to_the_same(client: TestClient, path: str) -> None:
    answer = client.post(path, json={"transcript": TALK, "store": True}).json()
    key = answer["suggestion_id"]
    assert client.get(f"/v1/suggestions/{key}").json()["result"] == answer
    assert client.get(f"/v1/suggestions/{key}/replay").json()["matches"] is True
    assert client.post(f"/v1/suggestions/{key}/feedback", json={"event": "shown"}).status_code == 201
    assert len(client.get("/v1/feedback/export").text.splitlines()) == 1


def test_all_four_are_stored_each_with_its_own_options(client: TestClient) -> None:
    body = {"transcript": TALK, "store": True, "features": ["summary", "replies"]}
    answer = client.post("/v1/assist", json={**body, "options": {"summary": {"max_words": 20}}}).json()
    assert answer["articles"] is None
    ids = {answer[feature]["suggestion_id"] for feature in ("summary", "replies")}
    assert len(ids) == 2
    for key in ids:
        assert client.get(f"/v1/suggestions/{key}/replay").json()["matches"] is True


def test_a_section_asked_for_twice_is_told_once_beside_one_of_the_callers_own(client: TestClient) -> None:
    own = {"name": "trouble", "title": "Trouble", "instruction": "What is broken with the router"}
    talk = {"messages": [*TALK["messages"], {"role": "agent", "text": "I will send you a new router tomorrow."}]}
    body = {"transcript": talk, "sections": ["issue", own, "issue", own]}
    names = [section["name"] for section in client.post("/v1/summaries", json=body).json()["sections"]]
    assert len(names) == len(set(names))
    assert "issue" in names


def test_what_was_asked_in_a_way_that_is_not_taken_any_more_is_shown_but_not_replayed(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        answer = client.post("/v1/replies", json={"transcript": TALK, "store": True, "agent_id": "a.b"}).json()
        key = answer["suggestion_id"]
        former = "UPDATE suggestions SET transcript = REPLACE(transcript, 'a.b', 'a b')"
        engine.database.write(lambda connection: connection.exec_driver_sql(former) and None)
        assert client.get(f"/v1/suggestions/{key}").json()["result"] == answer
        replayed = client.get(f"/v1/suggestions/{key}/replay").json()
        assert replayed["matches"] is None
        assert "not taken any more" in replayed["reason"]


def test_an_unstored_result_is_not_known(client: TestClient) -> None:
    answer = client.post("/v1/replies", json={"transcript": TALK}).json()
    for suggestion in answer["suggestions"] or [{"id": "sg-1.0"}]:
        assert client.get(f"/v1/suggestions/{suggestion['id']}").status_code == 404


def test_a_pane_is_sent_compressed_to_who_takes_it_so(client: TestClient) -> None:
    body = {"id": "s1", "channel": "chat", "agent_id": "ana", **TALK}
    client.post("/v1/sessions", json=body)
    query = {"min_revision": 1, "wait_ms": 5_000}
    with client.stream("GET", "/v1/sessions/s1/pane", params=query, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    plain = client.get("/v1/sessions/s1/pane", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < 0.6 * len(plain.content)


def test_one_failing_feature_leaves_the_others(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(Copilot, "draft_case", fail)
    client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana", **TALK})
    pane = client.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 5_000}).json()
    assert pane["summary"]["degraded"] is False
    assert (pane["case_draft"]["status"], pane["case_draft"]["degraded_reason"]) == ("abstained", "failed")


def test_limits_of_an_agents_desk_are_settings(tmp_path: Path) -> None:
    with serving(tmp_path / "small", session_limit=1, tab_limit=2) as (client, _):
        for key in ("a", "b"):
            client.post("/v1/sessions", json={"id": key, "channel": "chat", "agent_id": "ana"})
        assert client.post("/v1/sessions/a/accept").status_code == 200
        assert client.post("/v1/sessions/b/accept").json()["code"] == "session_limit"
        assert client.put("/v1/sessions/a/tabs/t1", json={"kind": "form"}).status_code == 200
        assert client.put("/v1/sessions/a/tabs/t2", json={"kind": "form"}).json()["code"] == "tab_limit"


def test_nothing_is_computed_ahead_where_the_operator_says_so(tmp_path: Path) -> None:
    with serving(tmp_path / "lazy", pane_preload="none") as (client, _):
        client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana", **TALK})
        assert client.get("/v1/sessions/s1").json()["sentiment"] is None
        assert client.app.state.server.desk.sessions.get("s1").parts_revision == 0  # type: ignore[attr-defined]
        pane = client.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 5_000}).json()
        assert (pane["stale"], pane["parts_revision"]) == (False, 1)
