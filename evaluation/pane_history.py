"""Does a long history slow the desk down? List, pane and start-up beside 100, 1,000 and 10,000 stored sessions."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assist.build import open_database
from assist.core.conversation import Message
from assist.core.results import Replies, Summary
from assist.core.sessions import Customer, Session
from assist.core.settings import Settings
from assist.store.live import LiveHub
from assist.store.sessions import SessionStore
from assist.store.suggestions import Attention, SuggestionStore
from assist.store.unit import LiveStore
from evaluation.pane_rig import Client, serving

_OPEN = 20  # of every history, so many sessions of the agent are still open
_REPEATS = 100
_WRITERS = 8
_CUSTOMERS = 50


@dataclass(frozen=True, slots=True)
class History:
    """Milliseconds at one size; `start_s` in seconds."""

    sessions: int
    list_p50: float
    pane_p50: float
    customer_p50: float
    start_s: float

    def line(self) -> str:
        """The figures in words."""
        return (
            f"{self.sessions:,} sessions: list {self.list_p50} ms, pane {self.pane_p50} ms, customer tab "
            f"{self.customer_p50} ms, start {self.start_s:.2f} s"
        )


def measure_history(base: Settings, sizes: Sequence[int]) -> list[History]:
    """One row a size, each over its own SQLite file, over the index of `base`."""
    found: list[History] = []
    with tempfile.TemporaryDirectory(prefix="bench-history-") as folder:
        for size in sizes:
            url = f"sqlite:///{Path(folder) / f'{size}.db'}"
            settings = base.model_copy(update={"database_url": url, "data_dir": Path(folder) / f"data-{size}"})
            _fill(settings.model_copy(update={"sqlite_synchronous": "NORMAL"}), size)
            found.append(_measure(settings, size))
    return found


def _fill(settings: Settings, size: int) -> None:
    database = open_database(settings, serving=False)
    live = LiveStore(database, LiveHub())
    sessions, suggestions = SessionStore(live), SuggestionStore(live)
    calm = Attention(sentiment="neutral", escalation=None, pending_actions=0)
    begin = datetime.now(UTC) - timedelta(minutes=size)

    def add(number: int) -> None:
        moment = begin + timedelta(minutes=number)
        session = Session(
            id=f"h{number}",
            agent_id="bench",
            channel="chat",
            customer=Customer(id=f"c{number % _CUSTOMERS}"),
            title=f"Chat {number}",
            created_at=moment,
            updated_at=moment,
        )
        said = [Message(role="customer", text=f"My parcel {number} has not arrived, can you help me please?")]
        sessions.create(session, said)
        suggestions.publish(session.id, 1, {"summary": Summary(), "replies": Replies()}, attention=calm)
        if number < size - _OPEN:
            sessions.change(session.id, _closed)

    try:
        # Several writers, whose commits the store puts together.
        with ThreadPoolExecutor(_WRITERS) as pool:
            list(pool.map(add, range(size)))
    finally:
        live.close()
        database.close()


def _closed(session: Session) -> Session:
    return session.model_copy(update={"state": "closed", "closed_at": session.updated_at})


def _measure(settings: Settings, size: int) -> History:
    newest = f"/v1/sessions/h{size - 1}/pane"
    with serving(settings) as served, closing(Client(served.ports[0])) as client:
        time.sleep(1.0)
        return History(
            sessions=size,
            list_p50=_p50(client, "/v1/sessions?agent_id=bench"),
            pane_p50=_p50(client, newest),
            customer_p50=_p50(client, f"{newest}?tab=customer"),
            start_s=round(served.start_s, 2),
        )


def _p50(client: Client, path: str) -> float:
    times: list[float] = []
    for _ in range(_REPEATS):
        began = time.perf_counter()
        assert client.call("GET", path).status == 200
        times.append(time.perf_counter() - began)
    return round(statistics.median(times) * 1000, 2)
