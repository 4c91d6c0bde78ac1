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

from assist.core.errors import AssistError, FieldProblem, InvalidInput, MalformedInput, Overloaded, Unavailable
from assist.core.problems import PROBLEMS_SHOWN, readable

PROBLEM_JSON = "application/problem+json"
_CODES = {
    400: "malformed_input",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}


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
        body["errors"] = [{"field": e.field, "message": e.message} for e in errors[:PROBLEMS_SHOWN]]
    return Response(json.dumps(body), status_code=status, headers=headers, media_type=PROBLEM_JSON)


def invalid(error: ValidationError | RequestValidationError) -> AssistError:
    """The error for what pydantic refused: 400 when the body is no JSON, else 422 with each field."""
    framework = isinstance(error, RequestValidationError)
    found: Sequence[Any] = error.errors() if framework else _details(error)
    if found and found[0]["type"] == "json_invalid":
        return MalformedInput(f"the body is not valid JSON: {_json_reason(found[0])}")
    problems = readable(found, placed=framework)
    first = problems[0]
    return InvalidInput(f"{first.field or 'body'}: {first.message}", errors=problems)


def _details(error: ValidationError) -> Sequence[Any]:
    return error.errors(include_url=False, include_input=False)


def _json_reason(item: Mapping[str, Any]) -> str:
    """The parser's words, and what they mean where its words do not tell."""
    reason = str(item.get("ctx", {}).get("error", item["msg"]))
    if "hex escape" in reason or "surrogate" in reason:
        return f"{reason} (a lone surrogate is no character)"
    return f"{reason} (send UTF-8)" if "unicode code point" in reason else reason


def request_id_of(request: Request) -> str:
    """The id that the middleware gave this request."""
    return request.scope.get("request_id", "")


def respond(request: Request, error: AssistError) -> Response:
    """The response for one of our errors."""
    wait = error.retry_after if isinstance(error, Overloaded | Unavailable) else None
    headers = None if wait is None else {"Retry-After": str(max(1, math.ceil(wait)))}
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


def install_error_handlers(app: FastAPI, *, methods: Mapping[str, Sequence[str]]) -> None:
    """All errors that a route can raise; `methods` has those of each path."""

    async def on_assist_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, AssistError)
        return respond(request, error)

    async def on_validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError | ValidationError)
        return respond(request, invalid(error))

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = _CODES.get(error.status_code, HTTPStatus(error.status_code).phrase.lower().replace(" ", "_"))
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = methods.get(getattr(request.scope.get("route"), "path", ""))
            headers |= {"Allow": ", ".join(allowed)} if allowed else {}
        return problem(
            status=error.status_code,
            code=code,
            detail=_http_detail(request, error, headers.get("Allow", "")),
            request_id=request_id_of(request),
            headers=headers,
        )

    app.add_exception_handler(AssistError, on_assist_error)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(HTTPException, on_http_error)


def _http_detail(request: Request, error: HTTPException, allowed: str) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND and error.detail == HTTPStatus.NOT_FOUND.phrase:
        return f"no such path: {request.url.path}; see /docs"
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not allowed here; allowed: {allowed}"
    return str(error.detail)
