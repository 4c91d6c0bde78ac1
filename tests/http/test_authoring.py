"""A knowledge author's day over HTTP: write, publish, compare, rebuild, be stopped, roll back, see what is missing."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from assist.core.results import CaseDraft, CaseFields
from tests.support.documents import docx
from tests.support.server import bearer, serving

WORDS = ("invoice", "router", "roaming", "passport", "boiler", "parcel", "mortgage", "headphone")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[TestClient, Engine]]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(server: tuple[TestClient, Engine]) -> TestClient:
    return server[0]


def put(client: TestClient, key: str, body: str, **fields: Any) -> dict[str, Any]:
    """Create or edit an article as a careful author: with the ETag just read."""
    stored = client.get(f"/v1/articles/{key}")
    headers = {"If-Match": stored.headers["etag"]} if stored.status_code == 200 else {"If-None-Match": "*"}
    answer = client.put(
        f"/v1/articles/{key}", json={"title": f"All about {key}", "body": body, **fields}, headers=headers
    )
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def found(client: TestClient, words: str) -> list[str]:
    answer = client.get("/v1/articles/search", params={"q": words, "min_score": 0, "limit": 10}).json()
    return [card["id"] for card in answer["articles"]]


def job(client: TestClient, answer: Any) -> dict[str, Any]:
    """The finished job that an answer started."""
    assert answer.status_code == 202, answer.text
    for _ in range(600):
        state = client.get(answer.headers["location"]).json()
        if state["state"] not in ("queued", "running"):
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def rebuild(client: TestClient, **body: Any) -> dict[str, Any]:
    return job(client, client.post("/v1/index/rebuild", json=body))


def fill(client: TestClient) -> None:
    for word in WORDS:
        put(client, word, f"How to handle {word}. Open the {word} page and press {word} once.")


def test_an_article_is_found_from_publication_to_archive_and_each_step_is_kept(client: TestClient) -> None:
    for state, shown in (("draft", False), ("approved", False), ("published", True), ("archived", False)):
        put(client, "kb", "Turn the zebra knob.", state=state)
        assert ("kb" in found(client, "zebra knob")) is shown, state
        assert client.get("/v1/articles/kb/live").json()["live"] is shown
    versions = client.get("/v1/articles/kb/versions", params={"diff": True}).json()["items"]
    assert [v["state"] for v in versions] == ["draft", "approved", "published", "archived"]
    assert {v["author"] for v in versions} == {"anonymous"}
    assert versions[0]["diff"] is None
    assert versions[1]["diff"] == {
        "fields": [{"field": "state", "before": "draft", "after": "approved"}],
        "body": "",
    }


def test_a_difference_shows_the_changed_lines(client: TestClient) -> None:
    put(client, "kb", "One\nTwo\nThree")
    put(client, "kb", "One\n2\nThree", tags=["numbers"])
    diff = client.get("/v1/articles/kb/versions", params={"diff": True}).json()["items"][1]["diff"]
    assert "-Two\n+2" in diff["body"]
    assert diff["fields"] == [{"field": "tags", "before": [], "after": ["numbers"]}]


def test_a_state_that_may_not_follow_is_refused(client: TestClient) -> None:
    stored = put(client, "kb", "Text")
    body = {"title": "T", "body": "Text", "state": "approved"}
    refused = client.put("/v1/articles/kb", json=body, headers={"If-Match": stored["etag"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "state_transition")
    reply = client.put("/v1/approved-replies/r", json={"text": "Hello", "state": "archived"})
    again = client.put(
        "/v1/approved-replies/r",
        json={"text": "Hello", "state": "approved"},
        headers={"If-Match": reply.headers["etag"]},
    )
    assert (again.status_code, again.json()["code"]) == (409, "state_transition")


def test_an_edit_needs_the_version_that_was_read(client: TestClient) -> None:
    stored = put(client, "kb", "Text")
    body = {"title": "T", "body": "New"}
    assert client.put("/v1/articles/kb", json=body).status_code == 428
    assert client.put("/v1/articles/kb", json=body, headers={"If-Match": '"old"'}).status_code == 412
    assert client.put("/v1/articles/kb", json=body, headers={"If-None-Match": "*"}).status_code == 412
    assert client.put("/v1/articles/kb", json=body, headers={"If-Match": stored["etag"]}).status_code == 200
    assert client.delete("/v1/articles/kb", headers={"If-Match": stored["etag"]}).status_code == 412
    assert client.delete("/v1/articles/kb").status_code == 204
    assert found(client, "New") == []


def test_a_live_article_says_since_when_and_a_rebuild_does_not_change_that(client: TestClient) -> None:
    put(client, "kb", "Turn the zebra knob.")
    live = client.get("/v1/articles/kb/live").json()
    assert (live["live"], live["live_revision"]) == (True, 1)
    rebuild(client)
    assert client.get("/v1/articles/kb/live").json()["live_since"] == live["live_since"]
    put(client, "kb", "Turn the other knob.")
    later = client.get("/v1/articles/kb/live").json()
    assert later["live_revision"] == 2
    assert later["live_since"] > live["live_since"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(client: TestClient) -> None:
    fill(client)
    rebuild(client)
    client.put("/v1/golden-queries/q1", json={"text": "invoice page", "expected": ["invoice"]})
    before = client.get("/v1/index").json()
    put(client, "invoice", "Everything on zebras.", title="Zebras")
    put(client, "kettle", "The kettle lid has to click.")
    client.delete("/v1/articles/router")
    result = rebuild(client, dry_run=True)["result"]
    assert (result["added"], result["changed"], result["removed"]) == (["kettle"], ["invoice"], ["router"])
    assert result["golden"]["broken"] == ["q1"]
    (row,) = result["golden"]["details"]
    assert (row["text"], row["expected"], row["before"][0]) == ("invoice page", ["invoice"], "invoice")
    after = client.get("/v1/index").json()
    assert (after["snapshot"], after["history"]) == (before["snapshot"], before["history"])


def test_a_rebuild_that_breaks_a_golden_query_is_stopped_until_the_article_is_mended(client: TestClient) -> None:
    fill(client)
    served = rebuild(client)["result"]["snapshot"]
    messages = [{"role": "customer", "text": "I cannot find my invoice page anywhere, please help me."}]
    client.put("/v1/golden-queries/talk", json={"messages": messages, "expected": ["invoice"]})
    put(client, "invoice", "Everything on zebras.", title="Zebras")
    blocked = rebuild(client)
    assert (blocked["state"], blocked["result"]["golden"]["broken"]) == ("blocked", ["talk"])
    assert client.get("/v1/index").json()["snapshot"] == served
    put(client, "invoice", "How to handle invoice. Open the invoice page and press invoice once.")
    mended = rebuild(client)
    assert mended["state"] == "succeeded"
    index = client.get("/v1/index").json()
    assert index["snapshot"] == mended["result"]["snapshot"] != served
    assert (index["golden"]["queries"], index["golden"]["success_after"]) == (1, 1.0)


def test_a_card_that_an_agent_took_is_held_like_a_golden_query(client: TestClient) -> None:
    fill(client)
    rebuild(client)
    _talk(client, "s1", "My invoice page is empty, what should I do with the invoice now?")
    card = _cards(client, "s1")[0]
    assert card["id"] == "invoice"
    taken = client.post(f"/v1/suggestions/{card['suggestion_id']}/feedback", json={"event": "accepted"})
    assert taken.status_code == 201
    put(client, "invoice", "Everything on zebras.", title="Zebras")
    blocked = rebuild(client)
    assert blocked["state"] == "blocked"
    (broken,) = blocked["result"]["golden"]["broken"]
    assert broken.startswith("feedback:")
    assert blocked["result"]["golden"]["mined"] == 1
    client.delete("/v1/articles/invoice")  # an author's decision, no accident
    assert rebuild(client)["state"] == "succeeded"


def test_rolling_back_serves_the_earlier_snapshot_and_no_deleted_article(client: TestClient) -> None:
    fill(client)
    first = rebuild(client)["result"]["snapshot"]
    client.delete("/v1/articles/invoice")
    second = rebuild(client)["result"]["snapshot"]
    state = client.post("/v1/index/rollback", json={"snapshot": first}).json()
    assert state["snapshot"] == first
    assert {kept["snapshot"] for kept in state["history"]} == {first, second}
    assert "invoice" not in found(client, "invoice page")
    assert client.post("/v1/index/rollback", json={"snapshot": "20000101T000000-000000"}).status_code == 404


def test_an_import_of_several_files_reports_each_bad_one(client: TestClient) -> None:
    rows = json.dumps({"id": "row", "title": "Row", "body": "On zebras"}) + "\n{"
    files = [("files", ("kettle.docx", docx())), ("files", ("rows.jsonl", rows)), ("files", ("x.pdf", b"%PDF torn"))]
    result = job(client, client.post("/v1/articles/import", files=files))["result"]
    assert (result["created"], [row["item"] for row in result["failed"]]) == (2, ["rows.jsonl:2", "x.pdf"])
    assert "kettle" in found(client, "pack the kettle")
    table = job(
        client, client.post("/v1/articles/import", content="id,title,body\nc,C,d", headers={"Content-Type": "text/csv"})
    )
    assert table["result"]["created"] == 1


def test_everything_exported_can_be_imported_again(client: TestClient, tmp_path: Path) -> None:
    put(client, "a", "Text a", audience="internal", tags=["x"], verbatim=True, expires_at="2040-01-01T00:00:00Z")
    put(client, "b", "Text b", state="draft", locale="de")
    client.put("/v1/approved-replies/r", json={"text": "Hello {name}", "state": "draft"})
    articles, replies = client.get("/v1/articles/export").content, client.get("/v1/approved-replies/export").content
    rows = {"Content-Type": "application/x-ndjson"}
    with serving(tmp_path / "other") as (other, _):
        job(other, other.post("/v1/articles/import", content=articles, headers=rows))
        job(other, other.post("/v1/approved-replies/import", content=replies, headers=rows))
        for path in ("/v1/articles/a", "/v1/articles/b", "/v1/approved-replies/r"):
            assert other.get(path).headers["etag"] == client.get(path).headers["etag"]


def test_questions_that_found_nothing_and_refused_cards_are_grouped(client: TestClient) -> None:
    fill(client)
    for number in range(3):
        _talk(client, f"k{number}", f"How do I descale the copper samovar at home? My mail is kim{number}@example.com")
    _talk(client, "r", "My invoice page is empty, what should I do with the invoice now?")
    cards = _cards(client, "r")
    client.post(f"/v1/suggestions/{cards[0]['suggestion_id']}/feedback", json={"event": "rejected"})
    listed = client.get("/v1/knowledge-gaps").json()
    gaps, cursor = listed["items"], None
    assert listed["next_cursor"] is None
    for number in range(len(gaps)):
        page = client.get("/v1/knowledge-gaps", params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        assert page["items"] == [gaps[number]]
        cursor = page["next_cursor"]
        assert (cursor is None) is (number == len(gaps) - 1)
    assert client.get("/v1/knowledge-gaps", params={"cursor": "made up"}).status_code == 422
    assert [(gap["count"], gap["rejected"]) for gap in gaps][-1:] == [(1, 1)]
    samovar = gaps[0]
    assert "samovar" in samovar["question"]
    assert (samovar["count"], samovar["not_found"]) == (3, 3)
    assert {example["session_id"] for example in samovar["examples"]} == {"k0", "k1", "k2"}
    assert "example.com" not in json.dumps(gaps)


def test_a_resolved_conversation_becomes_a_draft_that_names_nobody_and_stores_nothing(
    server: tuple[TestClient, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = server
    fill(client)
    case = CaseDraft(
        draft=CaseFields(
            title="Samovar of Kim Solberg leaks",
            issue="The samovar of Kim Solberg leaks at the tap.",
            resolution="The seal was turned round.",
            steps=("Asked for a photo.", "Turned the seal round."),
            status="resolved",
        )
    )
    monkeypatch.setattr(engine.copilot, "draft_case", lambda *_: case)
    customer = {"id": "c1", "name": "Kim Solberg"}
    body = {"id": "s1", "channel": "chat", "agent_id": "ana", "customer": customer}
    client.post("/v1/sessions", json=body)
    assert client.post("/v1/sessions/s1/article-draft").json()["code"] == "no_messages"
    client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "My samovar leaks at the tap."})
    made = client.post("/v1/sessions/s1/article-draft")
    assert made.status_code == 200, made.text
    assert "Kim" not in made.text
    assert made.json()["case_status"] == "resolved"
    draft = made.json()["draft"]
    assert "## Resolution" in draft["body"]
    assert len(client.get("/v1/articles").json()["items"]) == len(WORDS)
    assert client.put("/v1/articles/samovar", json=draft).status_code == 201
    assert client.post("/v1/sessions/none/article-draft").status_code == 404


def test_only_authors_may_write_and_only_engineers_may_switch(server: tuple[TestClient, Engine]) -> None:
    client, engine = server
    agent, author = bearer(engine, role="agent", agent_id="ana"), bearer(engine, role="author")
    client.app.state.server.auth._closed_until = (0.0, False)  # type: ignore[attr-defined]
    body = {"title": "T", "body": "B"}
    assert client.put("/v1/articles/kb", json=body, headers=agent).status_code == 403
    assert client.put("/v1/articles/kb", json=body, headers=author).status_code == 201
    assert client.get("/v1/knowledge-gaps", headers=agent).status_code == 403
    assert client.get("/v1/knowledge-gaps", headers=author).status_code == 200
    assert client.post("/v1/index/rollback", json={"snapshot": "x"}, headers=author).status_code == 403


def _talk(client: TestClient, session: str, *lines: str) -> None:
    messages = [{"role": "customer", "text": line} for line in lines]
    body = {"id": session, "channel": "chat", "agent_id": "ana", "messages": messages}
    assert client.post("/v1/sessions", json=body).status_code == 201
    _pane(client, session)


def _pane(client: TestClient, session: str) -> dict[str, Any]:
    return client.get(f"/v1/sessions/{session}/pane", params={"min_revision": 1, "wait_ms": 10_000}).json()


def _cards(client: TestClient, session: str) -> list[dict[str, Any]]:
    return _pane(client, session)["articles"]["articles"]
