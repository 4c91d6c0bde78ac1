"""Statements that SQLite gets ready made do what they do through SQLAlchemy."""

from typing import Any

import pytest
from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from assist.core.errors import Unavailable
from assist.store import prepared
from assist.store.content import now
from assist.store.database import Database
from assist.store.schema import counters, messages

_INSERT = insert(messages)


def _all(database: Database) -> Select[Any]:
    return select(messages).where(messages.c.tenant_id == database.tenant)


def _row(database: Database, name: str, text: str, position: int) -> dict[str, object]:
    return {
        "tenant_id": database.tenant,
        "session_id": "s1",
        "id": name,
        "position": position,
        "revision": position,
        "changed_revision": position,
        "role": "customer",
        "text": text,
        "original_digest": "o",
        "text_digest": None,
        "at": now(),
        "participant": None,
        "internal": True,
        "attachments": "[]",
        "redacted": False,
        "created_at": now(),
    }


def test_a_row_comes_back_as_sqlalchemy_gives_it(database: Database) -> None:
    rows = [_row(database, "m0", "It's late", 1), _row(database, "m1", "Where is it?", 2)]
    every = _all(database)
    query = every.where(messages.c.id == "m1")

    def work(connection: Connection) -> None:
        prepared.run_all(connection, _INSERT, rows)
        found = prepared.first(connection, query, {})
        assert tuple(found) == tuple(connection.execute(query).one()) == tuple(rows[1].values())
        assert (found.text, found.internal) == ("Where is it?", True)
        names = prepared.scalars(connection, every.with_only_columns(messages.c.id).order_by(messages.c.position), {})
        assert list(names) == ["m0", "m1"]
        assert prepared.first(connection, every.where(messages.c.id == "m7"), {}) is None

    database.write(work)


def test_what_was_not_committed_is_gone_and_errors_are_sqlalchemys_without_what_people_said(database: Database) -> None:
    row = _row(database, "m0", "my secret", 1)

    def work(connection: Connection) -> None:
        prepared.run(connection, _INSERT, row)
        prepared.run(connection, _INSERT, row)

    with pytest.raises(IntegrityError) as told:
        database.write(work)
    assert "my secret" not in str(told.value)
    assert database.read(lambda connection: connection.execute(_all(database)).all()) == []


def test_trouble_of_the_database_is_told_as_such(database: Database) -> None:
    if database.shared:
        pytest.skip("the readers of SQLite refuse to write")

    def work(connection: Connection) -> None:
        connection.execute(select(counters.c.value))  # begins the transaction
        with pytest.raises(OperationalError):
            prepared.run(connection, _INSERT, _row(database, "m0", "Hello", 1))
        prepared.run(connection, _INSERT, _row(database, "m0", "Hello", 1))

    with pytest.raises(Unavailable):
        database.read(work)


def test_a_reader_sees_one_state_although_the_first_statement_is_such_a_one(database: Database) -> None:
    every = _all(database)

    def work(connection: Connection) -> list[object]:
        before = prepared.first(connection, every, {})
        database.write(lambda other: prepared.run(other, _INSERT, _row(database, "m0", "Hello", 1)))
        return [before, prepared.first(connection, every, {})]

    if database.shared:
        pytest.skip("readers of PostgreSQL see what is committed")
    assert database.read(work) == [None, None]
