"""Files of every kind as an author brings them, and the ones that would hurt: each of these is one reported row."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from assist.cli.articles import KINDS
from assist.knowledge import loaders
from assist.knowledge.chunker import chunk_article
from assist.knowledge.imports import import_articles, load_upload
from assist.knowledge.loaders import SUFFIXES, LoadedArticle, LoadFailure, load_bytes
from assist.knowledge.sandbox import Limits, Sandbox
from assist.store.memory import InMemoryArticleStore
from tests.knowledge.helpers import article
from tests.support.documents import docx, pdf

WORKER_BYTES = 75_000_000  # the reader itself takes about 45 MB of address space


class Reported:
    """A job that keeps its failed rows."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def report(self, *, done: int, total: int, unit: str = "items") -> None: ...

    def error(self, item: str, message: str) -> None:
        self.errors[item] = message

    def check_cancelled(self) -> None: ...


def only(name: str, content: bytes) -> LoadedArticle:
    (loaded,) = load_bytes(name, content)
    assert isinstance(loaded, LoadedArticle), loaded
    return loaded


def failure(name: str, content: bytes) -> str:
    (loaded,) = load_bytes(name, content)
    assert isinstance(loaded, LoadFailure), loaded
    return loaded.message


def test_word_keeps_headings_lists_tables_and_the_texts_of_images() -> None:
    loaded = only("kettle.docx", docx()).article
    assert loaded.title == "Returning a kettle"
    for line in ("## Steps", "- Pack the kettle.", "| Country | Days |", "| Norway | 14 |"):
        assert line in loaded.body.splitlines()
    assert "The label with its bar code" in loaded.body


def test_pdf_keeps_headings_and_lists_and_joins_the_lines_of_a_paragraph() -> None:
    page = [
        (20, "Returning a kettle"),
        (14, "What you need"),
        (10, "Keep the receipt, because without one the shop cannot take the kettle"),
        (10, "back at all."),
        (10, "- a box"),
        (10, "1. Print the label."),
    ]
    loaded = only("kettle.pdf", pdf(page)).article
    assert loaded.title == "Returning a kettle"
    lines = loaded.body.splitlines()
    assert lines[0] == "## What you need"
    assert "without one the shop cannot take the kettle back at all." in loaded.body
    assert "- a box" in lines
    assert "1. Print the label." in lines


def test_html_keeps_ordered_lists_quotes_and_the_texts_of_images_in_cells() -> None:
    html = (
        "<html><head><meta charset='iso-8859-1'></head><body><h1>Café</h1><ol><li>One</li><li>Two</li></ol>"
        "<blockquote>Mind the gap</blockquote><table><tr><th>Plan</th><td><img alt='gold badge'></td></tr></table>"
    )
    loaded = only("page.html", html.encode("latin-1")).article
    assert loaded.title == "Café"
    for line in ("1. One", "2. Two", "> Mind the gap", "| Plan | gold badge |"):
        assert line in loaded.body.splitlines()


def test_a_spreadsheet_brings_one_article_a_row_and_bad_rows_are_named() -> None:
    rows = 'ID;Title;Body;Tags;Internal\nr1;Refunds;"Within 5 days;\nask first.";money,card;yes\nr2;;No title;;\n'
    first, second = load_bytes("table.csv", rows.encode("utf-16"))
    assert isinstance(first, LoadedArticle)
    assert (first.article.body, first.article.tags) == ("Within 5 days;\nask first.", ("money", "card"))
    assert first.article.audience == "internal"
    assert isinstance(second, LoadFailure)
    assert second.item == "table.csv:4"
    assert "title" in failure("bare.csv", b"a,b\n1,2\n")


def test_packed_rows_are_read_and_may_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.dumps({"id": "a", "title": "A", "body": "text"}).encode()
    assert only("rows.jsonl.gz", gzip.compress(row)).article.id == "a"
    monkeypatch.setattr(loaders, "MAX_ROWS_BYTES", 10_000)
    bomb = gzip.compress(b"{" + b" " * 1_000_000)
    assert "when unpacked" in failure("rows.jsonl.gz", bomb)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"%PDF-1.4 torn", "damaged"),
        ("a.jsonl", b'{"id": ' + b"1" * 5_000 + b"}", "too many digits"),
        ("a.pdf", pdf([]), "no text"),
        ("a.docx", b"PK\x03\x04 torn", "not a readable Word file"),
        ("a.md", b"---\ntitle: &a [x]\ntags: *a\n---\nText", "aliases"),
        ("a.html", b"\xff\xfe\x00", "UTF-8"),
        ("a.exe", b"MZ", "unknown file type"),
    ],
)
def test_a_bad_file_says_what_is_wrong_with_it(name: str, content: bytes, why: str) -> None:
    assert why in failure(name, content)


def test_a_word_file_with_entities_or_a_zip_bomb_in_it_is_refused() -> None:
    def archive(name: str, content: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, content)
        return target.getvalue()

    lol = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "lol">]><a>&b;</a>'
    assert "entities" in failure("a.docx", archive("word/document.xml", lol))
    assert "far more" in failure("a.docx", archive("word/document.xml", b" " * 30_000_000))


