"""The unit of work of everything live: one transaction, its events, and who is woken when it has committed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection

from assist.core.sessions import Session
from assist.store.database import Database, DriverQuery
from assist.store.event_log import EventDraft, append_events
from assist.store.idempotency import RequestKey, recall, remember
from assist.store.live import LiveHub
from assist.store.notify import Notifier
from assist.store.session_cache import CheckedSessions, SessionCache

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Unit:
    """What a piece of work sees: the connection, the events it wants to leave behind, and whom else to wake.

    sessions: as the work leaves them, None where it cannot tell; all_sessions: it changed some without naming them.
    """

    connection: Connection
    tenant: str
    events: list[EventDraft] = field(default_factory=list[EventDraft])
    topics: list[str] = field(default_factory=list[str])
    sessions: dict[str, Session | None] = field(default_factory=dict[str, Session | None])
    all_sessions: bool = False


class LiveStore:
    """Commits units: rows, events and notices together, wake-ups after."""

    def __init__(self, database: Database, hub: LiveHub) -> None:
        self.database = database
        self.tenant = database.tenant
        self.hub = hub
        # Another process may change a shared database at any time.
        self._sessions = None if database.shared else SessionCache()
        self._checked = CheckedSessions()
        self._notifier = Notifier(database, hub)

    def commit(self, work: Callable[[Unit], T], *, then: Callable[[T], object] | None = None) -> T:
        """The result of `work`, durable; then readers of its events are woken. `then` runs between the two."""
        topics: list[str] = []
        unit: Unit | None = None

        def run(connection: Connection) -> T:
            nonlocal unit
            unit = Unit(connection, self.tenant)
            result = work(unit)
            append_events(connection, self.tenant, unit.events)
            # A retried transaction starts over.
            topics[:] = dict.fromkeys((*(event.stream for event in unit.events), *unit.topics))
            self._notifier.stage(connection, topics)
            return result

        def committed(result: T) -> None:
            if self._sessions is not None and unit is not None:
                self._sessions.committed(None if unit.all_sessions else unit.sessions)
            if then is not None:
                then(result)

        result = self.database.write(run, then=committed)
        self.hub.publish(topics)
        return result

    def commit_once(self, work: Callable[[Unit], M], answer: type[M], request: RequestKey | None) -> tuple[M, bool]:
        """As `commit`, but a request that was answered before gets that answer; the flag says whether it was new."""
        if request is None:
            return self.commit(work), True
        key = request

        def once(unit: Unit) -> tuple[M, bool]:
            known = recall(unit.connection, unit.tenant, key)
            if known is not None:
                return answer.model_validate_json(known), False
            result = work(unit)
            remember(unit.connection, unit.tenant, key, result.model_dump_json())
            return result, True

        return self.commit(once)

    def session(
        self, session_id: str, load: Callable[[Connection], Session | None], stamp: DriverQuery
    ) -> Session | None:
        """The session as committed last: from memory where this process owns the database, or where its `stamp` is
        still the same, else by `load`."""
        if self._sessions is not None:
            return self._sessions.get(session_id, lambda: self.read(load))
        return self._checked.get(session_id, lambda: self.database.first_row(stamp), lambda: self.read(load))

    def known_session(self, session_id: str) -> Session | None:
        """The session as committed last where this process owns the database and has it in memory; else None."""
        return None if self._sessions is None else self._sessions.known(session_id)

    def forget(self) -> None:
        """Drop the sessions that this process holds in memory."""
        self._checked.clear()
        if self._sessions is not None:
            self._sessions.committed(None)

    def read(self, work: Callable[[Connection], T]) -> T:
        """The result of `work` over one consistent view."""
        return self.database.read(work)

    def close(self) -> None:
        """Stop listening to other processes."""
        self._notifier.close()
