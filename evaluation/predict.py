"""Predictions for all items: reused by content and versions, resumed after a kill, in parallel where asked."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from evaluation.engine import ProductSource
from evaluation.items import Item, Prediction
from evaluation.rows import content_hash
from evaluation.runs import PREDICTIONS, append_prediction, read_predictions, write_lines
from evaluation.tasks.base import Predict, Sources, Task

CACHED_RUNS = 200

Progress = Callable[[int, int], None]


def run_key(task: Task, sources: Sources, stamp: str) -> str:
    """Hash of all that shapes a prediction besides the item: code and models, articles, memory, task and seed."""
    support = [path for path in (sources.articles, *sources.memory) if path is not None]
    parts = [task.name, stamp, str(sources.seed), content_hash(support)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def predict_all(
    task: Task,
    sources: Sources,
    items: Sequence[Item],
    products: ProductSource,
    *,
    out: Path,
    cache: Path | None = None,
    workers: int = 1,
    progress: Progress = lambda done, total: None,
) -> dict[str, Prediction]:
    """Predictions by item id, all of them in `out`/predictions.jsonl when it returns, in item order.

    What that file or the cache already holds for the same item and versions is kept; the rest is predicted and
    appended line by line, so a killed run goes on where it stopped.
    """
    out.mkdir(parents=True, exist_ok=True)
    key, file = run_key(task, sources, products.stamp), out / PREDICTIONS
    keys = {item.id: f"{key[:24]}:{item.content}" for item in items}
    stored = cache / f"{task.name}-{key[:32]}.jsonl" if cache else None
    done = _known(file, keys) | (_known(stored, keys) if stored else {})
    write_lines(file, (done[item.id].row for item in items if item.id in done))
    missing = [item for item in items if item.id not in done]
    progress(len(done), len(items))
    if missing:
        predict = task.predictor(sources, products, items)
        for prediction in _predict(missing, predict, workers):
            done[prediction.id] = replace(prediction, key=keys[prediction.id])
            append_prediction(file, done[prediction.id])
            progress(len(done), len(items))
        write_lines(file, (done[item.id].row for item in items))
    if stored and missing:
        _store(stored, done)
    return done


def _known(file: Path, keys: dict[str, str]) -> dict[str, Prediction]:
    return {row.id: row for row in read_predictions(file) if keys.get(row.id) == row.key}


def _predict(items: Sequence[Item], predict: Predict, workers: int) -> Iterator[Prediction]:
    if workers == 1:
        yield from map(predict, items)
        return
    with ThreadPoolExecutor(workers) as pool:
        pending = [pool.submit(predict, item) for item in items]
        try:
            for future in as_completed(pending):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _store(file: Path, done: dict[str, Prediction]) -> None:
    """Keep for the next run (rows of other items under the same versions stay); the oldest files go."""
    rows = {row.key: row for row in read_predictions(file)} | {row.key: row for row in done.values()}
    write_lines(file, (one.row for one in rows.values()))
    for old in sorted(file.parent.glob("*.jsonl"), key=lambda path: -path.stat().st_mtime)[CACHED_RUNS:]:
        old.unlink()
