"""Kill -9 the server again and again while it is written to; everything it acknowledged must be there afterwards.

`make crash-test`: 200 kills on SQLite and, where ASSIST_TEST_POSTGRES_URL names a server, 200 on PostgreSQL.
Then half as many kills during imports, rebuilds, switches and rollbacks of the index (`index.py`).
ASSIST_CRASH_KILLS sets the number, ASSIST_CRASH_DATABASES (sqlite,postgresql,index) what is killed.
"""

import contextlib
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crash import index
from tests.crash.server import KillableServer
from tests.crash.writer import Books, Writer
from tests.support.databases import POSTGRES_VARIABLE, postgres_schema

_WRITERS = 6
_WRITE_S = (0.05, 0.6)
_PATIENCE_S = 10.0


def main() -> int:
    """Run and print what was found; 1 when anything acknowledged is missing."""
    kills = int(os.environ.get("ASSIST_CRASH_KILLS", "200"))
    wanted = os.environ.get("ASSIST_CRASH_DATABASES", "sqlite,postgresql,index").split(",")
    failed = False
    for kind in wanted:
        if kind == "index":
            failed |= not index.torture(kills if wanted == ["index"] else max(1, kills // 2), _say)
            continue
        try:
            with _database(kind) as url:
                failed |= not _torture(kind, url, kills)
        except pytest.skip.Exception as skipped:
            _say(f"{kind}: skipped, {skipped.msg}")
    return int(failed)


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str | None]:
    if kind == "sqlite":
        yield None
        return
    if not os.environ.get(POSTGRES_VARIABLE):
        pytest.skip(f"set {POSTGRES_VARIABLE} to run it")
    yield from postgres_schema()


def _torture(kind: str, url: str | None, kills: int) -> bool:
    chance = random.Random(7)
    books = {f"s{number}": Books() for number in range(_WRITERS)}
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(KillableServer(Path(folder), database_url=url)) as server,
    ):
        server.start()
        _create(server.port, list(books))
        for _ in range(kills):
            problems = _write_and_kill(server, books, chance.uniform(*_WRITE_S))
            server.start()
            problems += [problem for key, book in books.items() for problem in _check(server.port, key, book)]
            if problems:
                _say(f"{kind}: FAILED: {problems[:5]}")
                return False
    _say(
        f"{kind}: {kills} kills in {time.monotonic() - started:.0f} s; all there: "
        f"{sum(len(book.messages) for book in books.values())} messages, "
        f"{sum(book.draft is not None for book in books.values())} drafts, "
        f"{sum(len(book.cases) for book in books.values())} saved cases"
    )
    return True


def _create(port: int, keys: list[str]) -> None:
    for key in keys:
        assert _get(port, "POST", "/v1/sessions", {"id": key, "channel": "chat", "agent_id": "ana"})


def _write_and_kill(server: KillableServer, books: dict[str, Books], seconds: float) -> list[str]:
    stop = threading.Event()
    before = _acknowledged(books)
    writers = [Writer(server.port, key, book, stop) for key, book in books.items()]
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    _await_progress(books, before)
    server.kill()
    stop.set()
    for writer in writers:
        writer.join()
    return [f"{writer.name}: {writer.failure}" for writer in writers if writer.failure]


def _acknowledged(books: dict[str, Books]) -> int:
    return sum(len(book.messages) for book in books.values())


def _await_progress(books: dict[str, Books], before: int) -> None:
    """On a slow machine: wait until something was acknowledged, or a kill would prove nothing."""
    end = time.monotonic() + _PATIENCE_S
    while _acknowledged(books) < before + len(books) and time.monotonic() < end:
        time.sleep(0.01)


def _check(port: int, key: str, books: Books) -> list[str]:
    stored: list[tuple[str, str]] = []
    cursor = ""
    while True:
        page = _get(port, "GET", f"/v1/sessions/{key}/messages?limit=1000{cursor}")
        stored += [(item["id"], item["text"]) for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    problems: list[str] = []
    # One message may have been stored without its answer getting through.
    if stored[: len(books.messages)] != books.messages or len(stored) > len(books.messages) + 1:
        problems.append(f"{key}: {len(books.messages)} messages acknowledged, {len(stored)} stored")
    if len({name for name, _ in stored}) != len(stored):
        problems.append(f"{key}: a message is doubled")
    draft = _get(port, "GET", f"/v1/sessions/{key}/drafts/reply").get("text")
    if draft not in (books.draft, books.draft_sent):
        problems.append(f"{key}: draft {books.draft!r} acknowledged, {draft!r} stored")
    versions = _get(port, "GET", f"/v1/sessions/{key}/case-draft/versions")["items"]
    saved = {version["version"]: version["draft"]["title"] for version in versions}
    if any(saved.get(version) != title for version, title in books.cases.items()):
        problems.append(f"{key}: cases {books.cases} acknowledged, {saved} stored")
    return problems


def _get(port: int, method: str, path: str, body: Any = None) -> Any:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
