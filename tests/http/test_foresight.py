"""A new message is worked on while it is being stored; what is shown is only ever of what was stored."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assist.api.desk.desk import Desk
from assist.api.desk.foresight import Foresight
from assist.core.conversation import Message, Transcript
from tests.support.server import bearer, serving

_FIRST = {"role": "customer", "text": "My router has been offline since Monday."}
_SECOND = {"role": "customer", "text": "When will the engineer come to Leeds?"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as (client, _):
        assert client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"}).status_code == 201
        yield client


def _desk(client: TestClient) -> Desk:
    app: Any = client.app
    return app.state.server.desk


def _say(client: TestClient, message: dict[str, str]) -> int:
    return client.post("/v1/sessions/s1/messages", json=message).status_code


def _pane(client: TestClient, revision: int) -> dict[str, Any]:
    pane = client.get(f"/v1/sessions/s1/pane?min_revision={revision}&wait_ms=10000").json()
    assert pane["parts_revision"] == revision
    return pane


def test_a_stored_message_is_not_read_back_from_the_database(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def changed_since(session_id: str, _revision: int) -> list[Any]:
        read.append(session_id)
        return []

    monkeypatch.setattr(_desk(client).messages, "changed_since", changed_since)
    for number, message in enumerate((_FIRST, _SECOND), 1):
        assert _say(client, message) == 201
        assert _pane(client, number)["summary"]["messages_used"] == number
    assert read == []


def test_a_message_whose_storing_failed_is_in_nothing_that_is_shown(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _say(client, _FIRST) == 201
    _pane(client, 1)

    def fail(*_: object) -> None:
        raise RuntimeError("the database is gone")

    with monkeypatch.context() as broken:
        broken.setattr("assist.store.unit.append_events", fail)
        client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "I live in Quorvane Street."})
    assert _say(client, _SECOND) == 201
    pane = _pane(client, 2)
    assert pane["summary"]["messages_used"] == 2
    assert "Quorvane" not in str(pane)
    assert "Quorvane" not in str(_desk(client).transcripts.talk("s1").messages)


def test_an_erased_session_leaves_no_expected_transcript() -> None:
    foresight, transcript = Foresight(), Transcript(channel="chat", messages=(Message(role="customer", text="Hi Tom"),))
    foresight.expect("s1", transcript)
    foresight.forget()
    assert foresight.claim("s1") is None


def test_another_transcript_than_the_expected_one_is_analysed_anew() -> None:
    foresight, transcript = Foresight(), Transcript(channel="chat", messages=(Message(role="customer", text="Hi Tom"),))
    other = Transcript(channel="chat", messages=(Message(role="customer", text="Hi Ann"),))
    for stored, expected in ((other, False), (transcript, True)):
        foresight.expect("s1", transcript)
        assert foresight.claim("s1") is not None
        assert foresight.claim("s1") is None
        known, found = foresight.take("s1", stored)
        assert (known, found is not None) == (expected, expected)


def test_who_waits_for_parts_in_the_making_does_not_see_another_agents_session(tmp_path: Path) -> None:
    with serving(tmp_path) as (client, engine):
        owner = bearer(engine, role="agent", agent_id="ana")
        other = bearer(engine, role="agent", agent_id="ben")
        body = {"id": "s1", "channel": "chat", "agent_id": "ana"}
        assert client.post("/v1/sessions", json=body, headers=owner).status_code == 201
        assert client.post("/v1/sessions/s1/messages", json=_FIRST, headers=owner).status_code == 201
        path = "/v1/sessions/s1/pane?min_revision=9&wait_ms="
        desk = _desk(client)
        desk.follower.is_working_on = lambda _: True  # pyright: ignore[reportAttributeAccessIssue]
        began = time.monotonic()
        assert client.get(f"{path}20000", headers=other).status_code == 404
        assert time.monotonic() - began < 10  # told at once, not when the time is over
        assert client.get(f"{path}200", headers=owner).status_code == 200
