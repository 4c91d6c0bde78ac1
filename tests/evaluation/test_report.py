"""The report is one file that anyone can open, and shows what went wrong beside what was said."""

import re
from pathlib import Path

import pytest

from evaluation.errors import RunError
from evaluation.execute import Execution, execute
from evaluation.report.html import render_report
from evaluation.report.markdown import run_markdown, suite_markdown
from evaluation.report.marks import mark_turns
from evaluation.report.plots import plot_reliability
from evaluation.report.views import Statement, Turn, view_output
from evaluation.runs import RunRecord
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task
from tests.evaluation.fakes import FakeProducts, write_talks


def a_run(folder: Path, *, data: Path | None = None) -> RunRecord:
    folder.mkdir(parents=True, exist_ok=True)
    talks = data or write_talks(folder / "talks.jsonl", 14)
    return execute(
        load_task("summary"), Sources(data=talks), FakeProducts(), out=folder, how=Execution(), name=folder.name
    )


def test_the_html_needs_nothing_from_elsewhere_and_shows_plots_and_items(tmp_path: Path):
    a_run(tmp_path / "run")
    page = render_report(tmp_path / "run")
    assert not re.search(r"<script|<link|src=|@import|url\(http", page)
    assert page.count("<svg") >= 4
    for words in ("How to read this", "lexrank", "oracle", "Lowest items by rouge1", "by channel", "<mark>My parcel"):
        assert words in page


def test_texts_of_the_data_cannot_inject_markup(tmp_path: Path):
    folder = tmp_path / "run"
    folder.mkdir()
    talks = write_talks(folder / "talks.jsonl", 6)
    hostile = "<script>alert(1)</script> parcel"
    talks.write_text(talks.read_text(encoding="utf-8").replace("My parcel", hostile), encoding="utf-8")
    a_run(folder, data=talks)
    page = render_report(folder)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_several_runs_share_one_table(tmp_path: Path):
    records = [a_run(tmp_path / name) for name in ("first", "second")]
    page = render_report(tmp_path)
    assert "All runs" in page
    assert 'href="#summary-first"' in page
    table = suite_markdown(records)
    assert "| summary | first |" in table
    assert "best simple method" in table
    assert "## By channel" in run_markdown(records[0])


def test_a_report_is_made_although_the_data_was_moved(tmp_path: Path):
    a_run(tmp_path / "run")
    (tmp_path / "run" / "talks.jsonl").unlink()
    assert "The data file is not where it was" in render_report(tmp_path / "run")
    with pytest.raises(RunError, match="no scored run"):
        render_report(tmp_path / "nothing")


def test_evidence_is_marked_where_it_stands_also_where_it_overlaps():
    turn = Turn("m0", "customer", "abcdef")
    first, second = Statement("x", "", (("m0", 0, 4),)), Statement("y", "", (("m0", 2, 6), ("m9", 0, 1)))
    pieces = mark_turns([turn], [first, second])[0].pieces
    assert [(piece.text, piece.numbers) for piece in pieces] == [("ab", (1,)), ("cd", (1, 2)), ("ef", (2,))]


def test_the_reliability_plot_is_drawn_from_confidence_and_outcome():
    svg = plot_reliability([(0.9, 1.0), (0.9, 0.0), (0.1, 0.0)])
    assert svg.startswith("<svg")
    assert "confidence the product stated" in svg


def test_every_kind_of_output_becomes_text():
    outputs = {
        "0.97": {"articles": [{"id": "a1", "title": "Leaks", "snippet": "Turn it off", "score": 0.97}]},
        "no_evidence": {"articles": [], "status": "abstained", "reason": "no_evidence"},
        "12 ms": {"total": 12.4, "encode": 2.0, "articles": 3.0},
        "jane@x.org": {"spans": [{"type": "email", "start": 3, "end": 13}]},
        "issue · other": {"acts": ["issue", "other"], "salience": [0.9, 0.1]},
        "order_id · 12": {"draft": {"title": "Lost", "facts": [{"type": "order_id", "value": "12"}]}, "evidence": {}},
        "I will ask": {"suggestions": [{"text": "I will ask", "evidence": []}]},
        "0.5": {"score": 0.5, "share": 0.25},
    }
    for words, output in outputs.items():
        shown = " ".join(statement.text for statement in view_output(output, "by jane@x.org"))
        assert words in shown
