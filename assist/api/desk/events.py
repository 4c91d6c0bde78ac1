"""Events as clients read them: references are resolved at reading, so erased and redacted texts never come back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from assist.core.results import json_of
from assist.core.sessions import Event, Session
from assist.core.vocabulary import FEATURES
from assist.store.event_log import events_after, last_seq
from assist.store.live import agent_topic
from assist.store.messages import read_messages
from assist.store.session_rows import read_session
from assist.store.suggestions import read_results
from assist.store.unit import LiveStore

BATCH = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """Events to send, and the number to go on from. `gap`: some that should be among them are no longer kept."""

    events: tuple[tuple[Event, dict[str, Any]], ...]
    seq: int
    gap: bool = False


class EventReader:
    """Reads a stream from a number on."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def last(self, stream: str) -> int:
        """The number of the stream's last event."""
        return self._live.read(lambda connection: last_seq(connection, self._live.tenant, stream))

    def after(self, stream: str, seq: int) -> Batch:
        """The next events after `seq`."""
        return self._live.read(lambda connection: self._after(connection, stream, seq))

    def _after(self, connection: Connection, stream: str, seq: int) -> Batch:
        tenant = self._live.tenant
        # Asked first: what is committed between the two questions comes with the next batch and is not missing.
        newest = last_seq(connection, tenant, stream)
        found = events_after(connection, tenant, stream, seq, limit=BATCH)
        if not found:
            return Batch((), newest, gap=newest != seq)
        sessions = {
            event.session_id: read_session(connection, tenant, event.session_id)
            for event in {event.session_id: event for event in found}.values()
        }
        shown = [(event, self._data(connection, stream, event, sessions[event.session_id])) for event in found]
        return Batch(tuple(shown), found[-1].seq, gap=found[-1].seq - seq > len(found))

    def _data(self, connection: Connection, stream: str, event: Event, session: Session | None) -> dict[str, Any]:
        data: dict[str, Any] = {
            "session_id": event.session_id,
            "revision": event.revision,
            "at": event.at.isoformat(),
            **event.data,
        }
        if session is None or (stream.startswith("a-") and agent_topic(session.agent_id) != stream):
            # Erased, or another agent's by now: the reference is all that may be seen.
            return data
        if event.type == "message":
            found = read_messages(connection, self._live.tenant, session.id, event.data["message_ids"])
            data["messages"] = [json_of(message) for message in found]
        elif event.type == "session":
            data["session"] = json_of(session)
        elif event.type in FEATURES:
            suggestion_id = event.data["suggestion_id"]
            data["result"] = read_results(connection, self._live.tenant, [suggestion_id]).get(suggestion_id)
        return data
