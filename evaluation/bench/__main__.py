"""`make bench`: print the table, or JSON with --json. Exit code 0 even where a bar is missed, unless --strict."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from assist.core.resources import models_dir, samples_dir
from assist.core.settings import Settings
from assist.inference.factory import prepare_export
from assist.inference.registry import Registry
from evaluation.bench.calls import article_query, cold_assist, index_build, load_samples
from evaluation.bench.figures import Figure, table
from evaluation.bench.raw import RawEncoder
from evaluation.bench.server import started
from evaluation.bench.startup import import_time, ready_time

MEMORY_BAR_MB = 500.0


def main(arguments: list[str] | None = None) -> int:
    """Run all measurements."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--strict", action="store_true", help="exit code 1 when a bar is missed")
    parser.add_argument("--port", type=int, default=8791)
    parser.add_argument("--quick", action="store_true", help="few rounds, to see that it runs")
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    for figure in measure(port=options.port, quick=options.quick):
        figures.append(figure)
        sys.stderr.write(f"{figure.name}: {figure.value:.2f}{figure.unit} ({figure.detail})\n")
    if options.json:
        document = {"machine": machine(), "figures": [figure.as_json() for figure in figures]}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(f"{machine()}\n\n{table(figures)}\n")
    return int(options.strict and not all(figure.ok for figure in figures))


def measure(*, port: int, quick: bool) -> Iterator[Figure]:
    """Every figure: calls first, then starts over the data folder that the calls left."""
    samples = samples_dir()
    raw = raw_encoder()
    with tempfile.TemporaryDirectory(prefix="assist-bench-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        with started(data, port=port) as server:
            client = server.client
            load_samples(client, samples)
            yield article_query(client, raw, samples, rounds=20 if quick else 200)
            yield from cold_assist(client, raw, samples, rounds=8 if quick else 60)
            used = server.memory_mb()
            yield Figure("resident memory after these calls", used, "<=", MEMORY_BAR_MB, " MB", "samples indexed", 1)
        yield ready_time(data, port=port, rounds=2 if quick else 7)
        yield import_time(rounds=3 if quick else 9)
        with started(Path(folder) / "build", port=port) as server:
            yield index_build(server.client, raw, samples, rounds=1 if quick else 4)


def raw_encoder() -> RawEncoder:
    """The yardstick over the same export and as many threads as the server uses."""
    settings = Settings()
    export = prepare_export(Registry.load(models_dir()).entry("default").locate(), settings.cache_dir)
    return RawEncoder(export, threads=settings.encoder_threads)


def machine() -> str:
    """Where the figures come from."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}{load}"


if __name__ == "__main__":
    sys.exit(main())
