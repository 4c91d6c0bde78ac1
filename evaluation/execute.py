"""One run from files to figures: items, predictions, scores, run.json."""

from dataclasses import dataclass
from pathlib import Path

from evaluation.engine import ProductSource
from evaluation.predict import Progress, predict_all
from evaluation.runs import PREDICTIONS, RunRecord, read_predictions, unique_by_id
from evaluation.sample import draw
from evaluation.scoring import score_all, summarize_run, write_run
from evaluation.tasks.base import Sources, Task


@dataclass(frozen=True, slots=True)
class Execution:
    """How to run: `cache` holds predictions of earlier runs (None: none are kept)."""

    cache: Path | None = None
    workers: int = 1


def execute(
    task: Task,
    sources: Sources,
    products: ProductSource,
    *,
    out: Path,
    how: Execution,
    name: str | None = None,
    progress: Progress = lambda done, total: None,
) -> RunRecord:
    """Predict, score and write the run folder `out`. Raises DataError or MetricError before anything is scored."""
    items = draw(task.items(sources), limit=sources.limit, seed=sources.seed)
    predictions = predict_all(
        task, sources, items, products, out=out, cache=how.cache, workers=how.workers, progress=progress
    )
    scored = score_all(task, sources, items, predictions, products.encoder)
    record = summarize_run(task, sources, name or sources.data.stem, scored, predictions, stamp=products.stamp)
    write_run(out, record, scored)
    return record


def rescore(task: Task, sources: Sources, products: ProductSource, *, out: Path, name: str) -> RunRecord:
    """Score the predictions that `out` holds against the gold of `sources`, without asking the product."""
    items = draw(task.items(sources), limit=sources.limit, seed=sources.seed)
    file = out / PREDICTIONS
    predictions = unique_by_id(read_predictions(file), source=str(file))
    scored = score_all(task, sources, items, predictions, products.encoder)
    record = summarize_run(task, sources, name, scored, predictions, stamp=products.stamp)
    write_run(out, record, scored)
    return record
