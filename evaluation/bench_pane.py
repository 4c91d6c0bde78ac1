"""How long from a new message to the pane with all four features, over HTTP, against one raw encode of that message.

`make bench-pane` prints the tables of README; every figure stands beside its bar. Ratios count, not milliseconds: raw
encodes (the vector alone, without sentences and traits) and requests alternate in one run on one machine.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from assist.build_encoder import build_encoder
from assist.core.ports import Encoder
from assist.core.resources import samples_dir
from assist.core.settings import Settings
from evaluation.fresh_schema import fresh_schema
from evaluation.pane_history import History, measure_history
from evaluation.pane_rig import Client, Served, fill_index, serving

TALK = 12  # messages of a talk, after which a new session begins
FEATURES = ("summary", "replies", "case_draft", "articles")


@dataclass(slots=True)
class Figures:
    """One row of the table. Times in milliseconds; rates in messages a second.

    late: panes that took longer than their `wait_ms`; raw_cpu, server_cpu: processor time of one raw encode, and of all
    that the server does for one message, for machines that are too busy for a stopwatch.
    """

    name: str
    raw_p50: float = 0.0
    pane_p50: float = 0.0
    pane_p95: float = 0.0
    post_p50: float = 0.0
    unchanged_p50: float = 0.0
    info_p50: float = 0.0
    raw_rate: float = 0.0
    pane_rate: float = 0.0
    start_s: float = 0.0
    late: int = 0
    raw_cpu: float = 0.0
    server_cpu: float = 0.0
    timings: dict[str, float] = field(default_factory=dict[str, float])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tables that were asked for and print them."""
    asked = _parser().parse_args(arguments)
    encoder = build_encoder(Settings(vector_cache=0))
    rows: list[Figures] = []
    histories: list[History] = []
    with tempfile.TemporaryDirectory(prefix="bench-pane-") as folder:
        base = Settings(data_dir=Path(folder) / "sqlite")
        with fresh_schema(asked.postgres) if asked.postgres else nullcontext() as schema:
            postgres = base.model_copy(update={"database_url": schema, "data_dir": Path(folder) / "postgresql"})
            filled: set[Path] = set()
            for name, settings, processes in _setups(base, postgres if schema else None, asked.only):
                if settings.data_dir not in filled:
                    filled.add(settings.data_dir)
                    _say(f"{fill_index(settings, encoder, chunks=asked.chunks):,} passages indexed")
                with serving(settings, processes=processes) as served:
                    row = _measure(name, served, encoder, asked)
                rows.append(row)
                _say(_line(row))
        if asked.history:
            histories = measure_history(base, [int(size) for size in asked.history.split(",")])
    report = {"rows": [asdict(row) for row in rows], "history": [asdict(one) for one in histories]}
    if asked.out:
        asked.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    _say(_table(rows))
    for one in histories:
        _say(one.line())
    encoder.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chunks", type=int, default=20_000, help="passages of the index")
    parser.add_argument("--messages", type=int, default=240, help="messages of the latency run")
    parser.add_argument(
        "--warm", type=int, default=TALK, help="messages before it; 900: most articles were quoted before"
    )
    parser.add_argument("--sessions", type=int, default=300, help="open sessions of the throughput run")
    parser.add_argument("--clients", type=int, default=16, help="connections of the throughput run")
    parser.add_argument("--rounds", type=int, default=2, help="messages a session of the throughput run")
    parser.add_argument("--postgres", help="URL of a PostgreSQL database to measure too (in a schema of its own)")
    parser.add_argument("--history", default="100,1000,10000", help="sizes of the history table; empty: none")
    parser.add_argument("--only", help="only setups whose name contains this")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    return parser


def _setups(base: Settings, postgres: Settings | None, only: str | None) -> list[tuple[str, Settings, int]]:
    """(name, settings, processes) of every row."""
    every: list[tuple[str, Settings, int]] = [
        (f"sqlite {level}", base.model_copy(update={"sqlite_synchronous": level}), 1) for level in ("FULL", "NORMAL")
    ]
    if postgres is not None:
        every += [("postgresql 1 worker", postgres, 1), ("postgresql 2 workers", postgres, 2)]
    return [one for one in every if not only or only in one[0]]


def _measure(name: str, served: Served, encoder: Encoder, asked: argparse.Namespace) -> Figures:
    row = Figures(name, start_s=served.start_s)
    _latency(row, served, encoder, asked.messages, warm=asked.warm)
    _unchanged(row, served)
    _throughput(row, served, encoder, asked)
    return row


def _latency(row: Figures, served: Served, encoder: Encoder, count: int, *, warm: int) -> None:
    """One customer and agent at a time; raw encode and request of the same message in turn."""
    raw: list[float] = []
    posts: list[float] = []
    panes: list[float] = []
    parts: dict[str, list[float]] = {}
    # With two workers a message goes to one and the pane is asked of the other: the balancer's worst case.
    with closing(Client(served.ports[0])) as writer, closing(Client(served.ports[-1])) as reader:
        for number, (key, message) in enumerate(_talks(row.name)):
            if number == warm:
                row.raw_cpu, row.server_cpu = 0.0, -served.cpu_s()
            if number >= count + warm:
                break
            began, began_cpu = time.perf_counter(), time.process_time()
            encoder.encode([message["text"]])
            encoded = time.perf_counter()
            row.raw_cpu += time.process_time() - began_cpu
            if number % TALK == 0:
                _create(writer, key)
            sent = time.perf_counter()
            posted = writer.call("POST", f"/v1/sessions/{key}/messages", message).json()
            answered = time.perf_counter()
            revision = posted["revision"]
            wait_ms = 30_000 if number < warm else 1_000
            pane = reader.call("GET", f"/v1/sessions/{key}/pane?min_revision={revision}&wait_ms={wait_ms}").json()
            done = time.perf_counter()
            assert all(feature in pane for feature in FEATURES), list(pane)
            if number < warm:
                continue  # both sides warm up
            row.late += pane["parts_revision"] < revision
            raw.append(encoded - began)
            posts.append(answered - sent)
            panes.append(done - sent)
            for feature in FEATURES:
                parts.setdefault(feature, []).append(pane[feature]["timings_ms"].get("total", 0.0))
    row.raw_p50, row.post_p50, row.pane_p50 = (_ms(statistics.median(values)) for values in (raw, posts, panes))
    row.raw_cpu, row.server_cpu = _ms(row.raw_cpu / count), _ms((row.server_cpu + served.cpu_s()) / count)
    row.pane_p95 = _ms(statistics.quantiles(panes, n=20)[-1])
    row.timings = {feature: round(statistics.median(values), 2) for feature, values in parts.items()}


