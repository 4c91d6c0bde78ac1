"""What is kept of people, and that it goes: pseudonyms at rest, erasure with proof, retention."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from assist.build import Engine
from assist.core.sessions import Feedback
from assist.core.vocabulary import CaseStatus
from assist.store.content import now
from tests.support.server import serving

SECRETS = ("mira.holt@example.com", "4111 1111 1111 1111", "+44 20 7946 0958")
SAID = f"I am {SECRETS[0]}, my card is {SECRETS[1]}, call me on {SECRETS[2]} about the broken router."


def start(client: TestClient, key: str = "s1", **body: Any) -> None:
    body = {"id": key, "channel": "chat", "agent_id": "ana", "customer": {"id": "c1"}, **body}
    assert client.post("/v1/sessions", json=body).status_code == 201


def pane(client: TestClient, key: str = "s1", revision: int = 1) -> dict[str, Any]:
    answer = client.get(f"/v1/sessions/{key}/pane", params={"min_revision": revision, "wait_ms": 5_000})
    assert answer.status_code == 200
    return answer.json()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def at_rest(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path, redaction="at_rest") as (client, _):
        yield client


def test_at_rest_no_file_ever_holds_what_was_said(at_rest: TestClient, tmp_path: Path) -> None:
    client = at_rest
    start(client, subject=SAID, context=[{"name": "mail", "value": SECRETS[0]}])
    message = {"id": "a", "role": "customer", "text": SAID}
    assert client.post("/v1/sessions/s1/messages", json=message).status_code == 201
    suggestion = pane(client)["summary"]["suggestion_id"]
    client.put("/v1/sessions/s1/drafts/reply", json={"text": SAID})
    client.patch("/v1/sessions/s1", json={"title": SAID})
    client.patch("/v1/sessions/s1/messages/a", json={"text": f"{SAID} Now."})
    made = client.post("/v1/sessions/s1/case-draft")
    client.patch("/v1/sessions/s1/case-draft", json={"title": SAID}, headers={"If-Match": made.headers["etag"]})
    client.post("/v1/sessions/s1/case-draft/versions")
    client.post(f"/v1/suggestions/{suggestion}/feedback", json={"event": "edited", "final_text": SAID, "comment": SAID})
    known = {"case_draft": {"case": {"title": SAID}}}
    asked = {"transcript": {"messages": [message]}, "options": known, "store": True}
    assert client.post("/v1/assist", json=asked).status_code == 200
    stored = bytes_on_disk(tmp_path / "data")
    assert b"broken router" in stored
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


def test_at_rest_a_message_sent_again_is_still_the_same_message(tmp_path: Path) -> None:
    message = {"id": "a", "role": "customer", "text": SAID}
    with serving(tmp_path, redaction="at_rest") as (client, _):
        start(client)
        assert client.post("/v1/sessions/s1/messages", json=message).status_code == 201
    with serving(tmp_path, redaction="at_rest") as (client, _):
        assert client.post("/v1/sessions/s1/messages", json=message).status_code == 200
        other = {**message, "text": SAID.replace("mira.holt", "someone.else")}
        assert client.post("/v1/sessions/s1/messages", json=other).status_code == 409


def give_feedback_with(client: TestClient) -> str:
    """A session with personal data in every text, feedback on all its results, and the export of that."""
    said = [f"My name is Mira Holt. {SAID}", "My router is still broken, please help me today."]
    start(client, customer={"id": "c1", "name": "Mira Holt"}, messages=[{"role": "customer", "text": t} for t in said])
    shown = pane(client, revision=2)
    for part in ("summary", "replies", "case_draft", "articles"):
        key = shown[part]["suggestion_id"]
        body = {"event": "edited", "final_text": f"Dear Mira, {SAID}", "comment": f"Ms Holt wrote from {SECRETS[0]}"}
        assert client.post(f"/v1/suggestions/{key}/feedback", json=body).status_code == 201
    return client.get("/v1/feedback/export").text


def test_the_feedback_export_has_pseudonyms_for_what_people_wrote_and_keeps_its_ids(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, _):
        export = give_feedback_with(client)
        again = client.get("/v1/feedback/export").text
    rows = [json.loads(line) for line in export.splitlines()]
    assert export == again
    assert [secret for secret in (*SECRETS, "Mira", "Holt", "mira") if secret in export] == []
    assert re.fullmatch(r"Dear \[NAME_\d{9}\], I am \[EMAIL_\d{9}\], my card .*", rows[0]["final_text"])
    assert {row["feature"] for row in rows} == {"summary", "replies", "case_draft", "articles"}
    assert {row["suggestion_id"].split("-")[0] for row in rows} == {"sg"}
    draft = next(row["result"] for row in rows if row["feature"] == "case_draft")
    assert draft["last_message_id"] == "m1"
    assert draft["draft"]["status"] in get_args(CaseStatus)
    assert draft["versions"]["encoder"]


def test_at_rest_the_feedback_export_keeps_the_tokens_of_the_store(at_rest: TestClient) -> None:
    export = give_feedback_with(at_rest)
    assert [secret for secret in (*SECRETS, "Mira", "Holt") if secret in export] == []
    assert "[EMAIL_" in export
    assert "[[" not in export
    assert "LITERAL" not in export


def test_with_redaction_off_the_feedback_export_is_what_was_said(tmp_path: Path) -> None:
    with serving(tmp_path, redaction="off") as (client, _):
        assert f"Dear Mira, {SAID}" in give_feedback_with(client)


def test_an_erased_customer_is_in_no_answer_no_export_and_no_file(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, _):
        start(client, messages=[{"role": "customer", "text": "My zebraphone is broken, please help me today."}])
        start(client, "s2", customer={"id": "c2"}, messages=[{"role": "customer", "text": "My walrusphone is lost."}])
        suggestion = pane(client)["summary"]["suggestion_id"]
        kept = pane(client, "s2")["summary"]["suggestion_id"]
        for key in (suggestion, kept):
            client.post(f"/v1/suggestions/{key}/feedback", json={"event": "accepted"})
        client.put("/v1/sessions/s1/drafts/reply", json={"text": "About your zebraphone"})
        report = client.delete("/v1/customers/c1").json()
        assert report["sessions"] == ["s1"]
        assert report["erased"]["messages"] == 1
        assert report["erased"]["vectors"] >= 1
        assert set(report["remaining"].values()) == {0}
        assert "reply_memory" in report["erased"]
        for path in ("/v1/sessions/s1", "/v1/sessions/s1/pane", f"/v1/suggestions/{suggestion}"):
            assert client.get(path).status_code == 404
        export = client.get("/v1/feedback/export").text
        assert "zebraphone" not in export
        assert "walrusphone" in export
        assert client.delete("/v1/customers/c1").json()["sessions"] == []
        assert "walrusphone" in str(pane(client, "s2"))
    stored = bytes_on_disk(tmp_path / "data")
    assert b"zebraphone" not in stored
    assert b"walrusphone" in stored


def test_closed_sessions_go_after_their_time_and_open_ones_stay(tmp_path: Path) -> None:
    with serving(tmp_path, retention_days=30) as (client, engine):
        for key in ("old", "recent", "open"):
            start(client, key, messages=[{"role": "customer", "text": f"This is {key}"}])
        for key in ("old", "recent"):
            client.post(f"/v1/sessions/{key}/close")
        desk = client.app.state.server.desk  # type: ignore[attr-defined]
        desk.sessions.change("old", lambda s: s.model_copy(update={"closed_at": now() - timedelta(days=31)}))
        assert desk.retention.sweep() == 1
        assert client.get("/v1/sessions/old").status_code == 404
        assert client.get("/v1/sessions/recent").status_code == 200
        assert client.get("/v1/sessions/open").status_code == 200
        assert desk.retention.sweep() == 0
        assert isinstance(engine, Engine)


def test_what_was_learned_from_a_session_goes_with_it_after_its_time(tmp_path: Path) -> None:
    with serving(tmp_path, retention_days=30) as (client, engine):
        desk = client.app.state.server.desk  # type: ignore[attr-defined]
        for number, key in enumerate(("old", "recent")):
            said = "I have ordered a new router, it comes on Monday."
            asked = {"role": "customer", "text": f"My router {key} is broken, please help me today."}
            start(client, key, messages=[asked, {"role": "agent", "text": said}])
            client.post(f"/v1/sessions/{key}/close")
            until(lambda number=number: len(engine.memory) == number + 1)
        desk.sessions.change("old", lambda s: s.model_copy(update={"closed_at": now() - timedelta(days=31)}))
        erase = desk.eraser.erase_closed

        def cut_off(ids: object) -> None:
            raise RuntimeError("killed")

        desk.eraser.erase_closed = cut_off
        with pytest.raises(RuntimeError):
            desk.retention.sweep()
        desk.eraser.erase_closed = erase
        assert desk.retention.sweep() == 1
        assert {example.conversation for example in engine.memory.store.since(0)} == {"recent"}
        assert len(engine.memory) == 1


def until(holds: Callable[[], bool]) -> None:
    """Wait for what runs in the background."""
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_redacted_message_leaves_case_draft_saved_versions_and_pane(tmp_path: Path) -> None:
    secret = "My card is 4111-2222-3333 and my password is hunter22xyz, the router is broken since Monday."
    with serving(tmp_path) as (client, _):
        start(client, messages=[{"id": "a", "role": "customer", "text": secret}])
        client.post(
            "/v1/sessions/s1/messages", json={"id": "b", "role": "customer", "text": "It is the new router X20."}
        )
        url = "/v1/sessions/s1/case-draft"
        made = client.post(url)
        typed = {"cause": "Password hunter22xyz was refused", "resolution": "A new router will be sent tomorrow"}
        client.patch(url, json=typed, headers={"If-Match": made.headers["etag"]})
        client.post(f"{url}/versions")
        client.post("/v1/sessions/s1/close")
        assert client.delete("/v1/sessions/s1/messages/a").status_code == 200
        for path in (url, f"{url}/versions", "/v1/sessions/s1/pane"):
            answer = client.get(path).text
            assert "hunter22xyz" not in answer, path
            assert "4111" not in answer, path
        assert client.get(url).json()["draft"]["resolution"] == typed["resolution"]
        assert client.get(f"{url}/versions").json()["items"][0]["draft"]["resolution"] == typed["resolution"]
    with serving(tmp_path) as (client, _):
        assert "X20" in str(client.get("/v1/sessions/s1/case-draft").json()["draft"])


def test_a_redacted_reply_of_a_closed_session_is_suggested_to_nobody(tmp_path: Path) -> None:
    asked = "Which colours does the Tidder robot come in?"
    told = "The Tidder robot comes in quartz grey, plumwhite and zorgblue, all of them in stock."
    transcript = {"messages": [{"role": "customer", "text": asked}]}

    def suggested(client: TestClient) -> str:
        return client.post("/v1/replies", json={"transcript": transcript}).text

    with serving(tmp_path) as (client, engine):
        start(
            client,
            messages=[{"id": "a", "role": "customer", "text": asked}, {"id": "b", "role": "agent", "text": told}],
        )
        client.post("/v1/sessions/s1/close")
        deadline = time.monotonic() + 10
        while not len(engine.memory) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "zorgblue" in suggested(client)
        client.delete("/v1/sessions/s1/messages/b")
        assert "zorgblue" not in suggested(client)
        assert len(engine.memory) == 0


def test_a_talk_that_is_erased_while_it_is_being_remembered_is_suggested_to_nobody(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        desk = client.app.state.server.desk  # type: ignore[attr-defined]
        asked, told = "Which colours are there of the Tidder robot?", "The Tidder robot comes in quartz and zorgblue."
        start(
            client,
            messages=[{"id": "a", "role": "customer", "text": asked}, {"id": "b", "role": "agent", "text": told}],
        )
        session = desk.sessions.get("s1")
        remembered = threading.Event()

        def remember(*talk: Any) -> None:
            desk.erase_customer("c1")
            desk.memory.remember(*talk)
            assert len(engine.memory) == 1
            remembered.set()

        slow = replace(desk, memory=replace(desk.memory, remember=remember))
        slow.remember(session)
        assert remembered.wait(10)
        deadline = time.monotonic() + 10
        while len(engine.memory) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(engine.memory) == 0


def test_an_edit_that_is_counted_while_its_session_is_erased_is_not_kept(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        desk = client.app.state.server.desk  # type: ignore[attr-defined]
        start(client)
        client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "My router is broken."})
        pane(client)
        session = desk.sessions.get("s1")
        record = desk.suggestions.latest(session)["replies"]
        item = {"id": f"{record.id}.0", "text": "Hello", "source": {"kind": "approved", "id": "r1"}}
        record = record.model_copy(update={"result": {"suggestions": [item]}})
        given = Feedback(
            id="fb-1",
            suggestion_id=f"{record.id}.0",
            event="edited",
            at=now(),
            final_text="Dear Quirrel",
            agent_id="ana",
        )
        desk.erase_customer("c1")
        desk.judge(record, session, given)
        assert [tally.edits for tally in engine.memory.store.tallies()] == [()]
