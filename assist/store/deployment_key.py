"""A number that only this deployment knows, made at first use and kept beside its data."""

import secrets

from sqlalchemy import Connection

from assist.store.counters import advance, current
from assist.store.database import Database

_NAME = "redaction_key"
_MAX = 2**63 - 1


def redaction_key(database: Database) -> bytes:
    """Eight random bytes, the same for every process of the deployment."""

    def work(connection: Connection) -> int:
        known = current(connection, tenant=database.tenant, name=_NAME)
        if known:
            return known
        # Two processes that start together: the counter adds, so both must read what stands in the end.
        advance(connection, tenant=database.tenant, name=_NAME, by=0)
        known = current(connection, tenant=database.tenant, name=_NAME)
        return known or advance(connection, tenant=database.tenant, name=_NAME, by=1 + secrets.randbelow(_MAX))

    return database.write(work).to_bytes(8)
