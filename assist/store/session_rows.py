"""Sessions as rows: reading, writing what changed, and the events every change leaves."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, insert, select, update

from assist.core.conversation import ContextEntry
from assist.core.errors import NotFound
from assist.core.sessions import Customer, Session, Tab
from assist.store import prepared
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

# Sees the locked session before anything is written, and may refuse.
Check = Callable[[Session], object]

# Statements of the path of a message are built once: building costs more than running them.
_THIS = (sessions.c.tenant_id == bindparam("of_tenant")) & (sessions.c.id == bindparam("of_id"))
_READ = select(sessions).where(_THIS)
STAMP_OF = "SELECT change, updated_at FROM sessions WHERE tenant_id = %s AND id = %s"
_READ_LOCKED = _READ.with_for_update()
_INSERT = insert(sessions)
_TOUCH = update(sessions).where(_THIS).values(change=sessions.c.change + 1, drafts_change=sessions.c.change + 1)


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
        parts_change=row.parts_change,
        drafts_change=row.drafts_change,
    )


def read_session(connection: Connection, tenant: str, session_id: str, *, lock: bool = False) -> Session | None:
    """The session; with `lock` PostgreSQL keeps other writers of it waiting until the transaction ends."""
    row = prepared.first(connection, _READ_LOCKED if lock else _READ, {"of_tenant": tenant, "of_id": session_id})
    return None if row is None else session_of(row)


def locked_session(unit: Unit, session_id: str, *, check: Check | None = None) -> Session:
    """The session, locked, once `check` let it pass. Raises NotFound, and whatever `check` raises."""
    session = read_session(unit.connection, unit.tenant, session_id, lock=True)
    if session is None:
        raise NotFound(f"there is no session '{session_id}'")
    if check is not None:
        check(session)
    return session


def insert_session(unit: Unit, session: Session) -> Session:
    """Store a new session."""
    unit.connection.execute(_INSERT, {"tenant_id": unit.tenant, **_values(session)})
    unit.sessions[session.id] = session
    return session


def save_session(unit: Unit, before: Session, after: Session) -> Session:
    """Write the columns that differ; `change` and `updated_at` always move, so that readers notice."""
    moved = after.model_copy(update={"change": before.change + 1, "updated_at": now()})
    old, new = _values(before), _values(moved)
    changed = {name: value for name, value in new.items() if value != old[name]}
    asked = {"of_tenant": unit.tenant, "of_id": before.id, **changed}
    prepared.run(unit.connection, _update_of(tuple(changed)), asked)
    unit.sessions[before.id] = moved
    return moved


@lru_cache(maxsize=256)
def _update_of(columns: tuple[str, ...]) -> Update:
    return update(sessions).where(_THIS).values({name: bindparam(name) for name in columns})


def touch_session(unit: Unit, session_id: str) -> None:
    """Note that a draft or the case draft of the session changed."""
    unit.connection.execute(_TOUCH, {"of_tenant": unit.tenant, "of_id": session_id})
    unit.sessions[session_id] = None


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
        "parts_change": session.parts_change,
        "drafts_change": session.drafts_change,
    }


def unread_after(before: Session, fresh: Sequence[Mapping[str, Any]]) -> int:
    """Customer messages since the agent last looked or wrote."""
    if before.focused:
        return 0
    unread = before.unread
    for row in fresh:
        if row["role"] == "agent":
            unread = 0
        elif row["role"] == "customer" and not row["internal"]:
            unread += 1
    return unread
