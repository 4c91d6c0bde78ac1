"""Does `compare` find a regression that matters, keep quiet about noise, and does the gate stop it?"""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evaluation.baseline import check_run, record_baseline
from evaluation.cli import app
from evaluation.compare import Loaded, compare_runs
from evaluation.errors import MetricError, RunError
from evaluation.execute import load_run
from evaluation.items import PRODUCT, Metric, Scored
from evaluation.runs import RunRecord, write_json
from evaluation.scoring import figures_of, write_run
from evaluation.stats.paired import compare_paired, holm

ITEMS, SEEDS = 320, range(20)
METRICS = (Metric("quality", primary=True), Metric("speed", primary=True, better="lower"), Metric("words"))


def a_run(name: str, values: np.ndarray, *, task: str = "summary") -> Loaded:
    scored = [
        Scored(
            f"item-{n}",
            f"item-{n}",
            {"channel": "voice" if n % 3 == 0 else "chat"},
            {PRODUCT: {"quality": float(value), "speed": 100.0, "words": 3.0}},
        )
        for n, value in enumerate(values)
    ]
    info = {m.name: {"kind": m.kind, "better": m.better, "primary": m.primary, "meaning": m.meaning} for m in METRICS}
    record = RunRecord.model_validate(
        {
            "task": task,
            "data": "made-up",
            "versions": {"code": name},
            "data_hash": "0" * 64,
            "items": len(scored),
            "seed": 0,
            "metrics": {k: f.model_dump() for k, f in figures_of(METRICS, scored, PRODUCT, 0).items()},
            "info": info,
        }
    )
    return Loaded(name, record, scored)


def qualities(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.2, 0.9, ITEMS)


def with_losses(values: np.ndarray, seed: int) -> np.ndarray:
    """6 % of the items lose 50 points of 100."""
    changed = values.copy()
    chosen = np.random.default_rng(100 + seed).choice(len(values), size=round(0.06 * len(values)), replace=False)
    changed[chosen] -= 0.5
    return changed


def reordered(run: Loaded, seed: int) -> Loaded:
    order = np.random.default_rng(seed).permutation(len(run.scored))
    return Loaded("shuffled", run.record, [run.scored[place] for place in order])


def test_a_regression_of_a_few_items_is_found_and_a_shuffled_copy_is_not():
    found = flagged = 0
    for seed in SEEDS:
        before = a_run("before", qualities(seed))
        after = a_run("after", with_losses(qualities(seed), seed))
        found += compare_runs(before, after, seed=seed).regressions == ["quality"]
        flagged += bool(compare_runs(before, reordered(before, seed), seed=seed).regressions)
    assert found >= 18
    assert flagged <= 2


def test_noise_around_the_same_quality_is_seldom_called_a_regression():
    flagged = 0
    for seed in SEEDS:
        noise = np.random.default_rng(500 + seed).normal(0, 0.1, ITEMS)
        before, after = a_run("a", qualities(seed)), a_run("b", qualities(seed) + noise)
        flagged += bool(compare_runs(before, after, seed=seed).regressions)
    assert flagged <= 2


def test_the_items_that_lost_most_are_listed_with_their_slices():
    before, after = a_run("before", qualities(1)), a_run("after", with_losses(qualities(1), 1))
    comparison = compare_runs(before, after)
    assert len(comparison.changed) == 19
    assert all(change.difference == pytest.approx(-0.5) for change in comparison.changed)
    assert set(comparison.slices["channel"]) == {"chat", "voice"}
    row = comparison.rows[0]
    assert (row.paired.wins, row.paired.losses, row.paired.ties) == (0, 19, ITEMS - 19)
    assert row.paired.low <= row.paired.difference <= row.paired.high < 0


def test_runs_that_cannot_be_paired_are_refused():
    run = a_run("a", qualities(0))
    with pytest.raises(RunError, match="of task"):
        compare_runs(run, a_run("b", qualities(0), task="case"))
    with pytest.raises(RunError, match="no item in common"):
        compare_runs(run, Loaded("b", run.record, [Scored("else", "else", {}, {})]))
    with pytest.raises(MetricError, match="duplicate ids"):
        compare_runs(run, Loaded("b", run.record, [*run.scored, run.scored[0]]))
    with pytest.raises(MetricError, match="length mismatch"):
        compare_paired([1.0], [1.0, 2.0], "mean", groups=["a", "b"])


