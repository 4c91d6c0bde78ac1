"""Request bodies: read once as bytes, checked against a model where that is cheap or in the pool where it is not."""

from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from assist.api.errors import invalid

BodyModel = TypeVar("BodyModel", bound=BaseModel)


async def json_bytes(request: Request) -> bytes:
    """The body. Raises 415 when it says that it is something other than JSON."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send application/json, not '{kind}'")
    return await request.body()


def parse(raw: bytes, model: type[BodyModel], *, strict: bool = True) -> BodyModel:
    """The body as `model`. Raises MalformedInput (400) or InvalidInput (422) with each field.

    strict: a number in quotes is no number. Models with a "before" validator need lax parsing (pydantic then sees
    Python values, where strict mode knows no times).
    """
    try:
        return model.model_validate_json(raw or b"null", strict=strict)
    except ValidationError as error:
        raise invalid(error) from None


def described(
    model: type[BaseModel], example: dict[str, Any], *, required: bool = True, **more: dict[str, Any]
) -> dict[str, Any]:
    """`openapi_extra` of a route that reads its body itself; `more` are further named examples."""
    examples = {name: {"value": value} for name, value in {"example": example, **more}.items()}
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    content = {"application/json": {"schema": schema, "examples": examples}}
    return {"requestBody": {"required": required, "content": content}}


def answers(model: type[BaseModel], example: Any, *, status: int = 200, description: str = "OK") -> dict[Any, Any]:
    """`responses` of a route that returns bytes: documents the model without validating it again."""
    return {status: {"model": model, "description": description, "content": {"application/json": {"example": example}}}}
