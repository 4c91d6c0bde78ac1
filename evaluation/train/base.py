"""What every trainer shares: its contract, the hash of its data, and the model card written from the run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assist.core.ports import Encoder
from evaluation.rows import read_jsonl


@dataclass(frozen=True, slots=True)
class DataFile:
    """One training file: its name (never its folder), rows and content hash."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What a run made and how good it is on data it did not see.

    `metrics`: cross-validated figures, name -> value; `folds`: how many folds; `baseline`: the simple method's figures
    under the same folds; `limits`: one sentence each, printed on the card; `artifact`: folder name under
    models/artifacts.
    """

    head: str
    artifact: str
    purpose: str
    data: tuple[DataFile, ...]
    seed: int
    folds: int
    metrics: Mapping[str, float]
    seconds: float
    baseline: Mapping[str, float] = field(default_factory=dict[str, float])
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    encoder: str = ""
    licence: str = ""
    limits: tuple[str, ...] = ()

    @property
    def data_hash(self) -> str:
        """One hash over all training files, independent of their folders."""
        return combined_hash(self.data)

    def manifest(self) -> dict[str, Any]:
        """The part of the artifact's manifest that tells where it comes from (see `inference.artifacts`)."""
        return {
            "head": self.head,
            "purpose": self.purpose,
            "data_hash": self.data_hash,
            "data": [asdict(item) for item in self.data],
            "seed": self.seed,
            "folds": self.folds,
            "metrics": dict(self.metrics),
            "baseline": dict(self.baseline),
            "settings": dict(self.settings),
            "encoder": self.encoder,
            "licence": self.licence,
        }


class Trainer(Protocol):
    """The function `train` of every module in this package."""

    def __call__(self, data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
        """Train on `data` (JSONL files or folders with them) and write the artifact into the folder `out`."""
        ...


def describe_data(paths: Sequence[Path]) -> tuple[DataFile, ...]:
    """Name, row count and hash of each file; the hash is of the content, unpacked, so `.gz` does not change it."""
    described: list[DataFile] = []
    for path in paths:
        digest, rows = hashlib.sha256(), 0
        for row in read_jsonl(path):
            digest.update(json.dumps(row.value, sort_keys=True, ensure_ascii=False).encode())
            rows += 1
        described.append(DataFile(name=path.name, rows=rows, sha256=digest.hexdigest()))
    return tuple(described)


def combined_hash(files: Sequence[DataFile]) -> str:
    """Order-independent hash of several files' hashes."""
    return hashlib.sha256("".join(sorted(item.sha256 for item in files)).encode()).hexdigest()


def render_card(report: TrainingReport) -> str:
    """The model card as Markdown: purpose, data, figures and limits, all from the run."""
    lines = [f"# {report.artifact}", "", report.purpose, ""]
    lines += ["## Made by", ""]
    lines += [f"`python -m evaluation train {report.head}`, seed {report.seed}, {report.seconds:.0f} s on CPU."]
    lines += [f"Encoder: {report.encoder}." if report.encoder else "No encoder."]
    lines += [f"Licence: {report.licence}." if report.licence else ""]
    lines += ["", "## Data", "", "| file | rows | sha256 |", "|---|---|---|"]
    lines += [f"| {item.name} | {item.rows} | `{item.sha256[:16]}` |" for item in report.data]
    lines += ["", f"## Figures ({report.folds}-fold cross-validation)", "", "| metric | this head | simple method |"]
    lines += ["|---|---|---|"]
    names = [*report.metrics, *(name for name in report.baseline if name not in report.metrics)]
    lines += [f"| {name} | {_cell(report.metrics, name)} | {_cell(report.baseline, name)} |" for name in names]
    if report.settings:
        lines += ["", "## Settings", ""]
        lines += [f"- {name}: {value}" for name, value in report.settings.items()]
    if report.limits:
        lines += ["", "## Limits", ""]
        lines += [f"- {limit}" for limit in report.limits]
    return "\n".join(lines) + "\n"


def write_card(report: TrainingReport, cards_dir: Path) -> Path:
    """Write `<cards_dir>/<artifact>.md` and return its path."""
    cards_dir.mkdir(parents=True, exist_ok=True)
    path = cards_dir / f"{report.artifact}.md"
    path.write_text(render_card(report), encoding="utf-8")
    return path


def _cell(values: Mapping[str, float], name: str) -> str:
    return f"{values[name]:.3f}" if name in values else "n/a"
