"""`Idempotency-Key`: a repeated request gets the first one's answer; the answer commits with what it created."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assist.core.errors import InvalidInput
from assist.store.content import now
from assist.store.schema import idempotency

KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class RequestKey:
    """Names a request: who sent it, its key, and a digest of its body."""

    caller: str
    key: str
    digest: str


def recall(connection: Connection, tenant: str, request: RequestKey) -> str | None:
    """The remembered answer (JSON). Raises InvalidInput when the key was used for another body."""
    match = _match(tenant, request)
    row = connection.execute(select(idempotency.c.request_digest, idempotency.c.body).where(match)).first()
    if row is None:
        return None
    if row.request_digest != request.digest:
        raise InvalidInput(
            f"Idempotency-Key '{request.key}' was used for another request; use a new key", code="idempotency_mismatch"
        )
    return row.body


def remember(connection: Connection, tenant: str, request: RequestKey, answer: str) -> None:
    """Keep the answer, and forget those that are older than two days."""
    moment = now()
    connection.execute(
        delete(idempotency).where(idempotency.c.tenant_id == tenant, idempotency.c.created_at < moment - KEPT)
    )
    values = {"request_digest": request.digest, "status": 201, "body": answer, "created_at": moment}
    connection.execute(insert(idempotency).values(tenant_id=tenant, caller=request.caller, key=request.key, **values))


def _match(tenant: str, request: RequestKey) -> Any:
    return (
        (idempotency.c.tenant_id == tenant)
        & (idempotency.c.caller == request.caller)
        & (idempotency.c.key == request.key)
    )
