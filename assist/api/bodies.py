"""Request bodies: read once as bytes, checked against a model where that is cheap or in the pool where it is not."""

import codecs
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError
from starlette.exceptions import HTTPException

from assist.api.errors import invalid
from assist.core.errors import InvalidInput, MalformedInput

SCHEMAS = "#/components/schemas/"
BodyModel = TypeVar("BodyModel", bound=BaseModel)
# What the document describes, by name. The schemas are made when it is asked for, not at every start.
BODY_MODELS: dict[str, type[BaseModel]] = {}
ANSWER_MODELS: dict[str, type[BaseModel]] = {}


class JsonObject(RootModel[dict[str, Any]]):
    """Any object, for bodies whose form depends on what is in them."""


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
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        raise InvalidInput("the body is empty; send a JSON object")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise MalformedInput("the body is UTF-16; send JSON in UTF-8")
    try:
        return model.model_validate_json(raw, strict=strict)
    except ValidationError as error:
        raise invalid(error) from None


class _NoFields(BaseModel):
    """The one object that says nothing."""

    model_config = ConfigDict(extra="forbid")


async def no_body(request: Request) -> None:
    """Dependency of calls that read no body: nothing and `{}` are fine, whatever else is refused as by `parse`."""
    if (await request.body()).strip():
        parse(await json_bytes(request), _NoFields)


NoBody = Annotated[None, Depends(no_body)]


def described(
    model: type[BaseModel], example: dict[str, Any], *, required: bool = True, **more: dict[str, Any]
) -> dict[str, Any]:
    """`openapi_extra` of a route that reads its body itself; `more` are further named examples."""
    BODY_MODELS[model.__name__] = model
    examples = {name: {"value": value} for name, value in {"example": example, **more}.items()}
    content = {"application/json": {"schema": {"$ref": SCHEMAS + model.__name__}, "examples": examples}}
    return {"requestBody": {"required": required, "content": content}}


def answers(model: type[BaseModel], example: Any, *, status: int = 200, description: str = "OK") -> dict[Any, Any]:
    """`responses` of a route that returns bytes: documents the model without validating it again."""
    ANSWER_MODELS[model.__name__] = model
    content = {"schema": {"$ref": SCHEMAS + model.__name__}, "example": example}
    return {status: {"description": description, "content": {"application/json": content}}}
