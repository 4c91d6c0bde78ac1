"""A small keep-alive JSON client, for the demo and the benchmark; the standard library is enough."""

import http.client
import json
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from assist.core.errors import Unavailable


class Client:
    """One connection to the server. Use as a context manager."""

    def __init__(self, url: str, *, timeout_s: float = 60.0) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(
            parts.hostname or "127.0.0.1", parts.port or 80, timeout=timeout_s
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer's JSON. Raises Unavailable when it is no success."""
        return json.loads(self.send("POST", path, json.dumps(body).encode()))

    def send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """The answer's bytes. Raises Unavailable when it is no success."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise Unavailable(f"{method} {path}: {response.status} {content.decode(errors='replace')[:500]}")
        return content
