"""From predictions and gold to per-item scores and run.json: figures with intervals, against every simple method."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from assist.core.ports import Encoder
from evaluation.errors import MetricError
from evaluation.items import HUMAN, PRODUCT, Item, Metric, Prediction, Scored
from evaluation.rows import content_hash
from evaluation.runs import RUN, SCORES, Figure, MetricInfo, RunRecord, Versus, write_json, write_lines
from evaluation.stats.bootstrap import estimate
from evaluation.stats.paired import compare_paired
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Sources, Task

MIN_SLICE = 5


def score_all(
    task: Task, sources: Sources, items: Sequence[Item], predictions: Mapping[str, Prediction], encoder: Encoder
) -> list[Scored]:
    """Per-item values of every system. Raises MetricError when predictions and items do not pair one to one."""
    wanted = {item.id for item in items}
    if len(wanted) != len(items):
        raise MetricError(f"duplicate ids: {len(items)} items, {len(wanted)} ids")
    if wanted != set(predictions):
        odd = sorted(wanted ^ set(predictions))
        raise MetricError(f"length mismatch: {len(predictions)} predictions, {len(items)} items; differing: {odd[:5]}")
    score = task.scorer(sources, items, encoder)
    known = {metric.name for metric in task.metrics}
    scored: list[Scored] = []
    for item in items:
        systems = score(item, predictions[item.id].outputs)
        kept = {name: {k: v for k, v in values.items() if k in known} for name, values in systems.items()}
        scored.append(Scored(item.id, item.group, item.slices, kept))
    return scored


def predictions_hash(predictions: Mapping[str, Prediction]) -> str:
    """Hash of outputs and timings by id, so that scores of other predictions are noticed."""
    digest = hashlib.sha256()
    for key in sorted(predictions):
        one = predictions[key]
        digest.update(json.dumps([key, one.outputs, one.timings_ms], sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()


def values_of(scored: Sequence[Scored], system: str, metric: str) -> list[ItemValue]:
    """One metric of one system, item by item; None where N/A."""
    return [item.systems.get(system, {}).get(metric) for item in scored]


def summarize_run(
    task: Task,
    sources: Sources,
    name: str,
    scored: Sequence[Scored],
    predictions: Mapping[str, Prediction],
    *,
    stamp: str,
) -> RunRecord:
    """All figures of a run."""
    names = list(dict.fromkeys(system for item in scored for system in item.systems))
    systems = {system: figures_of(task.metrics, scored, system, sources.seed) for system in names}
    rivals = [system for system in names if system not in (PRODUCT, HUMAN)]
    return RunRecord(
        task=task.name,
        data=name,
        versions={**_versions(predictions), "code": stamp[:12]},
        data_hash=content_hash(sources.paths),
        predictions_hash=predictions_hash(predictions),
        items=len(scored),
        seed=sources.seed,
        metrics=systems.pop(PRODUCT, {}),
        systems=systems,
        versus={rival: _versus(task.metrics, scored, rival, sources.seed) for rival in rivals},
        slices=_slices(task.metrics, scored, sources.seed),
        info={
            m.name: MetricInfo(kind=m.kind, better=m.better, primary=m.primary, meaning=m.meaning) for m in task.metrics
        },
        timings_ms=_timings(predictions),
        sources=_described(sources),
    )


def write_run(out: Path, record: RunRecord, scored: Sequence[Scored]) -> None:
    """scores.jsonl and run.json into the run folder."""
    write_lines(out / SCORES, (asdict(item) for item in scored))
    write_json(out / RUN, record.model_dump(mode="json"))


def figures_of(metrics: Sequence[Metric], scored: Sequence[Scored], system: str, seed: int) -> dict[str, Figure]:
    """Every metric this system has at least one value for."""
    groups = [item.group for item in scored]
    figures: dict[str, Figure] = {}
    for metric in metrics:
        values = values_of(scored, system, metric.name)
        if any(metric.name in item.systems.get(system, {}) for item in scored):
            result = estimate(values, metric.kind, groups=groups, seed=seed)
            figures[metric.name] = Figure(
                value=_rounded(result.value), low=_rounded(result.low), high=_rounded(result.high), n=result.n
            )
    return figures


def _versus(metrics: Sequence[Metric], scored: Sequence[Scored], rival: str, seed: int) -> dict[str, Versus]:
    groups = [item.group for item in scored]
    table: dict[str, Versus] = {}
    for metric in metrics:
        if not metric.primary:
            continue
        theirs, ours = values_of(scored, rival, metric.name), values_of(scored, PRODUCT, metric.name)
        paired = compare_paired(theirs, ours, metric.kind, groups=groups, seed=seed)
        if paired.n:
            table[metric.name] = Versus(
                difference=_rounded(paired.difference),
                low=_rounded(paired.low),
                high=_rounded(paired.high),
                p=_rounded(paired.p),
            )
    return table


def _slices(metrics: Sequence[Metric], scored: Sequence[Scored], seed: int) -> dict[str, dict[str, dict[str, Figure]]]:
    """Primary figures of the product by slice and value; values with fewer than five items are left out."""
    primary = [metric for metric in metrics if metric.primary]
    result: dict[str, dict[str, dict[str, Figure]]] = {}
    for name in sorted({name for item in scored for name in item.slices}):
        values = sorted({item.slices[name] for item in scored if name in item.slices})
        parts = {value: [item for item in scored if item.slices.get(name) == value] for value in values}
        parts = {value: part for value, part in parts.items() if len(part) >= MIN_SLICE}
        if len(parts) > 1:
            result[name] = {value: figures_of(primary, part, PRODUCT, seed) for value, part in parts.items()}
    return result


def _versions(predictions: Mapping[str, Prediction]) -> dict[str, str | None]:
    """The stamps of the predictions; several values of one stamp are joined."""
    found: dict[str, set[str]] = {}
    for prediction in predictions.values():
        for name, value in prediction.versions.items():
            if value:
                found.setdefault(name, set()).add(value)
    return {name: ", ".join(sorted(values)) for name, values in sorted(found.items())}


def _timings(predictions: Mapping[str, Prediction]) -> dict[str, dict[str, float]]:
    collected: dict[str, list[float]] = {}
    for prediction in predictions.values():
        for system, value in prediction.timings_ms.items():
            collected.setdefault(system, []).append(value)
    return {
        system: {name: _rounded(float(np.quantile(values, share))) or 0.0 for name, share in _SHARES.items()}
        for system, values in collected.items()
    }


_SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def _described(sources: Sources) -> dict[str, Any]:
    return {
        "data": str(sources.data),
        "articles": str(sources.articles) if sources.articles else None,
        "memory": [str(path) for path in sources.memory],
        "seed": sources.seed,
        "limit": sources.limit,
    }


def _rounded(value: float | None) -> float | None:
    return round(value, 6) if isinstance(value, float) else value
