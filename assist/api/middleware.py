"""Pure ASGI middleware: request ids, size limits while streaming, metrics, and the last edge for unexpected errors."""

import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assist.api.errors import problem
from assist.api.metrics import Metrics

log = structlog.get_logger(__name__)
_REQUEST_ID = re.compile(rb"^[A-Za-z0-9._:-]{1,128}$")


class RequestEdge:
    """Gives each request an id, answers what nobody caught with a plain 500 problem, counts and logs."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _given_id(scope) or f"req-{secrets.token_hex(8)}"
        scope["request_id"] = request_id
        started = time.perf_counter()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        except ClientDisconnect:
            # Gone in the middle of its body: nobody is left to answer, and nothing is wrong here.
            log.debug("client_gone", request_id=request_id, method=scope["method"], path=scope["path"])
        except Exception:
            log.exception("request_failed", request_id=request_id, method=scope["method"], path=scope["path"])
            if status:  # the answer has begun: all that is left is to cut it
                raise
            detail = "an unexpected error; the log has it under this request id"
            response = problem(status=500, code="internal_error", detail=detail, request_id=request_id)
            await response(scope, receive, send_marked)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.observe(_route(scope), scope["method"], status, seconds)
            log.debug("request", request_id=request_id, method=scope["method"], path=scope["path"], status=status)


class HeadAsGet:
    """Answers HEAD with the header fields of GET and no body (RFC 9110, 9.3.2), as probes of balancers ask."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                # At once, so that an event stream finds its listener gone.
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await self._app({**scope, "method": "GET"}, receive, send_head)


class BodyLimit:
    """Refuses a body over the limit of its path as soon as that is known, before it is kept."""

    def __init__(self, app: ASGIApp, limit_of: Callable[[str], int]) -> None:
        self._app = app
        self._limit_of = limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            if received == 0:
                _check(_content_length(scope), limit)
            message = await receive()
            if message["type"] == "http.request":
                received += len(message.get("body", b""))
                _check(received, limit)
            return message

        await self._app(scope, receive_counted, send)


def _check(size: int, limit: int) -> None:
    if size > limit:
        # An HTTPException, because the framework's own body reader hides every other kind.
        raise HTTPException(413, f"the body is larger than {limit:,} bytes, the limit of this call")


def _content_length(scope: Scope) -> int:
    value = _header(scope, b"content-length")
    return int(value) if value and value.isdigit() else 0


def _given_id(scope: Scope) -> str | None:
    value = _header(scope, b"x-request-id")
    return value.decode("ascii") if value and _REQUEST_ID.match(value) else None


def _header(scope: Scope, name: bytes) -> bytes | None:
    return next((value for key, value in scope["headers"] if key == name), None)


def _route(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", None) or "unmatched"
