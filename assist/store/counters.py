"""Counters that rise by one per change; the row lock makes the order of numbers the order of commits."""

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assist.store import prepared
from assist.store.schema import counters

_THIS = (counters.c.tenant_id == bindparam("of_tenant")) & (counters.c.name == bindparam("of_name"))
_STEP = update(counters).where(_THIS).values(value=counters.c.value + bindparam("by")).returning(counters.c.value)
_READ = select(counters.c.value).where(_THIS)


def advance(connection: Connection, *, tenant: str, name: str, by: int = 1) -> int:
    """The counter's new value; PostgreSQL writers of the same counter wait for each other until they commit."""
    named = {"of_tenant": tenant, "of_name": name, "by": by}
    row = prepared.first(connection, _STEP, named)
    if row is None:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(counters).values(tenant_id=tenant, name=name, value=0).on_conflict_do_nothing())
        row = prepared.first(connection, _STEP, named)
    value: int = row.value
    return value


def current(connection: Connection, *, tenant: str, name: str) -> int:
    """The counter's value, 0 before its first step."""
    return connection.execute(_READ, {"of_tenant": tenant, "of_name": name}).scalar() or 0