def test_an_archive_is_read_file_by_file_and_a_bomb_in_it_is_one_failed_row(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("guide/kettle.docx", docx())
        packed.writestr("guide/bomb.md", b"a" * 15_000_000)
        packed.writestr("guide/inner.zip", b"PK")
        packed.writestr("__MACOSX/guide/._kettle.docx", b"x")
    store, job = InMemoryArticleStore(), Reported()
    report = import_articles(load_upload("guide.zip", path), store, job)
    assert (report.created, report.failures) == (1, 2)
    assert store.get("guide.kettle") is not None
    assert "times its size" in job.errors["guide.zip/guide/bomb.md"]
    assert "unknown file type" in job.errors["guide.zip/guide/inner.zip"]
    path.write_bytes(b"PK\x03\x04 torn off")
    assert import_articles(load_upload("torn.zip", path), store, job).failures == 1
    assert "not a readable zip" in job.errors["torn.zip"]


def test_a_file_that_hangs_or_eats_memory_is_one_failed_row_and_the_next_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.md"
    large.write_bytes(b"a" * (loaders.MAX_FILE_BYTES - 1))
    good = tmp_path / "good.md"
    good.write_text("# Good\ntext", encoding="utf-8")
    with Sandbox(Limits(memory=WORKER_BYTES)) as sandbox:
        (last,) = sandbox.load("large.md", large)
        assert isinstance(last, LoadFailure)
        assert "memory" in last.message or "bytes" in last.message
        assert [type(one) for one in sandbox.load("good.md", good)] == [LoadedArticle]
    hanging = tmp_path / "pipe.md"
    os.mkfifo(hanging)
    with Sandbox(Limits(seconds=1)) as sandbox:
        (last,) = sandbox.load("pipe.md", hanging)
        assert isinstance(last, LoadFailure)
        assert "longer than 1 s" in last.message
        assert [type(one) for one in sandbox.load("good.md", good)] == [LoadedArticle]


def test_a_row_whose_state_may_not_change_so_is_reported(tmp_path: Path) -> None:
    store, job = InMemoryArticleStore(), Reported()
    store.put(article("kb"))
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "kb", "title": "T", "body": "b", "state": "approved"}), encoding="utf-8")
    report = import_articles(load_upload(path.name, path), store, job)
    assert (report.updated, report.failures) == (0, 1)
    assert "cannot become approved" in job.errors["rows.jsonl:1"]


def test_everything_exported_comes_back_the_same(tmp_path: Path) -> None:
    store, other = InMemoryArticleStore(), InMemoryArticleStore()
    store.put_many(
        [
            article("a", "Ünïcode ☎\r\n\u2028 text", tags=["x", "y"], verbatim=True, expires_at="2030-01-01T00:00:00Z"),
            article("b", state="draft", audience="internal", locale="de", product="P", company="C", url="https://x"),
            article("c", state="archived"),
        ]
    )
    path = tmp_path / "export.jsonl"
    lines = (record.article.model_dump_json() for record in store.all_current())
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    import_articles(load_upload(path.name, path), other, Reported())
    assert [r.article for r in other.all_current()] == [r.article for r in store.all_current()]


def documents(*paragraphs: tuple[str, str], title: str = "") -> bytes:
    """A Word file of (style, text) paragraphs; text between two `*` is bold."""
    document = Document()
    document.core_properties.title = title
    for style, text in paragraphs:
        if style not in [known.name for known in document.styles]:
            document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        paragraph = document.add_paragraph(style=style)
        for number, part in enumerate(text.split("*")):
            paragraph.add_run(part).bold = bool(number % 2)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def public_text(loaded: LoadedArticle) -> str:
    return "\n".join(chunk.text for chunk in chunk_article(loaded.article) if not chunk.internal)


@pytest.mark.parametrize("style", ["Quote", "Intense Quote", "Internal Note"])
def test_a_note_in_a_style_of_word_is_hidden_with_all_its_paragraphs(style: str) -> None:
    first = (
        "Waive it with WV-12. " * 30 if style == "Internal Note" else "*Internal note:* " + "waive it with WV-12. " * 30
    )
    content = documents(("Normal", "Ask first."), (style, first), (style, "Again WV-12."), ("Normal", "# Ask last."))
    shown = public_text(only("a.docx", content))
    assert "WV-12" not in shown
    assert shown.splitlines() == ["Ask first.", "# Ask last."]


def test_a_heading_of_word_for_agents_is_not_ended_by_a_comment_in_code() -> None:
    content = documents(("Heading 1", "Internal notes"), ("Normal", "# restart"), ("Normal", "WV-12"))
    assert public_text(only("a.docx", content)) == ""


def test_what_is_hidden_in_word_is_not_read() -> None:
    document = Document()
    paragraph = document.add_paragraph("Ask first.")
    paragraph.add_run(" WV-12").font.hidden = True
    target = io.BytesIO()
    document.save(target)
    assert only("a.docx", target.getvalue()).article.body == "Ask first."


