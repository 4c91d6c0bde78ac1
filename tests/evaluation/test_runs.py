"""A run folder can be trusted: resumed without loss or doubles, reused only for the same content and versions."""

import json
from pathlib import Path

import pytest

from evaluation.errors import MetricError, RunError
from evaluation.execute import Execution, execute, is_stale, load_run, rescore
from evaluation.runs import PREDICTIONS, RUN, read_predictions, read_run, unique_by_id
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task
from tests.evaluation.fakes import FakeProduct, FakeProducts, write_talks

SUMMARY = load_task("summary")


def run(data: Path, out: Path, products: FakeProducts, *, cache: Path | None = None, workers: int = 1, limit=None):
    sources = Sources(data=data, limit=limit)
    how = Execution(cache=cache, workers=workers)
    return execute(SUMMARY, sources, products, out=out, how=how, name="talks")


def test_a_killed_run_goes_on_without_losing_or_doubling_items(tmp_path: Path):
    data, out = write_talks(tmp_path / "talks.jsonl", 12), tmp_path / "run"
    with pytest.raises(KeyboardInterrupt):
        run(data, out, FakeProducts(FakeProduct(dies_after=5)))
    assert len(read_predictions(out / PREDICTIONS)) == 5
    with (out / PREDICTIONS).open("a", encoding="utf-8") as file:
        file.write('{"id": "talk-5", "key": "hal')  # what a kill in mid-write leaves behind
    again = FakeProducts()
    record = run(data, out, again)
    assert again.product.calls == 7
    assert [p.id for p in read_predictions(out / PREDICTIONS)] == [f"talk-{n}" for n in range(12)]
    assert record == run(data, tmp_path / "fresh", FakeProducts()).model_copy(
        update={"timings_ms": record.timings_ms, "predictions_hash": record.predictions_hash}
    )


def test_a_second_run_asks_the_product_nothing_and_gives_the_same_numbers(tmp_path: Path):
    data, cache = write_talks(tmp_path / "talks.jsonl", 8), tmp_path / "cache"
    first = run(data, tmp_path / "a", FakeProducts(), cache=cache)
    again = FakeProducts()
    second = run(data, tmp_path / "b", again, cache=cache)
    assert again.product.calls == 0
    assert (tmp_path / "a" / RUN).read_bytes() == (tmp_path / "b" / RUN).read_bytes()
    assert first == second


def test_changed_code_and_changed_items_are_predicted_again(tmp_path: Path):
    data, cache = write_talks(tmp_path / "talks.jsonl", 4), tmp_path / "cache"
    run(data, tmp_path / "a", FakeProducts(), cache=cache)
    other_code = FakeProducts(stamp="stamp-2")
    run(data, tmp_path / "a", other_code, cache=cache)
    assert other_code.product.calls == 4
    changed = data.read_text(encoding="utf-8").replace("parcel number 2", "parcel number 22")
    data.write_text(changed, encoding="utf-8")
    other_item = FakeProducts()
    run(data, tmp_path / "b", other_item, cache=cache)
    assert other_item.product.calls == 1


def test_several_workers_give_the_same_figures(tmp_path: Path):
    data = write_talks(tmp_path / "talks.jsonl", 10)
    one, four = (run(data, tmp_path / str(w), FakeProducts(), workers=w).metrics for w in (1, 4))
    assert one == four


def test_a_limit_takes_the_same_items_every_time(tmp_path: Path):
    data = write_talks(tmp_path / "talks.jsonl", 30)
    for name in ("a", "b"):
        run(data, tmp_path / name, FakeProducts(), limit=6)
    ids = [[p.id for p in read_predictions(tmp_path / name / PREDICTIONS)] for name in ("a", "b")]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 6


def test_run_json_has_what_the_contract_names(tmp_path: Path):
    run(write_talks(tmp_path / "talks.jsonl", 6), tmp_path / "run", FakeProducts())
    written = json.loads((tmp_path / "run" / RUN).read_text(encoding="utf-8"))
    assert {"task", "versions", "data_hash", "metrics"} <= written.keys()
    assert written["metrics"]["rouge1"].keys() == {"value", "low", "high", "n"}
    assert {"lead", "lexrank", "oracle"} <= written["systems"].keys()
    assert written["metrics"]["rouge1"]["low"] <= written["metrics"]["rouge1"]["value"]


