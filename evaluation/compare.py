"""Two runs of one task, item by item: what changed, whether by chance, where, and which items changed most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.errors import MetricError, RunError
from evaluation.items import PRODUCT, Scored
from evaluation.runs import MetricInfo, RunRecord
from evaluation.scoring import MIN_SLICE, values_of
from evaluation.stats.paired import Paired, compare_paired, holm
from evaluation.stats.statistics import item_scalar

ALPHA = 0.05
MOST_CHANGED = 20

Verdict = Literal["better", "worse", "same"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A run with its per-item scores."""

    name: str
    record: RunRecord
    scored: Sequence[Scored]


@dataclass(frozen=True, slots=True)
class Row:
    """One metric; `corrected`: p after Holm over all rows of its table."""

    metric: str
    better: str
    paired: Paired
    corrected: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """One item whose value moved."""

    id: str
    before: float
    after: float
    difference: float
    slices: dict[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """B against A on the items both have."""

    task: str
    before: str
    after: str
    paired: int
    only_before: int
    only_after: int
    rows: list[Row]
    slices: dict[str, dict[str, list[Row]]]
    changed_metric: str | None
    changed: list[Change]

    @property
    def regressions(self) -> list[str]:
        """Metrics that got worse beyond chance."""
        return [row.metric for row in self.rows if row.verdict == "worse"]


def compare_runs(before: Loaded, after: Loaded, *, seed: int = 0, metric: str | None = None) -> Comparison:
    """Paired differences of every primary metric. `metric`: whose most changed items are listed (default: first moved).

    Raises RunError when the runs are of different tasks or share no item, MetricError for an id used twice.
    """
    if before.record.task != after.record.task:
        raise RunError(f"{before.name} is of task {before.record.task}, {after.name} of {after.record.task}")
    old, new = _by_id(before), _by_id(after)
    common = [key for key in old if key in new]
    if not common:
        raise RunError(f"{before.name} and {after.name} have no item in common")
    pairs = ([old[key] for key in common], [new[key] for key in common])
    info = {name: one for name, one in after.record.info.items() if one.primary and one.better != "neither"}
    if metric is not None and metric not in after.record.info:
        raise RunError(f"no metric '{metric}'; known: {', '.join(after.record.info)}")
    rows = _rows(*pairs, info, seed)
    chosen = metric or next((row.metric for row in rows if row.paired.wins + row.paired.losses), None)
    return Comparison(
        task=after.record.task,
        before=before.name,
        after=after.name,
        paired=len(common),
        only_before=len(old) - len(common),
        only_after=len(new) - len(common),
        rows=rows,
        slices=_slices(*pairs, info, seed),
        changed_metric=chosen,
        changed=_most_changed(*pairs, chosen, after.record.info[chosen]) if chosen else [],
    )


def _by_id(run: Loaded) -> dict[str, Scored]:
    found = {item.id: item for item in run.scored}
    if len(found) != len(run.scored):
        raise MetricError(f"duplicate ids: {run.name} has {len(run.scored)} scores for {len(found)} ids")
    return found


def _rows(before: Sequence[Scored], after: Sequence[Scored], info: Mapping[str, MetricInfo], seed: int) -> list[Row]:
    groups = [item.group for item in after]
    found: list[tuple[str, Paired]] = []
    for name, one in info.items():
        old, new = values_of(before, PRODUCT, name), values_of(after, PRODUCT, name)
        paired = compare_paired(old, new, one.kind, groups=groups, seed=seed)
        if paired.n:
            found.append((name, paired))
    corrected = holm([paired.p for _, paired in found])
    return [
        Row(name, info[name].better, paired, p, verdict_of(paired.difference, p, info[name].better))
        for (name, paired), p in zip(found, corrected, strict=True)
    ]


def verdict_of(difference: float | None, p: float | None, better: str) -> Verdict:
    """`same` unless the corrected p is below .05."""
    if difference is None or p is None or p >= ALPHA or difference == 0:
        return "same"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def _slices(
    before: Sequence[Scored], after: Sequence[Scored], info: Mapping[str, MetricInfo], seed: int
) -> dict[str, dict[str, list[Row]]]:
    result: dict[str, dict[str, list[Row]]] = {}
    for name in sorted({name for item in after for name in item.slices}):
        for value in sorted({item.slices[name] for item in after if name in item.slices}):
            places = [place for place, item in enumerate(after) if item.slices.get(name) == value]
            if MIN_SLICE <= len(places) < len(after):
                part = _rows([before[place] for place in places], [after[place] for place in places], info, seed)
                result.setdefault(name, {})[value] = part
    return result


def _most_changed(before: Sequence[Scored], after: Sequence[Scored], metric: str, info: MetricInfo) -> list[Change]:
    """The twenty largest moves, losses before wins of the same size."""
    changes: list[Change] = []
    for old, new in zip(before, after, strict=True):
        first = item_scalar(old.systems.get(PRODUCT, {}).get(metric), info.kind)
        second = item_scalar(new.systems.get(PRODUCT, {}).get(metric), info.kind)
        if first is not None and second is not None and abs(second - first) > 1e-9:
            changes.append(Change(new.id, first, second, second - first, new.slices))
    sign = -1.0 if info.better == "lower" else 1.0
    return sorted(changes, key=lambda c: (-round(abs(c.difference), 6), sign * c.difference, c.id))[:MOST_CHANGED]