@pytest.mark.parametrize("core", ["", "Returns", "A template"])
def test_the_title_of_a_word_file_is_not_in_its_text(core: str) -> None:
    loaded = only("a.docx", documents(("Title", "Returns"), ("Normal", "Ask first."), title=core)).article
    assert (loaded.title, loaded.body) == ("Returns", "Ask first.")


def test_items_of_a_list_in_a_pdf_are_steps_and_no_headings() -> None:
    page = [(20, "Wheel"), (10, "The belt of the wheel should be tightened every six months."), (14, "Belt")]
    items = [(13, "1 Unplug the wheel."), (10, "2 Loosen the bolts."), (13, "3. Pull the motor.")]
    body = only("wheel.pdf", pdf([*page, *[(10, text) for _, text in items]])).article.body
    assert [line for line in body.splitlines() if line[:2] in ("1.", "2.", "3.")] == [
        "1. Unplug the wheel.",
        "2. Loosen the bolts.",
        "3. Pull the motor.",
    ]
    assert (
        "### 3." not in only("wheel.pdf", pdf([*page, *[(13, f"{n}. Do step {n}.") for n in (1, 2, 3)]])).article.body
    )


@pytest.mark.parametrize(
    "head",
    [
        "---\nInternal: true\n---\n",
        "---\nINTERNAL: Yes\naudience: public\n---\n",
        "\n\n---\naudience: Internal\n---\n",
        "---\r\nAudience: INTERNAL\r\n...\r\n",
    ],
)
def test_front_matter_counts_however_its_keys_are_written(head: str) -> None:
    for name in ("a.md", "a.html", "a.txt"):
        assert only(name, f"{head}Text".encode()).article.audience == "internal"
    assert only("a.md", b"---\nState: Draft\nExpires-At: 2030-01-01\n---\nText").article.state == "draft"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ninternal: true\n\nText", "closing ---"),
        ("---\ninternal: true\n----\nText", "closing ---"),
        ("\n---\nid: x\n\nText", "closing ---"),
        ("+++\ninternal = true\n+++\nText", "+++"),
        ("Title: X\nInternal: true\n\nText", "between two ---"),
        ("---\ninternal: true\nInternal: false\n---\nText", "set twice"),
        ("---\ninternal: true\ninternal: false\n---\nText", "set twice"),
        ("", "no text"),
        ("---\ntitle: T\n---\n", "no text"),
    ],
)
def test_settings_that_cannot_be_read_are_reported_and_not_shown_as_text(text: str, why: str) -> None:
    assert why in failure("a.md", text.encode())


def test_a_rule_at_the_head_of_a_text_is_no_front_matter() -> None:
    assert only("a.md", b"---\n\nSome text: and more.\n\n---\n\nEnd").article.body.endswith("End")


def test_numbers_are_taken_as_text_and_tags_apart() -> None:
    loaded = only("a.md", b"---\nid: 1234\ntitle: 404\ntags: delivery, freight\n---\nText").article
    assert (loaded.id, loaded.title, loaded.tags) == ("1234", "404", ("delivery", "freight"))
    row = only("a.jsonl", b'{"id": 7, "title": 8, "body": "x", "tags": [2024], "Internal": true, "audience": "public"}')
    assert (row.article.id, row.article.title, row.article.tags) == ("7", "8", ("2024",))
    assert row.article.audience == "internal"


def test_files_of_one_id_are_reported_and_nothing_is_lost_in_silence(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "x.html").write_text("<p>One.</p><p>Two.</p>", encoding="utf-8")
    (folder / "a" / "x.md").write_text("Other.", encoding="utf-8")
    (folder / "y.md").write_text("---\nid: same\ntitle: T\n---\nText", encoding="utf-8")
    (folder / "z.md").write_text("---\nid: same\ntitle: T\n---\nText", encoding="utf-8")
    store, job = InMemoryArticleStore(), Reported()
    report = import_articles(load_upload("docs", folder), store, job)
    assert (report.created, report.updated, report.unchanged, report.failures) == (2, 0, 1, 1)
    assert "a.x" in job.errors["a/x.md"]
    assert "a/x.html" in job.errors["a/x.md"]
    again = import_articles(load_upload("docs", folder), store, Reported())
    assert (again.created, again.updated, again.unchanged, again.failures) == (0, 0, 3, 1)


def test_names_in_any_script_make_ids_of_their_own() -> None:
    names = ("返品.md", "配送.md", "Ölwechsel.md", "Olwechsel.md", "guide/Reife n.md", "guide/Reifené.md")
    ids = [only(name, b"Text").article.id for name in names]
    assert len(set(ids)) == len(names)
    assert ids[3] == "Olwechsel"
    assert ids[4] == "guide.Reife-n"
    assert ids[2].startswith("Olwechsel-")
    assert only("Ölwechsel.md", b"Text").article.id == ids[2]  # the same name, its accent apart


def test_a_folder_without_anything_to_read_fails(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (only_one,) = load_upload("docs", tmp_path)
    assert isinstance(only_one, LoadFailure)
    assert ".md" in only_one.message


def test_the_help_names_every_kind_of_file_that_is_read() -> None:
    assert set(KINDS.split(", ")) == {suffix.removeprefix(".") for suffix in SUFFIXES}
