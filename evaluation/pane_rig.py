"""What the pane benchmark needs around the product: a large index, served processes, and a keep-alive client.

The index holds real sample articles over and over, with vectors near the real ones: searching it costs what a real one
of its size costs, and building it does not take half an hour of encoding.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assist.build import open_database
from assist.core.articles import Article
from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from assist.core.ports import Encoder, JobContext
from assist.core.resources import samples_dir
from assist.core.settings import Settings
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.imports import load_upload
from assist.knowledge.loaders import LoadedArticle
from assist.store.articles import ArticleStore

_NOISE = 0.6  # length of what is added to a real unit vector; copies are then neighbours, not duplicates
_START_S = 60.0


class NearbyEncoder:
    """Vectors near those of a few hundred real passages; an `Encoder` under the real one's name."""

    def __init__(self, real: Encoder, passages: Sequence[str]) -> None:
        self._info = real.info
        self._real = real.encode(list(passages))
        self._random = np.random.default_rng(7)

    @property
    def info(self) -> EncoderInfo:
        """The real encoder's, so that the product takes the index for its own."""
        return self._info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors."""
        rows = self._random.integers(len(self._real), size=len(texts))
        noise = self._random.standard_normal((len(texts), self._info.dims))
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        vectors = self._real[rows] + _NOISE * noise
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Not needed for passages."""
        raise NotImplementedError("the benchmark's index encodes passages only")


class _Silent(JobContext):
    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None: ...

    def check_cancelled(self) -> None: ...


def fill_index(settings: Settings, encoder: Encoder, *, chunks: int) -> int:
    """Index at least `chunks` passages in the settings' data folder; how many there are."""
    found = _sample_articles()
    nearby = NearbyEncoder(encoder, [article.body[:400] for article in found[:300]])
    database = open_database(settings, serving=False)
    try:
        store = ArticleStore(database)
        knowledge = KnowledgeBase(root=settings.index_dir, encoder=nearby, articles=store)
        copies = passages = 0
        while passages < chunks:
            wanted = max(1, round((chunks - passages) / max(1, passages) * copies)) if passages else 1
            for number in range(copies, copies + wanted):
                store.put_many([_copy(article, number) for article in found])
            copies += wanted
            passages = knowledge.rebuild(_Silent(), gate=False)["passages"]
        return passages
    finally:
        database.close()


def _sample_articles() -> list[Article]:
    loaded = load_upload("articles", samples_dir() / "articles")
    return sorted((one.article for one in loaded if isinstance(one, LoadedArticle)), key=lambda article: article.id)


def _copy(article: Article, number: int) -> Article:
    """The same article of another company, so that words and lengths are real."""
    return article.model_copy(
        update={
            "id": f"{article.id}-{number}",
            "title": f"{article.title} ({number})",
            "body": f"{article.body}\n\nSite {number}.",
        }
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in lower case, and body of one response."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.body)


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """One request and its whole answer."""
        content = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        self._connection.request(method, path, content, {**kind, **(headers or {})})
        response = self._connection.getresponse()
        raw = response.read()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, raw)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Served:
    """Ports and ids of the running processes, and the time from start to the first one's first answer (s)."""

    ports: tuple[int, ...]
    pids: tuple[int, ...]
    start_s: float

    def cpu_s(self) -> float:
        """Processor time that the processes used so far (s); 0 where /proc does not tell."""
        ticks = 0
        for pid in self.pids:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(settings: Settings, *, processes: int = 1) -> Generator[Served]:
    """`assist serve` over the settings' data, as many processes as asked for; told to stop at the end."""
    ports = [_free_port() for _ in range(processes)]
    began = time.perf_counter()
    running = [subprocess.Popen(_command(port), env=_environment(settings)) for port in ports]
    try:
        _await_answer(ports[0], running[0])
        start_s = time.perf_counter() - began
        for port, process in zip(ports[1:], running[1:], strict=True):
            _await_answer(port, process)
        yield Served(tuple(ports), tuple(process.pid for process in running), start_s)
    finally:
        for process in running:
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(timeout=60)


def _command(port: int) -> list[str]:
    return [str(Path(sys.executable).with_name("assist")), "serve", "--port", str(port)]


def _environment(settings: Settings) -> dict[str, str]:
    chosen = {
        "ASSIST_DATA_DIR": str(settings.data_dir),
        "ASSIST_SQLITE_SYNCHRONOUS": settings.sqlite_synchronous,
        "ASSIST_LOG_LEVEL": "error",
    }
    if settings.database_url:
        chosen["ASSIST_DATABASE_URL"] = settings.database_url
    return {**os.environ, **chosen}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _await_answer(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with contextlib.suppress(OSError), contextlib.closing(Client(port)) as client:
            if client.call("GET", "/healthz").status == 200:
                return
        time.sleep(0.01)
    raise RuntimeError(f"no answer on port {port} within {_START_S:.0f} s")