def test_holm_corrects_step_by_step():
    assert holm([0.01, 0.04, None, 0.03]) == [pytest.approx(0.03), pytest.approx(0.06), None, pytest.approx(0.06)]


def write_folder(folder: Path, run: Loaded) -> Path:
    write_run(folder, run.record, run.scored)
    return folder


def test_the_gate_exits_1_on_a_regression_and_0_on_a_shuffled_copy(tmp_path: Path):
    before = a_run("before", qualities(2))
    baseline = tmp_path / "baseline.json"
    runner = CliRunner()
    good = write_folder(tmp_path / "good", before)
    assert runner.invoke(app, ["gate", str(good), "--baseline", str(baseline), "--update"]).exit_code == 0
    same = write_folder(tmp_path / "same", reordered(before, 1))
    worse = write_folder(tmp_path / "worse", a_run("worse", with_losses(qualities(2), 2)))
    better = write_folder(tmp_path / "better", a_run("better", qualities(2) + 0.05))
    codes = {
        folder.name: runner.invoke(app, ["gate", str(folder), "--baseline", str(baseline)]).exit_code
        for folder in (good, same, worse, better)
    }
    assert codes == {"good": 0, "same": 0, "worse": 1, "better": 0}
    assert runner.invoke(app, ["gate", str(worse), "--baseline", str(good)]).exit_code == 1


def test_the_gate_fails_beyond_tolerance_in_the_direction_that_is_worse():
    before = a_run("before", qualities(3))
    baseline = record_baseline(before)
    assert set(baseline.metrics) == {"quality", "speed"}
    slower = [Scored(s.id, s.group, s.slices, {PRODUCT: {**s.systems[PRODUCT], "speed": 120.0}}) for s in before.scored]
    checked = {row.metric: row for row in check_run(Loaded("slow", before.record, slower), baseline)}
    assert checked["speed"].failed
    assert not checked["quality"].failed


def test_a_recorded_tolerance_survives_an_update_and_a_misspelt_one_is_refused(tmp_path: Path):
    run = write_folder(tmp_path / "run", a_run("run", qualities(4)))
    baseline = tmp_path / "baseline.json"
    runner = CliRunner()
    runner.invoke(app, ["gate", str(run), "--baseline", str(baseline), "--update"])
    content = json.loads(baseline.read_text(encoding="utf-8"))
    content["metrics"]["quality"]["tolerance"] = 0.2
    write_json(baseline, content)
    runner.invoke(app, ["gate", str(run), "--baseline", str(baseline), "--update"])
    assert json.loads(baseline.read_text(encoding="utf-8"))["metrics"]["quality"]["tolerance"] == 0.2
    worse = write_folder(tmp_path / "worse", a_run("worse", with_losses(qualities(4), 4)))
    assert runner.invoke(app, ["gate", str(worse), "--baseline", str(baseline)]).exit_code == 0
    content["metrics"]["quality"]["tolerence"] = 0.2
    write_json(baseline, content)
    assert isinstance(runner.invoke(app, ["gate", str(run), "--baseline", str(baseline)]).exception, RunError)


def test_compare_writes_json_and_markdown_and_says_what_got_worse(tmp_path: Path):
    before = write_folder(tmp_path / "a", a_run("a", qualities(5)))
    after = write_folder(tmp_path / "b", a_run("b", with_losses(qualities(5), 5)))
    out = ["--json", str(tmp_path / "c.json"), "--md", str(tmp_path / "c.md")]
    result = CliRunner().invoke(app, ["compare", str(before), str(after), *out])
    assert "regression: quality" in result.output
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["regressions"] == ["quality"]
    assert "| quality |" in (tmp_path / "c.md").read_text(encoding="utf-8")
    assert load_run(after).record.task == "summary"
