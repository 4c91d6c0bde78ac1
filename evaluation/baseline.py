"""The gate: a run against the recorded one, with a tolerance for each metric."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evaluation.compare import ALPHA, Loaded
from evaluation.errors import RunError, first_problem
from evaluation.items import PRODUCT, Scored
from evaluation.runs import MetricInfo, write_json
from evaluation.stats.paired import Paired, compare_paired, holm
from evaluation.stats.statistics import ItemValue

BASELINES = Path(__file__).parent / "baselines"
TOLERANCE = 0.01
ALWAYS = 0.1  # on a small set a fall can be large and still not significant


class Strict(BaseModel):
    """Unknown fields are refused: a misspelt tolerance would be no tolerance."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bound(Strict):
    """`value`: when recorded. A fall beyond `tolerance` fails if significant, one beyond `always` in any case."""

    value: float | None
    tolerance: Annotated[float, Field(ge=0)] = TOLERANCE
    always: Annotated[float, Field(ge=0)] | None = ALWAYS


class RecordedItem(Strict):
    """The gated metrics of one item; null where N/A."""

    group: str
    values: dict[str, float | list[float] | None]


class Baseline(Strict):
    """A recorded run: enough to pair items with a later one."""

    task: str
    data: str
    data_hash: str
    code: str
    metrics: dict[str, Bound]
    info: dict[str, MetricInfo]
    items: dict[str, RecordedItem]


@dataclass(frozen=True, slots=True)
class Checked:
    """One gated metric; `drop` is positive where the run is worse."""

    metric: str
    bound: Bound
    paired: Paired
    corrected: float | None
    drop: float
    failed: bool


def record_baseline(run: Loaded, *, keep: Baseline | None = None) -> Baseline:
    """A baseline of the run's primary metrics; tolerances of `keep` stay."""
    gated = {name: one for name, one in run.record.info.items() if one.primary and one.better != "neither"}
    gated = {name: one for name, one in gated.items() if name in run.record.metrics}
    bounds: dict[str, Bound] = {}
    for name in gated:
        known = keep.metrics.get(name) if keep else None
        value = run.record.metrics[name].value
        bounds[name] = known.model_copy(update={"value": value}) if known else Bound(value=value)
    return Baseline(
        task=run.record.task,
        data=run.record.data,
        data_hash=run.record.data_hash,
        code=run.record.versions.get("code") or "",
        metrics=bounds,
        info=gated,
        items={
            item.id: RecordedItem(group=item.group, values={name: _plain(item, name) for name in gated})
            for item in run.scored
        },
    )


def _plain(item: Scored, metric: str) -> float | list[float] | None:
    value = item.systems.get(PRODUCT, {}).get(metric)
    if value is None or isinstance(value, float | int):
        return None if value is None else round(float(value), 6)
    return [round(float(number), 6) for number in value]


def read_baseline(file: Path) -> Baseline:
    """Raises RunError when the file is missing or is no baseline."""
    if not file.is_file():
        raise RunError(f"{file} does not exist; record one with `gate RUN --update`")
    try:
        return Baseline.model_validate_json(file.read_text(encoding="utf-8"))
    except ValidationError as error:
        field, message = first_problem(error)
        raise RunError(f"{file} is no baseline: field '{field}': {message}") from None


def find_baseline(run: Loaded, folder: Path = BASELINES) -> Path:
    """The recorded baseline of the run's task and data, else where it would be written."""
    for file in sorted(folder.glob(f"{run.record.task}-*.json")):
        if read_baseline(file).data_hash == run.record.data_hash:
            return file
    return folder / f"{run.record.task}-{run.record.data}.json"


def check_whole(run: Loaded) -> None:
    """Raises RunError for a run of some of the items: as a baseline it would refuse every whole run."""
    limit = run.record.sources.get("limit")
    if isinstance(limit, int) and len(run.scored) >= limit:
        raise RunError(
            f"{run.name} may have only some of the items (--limit {limit}); a baseline is of the whole set, so run it "
            "again without --limit"
        )


def write_baseline(baseline: Baseline, file: Path) -> None:
    """As JSON, for review in a diff."""
    write_json(file, baseline.model_dump(mode="json"))


def check_run(run: Loaded, baseline: Baseline, *, seed: int = 0) -> list[Checked]:
    """Every gated metric. Raises RunError when data or items are not the baseline's."""
    if (run.record.task, run.record.data_hash) != (baseline.task, baseline.data_hash):
        raise RunError(
            f"{run.name} is {run.record.task} on data {run.record.data_hash[:12]}, "
            f"the baseline {baseline.task} on {baseline.data_hash[:12]}"
        )
    known = {item.id: item for item in run.scored}
    if len(known) != len(run.scored) or set(known) != set(baseline.items):
        if run.record.sources.get("limit") is not None:
            raise RunError(
                f"{run.name} has only some of the items (--limit): {len(run.scored)} of {len(baseline.items)}; "
                "the gate compares whole sets, so run it again without --limit"
            )
        odd = sorted(set(known) ^ set(baseline.items))
        raise RunError(f"{run.name} has other items than the baseline: {len(run.scored)}, differing {odd[:5]}")
    found: list[tuple[str, Paired]] = []
    groups = [item.group for item in baseline.items.values()]
    for name in baseline.metrics:
        old: list[ItemValue] = [item.values.get(name) for item in baseline.items.values()]
        new: list[ItemValue] = [known[key].systems.get(PRODUCT, {}).get(name) for key in baseline.items]
        found.append((name, compare_paired(old, new, baseline.info[name].kind, groups=groups, seed=seed)))
    corrected = holm([paired.p for _, paired in found])
    return [_check(baseline, name, paired, p) for (name, paired), p in zip(found, corrected, strict=True)]


def _check(baseline: Baseline, name: str, paired: Paired, p: float | None) -> Checked:
    bound, better = baseline.metrics[name], baseline.info[name].better
    difference = paired.difference or 0.0
    drop = difference if better == "lower" else -difference
    significant = p is not None and p < ALPHA
    failed = drop > bound.tolerance and (significant or (bound.always is not None and drop > bound.always))
    gone = bound.value is not None and paired.difference is None
    return Checked(name, bound, paired, p, drop, failed or gone)
