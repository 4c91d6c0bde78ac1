"""What a user sees on the command line: one line for what is wrong, and exit code 2."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.cli import app, main, run
from evaluation.execute import Execution, execute
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task
from tests.evaluation.fakes import FakeProducts, write_talks


@pytest.fixture
def fake_products(monkeypatch: pytest.MonkeyPatch) -> FakeProducts:
    products = FakeProducts()

    class Opened:
        def __enter__(self) -> FakeProducts:
            return products

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(run, "opened_products", lambda cache: Opened())
    return products


def invoke(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["evaluation", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_run_writes_the_folder_and_shows_the_table(fake_products: FakeProducts, tmp_path: Path):
    data, out = write_talks(tmp_path / "talks.jsonl", 6), tmp_path / "run"
    arguments = ["run", "--task", "summary", "--data", str(data), "--out", str(out), "--no-cache"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert "rouge1" in result.output
    assert {path.name for path in out.iterdir()} == {"predictions.jsonl", "scores.jsonl", "run.json"}


def test_a_folder_of_own_files_becomes_one_table(fake_products: FakeProducts, tmp_path: Path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write_talks(folder / "summary.jsonl", 6)
    out = tmp_path / "runs"
    arguments = ["run", "--task", "all", "--data-root", str(folder), "--out", str(out), "--no-cache"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    whole = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert whole["task"] == "all"
    assert whole["metrics"]["summary/mine-summary/rouge1"].keys() == {"value", "low", "high", "n"}
    assert "| summary | mine-summary |" in (out / "table.md").read_text(encoding="utf-8")


def test_a_bad_file_is_one_line_and_exit_code_2(
    fake_products: FakeProducts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    data = tmp_path / "talks.jsonl"
    data.write_text('{"id": "a", "messages": [{"role": "robot", "text": "hi"}]}\n', encoding="utf-8")
    code = invoke(monkeypatch, "run", "--task", "summary", "--data", data, "--out", tmp_path / "run", "--no-cache")
    assert code == 2
    message = capsys.readouterr().err
    assert f"{data}, line 1, field 'messages.0.role'" in message
    assert "Traceback" not in message


def test_a_folder_that_cannot_be_made_is_one_line_and_exit_code_2(
    fake_products: FakeProducts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    data = tmp_path / "talks.jsonl"
    data.write_text('{"id": "a", "messages": [{"role": "customer", "text": "hi"}]}\n', encoding="utf-8")
    out = data / "run"
    assert invoke(monkeypatch, "run", "--task", "summary", "--data", data, "--out", out, "--no-cache") == 2
    message = capsys.readouterr().err
    assert str(out) in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--task", "poetry", "--data", "x", "--out", "o"], "no task 'poetry'; known: summary"),
        (["run", "--task", "all", "--data", "x", "--out", "o"], "--data-root"),
        (["compare", "nowhere", "nowhere"], "does not exist"),
        (["report", "nowhere", "--html", "x.html"], "does not exist"),
        (["train", "poetry", "--data", "x"], "no head 'poetry'; known:"),
    ],
)
def test_mistakes_are_answered_with_what_is_possible(
    fake_products: FakeProducts,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
):
    assert invoke(monkeypatch, *arguments) == 2
    assert says in capsys.readouterr().err


def test_predictions_of_one_task_are_not_scored_as_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    data, folder = write_talks(tmp_path / "talks.jsonl", 6), tmp_path / "run"
    execute(load_task("summary"), Sources(data=data), FakeProducts(), out=folder, how=Execution(), name="talks")
    before = (folder / "run.json").read_bytes()
    assert invoke(monkeypatch, "score", folder, "--task", "case") == 2
    assert f"{folder} is a run of task summary" in capsys.readouterr().err
    assert (folder / "run.json").read_bytes() == before


def test_the_gate_tells_that_a_limited_run_is_not_the_whole_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    data = write_talks(tmp_path / "talks.jsonl", 6)
    for name, limit in (("whole", None), ("part", 2)):
        sources, out = Sources(data=data, limit=limit), tmp_path / name
        execute(load_task("summary"), sources, FakeProducts(), out=out, how=Execution(), name="talks")
    assert invoke(monkeypatch, "gate", tmp_path / "part", "--baseline", tmp_path / "whole") == 2
    assert "2 of 6; the gate compares whole sets, so run it again without --limit" in capsys.readouterr().err
    recorded = tmp_path / "baseline.json"
    assert invoke(monkeypatch, "gate", tmp_path / "part", "--baseline", recorded, "--update") == 2
    assert "a baseline is of the whole set, so run it again without --limit" in capsys.readouterr().err
    assert not recorded.exists()
    assert invoke(monkeypatch, "gate", tmp_path / "whole", "--baseline", recorded, "--update") == 0
    assert recorded.exists()


def test_one_run_and_a_whole_suite_do_not_share_a_folder(
    fake_products: FakeProducts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    folder, suite, one = tmp_path / "mine", tmp_path / "suite", tmp_path / "one"
    folder.mkdir()
    data = write_talks(folder / "summary.jsonl", 6)
    whole = ["run", "--task", "all", "--data-root", folder, "--no-cache", "--out"]
    single = ["run", "--task", "summary", "--data", data, "--no-cache", "--out"]
    for arguments, target in ((whole, suite), (single, one), (whole, suite), (single, one)):
        assert invoke(monkeypatch, *arguments, target) == 0
    assert invoke(monkeypatch, *single, suite) == 2
    assert "holds the runs of a whole suite" in capsys.readouterr().err
    assert invoke(monkeypatch, *whole, one) == 2
    assert "holds a run of task summary" in capsys.readouterr().err


def test_report_writes_html_markdown_and_json(tmp_path: Path):
    data, folder = write_talks(tmp_path / "talks.jsonl", 6), tmp_path / "run"
    execute(load_task("summary"), Sources(data=data), FakeProducts(), out=folder, how=Execution(), name="talks")
    names = {suffix: tmp_path / f"out.{suffix}" for suffix in ("html", "md", "json")}
    options = [part for suffix, path in names.items() for part in (f"--{suffix}", str(path))]
    assert CliRunner().invoke(app, ["report", str(folder), *options]).exit_code == 0
    assert json.loads(names["json"].read_text(encoding="utf-8"))[0]["task"] == "summary"
    assert "rouge1" in names["md"].read_text(encoding="utf-8")
    assert names["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
