"""Training data that a head cannot learn from is refused by file, line and field before anything is encoded."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assist.core.encoding import EncoderInfo, FloatArray, SpannedText, SpanVectors
from evaluation.cli import app
from evaluation.errors import DataError, EvaluationError
from evaluation.suite import COMMITTED
from evaluation.train import NEEDS, head_names, load_trainer

THROUGHOUT = ("heads", "traits", "small_talk")
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (COMMITTED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:8]
]
PLAIN = [{name: value for name, value in row.items() if name != "gold"} for row in ROWS]


class NoWork:
    """An encoder that fails the test when it is asked for anything but what it is."""

    info = EncoderInfo(id="none", revision="none", dims=4, max_tokens=4)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        raise AssertionError("encoded before the data were checked")

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        raise AssertionError("encoded before the data were checked")


def write(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def refusal(head: str, *data: Path) -> DataError:
    with pytest.raises(DataError) as error:
        load_trainer(head)(list(data), out=data[0].parent / "out", seed=0, encoder=NoWork())
    assert not (data[0].parent / "out").exists()
    return error.value


@pytest.mark.parametrize("head", THROUGHOUT)
@pytest.mark.parametrize("part", ["salient", "case", "labels", "headline"])
def test_a_row_that_is_not_annotated_throughout_is_named(tmp_path: Path, head: str, part: str):
    lacking = [*ROWS[:2], {**ROWS[2], "gold": {k: v for k, v in ROWS[2]["gold"].items() if k != part}}, *ROWS[3:]]
    data = write(tmp_path / "talks.jsonl", lacking)
    error = refusal(head, data)
    assert (error.file, error.line, error.field) == (str(data), 3, f"gold.{part}")


@pytest.mark.parametrize("head", head_names())
def test_no_head_is_trained_on_a_missing_file_or_on_another_kind_of_row(tmp_path: Path, head: str):
    assert "no such file" in str(refusal(head, tmp_path / "none.jsonl"))
    other = write(tmp_path / "other.jsonl", [{"id": "a", "note": "x"}])
    assert str(other) in str(refusal(head, other))


@pytest.mark.parametrize("head", [head for head in head_names() if head not in THROUGHOUT])
def test_conversations_without_the_gold_that_a_head_needs_are_too_few(tmp_path: Path, head: str):
    data = write(tmp_path / "plain.jsonl", PLAIN)
    error = refusal(head, data)
    assert error.file == str(data)
    assert "needs at least" in error.message


@pytest.mark.parametrize(
    ("head", "field"), [("headline", "gold.headline"), ("case", "gold.case"), ("facts", "gold.case")]
)
def test_fewer_conversations_than_folds_are_counted(tmp_path: Path, head: str, field: str):
    error = refusal(head, write(tmp_path / "few.jsonl", [*ROWS[:3], *PLAIN[3:]]))
    assert (error.field, error.message) == (field, "3 conversations have it; this head needs at least 5")


def test_articles_need_their_file_and_gold_ids_that_it_has(tmp_path: Path):
    talks = write(tmp_path / "talks.jsonl", [{**PLAIN[0], "gold": {"articles": ["gone"]}}])
    assert refusal("articles", talks).field == "body"
    articles = write(tmp_path / "articles.jsonl", [{"id": "a", "title": "A", "body": "B"}])
    assert "'gone'" in refusal("articles", talks, articles).message
    fit = write(tmp_path / "talks.jsonl", [{**PLAIN[0], "gold": {"articles": ["a"]}}])
    assert "companies" in refusal("articles", fit, articles).message
    assert refusal("articles", articles).field == "gold.articles"


def test_small_talk_says_at_once_that_traits_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSIST_CACHE_DIR", str(tmp_path / "cache"))
    data = write(tmp_path / "talks.jsonl", ROWS)
    with pytest.raises(EvaluationError, match="train traits on the same data first"):
        load_trainer("small_talk")([data], out=tmp_path / "out", seed=0, encoder=NoWork())


def test_help_and_data_md_tell_what_every_head_needs_and_the_order():
    assert set(NEEDS) == set(head_names())
    shown = " ".join(CliRunner().invoke(app, ["train", "--help"]).output.split())
    document = (COMMITTED.parent / "DATA.md").read_text(encoding="utf-8")
    section = document.split("## Training a head")[1].split("\n## ")[0]
    for head in head_names():
        assert f"{head}:" in shown
        assert head in section
    for text in (shown, section):
        assert "then traits, then small_talk" in " ".join(text.split())
