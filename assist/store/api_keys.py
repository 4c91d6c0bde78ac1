"""API keys: shown once, kept as SHA-256 (a key is 256 random bits, so a slow hash would add nothing)."""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Row, insert, select, update

from assist.core.errors import InvalidInput
from assist.core.vocabulary import ID_PATTERN, UserRole
from assist.store.content import now
from assist.store.database import Database
from assist.store.schema import api_keys

_PREFIX = "assist"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Whom a key speaks for: an agent's key names the agent; a supervisor's names its teams."""

    id: str
    role: UserRole
    agent_id: str | None
    teams: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None = None


class ApiKeyStore:
    """Creates, finds and revokes keys."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tenant = database.tenant

    def create(self, *, role: str, agent_id: str | None = None, teams: tuple[str, ...] = ()) -> tuple[ApiKey, str]:
        """A new key and its text, which cannot be read again. Raises InvalidInput for an impossible combination."""
        if role not in get_args(UserRole):
            raise InvalidInput(f"role must be one of {', '.join(get_args(UserRole))}, not '{role}'")
        if role == "agent" and agent_id is None:
            raise InvalidInput("a key of role agent needs the agent's id (--agent ID)")
        if role == "supervisor" and not teams:
            raise InvalidInput("a key of role supervisor needs a team (--team T)")
        for name in (*([agent_id] if agent_id is not None else []), *teams):
            if not re.fullmatch(ID_PATTERN, name):
                raise InvalidInput(f"'{name}' is no id: 1 to 128 letters A to Z, digits and any of . _ : -")
        key_id = secrets.token_hex(6)
        secret = f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
        key = ApiKey(id=key_id, role=role, agent_id=agent_id, teams=teams, created_at=now())  # pyright: ignore[reportArgumentType]
        row = insert(api_keys).values(
            tenant_id=self._tenant,
            id=key_id,
            digest=_digest(secret),
            role=role,
            agent_id=agent_id,
            teams=json.dumps(teams),
            created_at=key.created_at,
        )
        self._database.write(lambda connection: connection.execute(row))
        return key, secret

    def find(self, secret: str) -> ApiKey | None:
        """The key with this text; None when unknown or revoked."""
        parts = secret.split("_", 2)
        if len(parts) != 3 or parts[0] != _PREFIX:
            return None
        query = select(api_keys).where(api_keys.c.tenant_id == self._tenant, api_keys.c.id == parts[1])
        row = self._database.read(lambda connection: connection.execute(query).first())
        if row is None or row.revoked_at is not None or not secrets.compare_digest(row.digest, _digest(secret)):
            return None
        return _key(row)

    def list(self) -> list[ApiKey]:
        """All keys, oldest first, also revoked ones."""
        query = select(api_keys).where(api_keys.c.tenant_id == self._tenant).order_by(api_keys.c.created_at)
        return self._database.read(lambda connection: [_key(row) for row in connection.execute(query)])

    def revoke(self, key_id: str) -> bool:
        """Make a key useless; False when it is unknown or already revoked."""
        match = (api_keys.c.tenant_id == self._tenant) & (api_keys.c.id == key_id) & api_keys.c.revoked_at.is_(None)
        change = update(api_keys).where(match).values(revoked_at=now())
        return self._database.write(lambda connection: connection.execute(change).rowcount) > 0

    def any_active(self) -> bool:
        """Whether callers need a key at all."""
        query = select(api_keys.c.id).where(api_keys.c.tenant_id == self._tenant, api_keys.c.revoked_at.is_(None))
        return self._database.read(lambda connection: connection.execute(query.limit(1)).first()) is not None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        role=row.role,
        agent_id=row.agent_id,
        teams=tuple(json.loads(row.teams)),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