def test_predictions_with_a_doubled_or_missing_item_are_not_scored(tmp_path: Path):
    data, out = write_talks(tmp_path / "talks.jsonl", 5), tmp_path / "run"
    run(data, out, FakeProducts())
    lines = (out / PREDICTIONS).read_text(encoding="utf-8").splitlines()
    (out / PREDICTIONS).write_text("\n".join([*lines, lines[0]]) + "\n", encoding="utf-8")
    with pytest.raises(MetricError, match="duplicate ids"):
        rescore(SUMMARY, Sources(data=data), FakeProducts(), out=out, name="talks")
    (out / PREDICTIONS).write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")
    with pytest.raises(MetricError, match="length mismatch"):
        rescore(SUMMARY, Sources(data=data), FakeProducts(), out=out, name="talks")
    with pytest.raises(MetricError, match="twice"):
        unique_by_id(read_predictions(out / PREDICTIONS) * 2, source="here")


def test_predictions_changed_by_hand_are_noticed_and_scored_anew(tmp_path: Path):
    data, out = write_talks(tmp_path / "talks.jsonl", 5), tmp_path / "run"
    before = run(data, out, FakeProducts())
    assert not is_stale(out)
    changed = (out / PREDICTIONS).read_text(encoding="utf-8").replace("Customer says", "Somebody wrote")
    (out / PREDICTIONS).write_text(changed, encoding="utf-8")
    assert is_stale(out)
    after = rescore(SUMMARY, Sources(data=data), FakeProducts(), out=out, name="talks")
    assert after.metrics["rouge1"] != before.metrics["rouge1"]
    assert not is_stale(out)


def test_a_finished_run_of_another_task_or_file_is_set_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data, out = write_talks(tmp_path / "talks.jsonl", 5), tmp_path / "run"
    run(data, out, FakeProducts())
    before = (out / RUN).read_bytes()
    other = write_talks(tmp_path / "other.jsonl", 6)
    run(other, out, FakeProducts())
    assert "former-1" in capsys.readouterr().err
    pii = tmp_path / "pii.jsonl"
    pii.write_text('{"id": "p", "text": "a", "spans": []}', encoding="utf-8")
    redaction = load_task("redaction")
    execute(redaction, Sources(data=pii), FakeProducts(), out=out, how=Execution(), name="pii")
    assert (out / "former-1" / RUN).read_bytes() == before
    assert read_run(out / "former-2").data_hash != read_run(out / "former-1").data_hash
    assert read_run(out).task == "redaction"


def test_the_same_task_may_be_run_again_also_on_the_file_mended_or_moved(tmp_path: Path):
    data, out = write_talks(tmp_path / "talks.jsonl", 5), tmp_path / "run"
    run(data, out, FakeProducts())
    assert run(data, out, FakeProducts(), limit=2).items == 2
    write_talks(data, 7)
    assert run(data, out, FakeProducts()).items == 7
    moved = data.rename(tmp_path / "moved.jsonl")
    assert run(moved, out, FakeProducts()).items == 7


def test_a_folder_that_is_no_run_is_named(tmp_path: Path):
    with pytest.raises(RunError, match=r"run\.json does not exist"):
        load_run(tmp_path)
    (tmp_path / RUN).write_text('{"task": 1}', encoding="utf-8")
    with pytest.raises(RunError, match=r"is not a run\.json of this harness: field 'task': [^\n]*$"):
        read_run(tmp_path)
    (tmp_path / RUN).write_text("{}", encoding="utf-8")
    with pytest.raises(RunError, match=r"field 'task': Field required$"):
        read_run(tmp_path)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(RunError, match="is a file; name a folder"):
        run(write_talks(tmp_path / "talks.jsonl", 2), file, FakeProducts())
