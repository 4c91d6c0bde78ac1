"""A run folder: predictions.jsonl (append only), scores.jsonl (per item), run.json (figures). Reads and writes them."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluation.errors import MetricError, RunError, first_problem
from evaluation.items import Better, Prediction, Scored
from evaluation.stats.statistics import Kind

PREDICTIONS, SCORES, RUN = "predictions.jsonl", "scores.jsonl", "run.json"


class Figure(BaseModel):
    """A headline number: 95 % interval from `low` to `high` over `n` items; null where nothing could be scored."""

    model_config = ConfigDict(frozen=True)

    value: float | None
    low: float | None
    high: float | None
    n: int


class Versus(BaseModel):
    """The product minus a simple method on the same items."""

    model_config = ConfigDict(frozen=True)

    difference: float | None
    low: float | None
    high: float | None
    p: float | None


class MetricInfo(BaseModel):
    """How to read a metric."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    better: Better
    primary: bool
    meaning: str


class RunRecord(BaseModel):
    """`run.json`. `metrics` are the product's; `systems` holds every simple method and people where known."""

    model_config = ConfigDict(frozen=True)

    task: str
    data: str
    versions: dict[str, str | None]
    data_hash: str
    predictions_hash: str = ""
    items: int
    seed: int
    metrics: dict[str, Figure]
    systems: dict[str, dict[str, Figure]] = {}
    versus: dict[str, dict[str, Versus]] = {}
    slices: dict[str, dict[str, dict[str, Figure]]] = {}
    info: dict[str, MetricInfo] = {}
    timings_ms: dict[str, dict[str, float]] = {}
    sources: dict[str, Any] = {}


def write_json(path: Path, value: Any) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write beside and rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(path.suffix + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def read_run(path: Path) -> RunRecord:
    """`run.json` of a run folder, or the file itself. Raises RunError when it is missing or of another kind."""
    file = path / RUN if path.is_dir() else path
    if not file.is_file():
        raise RunError(f"{file} does not exist; give a run folder or its run.json")
    try:
        return RunRecord.model_validate_json(file.read_text(encoding="utf-8"))
    except ValidationError as error:
        field, message = first_problem(error)
        where = f"field '{field}': " if field else ""
        raise RunError(f"{file} is not a run.json of this harness: {where}{message}") from None


def finished_run(out: Path) -> RunRecord | None:
    """The run that the folder `out` holds; None for none. Raises RunError where `out` is a file."""
    if out.is_file():
        raise RunError(f"{out} is a file; name a folder")
    try:
        return read_run(out) if (out / RUN).is_file() else None
    except RunError:
        return None


def set_aside(out: Path) -> Path:
    """Move the files of a run into a folder of their own inside `out`; that folder."""
    number = 1
    while (out / f"former-{number}").exists():
        number += 1
    former = out / f"former-{number}"
    former.mkdir()
    for file in [one for one in out.iterdir() if one.is_file()]:
        file.replace(former / file.name)
    return former


def append_prediction(path: Path, prediction: Prediction) -> None:
    """One line, flushed: what was predicted before a kill is not predicted again."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(prediction.row, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replace a JSONL file as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(path.suffix + ".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    temporary.replace(path)


def read_predictions(path: Path) -> list[Prediction]:
    """Predictions in file order; a last line cut off by a kill is dropped. Raises RunError for any other bad line."""
    return [Prediction(**row) for row in _whole_lines(path)]


def _whole_lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            if number < len(lines):
                raise RunError(f"{path}, line {number}: not JSON; delete the file to predict again") from None


def read_scores(path: Path) -> list[Scored]:
    """Per-item scores of a run folder."""
    file = path / SCORES
    if not file.is_file():
        raise RunError(f"{file} does not exist; run `python -m evaluation score {path}` first")
    return [Scored(**row) for row in _whole_lines(file)]


def unique_by_id(predictions: Sequence[Prediction], *, source: str) -> dict[str, Prediction]:
    """Predictions by id. Raises MetricError when an id occurs twice."""
    found: dict[str, Prediction] = {}
    for prediction in predictions:
        if prediction.id in found:
            raise MetricError(f"duplicate ids: {source} holds '{prediction.id}' twice")
        found[prediction.id] = prediction
    return found
