"""An author's tool that imports, deletes, rebuilds and rolls back without pause, until the server is gone."""

import contextlib
import http.client
import json
import random
import threading
import time
from typing import Any

ARTICLES = 150
_WORDS = ("invoice", "router", "roaming", "passport", "boiler", "parcel", "mortgage", "headphone")


def call(port: int, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and JSON of one request on a connection of its own."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        return ask(connection, method, path, body)


def ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: Any = None, *, kind: str = "application/json"
) -> tuple[int, Any]:
    """Status and JSON of one request."""
    content = body if body is None or isinstance(body, str) else json.dumps(body)
    connection.request(method, path, content, {"Content-Type": kind})
    response = connection.getresponse()
    raw = response.read()
    return response.status, json.loads(raw) if raw else None


class Author(threading.Thread):
    """Works until cut off or asked to stop; `actions` counts what was begun, by kind."""

    def __init__(self, port: int, seed: int) -> None:
        super().__init__(name="author")
        # One connection for everything: it is cut at once when the server is killed, a new one would wait for the next.
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._chance = random.Random(seed)
        self.stop = threading.Event()
        self.actions: dict[str, int] = {}
        self.failure: AssertionError | None = None

    def run(self) -> None:
        """Import, delete, rebuild, roll back, in random order."""
        steps = (
            self.import_rows,
            self.import_rows,
            self.delete_one,
            self.rebuild,
            self.rebuild,
            self.rebuild,
            self.roll_back,
        )
        try:
            while not self.stop.is_set():
                step = self._chance.choice(steps)
                self.actions[step.__name__] = self.actions.get(step.__name__, 0) + 1
                step()
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return
        except AssertionError as error:
            self.failure = error
        finally:
            self._connection.close()

    def import_rows(self) -> None:
        rows = [self.some_row() for _ in range(40)]
        body = "\n".join(json.dumps(row) for row in rows)
        status, started = ask(self._connection, "POST", "/v1/articles/import", body, kind="application/x-ndjson")
        assert status == 202, status
        self.wait_for(started["job_id"])

    def some_row(self) -> dict[str, Any]:
        word = self._chance.choice(_WORDS)
        state = self._chance.choice(("published", "published", "published", "archived"))
        number = self._chance.randrange(ARTICLES)
        text = f"{word} {self._chance.randrange(10**6)}. Open the {word} page."
        return {"id": f"a{number}", "title": f"On {word}", "body": text, "state": state}

    def delete_one(self) -> None:
        status, _ = ask(self._connection, "DELETE", f"/v1/articles/a{self._chance.randrange(ARTICLES)}")
        assert status in (204, 404), status

    def rebuild(self) -> None:
        status, started = ask(self._connection, "POST", "/v1/index/rebuild", {})
        assert status == 202, status
        self.wait_for(started["job_id"])

    def roll_back(self) -> None:
        _, index = ask(self._connection, "GET", "/v1/index")
        if index["history"]:
            body = {"snapshot": self._chance.choice(index["history"])["snapshot"]}
            status, _ = ask(self._connection, "POST", "/v1/index/rollback", body)
            assert status == 200, status

    def wait_for(self, job_id: str) -> None:
        while not self.stop.is_set():
            _, job = ask(self._connection, "GET", f"/v1/jobs/{job_id}")
            if job["state"] not in ("queued", "running"):
                assert job["state"] == "succeeded", job
                return
            time.sleep(0.002)
