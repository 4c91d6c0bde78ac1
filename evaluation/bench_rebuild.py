"""How fast the index is rebuilt, against raw encoding, against txtai and haystack, and what searches notice of it.

`python -m evaluation.bench_rebuild --data FOLDER [--txtai PYTHON] [--haystack PYTHON] [--articles 10000]`; PYTHON has
`txtai`, or `haystack-ai sentence-transformers-haystack`. Ratios count: what is compared takes turns in one run.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assist.build import open_bulk
from assist.build_encoder import build_encoder
from assist.core.articles import Article
from assist.core.ports import ArticleQuery
from assist.core.resources import models_dir
from assist.core.settings import Settings
from assist.inference.factory import prepare_export
from assist.inference.registry import Registry
from assist.inference.vector_cache import CachedEncoder
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.loaders import LoadedArticle, load_path
from assist.store.memory import InMemoryArticleStore
from evaluation.bench.raw import RawEncoder

BASELINES = Path(__file__).parent / "baselines"
SEARCHES_A_SECOND = 20


class Job:
    """A job nobody watches."""

    def report(self, *, done: int, total: int, unit: str = "items") -> None:
        """Ignored."""

    def error(self, item: str, message: str) -> None:
        """Ignored."""

    def check_cancelled(self) -> None:
        """Never cancelled."""


class Rig:
    """The knowledge base as a server has it, in a folder of its own."""

    def __init__(self, folder: Path, settings: Settings, encoder: CachedEncoder) -> None:
        self.store = InMemoryArticleStore()
        self.encoder = encoder
        bulk = open_bulk(settings, encoder)
        self.base = KnowledgeBase(root=folder, encoder=encoder, articles=self.store, bulk=bulk, patience_s=0.0)

    def rebuild(self) -> tuple[float, dict[str, Any]]:
        """Seconds, and the report."""
        started = time.perf_counter()
        report = self.base.rebuild(Job())
        return time.perf_counter() - started, report

    def texts(self) -> list[str]:
        """What was encoded."""
        return [chunk.embedded for segment in self.base.view.segments for chunk in segment.chunks]


def measure_throughput(
    articles: Sequence[Article], settings: Settings, encoder: CachedEncoder, rivals: dict[str, str]
) -> None:
    """Rebuild of everything against raw encoding of the same passages, and against others on the same passages."""
    folder, _ = prepare_paths(settings)
    raw = RawEncoder(folder, threads=settings.encoder_threads)
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        rig = Rig(Path(first), settings, encoder)
        rig.store.put_many(articles)
        times = [rig.rebuild()[0]]
        texts = rig.texts()
        yardstick = _timed(lambda: raw.encode_many(texts))
        again = Rig(Path(second), settings, encoder)
        again.store.put_many(articles)
        times.append(again.rebuild()[0])
    ours, count = min(times), len(texts)
    say(f"passages {count}, articles {len(articles)}, threads {settings.encoder_threads}")
    say(f"rebuild {count / ours:.1f}/s, raw encoding {count / yardstick:.1f}/s")
    say(f"  ratio {yardstick / ours:.2f}  (bar: >= 0.90)  {verdict(yardstick / ours >= 0.9)}")
    for name, python in rivals.items():
        theirs = run_rival(name, python, texts, settings, max_tokens=encoder.info.max_tokens)
        say(f"{name} {count / theirs:.1f}/s")
        say(f"  ratio {theirs / ours:.2f}  (bar: >= 1.70)  {verdict(theirs / ours >= 1.7)}")


def measure_single(articles: Sequence[Article], wanted: int, settings: Settings, encoder: CachedEncoder) -> None:
    """A rebuild after one edit among many articles, against the full one; searches while the full one runs."""
    many = [_numbered(articles[n % len(articles)], n) for n in range(wanted)]
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), settings, encoder)
        rig.store.put_many(many[: wanted // 2])
        rig.rebuild()
        idle = _search_until(rig, time.monotonic() + 10)
        rig.store.put_many(many[wanted // 2 :])
        done = threading.Event()
        half: list[float] = []

        def work() -> None:
            half.append(rig.rebuild()[0])
            done.set()

        thread = threading.Thread(target=work)
        thread.start()
        busy = _search_until(rig, done=done)
        thread.join()
        say(f"searches: {len(busy)} during a rebuild of {half[0]:.0f} s, none failed")
        slower = p95(busy) / p95(idle)
        say(
            f"  p95 idle {p95(idle):.1f} ms, during {p95(busy):.1f} ms, ratio {slower:.2f}  (bar: <= 1.50)  "
            f"{verdict(slower <= 1.5)}"
        )
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(Path(folder), settings, encoder)
        rig.store.put_many(many)
        full, report = rig.rebuild()
        rig.store.put(many[5].model_copy(update={"body": many[5].body + "\n\nOne more sentence for the card."}))
        single, after = rig.rebuild()
    say(f"{wanted} articles, {report['passages']} passages: full rebuild {full:.1f} s, after one edit {single:.2f} s")
    share = single / full
    say(f"  encoded {after['encoded']} passages, share {share:.2%}  (bar: < 5 %)  {verdict(share < 0.05)}")


def run_rival(name: str, python: str, texts: Sequence[str], settings: Settings, *, max_tokens: int) -> float:
    """Seconds the other library takes to index the same passages with the same model."""
    _, model = prepare_paths(settings)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(list(texts), file)
        file.flush()
        script = BASELINES / f"index_{name}.py"
        command = [python, str(script), file.name, str(model), str(max_tokens), str(settings.encoder_threads)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stderr.strip().splitlines()[-1:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if answer["count"] != len(texts):
        raise SystemExit(f"{name} indexed {answer['count']} of {len(texts)} passages")
    return float(answer["seconds"])


def prepare_paths(settings: Settings) -> tuple[Path, Path]:
    """(exported encoder, model folder it was made of)."""
    model = Registry.load(models_dir()).entry(settings.encoder_model).locate()
    return prepare_export(model, settings.cache_dir), model


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def verdict(passed: bool) -> str:
    """In words."""
    return "met" if passed else "MISSED"


def say(line: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _search_until(rig: Rig, end: float | None = None, *, done: threading.Event | None = None) -> list[float]:
    """Milliseconds of searches at a steady pace, each with a text that was not asked before."""
    times: list[float] = []
    while (done is None or not done.is_set()) and (end is None or time.monotonic() < end):
        query = ArticleQuery(text=f"how do I change the setting number {len(times)} of the conversation workspace")
        started = time.perf_counter()
        rig.base.search(query)
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(1 / SEARCHES_A_SECOND)
    return times


def _numbered(article: Article, number: int) -> Article:
    """A short article of its own: a piece of a page, which no other has."""
    words = article.body.split()
    first = (number * 37) % max(1, len(words) - 60)
    body = f"Case {number}. " + " ".join(words[first : first + 50])
    return article.model_copy(update={"id": f"a{number}", "title": f"{article.title[:80]} {number}", "body": body})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_rebuild", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of articles (Markdown, ...)")
    parser.add_argument("--txtai", help="Python of an environment with txtai")
    parser.add_argument("--haystack", help="Python of an environment with haystack")
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the second part, 0 to leave it out")
    parser.add_argument("--pages", type=int, help="read only the first pages of the folder (a quick look)")
    chosen = parser.parse_args(arguments)
    settings = Settings()
    encoder = build_encoder(settings)
    loaded = [one.article for one in load_path(chosen.data) if isinstance(one, LoadedArticle)][: chosen.pages]
    rivals = {name: python for name in ("txtai", "haystack") if (python := getattr(chosen, name))}
    try:
        measure_throughput(loaded, settings, encoder, rivals)
        if chosen.articles:
            measure_single(loaded, chosen.articles, settings, encoder)
    finally:
        encoder.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
