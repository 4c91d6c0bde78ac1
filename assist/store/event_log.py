"""Numbered events per stream, so that a reader who was away can go on where it stopped."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from assist.core.sessions import Event
from assist.store import prepared
from assist.store.content import now
from assist.store.counters import advance, current
from assist.store.schema import events

_INSERT = insert(events)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event before it has its number. `data` refers to rows by id; texts stay in their own tables."""

    stream: str
    type: str
    session_id: str
    revision: int
    data: dict[str, Any] = field(default_factory=dict[str, Any])


def append_events(connection: Connection, tenant: str, drafts: list[EventDraft]) -> None:
    """Number and store events; numbers of one stream have no gaps and follow commit order."""
    if not drafts:
        return
    counts = Counter(draft.stream for draft in drafts)
    # Always in one order, so that two writers of several streams cannot wait for each other.
    following = {
        stream: advance(connection, tenant=tenant, name=stream_counter(stream), by=counts[stream]) - counts[stream]
        for stream in sorted(counts)
    }
    moment = now()
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        following[draft.stream] += 1
        rows.append(_values(draft, tenant, following[draft.stream], moment))
    prepared.run_all(connection, _INSERT, rows)


def stream_counter(stream: str) -> str:
    """The name of the counter that numbers a stream."""
    return f"events:{stream}"


def leave_gap(connection: Connection, tenant: str, stream: str) -> None:
    """Take a number for no event: readers learn that something is gone and read anew."""
    advance(connection, tenant=tenant, name=stream_counter(stream))


def last_seq(connection: Connection, tenant: str, stream: str) -> int:
    """The number of the stream's last event, 0 before the first."""
    return current(connection, tenant=tenant, name=stream_counter(stream))


def events_after(connection: Connection, tenant: str, stream: str, seq: int, *, limit: int) -> list[Event]:
    """Events after `seq`, in order."""
    query = (
        select(events)
        .where(events.c.tenant_id == tenant, events.c.stream == stream, events.c.seq > seq)
        .order_by(events.c.seq)
        .limit(limit)
    )
    return [
        Event(
            stream=row.stream,
            seq=row.seq,
            type=row.type,
            session_id=row.session_id,
            revision=row.revision,
            data=json.loads(row.data),
            at=row.at,
        )
        for row in connection.execute(query)
    ]


def _values(draft: EventDraft, tenant: str, seq: int, moment: datetime) -> dict[str, Any]:
    return {
        "tenant_id": tenant,
        "stream": draft.stream,
        "seq": seq,
        "type": draft.type,
        "session_id": draft.session_id,
        "revision": draft.revision,
        "data": json.dumps(draft.data),
        "at": moment,
    }
