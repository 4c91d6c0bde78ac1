"""One run from files to figures: items, predictions, scores, run.json; figures of unchanged predictions are reused."""

import hashlib
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.compare import Loaded
from evaluation.engine import ProductSource
from evaluation.errors import EvaluationError
from evaluation.items import Item, Prediction
from evaluation.predict import Progress, predict_all
from evaluation.rows import content_hash
from evaluation.runs import (
    PREDICTIONS,
    RUN,
    SCORES,
    RunRecord,
    finished_run,
    read_predictions,
    read_run,
    read_scores,
    set_aside,
    unique_by_id,
)
from evaluation.sample import draw
from evaluation.scoring import predictions_hash, score_all, summarize_run, write_run
from evaluation.stamp import scoring_stamp
from evaluation.tasks.base import Sources, Task

CACHED_SCORES = 200
ELSEWHERE = "name another folder with --out, or remove that one first"


@dataclass(frozen=True, slots=True)
class Execution:
    """How to run: `cache` holds predictions and figures of earlier runs (None: none are kept)."""

    cache: Path | None = None
    workers: int = 1


def execute(
    task: Task,
    sources: Sources,
    products: ProductSource,
    *,
    out: Path,
    how: Execution,
    name: str,
    progress: Progress = lambda done, total: None,
) -> RunRecord:
    """Predict, score and write the run folder `out`.

    A finished run of another task or other data that `out` holds is set aside. Raises DataError and MetricError before
    anything is predicted.
    """
    items = draw(task.items(sources), limit=sources.limit, seed=sources.seed)
    if not items:
        raise EvaluationError(f"{sources.data} has nothing that the task {task.name} can measure; evaluation/DATA.md")
    if _holds_another_run(out, task.name, sources):
        sys.stderr.write(f"{out} held a finished run of something else; it lies in {set_aside(out)} now\n")
    stored = how.cache / "predictions" if how.cache else None
    workers = 1 if task.name == "latency" else how.workers  # it times what one caller waits
    predictions = predict_all(task, sources, items, products, out=out, cache=stored, workers=workers, progress=progress)
    return _figures(task, sources, items, predictions, products, out=out, name=name, cache=how.cache)


def rescore(task: Task, sources: Sources, products: ProductSource, *, out: Path, name: str) -> RunRecord:
    """Score the predictions that `out` holds against the gold of `sources`, without asking the product."""
    items = draw(task.items(sources), limit=sources.limit, seed=sources.seed)
    file = out / PREDICTIONS
    predictions = unique_by_id(read_predictions(file), source=str(file))
    return _figures(task, sources, items, predictions, products, out=out, name=name, cache=None)


def _holds_another_run(out: Path, task: str, sources: Sources) -> bool:
    """Whether `out` holds a finished run of another task or other data, which would be lost."""
    known = finished_run(out)
    if known is None:
        return False
    where = known.sources.get("data")
    moved = where is None or Path(where).resolve() != sources.data.resolve()
    return known.task != task or (moved and known.data_hash != content_hash(sources.paths))


def load_run(path: Path) -> Loaded:
    """A scored run folder. Raises RunError when a file is missing."""
    return Loaded(path.name, read_run(path), read_scores(path))


def is_stale(path: Path) -> bool:
    """Whether predictions.jsonl was changed after run.json was written from it."""
    file = path / PREDICTIONS
    if not file.is_file():
        return False
    predictions = unique_by_id(read_predictions(file), source=str(file))
    return read_run(path).predictions_hash not in ("", predictions_hash(predictions))


def _figures(
    task: Task,
    sources: Sources,
    items: list[Item],
    predictions: Mapping[str, Prediction],
    products: ProductSource,
    *,
    out: Path,
    name: str,
    cache: Path | None,
) -> RunRecord:
    parts = [task.name, name, str(sources.seed), scoring_stamp(), products.stamp, products.encoder.info.version]
    parts += [content_hash(sources.paths), predictions_hash(predictions), *(item.id for item in items)]
    known = cache / "figures" / hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40] if cache else None
    if known and (known / RUN).is_file() and len(predictions) == len(items):
        shutil.copyfile(known / SCORES, out / SCORES)
        shutil.copyfile(known / RUN, out / RUN)
        return read_run(out)
    scored = score_all(task, sources, items, predictions, products.encoder)
    record = summarize_run(task, sources, name, scored, predictions, stamp=products.stamp)
    write_run(out, record, scored)
    if known:
        write_run(known, record, scored)
        for old in sorted(known.parent.iterdir(), key=lambda path: -path.stat().st_mtime)[CACHED_SCORES:]:
            shutil.rmtree(old, ignore_errors=True)
    return record
