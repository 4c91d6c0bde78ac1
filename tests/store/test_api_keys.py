"""Keys are shown once, kept as hashes and can be revoked."""

from typing import Any

import pytest
from sqlalchemy import select

from assist.core.errors import InvalidInput
from assist.store.api_keys import ApiKeyStore
from assist.store.database import Database
from assist.store.schema import api_keys


def test_a_key_is_found_by_its_text_until_it_is_revoked(database: Database) -> None:
    store = ApiKeyStore(database)
    assert store.any_active() is False
    key, secret = store.create(role="agent", agent_id="ana")
    assert store.find(secret) == key
    assert store.any_active() is True
    assert store.revoke(key.id) is True
    assert store.revoke(key.id) is False
    assert store.find(secret) is None
    assert store.any_active() is False
    assert [stored.id for stored in store.list()] == [key.id]


def test_a_key_with_one_wrong_character_is_nobody(database: Database) -> None:
    store = ApiKeyStore(database)
    _, secret = store.create(role="admin")
    wrong = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    for text in (wrong, secret + "x", "", "assist__", "\ud800", "assist_a_b"):
        assert store.find(text) is None


def test_the_database_never_holds_the_key_itself(database: Database) -> None:
    _, secret = ApiKeyStore(database).create(role="supervisor", teams=("north",))
    rows = database.read(lambda connection: connection.execute(select(api_keys)).all())
    random_part = secret.split("_", 2)[2]
    assert rows
    assert random_part not in repr(rows)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "boss"},
        {"role": "agent"},
        {"role": "supervisor"},
        {"role": "agent", "agent_id": "a b"},
        {"role": "supervisor", "teams": ("north", "")},
    ],
)
def test_keys_that_would_open_nothing_are_not_made(database: Database, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        ApiKeyStore(database).create(**wrong)
