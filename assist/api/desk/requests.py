"""What the stateful routes share: the desk, request keys, and answers in bytes."""

import hashlib
from typing import Annotated

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from assist.api.auth import Principal
from assist.api.desk.desk import Desk
from assist.api.preconditions import quoted
from assist.core.errors import InvalidInput
from assist.store.content import etag_of
from assist.store.idempotency import RequestKey

_KEY_CHARS = 255


async def desk_of(request: Request) -> Desk:
    """Dependency: this process's desk."""
    return request.state.server.desk


DeskDep = Annotated[Desk, Depends(desk_of)]


def request_key(request: Request, principal: Principal, body: bytes) -> RequestKey | None:
    """What `Idempotency-Key` names; None without the header."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= _KEY_CHARS:
        raise InvalidInput(f"Idempotency-Key must have 1 to {_KEY_CHARS} characters")
    digest = hashlib.blake2b(f"{request.method} {request.url.path}\n".encode() + body, digest_size=16).hexdigest()
    return RequestKey(caller=principal.subject, key=key, digest=digest)


def json_answer(
    model: BaseModel, *, status: int = 200, etag: str | None = None, location: str | None = None
) -> Response:
    """A model as the response, with its ETag."""
    headers: dict[str, str] = {}
    if etag is not None:
        headers["ETag"] = quoted(etag)
    if location is not None:
        headers["Location"] = location
    content = model.__pydantic_serializer__.to_json(model)
    return Response(content, status_code=status, headers=headers, media_type="application/json")


def etag_of_model(model: BaseModel) -> str:
    """The ETag of what the caller sees."""
    return etag_of(model.model_dump_json())
