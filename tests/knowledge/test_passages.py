"""What becomes of an article's text on its way to a passage, and of bad files."""

from pathlib import Path

from assist.knowledge.chunker import chunk_article
from assist.knowledge.loaders import LoadedArticle, LoadFailure, load_bytes, load_path
from tests.knowledge.helpers import article

BODY = """# Refunds

Money comes back within 5 days. 😀 Ask for the receipt.

> **Internal note:** up to 20 euros without a supervisor.

## Cards

| card | days |
|---|---|
| Gold | 3 |
"""


def test_passages_point_at_their_text_in_code_points() -> None:
    chunks = chunk_article(article("refunds", BODY))
    assert "receipt" in BODY[chunks[0].start : chunks[0].end]
    assert [chunk.section for chunk in chunks] == ["Refunds", "Refunds", "Refunds › Cards"]
    assert chunks[-1].text.endswith("Gold: 3")


def test_an_internal_note_is_a_passage_of_its_own_and_internal() -> None:
    internal = [chunk for chunk in chunk_article(article("refunds", BODY)) if chunk.internal]
    assert len(internal) == 1
    assert "supervisor" in internal[0].text
    assert "receipt" not in internal[0].text


def test_bad_files_are_rows_and_the_rest_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("---\nid: good\ntitle: Good\n---\nText.", encoding="utf-8")
    (tmp_path / "bad.md").write_text("---\n: [\n---\nText.", encoding="utf-8")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    (tmp_path / "rows.jsonl").write_text('{"id": "r", "title": "R", "body": "b"}\n{"id": 1\n[]\n', encoding="utf-8")
    loaded = list(load_path(tmp_path))
    assert [one.article.id for one in loaded if isinstance(one, LoadedArticle)] == ["good", "r"]
    failed = {one.item for one in loaded if isinstance(one, LoadFailure)}
    assert failed == {"bad.md", "latin.md", "rows.jsonl:2", "rows.jsonl:3"}


def test_html_keeps_headings_lists_and_tables_as_text() -> None:
    html = (
        b"<html><title>T</title><body><h2>Steps</h2><ul><li>One</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
    )
    (loaded,) = load_bytes("page.html", html)
    assert isinstance(loaded, LoadedArticle)
    assert loaded.article.title == "T"
    assert "## Steps" in loaded.article.body
    assert "- One" in loaded.article.body
    assert "| a | b |" in loaded.article.body
