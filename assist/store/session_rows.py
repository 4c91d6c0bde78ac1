"""Sessions as rows: reading, writing what changed, and the events every change leaves."""

import json
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from assist.core.conversation import ContextEntry
from assist.core.errors import NotFound
from assist.core.sessions import Customer, Session, Tab
from assist.store.content import now
from assist.store.event_log import EventDraft
from assist.store.live import agent_topic, session_topic
from assist.store.schema import sessions
from assist.store.unit import Unit

_PLAIN = (
    "id",
    "state",
    "revision",
    "parts_revision",
    "agent_id",
    "team",
    "channel",
    "subject",
    "title",
    "language",
    "external_id",
    "focused",
    "unread",
    "pending_actions",
    "sentiment",
    "escalation",
    "pane_mode",
    "created_at",
    "accepted_at",
    "closed_at",
)


def session_of(row: Row[Any]) -> Session:
    """The session in a row. Rows are trusted: they were validated when they came in."""
    values = {name: getattr(row, name) for name in _PLAIN}
    customer = Customer.model_construct(id=row.customer_id, name=row.customer_name) if row.customer_id else None
    return Session.model_construct(
        **values,
        customer=customer,
        context=tuple(ContextEntry.model_validate(entry) for entry in json.loads(row.context)),
        tabs=tuple(Tab.model_validate(tab) for tab in json.loads(row.tabs)),
        updated_at=row.updated_at,
        change=row.change,
    )


def read_session(connection: Connection, tenant: str, session_id: str, *, lock: bool = False) -> Session | None:
    """The session; with `lock` PostgreSQL keeps other writers of it waiting until the transaction ends."""
    query = select(sessions).where(sessions.c.tenant_id == tenant, sessions.c.id == session_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    return None if row is None else session_of(row)


def locked_session(unit: Unit, session_id: str) -> Session:
    """The session, locked. Raises NotFound."""
    session = read_session(unit.connection, unit.tenant, session_id, lock=True)
    if session is None:
        raise NotFound(f"there is no session '{session_id}'")
    return session


def insert_session(unit: Unit, session: Session) -> Session:
    """Store a new session."""
    unit.connection.execute(insert(sessions).values(tenant_id=unit.tenant, **_values(session)))
    return session


def save_session(unit: Unit, before: Session, after: Session) -> Session:
    """Write the columns that differ; `change` and `updated_at` always move, so that readers notice."""
    moved = after.model_copy(update={"change": before.change + 1, "updated_at": now()})
    old, new = _values(before), _values(moved)
    changed = {name: value for name, value in new.items() if value != old[name]}
    match = (sessions.c.tenant_id == unit.tenant) & (sessions.c.id == before.id)
    unit.connection.execute(update(sessions).where(match).values(**changed))
    return moved


def touch_session(unit: Unit, session_id: str) -> None:
    """Note that something beside the session's own row changed (a draft, a part)."""
    match = (sessions.c.tenant_id == unit.tenant) & (sessions.c.id == session_id)
    unit.connection.execute(update(sessions).where(match).values(change=sessions.c.change + 1))


def announce(unit: Unit, session: Session, kind: str = "session", *, data: dict[str, Any] | None = None) -> None:
    """Leave an event of a session in its own stream and in its agent's."""
    content = {"state": session.state, "agent_id": session.agent_id} if data is None else data
    for stream in (session_topic(session.id), agent_topic(session.agent_id)):
        unit.events.append(EventDraft(stream, kind, session.id, session.revision, content))


def _values(session: Session) -> dict[str, Any]:
    return {
        **{name: getattr(session, name) for name in _PLAIN},
        "customer_id": session.customer.id if session.customer else None,
        "customer_name": session.customer.name if session.customer else None,
        "context": json.dumps([entry.model_dump() for entry in session.context]),
        "tabs": json.dumps([tab.model_dump() for tab in session.tabs]),
        "updated_at": session.updated_at,
        "change": session.change,
    }
