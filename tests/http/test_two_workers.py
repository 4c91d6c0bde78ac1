"""Two workers over one PostgreSQL: what one stores, the other shows, and no work is done twice."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from starlette.testclient import TestClient

from assist.build import Engine
from assist.store.content import now
from assist.store.schema import messages, sessions, suggestions
from tests.support.server import serving

pytestmark = pytest.mark.postgres
Worker = tuple[TestClient, Engine]


@pytest.fixture
def workers(tmp_path: Path, fresh_postgres_url: str) -> Iterator[tuple[Worker, Worker]]:
    with (
        serving(tmp_path / "one", database_url=fresh_postgres_url) as one,
        serving(tmp_path / "two", database_url=fresh_postgres_url) as two,
    ):
        yield one, two


def start(client: TestClient) -> None:
    body = {"id": "s1", "channel": "chat", "agent_id": "ana", "customer": {"id": "c1"}}
    assert client.post("/v1/sessions", json=body).status_code == 201


def test_a_message_to_one_worker_is_in_the_pane_of_the_other_and_computed_once(workers: tuple[Worker, Worker]) -> None:
    (here, engine), (there, _) = workers
    start(here)
    for revision in range(1, 4):
        said = {"role": "customer", "text": f"My router {revision} is broken, please help me today."}
        assert here.post("/v1/sessions/s1/messages", json=said).json()["revision"] == revision
        query = {"min_revision": revision, "wait_ms": 5_000}
        pane = there.get("/v1/sessions/s1/pane", params=query).json()
        assert (pane["parts_revision"], pane["stale"]) == (revision, False)
        etag = here.get("/v1/sessions/s1/pane").headers["etag"]
        assert there.get("/v1/sessions/s1/pane", headers={"If-None-Match": etag}).status_code == 304
    made = engine.database.read(lambda c: c.execute(select(func.count()).select_from(suggestions)).scalar_one())
    assert made == 3 * 4


def test_a_draft_written_at_one_worker_is_guarded_at_the_other(workers: tuple[Worker, Worker]) -> None:
    (here, _), (there, _) = workers
    start(here)
    there.get("/v1/sessions/s1/pane")
    first = here.put("/v1/sessions/s1/drafts/reply", json={"text": "Dear"})
    assert there.get("/v1/sessions/s1/pane").json()["drafts"]["reply"]["text"] == "Dear"
    second = there.put("/v1/sessions/s1/drafts/reply", json={"text": "Hi"}, headers={"If-Match": first.headers["etag"]})
    assert second.status_code == 200
    late = here.put("/v1/sessions/s1/drafts/reply", json={"text": "Ho"}, headers={"If-Match": first.headers["etag"]})
    assert late.status_code == 412
    assert here.get("/v1/sessions/s1/pane").json()["drafts"]["reply"]["text"] == "Hi"


def test_an_erasure_at_one_worker_empties_the_memory_of_the_other(workers: tuple[Worker, Worker]) -> None:
    (here, _), (there, _) = workers
    start(here)
    here.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "My zebraphone is broken, please help."})
    there.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 5_000})
    desk = there.app.state.server.desk  # type: ignore[attr-defined]
    desk.transcripts.read(desk.sessions.get("s1"))
    forgotten = threading.Event()
    desk.live.hub.subscribe(("erased",), forgotten.set)
    here.delete("/v1/customers/c1")
    assert forgotten.wait(5)
    assert desk.transcripts.talk("s1").messages == {}
    assert there.get("/v1/sessions/s1/pane").status_code == 404


def test_parts_are_made_although_the_clock_of_the_machine_that_wrote_was_ahead(workers: tuple[Worker, Worker]) -> None:
    (here, _), (_, engine) = workers
    start(here)
    ahead = {"updated_at": now() + timedelta(minutes=5), "revision": 1, "change": 9}
    row = {"id": "m0", "position": 1, "revision": 1, "changed_revision": 1, "role": "customer", "text": "It is broken."}
    fixed = {"original_digest": "", "internal": False, "attachments": "[]", "redacted": False, "created_at": now()}
    key = {"tenant_id": engine.database.tenant, "session_id": "s1"}
    engine.database.write(lambda connection: connection.execute(insert(messages).values(**key, **row, **fixed)))
    engine.database.write(lambda connection: connection.execute(update(sessions).values(**ahead)))
    pane = here.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 3_000}).json()
    assert pane["parts_revision"] == 1


def test_a_configuration_changed_at_one_worker_is_followed_by_the_other(workers: tuple[Worker, Worker]) -> None:
    (here, _), (there, _) = workers
    start(here)
    assert len(there.get("/v1/sessions/s1/pane").json()["tools"]) == 4
    told = threading.Event()
    desk = there.app.state.server.desk  # type: ignore[attr-defined]
    assert desk.configurations.known("ana") is not None
    desk.live.hub.subscribe(("configured",), told.set)
    here.put("/v1/agents/ana/preferences", json={"features": ["summary"]})
    assert here.get("/v1/sessions/s1/pane").json()["tools"] == ["summary"]
    assert told.wait(5)
    assert desk.configurations.known("ana") is None
    assert there.get("/v1/sessions/s1/pane").json()["tools"] == ["summary"]
