"""Column types that mean the same in SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import VARCHAR

DEFAULT_TENANT = "default"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def stored_moment(value: datetime) -> int:
    """Microseconds since the epoch, as moments are stored."""
    return (value - _EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """A UTC instant kept as microseconds since 1970: exact, ordered and the same in both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds."""
        return None if value is None else stored_moment(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From microseconds."""
        return None if value is None else _EPOCH + value * _MICROSECOND


def key_type(length: int = 128) -> String:
    """An id, compared byte by byte in both databases so that lists have one order."""
    return String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")


def key_column(name: str, *, primary: bool = False, nullable: bool = False, length: int = 128) -> Column[str]:
    """A column that holds an id."""
    return Column(name, key_type(length), primary_key=primary, nullable=nullable)


def json_column(name: str, *, nullable: bool = False) -> Column[str]:
    """A column that holds JSON text."""
    return Column(name, Text, nullable=nullable)


def tenant_table(name: str, *columns: Any) -> Table:
    """A table whose rows belong to a tenant."""
    return Table(name, metadata, key_column("tenant_id", primary=True, length=64), *columns)
