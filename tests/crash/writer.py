"""One agent's window that writes without pause and keeps books of what was acknowledged."""

import http.client
import json
import threading
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Books:
    """What was acknowledged, and what was under way when the server died."""

    messages: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    draft: str | None = None
    draft_sent: str | None = None
    etag: str | None = None
    cases: dict[int, str] = field(default_factory=dict[int, str])
    serial: int = 0


class Writer(threading.Thread):
    """Writes messages, drafts and saved cases into its own session until the server is gone or `stop` is set."""

    def __init__(self, port: int, session: str, books: Books, stop: threading.Event) -> None:
        super().__init__(name=session)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._session = session
        self._books = books
        self._stop_asked = stop
        self.failure: AssertionError | None = None

    def run(self) -> None:
        """Write until cut off."""
        try:
            while not self._stop_asked.is_set():
                self._write()
        except (OSError, http.client.HTTPException):
            return
        except AssertionError as error:
            self.failure = error
        finally:
            self._connection.close()

    def _write(self) -> None:
        books = self._books
        # The serial rises only after the answer: what was cut off is sent again under the same id.
        number = books.serial
        self._message(f"m-{number}", f"{self._session} writes {number}")
        if number % 3 == 0:
            self._draft(f"draft {number}")
        if number % 4 == 0:
            self._case(number)
        books.serial += 1

    def _message(self, key: str, text: str) -> None:
        status, _, _ = self._call("POST", "/messages", {"id": key, "role": "customer", "text": text})
        assert status in (200, 201), status
        if (key, text) not in self._books.messages[-2:]:
            self._books.messages.append((key, text))

    def _draft(self, text: str) -> None:
        books = self._books
        if books.etag is None or books.draft_sent != books.draft:
            # Cut off during a save: read what is there, as a desktop would.
            status, body, headers = self._call("GET", "/drafts/reply")
            books.etag = headers.get("etag") if status == 200 else None
            books.draft = body["text"] if status == 200 else books.draft
        condition = {"If-Match": books.etag} if books.etag else {"If-None-Match": "*"}
        books.draft_sent = text
        status, _, headers = self._call("PUT", "/drafts/reply", {"text": text}, condition)
        assert status in (200, 201), status
        books.draft, books.etag = text, headers["etag"]

    def _case(self, number: int) -> None:
        status, _, headers = self._call("POST", "/case-draft")
        assert status in (200, 201), status
        title = f"case {number}"
        status, _, headers = self._call("PATCH", "/case-draft", {"title": title}, {"If-Match": headers["etag"]})
        assert status == 200, status
        key = {"Idempotency-Key": f"{self._session}-{number}", "If-Match": headers["etag"]}
        status, body, _ = self._call("POST", "/case-draft/versions", None, key)
        assert status == 201, status
        self._books.cases[body["version"]] = title

    def _call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, dict[str, str]]:
        content = None if body is None else json.dumps(body)
        kind = {"Content-Type": "application/json"} if body is not None else {}
        self._connection.request(method, f"/v1/sessions/{self._session}{path}", content, {**kind, **(headers or {})})
        response = self._connection.getresponse()
        raw = response.read()
        return response.status, json.loads(raw), {name.lower(): value for name, value in response.getheaders()}
