"""Live events: numbered, resumable, ended by permission, lifetime and shutdown."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from assist.api.desk.events import Batch, EventReader
from assist.api.stream import EventStream, follow, start_after
from assist.core.errors import InvalidInput, Unavailable
from assist.store.database import Database
from assist.store.event_log import events_after
from assist.store.live import ERASED_TOPIC, session_topic
from tests.support.server import serving
from tests.support.sessions import Stores, open_stores

STREAM = session_topic("s1")


def parse(chunk: bytes) -> dict[str, Any]:
    event: dict[str, Any] = {}
    for line in chunk.decode().splitlines():
        name, _, value = line.partition(": ")
        event[name or "comment"] = json.loads(value) if name == "data" else value
    return event


async def allow() -> bool:
    return True


async def take(stream: AsyncIterator[bytes], count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    async for chunk in stream:
        event = parse(chunk)
        if "event" in event:
            found.append(event)
        if len(found) == count:
            break
    return found


def test_events_arrive_while_they_happen_and_go_on_after_a_break(stores: Stores) -> None:
    stores.start()
    reader = EventReader(stores.live)

    async def scenario() -> None:
        live = follow(reader, stores.live.hub, STREAM, after=None, allowed=allow)
        assert "s-s1" in (await anext(live)).decode()
        waiting = asyncio.create_task(take(live, 2))
        await asyncio.sleep(0.05)
        for said in ("one", "two"):
            await asyncio.to_thread(stores.say, "s1", said)
        first, second = await asyncio.wait_for(waiting, 5)
        assert [event["id"] for event in (first, second)] == ["s-s1:2", "s-s1:3"]
        assert (first["event"], first["data"]["revision"]) == ("message", 1)
        assert [item["text"] for item in first["data"]["messages"]] == ["one"]
        await live.aclose()  # type: ignore[attr-defined]
        await asyncio.to_thread(stores.say, "s1", "while away")
        resumed = follow(reader, stores.live.hub, STREAM, after=start_after(first["id"], STREAM), allowed=allow)
        missed = await asyncio.wait_for(take(resumed, 2), 5)
        assert [event["id"] for event in missed] == ["s-s1:3", "s-s1:4"]
        assert missed[1]["data"]["messages"][0]["text"] == "while away"

    asyncio.run(scenario())


@pytest.mark.postgres
def test_events_of_one_worker_reach_the_streams_of_another(postgres_url: str) -> None:
    from tests.support.sessions import open_stores

    databases = [Database.open(postgres_url, tenant="two-streams") for _ in range(2)]
    databases[0].migrate()
    here, there = (open_stores(database) for database in databases)
    here.start()

    async def scenario() -> float:
        live = follow(EventReader(there.live), there.live.hub, STREAM, after=None, allowed=allow, keepalive=30)
        await anext(live)
        waiting = asyncio.create_task(take(live, 1))
        await asyncio.sleep(0.3)
        started = asyncio.get_running_loop().time()
        await asyncio.to_thread(here.say, "s1", "hello")
        (event,) = await asyncio.wait_for(waiting, 5)
        assert event["data"]["messages"][0]["text"] == "hello"
        return asyncio.get_running_loop().time() - started

    assert asyncio.run(scenario()) < 2.0
    for stores in (here, there):
        stores.live.close()
    for database in databases:
        database.close()


def test_redacted_text_is_not_sent_again_to_somebody_who_resumes(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "card 4111", ids=("a",))
    stores.messages.redact("s1", "a", actor="ana")
    batch = EventReader(stores.live).after(STREAM, 0)
    assert "4111" not in str([data for _, data in batch.events])
    assert [event.type for event, _ in batch.events] == ["session", "message", "message"]


def test_the_former_agents_stream_tells_nothing_new_of_a_session_handed_over(stores: Stores) -> None:
    stores.start()
    stores.say("s1", "for ana")
    stores.sessions.change("s1", lambda s: s.model_copy(update={"agent_id": "ben"}))
    stores.say("s1", "for ben only")
    shown = EventReader(stores.live).after("a-ana", 0)
    assert "for ben only" not in str(shown.events)
    assert all("messages" not in data and "session" not in data for _, data in shown.events)


def test_a_stream_ends_when_it_is_no_longer_the_callers(stores: Stores) -> None:
    stores.start()
    mine = True

    async def allowed() -> bool:
        return mine

    async def scenario() -> list[dict[str, Any]]:
        nonlocal mine
        live = follow(EventReader(stores.live), stores.live.hub, STREAM, after=0, allowed=allowed)
        first = await take(live, 1)
        mine = False
        await asyncio.to_thread(stores.say, "s1", "secret")
        return [*first, *await asyncio.wait_for(take(live, 1), 5)]

    assert [event["event"] for event in asyncio.run(scenario())] == ["session"]


def test_streams_end_with_their_lifetime_and_with_the_server(stores: Stores) -> None:
    stores.start()

    async def scenario() -> None:
        reader, hub = EventReader(stores.live), stores.live.hub
        short = follow(reader, hub, STREAM, after=None, allowed=allow, lifetime=0.2, keepalive=0.05)
        chunks = [chunk async for chunk in short]
        assert any(b"keepalive" in chunk for chunk in chunks)
        endless = follow(reader, hub, STREAM, after=None, allowed=allow)
        await anext(endless)
        waiting = asyncio.create_task(take(endless, 1))
        await asyncio.sleep(0.05)
        hub.drain()
        assert await asyncio.wait_for(waiting, 2) == []

    asyncio.run(scenario())


def test_a_client_that_stops_reading_is_dropped(stores: Stores) -> None:
    async def source() -> AsyncIterator[bytes]:
        while True:
            yield b"data: x\n\n"

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) > 3:
            await asyncio.sleep(60)

    asyncio.run(asyncio.wait_for(EventStream(source(), send_timeout=0.1).stream_response(send), 5))
    assert len(sent) == 4


def test_a_number_that_is_gone_asks_the_client_to_read_anew(stores: Stores) -> None:
    stores.start()

    async def scenario() -> dict[str, Any]:
        live = follow(EventReader(stores.live), stores.live.hub, STREAM, after=500, allowed=allow)
        return (await asyncio.wait_for(take(live, 1), 5))[0]

    event = asyncio.run(scenario())
    assert (event["event"], event["data"]["code"]) == ("notification", "resync")


def test_an_event_that_is_committed_while_the_stream_is_read_is_sent(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores.start()
    reader = EventReader(stores.live)

    def overtaken(*asked: Any, **more: Any) -> list[Any]:
        found = events_after(*asked, **more)
        monkeypatch.undo()
        stores.say("s1", "just now")
        return found

    monkeypatch.setattr("assist.api.desk.events.events_after", overtaken)
    first = reader.after(STREAM, 1)
    assert (first.events, first.seq, first.gap) == ((), 1, False)
    following = reader.after(STREAM, first.seq)
    assert [event.seq for event, _ in following.events] == [2]


def test_the_desktop_is_told_to_read_anew_when_a_customer_is_erased(stores: Stores) -> None:
    for key, customer in (("s1", "c1"), ("s2", "c2"), ("s3", "c1")):
        stores.start(key, customer={"id": customer})
    reader = EventReader(stores.live)

    async def scenario() -> None:
        live = follow(reader, stores.live.hub, "a-ana", after=None, allowed=allow)
        away = follow(reader, stores.live.hub, "a-ana", after=0, allowed=allow)
        assert "a-ana" in (await anext(live)).decode()
        waiting = asyncio.create_task(take(live, 1))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(stores.eraser.erase_customer, "c1")
        (told,) = await asyncio.wait_for(waiting, 5)
        assert (told["event"], told["data"]["code"]) == ("notification", "resync")
        resync, kept, rest = await asyncio.wait_for(take(away, 3), 5)
        assert (resync["data"], kept["data"]["session_id"]) == ({"code": "resync"}, "s2")
        assert rest["data"] == {"code": "resync"}

    asyncio.run(scenario())


def test_a_stream_outlives_a_database_that_is_away_for_a_while(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.api.stream._AGAIN_S", 0.01)
    stores.start()
    reader = EventReader(stores.live)
    answers = [Unavailable("away"), Unavailable("away")]

    def after(stream: str, seq: int) -> Batch:
        if answers:
            raise answers.pop()
        return reader.after(stream, seq)

    failing = SimpleNamespace(after=after, last=reader.last)

    async def scenario() -> None:
        live = follow(failing, stores.live.hub, STREAM, after=0, allowed=allow)  # type: ignore[arg-type]
        (event,) = await asyncio.wait_for(take(live, 1), 5)
        assert event["id"] == "s-s1:1"

    asyncio.run(scenario())


@pytest.mark.postgres
def test_a_worker_whose_line_to_the_others_was_cut_looks_at_everything_again(fresh_postgres_url: str) -> None:
    database = Database.open(fresh_postgres_url)
    database.migrate()
    stores = open_stores(database)
    try:
        missed = threading.Event()
        stores.live.hub.subscribe((ERASED_TOPIC,), missed.set)
        listening = text("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not (pids := stores.live.read(lambda c: c.execute(listening).all())):
            time.sleep(0.05)
        stores.live.read(lambda c: [c.execute(text(f"SELECT pg_terminate_backend({pid})")) for (pid,) in pids])
        assert missed.wait(10)
    finally:
        stores.live.close()
        database.close()


def test_an_event_id_of_another_stream_is_refused() -> None:
    assert start_after(None, STREAM) is None
    assert start_after("s-s1:12", STREAM) == 12
    for wrong in ("s-s2:12", "s-s1:x", "12"):
        with pytest.raises(InvalidInput):
            start_after(wrong, STREAM)


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[list[str]]:
    with serving(tmp_path) as (client, _):
        client.post("/v1/sessions", json={"id": "s1", "channel": "chat", "agent_id": "ana"})
        client.post("/v1/sessions/s1/messages", json={"role": "customer", "text": "Hello, I need help please."})
        client.get("/v1/sessions/s1/pane", params={"min_revision": 1, "wait_ms": 5_000})
        client.app.state.server.desk.live.hub.drain()  # type: ignore[attr-defined]
        yield client.get("/v1/sessions/s1/events", headers={"Last-Event-ID": "s-s1:0"}).text.splitlines()


def test_over_http_a_stream_names_itself_and_says_when_to_come_back(lines: list[str]) -> None:
    assert lines[0] == ": s-s1"
    assert "retry: 1000" in lines