def _unchanged(row: Figures, served: Served, *, count: int = 300) -> None:
    with closing(Client(served.ports[0])) as client:
        key = f"{_slug(row.name)}-1"
        path = f"/v1/sessions/{key}/pane"
        etag = client.call("GET", path).headers["etag"]
        known: list[float] = []
        info: list[float] = []
        for _ in range(count):
            began = time.perf_counter()
            status = client.call("GET", path, headers={"If-None-Match": etag}).status
            between = time.perf_counter()
            client.call("GET", "/info")
            info.append(time.perf_counter() - between)
            known.append(between - began)
            assert status == 304, status
    row.unchanged_p50, row.info_p50 = _ms(statistics.median(known)), _ms(statistics.median(info))


def _throughput(row: Figures, served: Served, encoder: Encoder, asked: argparse.Namespace) -> None:
    """Every connection writes to its share of the sessions and waits for the pane of each message."""
    texts = [message["text"] for _, message in zip(range(asked.sessions), _messages(f"{row.name} rate"), strict=False)]
    began = time.perf_counter()
    encoder.encode(texts)
    row.raw_rate = round(len(texts) / (time.perf_counter() - began), 1)
    keys = [f"{_slug(row.name)}-open-{number}" for number in range(asked.sessions)]
    with closing(Client(served.ports[0])) as client:
        for key in keys:
            _create(client, key)
    source, turn = _messages(row.name + " many"), threading.Lock()

    def work(number: int) -> None:
        port = served.ports[number % len(served.ports)]
        with closing(Client(port)) as client:
            for _ in range(asked.rounds):
                for key in keys[number :: asked.clients]:
                    with turn:
                        message = next(source)
                    revision = client.call("POST", f"/v1/sessions/{key}/messages", message).json()["revision"]
                    path = f"/v1/sessions/{key}/pane?min_revision={revision}&wait_ms=10000"
                    assert client.call("GET", path).json()["parts_revision"] >= revision

    seconds = _together(work, asked.clients)
    row.pane_rate = round(asked.rounds * len(keys) / seconds, 1)


def _together(work: Callable[[int], None], count: int) -> float:
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return time.perf_counter() - began


def _create(client: Client, key: str) -> None:
    body = {"id": key, "channel": "chat", "agent_id": "bench", "customer": {"id": f"c-{key}"}}
    assert client.call("POST", "/v1/sessions", body).status == 201


def _talks(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(session, message): real sample messages, each made unique, `TALK` to a session."""
    for number, message in enumerate(_messages(name)):
        yield f"{_slug(name)}-{number // TALK}", message


def _messages(name: str) -> Iterator[dict[str, Any]]:
    """Messages of the sample conversations; the number makes each a text that was never encoded before."""
    talks = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((samples_dir() / "conversations").iterdir())
    ]
    said = [m for talk in talks for m in talk["messages"] if m["role"] in ("customer", "agent")]
    for number, message in enumerate(cycle(said)):
        yield {"role": message["role"], "text": f"{abs(hash(name)) % 900 + 100}{number:04d} {message['text']}"}


def _slug(name: str) -> str:
    return f"{name.lower().replace(' ', '-')}-{_RUN}"


_RUN = f"{time.time_ns() % 10**9}"


def _line(row: Figures) -> str:
    times, unchanged = f"{row.pane_p50 / row.raw_p50:.2f}x", f"{row.unchanged_p50 / row.info_p50:.2f}x"
    return (
        f"{row.name}: raw {row.raw_p50} ms, pane p50 {row.pane_p50} ms = {times}, "
        f"p95 {row.pane_p95} ms = {row.pane_p95 / row.raw_p50:.2f}x, post {row.post_p50} ms, "
        f"304 {row.unchanged_p50} ms = {unchanged} /info, {row.pane_rate}/s = {row.pane_rate / row.raw_rate:.2f}x "
        f"{row.raw_rate}/s; late {row.late}; processor: raw {row.raw_cpu} ms, server {row.server_cpu} ms a message; "
        f"features {row.timings}"
    )


def _table(rows: Sequence[Figures]) -> str:
    lines = [
        "| store | one raw encode p50 | message to pane p50 (bar 2.0x) | p95 (bar 3x) | 304 : /info (bar 2x) "
        "| panes/s : raw batched encodes/s (bar 0.6x) |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.raw_p50} ms | {row.pane_p50} ms = {row.pane_p50 / row.raw_p50:.2f}x "
            f"| {row.pane_p95} ms = {row.pane_p95 / row.raw_p50:.2f}x "
            f"| {row.unchanged_p50} : {row.info_p50} ms = {row.unchanged_p50 / row.info_p50:.2f}x "
            f"| {row.pane_rate} : {row.raw_rate} = {row.pane_rate / row.raw_rate:.2f}x |"
        )
    return "\n".join(lines)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
