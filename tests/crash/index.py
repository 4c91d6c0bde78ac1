"""Kill -9 during imports, rebuilds, switches and rollbacks: the server starts with a complete, consistent index."""

import contextlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assist.knowledge import snapshot as snapshots
from tests.crash.author import Author, call
from tests.crash.server import KillableServer

_WORK_S = (0.05, 1.5)
_SETTLED_S = 20.0


def torture(kills: int, say: Callable[[str], object], *, seed: int = 7) -> bool:
    """Whether every start was well. Says what was found."""
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(KillableServer(Path(folder), database_url=None)) as server,
    ):
        server.start()
        for number in range(kills):
            author = Author(server.port, seed=chance.randrange(10**9))
            author.start()
            time.sleep(chance.uniform(*_WORK_S))
            server.kill()
            author.stop.set()
            author.join()
            done.update(author.actions)
            server.start()
            problems = [str(author.failure)] if author.failure else []
            problems += check(server.port, Path(folder) / "data" / "index")
            if problems:
                say(f"index: FAILED after kill {number + 1}: {problems[:5]}")
                return False
    work = ", ".join(f"{count} {name}" for name, count in sorted(done.items()))
    say(f"index: {kills} kills in {time.monotonic() - started:.0f} s ({work}); complete and consistent at every start")
    return True


def check(port: int, root: Path) -> list[str]:
    """What is wrong with the index of a server that has just started; [] when nothing is."""
    problems: list[str] = []
    status, _ = call(port, "GET", "/readyz")
    if status != 200:
        problems.append(f"readyz answers {status}")
    for name in snapshots.list_names(root):
        try:
            snapshots.read_snapshot(root, name)
        except Exception as error:
            problems.append(f"snapshot {name}: {error}")
    index = _settled(port)
    if index["problem"] is not None:
        problems.append(index["problem"])
    published = _published(port)
    if index["articles"] != len(published):
        problems.append(f"{index['articles']} articles are searched, {len(published)} are published")
    _, answer = call(port, "GET", "/v1/articles/search?q=open+the+invoice+page&min_score=0&limit=50")
    for card in answer["articles"]:
        if published.get(card["id"]) != card["revision"]:
            problems.append(f"{card['id']} is shown in revision {card['revision']}, not {published.get(card['id'])}")
    return problems


def _settled(port: int) -> dict[str, Any]:
    """The index once what waited has been taken up."""
    end = time.monotonic() + _SETTLED_S
    while True:
        _, index = call(port, "GET", "/v1/index")
        if not index["waiting"] or time.monotonic() > end:
            return index
        time.sleep(0.05)


def _published(port: int) -> dict[str, int]:
    found: dict[str, int] = {}
    cursor = ""
    while True:
        _, page = call(port, "GET", f"/v1/articles?state=published&limit=500{cursor}")
        found |= {item["id"]: item["revision"] for item in page["items"]}
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"
