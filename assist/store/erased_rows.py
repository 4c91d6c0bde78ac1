"""Rows that an erasure removes, and those that it finds afterwards."""

from typing import Any

from sqlalchemy import Table, delete, func, select

from assist.store.unit import Unit


def delete_rows(unit: Unit, table: Table, condition: Any) -> int:
    """Remove this deployment's rows that fit; how many went."""
    return unit.connection.execute(delete(table).where(table.c.tenant_id == unit.tenant, condition)).rowcount


def count_rows(unit: Unit, table: Table, condition: Any) -> int:
    """How many of this deployment's rows fit."""
    query = select(func.count()).select_from(table).where(table.c.tenant_id == unit.tenant, condition)
    return unit.connection.execute(query).scalar_one()
