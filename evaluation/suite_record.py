"""`run.json` of a whole suite: the primary figures of every run under `<task>/<data>/<metric>`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.runs import RUN, Figure, RunRecord, write_json


def write_suite(out: Path, records: Sequence[RunRecord]) -> None:
    """Beside the folders of its runs."""
    metrics: dict[str, Any] = {}
    for record in records:
        for name, figure in _primary(record).items():
            metrics[f"{record.task}/{record.data}/{name}"] = figure.model_dump()
    versions = {name: value for record in records for name, value in record.versions.items()}
    hashes = {f"{record.task}/{record.data}": record.data_hash for record in records}
    document = {"task": "all", "versions": versions, "data_hash": hashes, "metrics": metrics}
    write_json(out / RUN, document | {"runs": [f"{record.task}-{record.data}" for record in records]})


def holds_suite(out: Path) -> bool:
    """Whether the folder has the run.json of a whole suite."""
    try:
        document = json.loads((out / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and "runs" in document


def _primary(record: RunRecord) -> dict[str, Figure]:
    return {name: figure for name, figure in record.metrics.items() if record.info[name].primary}
