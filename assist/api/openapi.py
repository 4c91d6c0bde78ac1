"""The OpenAPI document: adds the schemas of bodies that routes read themselves, and the problems calls answer with."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from assist.api.bodies import ANSWER_MODELS, BODY_MODELS, SCHEMAS
from assist.api.header_fields import add_header_fields
from assist.api.schemas import Problem

_METHODS = ("get", "put", "post", "patch", "delete")
_PROBLEMS = {
    "400": "The body cannot be parsed",
    "401": "No key or token, or not a valid one",
    "403": "The role may not do this",
    "404": "No such object, or not yours",
    "409": "The object's state does not allow it",
    "412": "If-Match names another version",
    "413": "Over a stated limit",
    "415": "Not a type that is read here",
    "422": "A value is wrong; `errors` names each field",
    "428": "If-Match is missing",
    "429": "Too many requests at once; see Retry-After",
    "503": "A part of the service is not ready",
}
_PROBES = frozenset({"/healthz", "/readyz", "/info", "/metrics"})
_KEY = "A key (`assist keys create`) or a JWT; needed as soon as the server has one of them"
_READ = ("400", "401", "403", "404", "422", "429", "503")
_PROBLEM_EXAMPLE = {
    "type": "urn:assist:problem:invalid_input",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "transcript.messages.0.role: Input should be 'customer', 'agent', 'bot' or 'system'",
    "code": "invalid_input",
    "request_id": "req-4f2c9e1ab07d5536",
    "errors": [
        {"field": "transcript.messages.0.role", "message": "Input should be 'customer', 'agent', 'bot' or 'system'"}
    ],
}


def install_openapi(app: FastAPI) -> None:
    """Replace the generator of `app`; the document is made at the first request for it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for model in (Problem, *ANSWER_MODELS.values()):
        schemas.update(_schemas_of(model, "serialization"))
    for model in BODY_MODELS.values():
        schemas.update(_schemas_of(model, "validation"))
    document["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "description": _KEY}}
    for path, calls in document["paths"].items():
        for method in _METHODS:
            if method in calls:
                _complete(calls[method], method)
                add_header_fields(calls[method], method, path)
                calls[method]["security"] = [] if path in _PROBES else [{"bearer": []}]
    return document


def _schemas_of(model: type[BaseModel], mode: JsonSchemaMode) -> dict[str, Any]:
    """The schema of a model and of those it refers to."""
    schema = model.model_json_schema(ref_template=SCHEMAS + "{model}", mode=mode)
    return {**schema.pop("$defs", {}), model.__name__: schema}


def _complete(operation: dict[str, Any], method: str) -> None:
    """Replace the framework's validation errors by problems."""
    responses: dict[str, Any] = operation.setdefault("responses", {})
    responses.pop("422", None)
    for status in _READ if method == "get" else _PROBLEMS:
        responses[status] = {
            "description": _PROBLEMS[status],
            "content": {
                "application/problem+json": {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    **({"example": _PROBLEM_EXAMPLE} if status == "422" else {}),
                }
            },
        }
