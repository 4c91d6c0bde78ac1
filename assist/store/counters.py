"""Counters that rise by one per change; the row lock makes the order of numbers the order of commits."""

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assist.store.schema import counters


def advance(connection: Connection, *, tenant: str, name: str, by: int = 1) -> int:
    """The counter's new value; PostgreSQL writers of the same counter wait for each other until they commit."""
    match = (counters.c.tenant_id == tenant) & (counters.c.name == name)
    step = update(counters).where(match).values(value=counters.c.value + by).returning(counters.c.value)
    value = connection.execute(step).scalar()
    if value is None:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(counters).values(tenant_id=tenant, name=name, value=0).on_conflict_do_nothing())
        value = connection.execute(step).scalar_one()
    return value


def current(connection: Connection, *, tenant: str, name: str) -> int:
    """The counter's value, 0 before its first step."""
    match = (counters.c.tenant_id == tenant) & (counters.c.name == name)
    return connection.execute(select(counters.c.value).where(match)).scalar() or 0
