"""Every error leaves as RFC 9457 `application/problem+json`; never a stack trace."""

import json
import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from assist.core.errors import AssistError, FieldProblem, InvalidInput, MalformedInput, Overloaded

PROBLEM_JSON = "application/problem+json"
ERRORS_SHOWN = 20
_CODES = {
    400: "malformed_input",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}
_PLACES = frozenset({"body", "path", "query", "header"})


def problem(
    *,
    status: int,
    code: str,
    detail: str,
    request_id: str,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response; ASCII only, so that a surrogate in a field name cannot break it."""
    body: dict[str, Any] = {
        "type": f"urn:assist:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id,
    }
    if errors:
        body["errors"] = [{"field": e.field, "message": e.message} for e in errors[:ERRORS_SHOWN]]
    return Response(json.dumps(body), status_code=status, headers=headers, media_type=PROBLEM_JSON)


def invalid(error: ValidationError | RequestValidationError) -> AssistError:
    """The error for what pydantic refused: 400 when the body is no JSON, else 422 with each field."""
    found: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else _details(error)
    if found and found[0]["type"] == "json_invalid":
        reason = found[0].get("ctx", {}).get("error", found[0]["msg"])
        return MalformedInput(f"the body is not valid JSON: {reason}")
    problems = [FieldProblem(_path(item["loc"]), _message(item)) for item in found[:ERRORS_SHOWN]]
    first = problems[0]
    return InvalidInput(f"{first.field or 'body'}: {first.message}", errors=tuple(problems))


def _details(error: ValidationError) -> Sequence[Any]:
    return error.errors(include_url=False, include_input=False)


def _path(location: Sequence[Any]) -> str:
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if parts[0:1] and parts[0] in _PLACES and len(parts) > 1 else parts)


def _message(item: Mapping[str, Any]) -> str:
    return str(item["msg"]).removeprefix("Value error, ")


def request_id_of(request: Request) -> str:
    """The id that the middleware gave this request."""
    return request.scope.get("request_id", "")


def respond(request: Request, error: AssistError) -> Response:
    """The response for one of our errors."""
    headers = {"Retry-After": str(max(1, math.ceil(error.retry_after)))} if isinstance(error, Overloaded) else None
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers = {"WWW-Authenticate": "Bearer"}
    return problem(
        status=error.status,
        code=error.code,
        detail=error.detail,
        request_id=request_id_of(request),
        errors=error.errors,
        headers=headers,
    )


def install_error_handlers(app: FastAPI) -> None:
    """All errors that a route can raise."""

    async def on_assist_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, AssistError)
        return respond(request, error)

    async def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError | ValidationError)
        return respond(request, invalid(error))

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, HTTPStatus(error.status_code).phrase.lower().replace(" ", "_"))
        return problem(
            status=error.status_code,
            code=code,
            detail=_http_detail(request, error),
            request_id=request_id_of(request),
            headers=error.headers,
        )

    app.add_exception_handler(AssistError, on_assist_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_error)


def _http_detail(request: Request, error: HTTPException) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND and error.detail == HTTPStatus.NOT_FOUND.phrase:
        return f"no such path: {request.url.path}; see /docs"
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "")
        return f"{request.method} is not allowed here; allowed: {allowed}"
    return str(error.detail)
