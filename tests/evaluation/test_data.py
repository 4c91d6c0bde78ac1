"""A malformed data file is refused with file, line and field, before anything is predicted."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from assist.knowledge.loaders import LoadedArticle, load_path
from evaluation.articles import read_articles
from evaluation.errors import DataError, EvaluationError
from evaluation.rows import content_hash, read_rows
from evaluation.schema import ConversationRow, PiiRow, QueryRow
from evaluation.suite import COMMITTED, data_name, discover
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task, task_names

GOOD: dict[str, Any] = {"id": "a", "channel": "chat", "messages": [{"role": "customer", "text": "Hello"}]}


def write(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("bad", "line", "field", "says"),
    [
        ('{"id": "b", ', 3, "", "not JSON"),
        ('["b"]', 3, "", "must be a JSON object"),
        ({**GOOD, "id": "b", "messages": [{"role": "robot", "text": "x"}]}, 3, "messages.0.role", "Input should be"),
        ({**GOOD, "id": "b", "messages": []}, 3, "messages", "at least 1"),
        ({"id": "b", "channel": "chat"}, 3, "messages", "required"),
        ({**GOOD, "id": "b", "channel": "fax"}, 3, "channel", "Input should be"),
        (GOOD, 3, "id", "already used in line 1"),
        ({**GOOD, "id": "b", "gold": {"labels": ["issue", "issue"]}}, 3, "", "2 entries for 1 messages"),
        ({**GOOD, "id": "b", "gold": {"labels": ["shout"]}}, 3, "gold.labels.0", "Input should be"),
        ({**GOOD, "id": "b", "gold": {"salient": [7]}}, 3, "", "beyond the last one"),
        ({**GOOD, "id": "b", "gold": {"case": {"title": "x"}}}, 3, "gold.case.issue", "required"),
    ],
)
def test_a_bad_conversation_is_named_by_file_line_and_field(tmp_path: Path, bad: Any, line: int, field: str, says: str):
    path = write(tmp_path / "talks.jsonl", GOOD, "", bad)
    with pytest.raises(DataError, match=says) as error:
        read_rows(path, ConversationRow)
    assert (error.value.file, error.value.line, error.value.field) == (str(path), line, field)


def test_a_missing_an_empty_and_a_broken_file_are_named(tmp_path: Path):
    with pytest.raises(DataError, match="no such file"):
        read_rows(tmp_path / "none.jsonl", ConversationRow)
    with pytest.raises(DataError, match="has no rows"):
        read_rows(write(tmp_path / "empty.jsonl", ""), ConversationRow)
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(json.dumps(GOOD).encode())[:-12])
    with pytest.raises(DataError, match="cannot be read"):
        read_rows(broken, ConversationRow)


def test_a_query_needs_something_to_ask_and_a_span_must_lie_inside(tmp_path: Path):
    with pytest.raises(DataError, match="needs text or messages"):
        read_rows(write(tmp_path / "q.jsonl", {"id": "q", "gold": []}), QueryRow)
    outside = {"id": "p", "text": "short", "spans": [{"type": "EMAIL", "start": 2, "end": 20}]}
    with pytest.raises(DataError, match="inside text"):
        read_rows(write(tmp_path / "p.jsonl", outside), PiiRow)


def test_an_error_about_a_whole_file_names_no_line_and_a_folder_is_called_one(tmp_path: Path):
    for path, says in ((tmp_path / "none.jsonl", "no such file"), (tmp_path, "is a folder; name a .jsonl")):
        with pytest.raises(DataError) as error:
            read_rows(path, ConversationRow)
        assert str(error.value).startswith(f"{path}: {says}")


def test_a_span_of_a_type_that_nobody_scores_is_refused_and_known_ones_are_named(tmp_path: Path):
    row = {"id": "p", "text": "a@b.com", "spans": [{"type": "MAIL", "start": 0, "end": 7}]}
    with pytest.raises(DataError, match=r"no type 'MAIL'; known: .*EMAIL_ADDRESS") as error:
        read_rows(write(tmp_path / "p.jsonl", row), PiiRow)
    assert (error.value.line, error.value.field) == (1, "spans.0.type")


def markdown(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return file


def test_a_folder_of_markdown_is_read_as_the_import_reads_it(tmp_path: Path):
    markdown(tmp_path, "with.md", "---\nid: any/id\ntitle: Known\ntags: [a, b]\n---\nBody.")
    markdown(tmp_path, "billing/refunds.md", "# How refunds work\nBody.")
    markdown(tmp_path, "README.md", "No article.")
    rows = {row.id: row.title for row in read_articles(tmp_path)}
    assert rows == {"billing.refunds": "How refunds work", "any/id": "Known"}
    assert [one.item for one in load_path(tmp_path) if isinstance(one, LoadedArticle)][1:] == ["billing/refunds.md"]


@pytest.mark.parametrize(
    ("content", "field", "says"),
    [
        ("---\ntags: a, b\n---\nBody.", "tags", "should be a valid"),
        ("---\nid: *x\n---\nBody.", "", "aliases"),
        ("---\nid: b\n---\n", "body", "at least 1"),
        ("---\nid: a\n---\nBody.", "id", "already used in"),
    ],
)
def test_a_wrong_markdown_file_is_named(tmp_path: Path, content: str, field: str, says: str):
    markdown(tmp_path, "a.md", "Body.")
    file = markdown(tmp_path, "b.md", content)
    with pytest.raises(DataError, match=says) as error:
        read_articles(tmp_path)
    assert (error.value.file, error.value.field) == (str(file), field)


def test_gold_articles_that_cannot_be_found_are_refused_with_their_ids(tmp_path: Path):
    articles = write(tmp_path / "articles.jsonl", {"id": "a", "title": "A", "body": "B"})
    queries = write(tmp_path / "q.jsonl", {"id": "q", "text": "x", "gold": ["a", "gone"]})
    talk = {**GOOD, "gold": {"articles": ["lost"], "cut": 0, "replies": ["x"]}}
    talks = write(tmp_path / "t.jsonl", talk)
    for task, data, article in (
        ("articles", queries, "gone"),
        ("abstain", queries, "gone"),
        ("articles", talks, "lost"),
        ("replies", talks, "lost"),
    ):
        with pytest.raises(DataError, match=f"does not have: '{article}'"):
            load_task(task).items(Sources(data=data, articles=articles))


def test_a_task_that_has_nothing_to_compare_with_says_so(tmp_path: Path):
    articles = write(tmp_path / "articles.jsonl", {"id": "a", "title": "A", "body": "B"})
    with pytest.raises(EvaluationError, match=r"no gold\.labels and no gold\.salient"):
        load_task("acts").items(Sources(data=write(tmp_path / "t.jsonl", GOOD)))
    queries = write(tmp_path / "q.jsonl", {"id": "q", "text": "x", "gold": []})
    with pytest.raises(EvaluationError, match="names no article"):
        load_task("articles").items(Sources(data=queries, articles=articles))


def test_unknown_fields_are_ignored_and_packed_files_hash_alike(tmp_path: Path):
    plain = write(tmp_path / "talks.jsonl", {**GOOD, "mood": "sunny"})
    packed = tmp_path / "talks.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_rows(plain, ConversationRow) == read_rows(packed, ConversationRow)
    assert content_hash([plain]) == content_hash([packed])


def test_every_task_refuses_a_file_of_another_kind(tmp_path: Path):
    other = write(tmp_path / "other.jsonl", {"id": "a", "note": "neither talk nor query"})
    for name in task_names():
        sources = Sources(data=other, articles=other)
        with pytest.raises(EvaluationError) as error:
            load_task(name).items(sources)
        assert str(other) in str(error.value)


def test_the_suite_finds_the_committed_sets_and_files_named_after_tasks(tmp_path: Path):
    committed = {(plan.task, plan.name) for plan in discover(COMMITTED)}
    assert {("summary", "gold-dev"), ("articles", "gold-dev"), ("redaction", "pii-dev")} <= committed
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder / "summary.jsonl", GOOD)
    write(folder / "queries.jsonl", {"id": "q", "text": "x", "gold": ["a"]})
    assert [plan.name for plan in discover(folder)] == ["mine-summary"]
    write(folder / "articles.jsonl", {"id": "a", "title": "A", "body": "B"})
    assert {plan.task for plan in discover(folder)} == {"summary", "articles"}
    with pytest.raises(EvaluationError, match="no data that the suite knows"):
        discover(tmp_path / "nothing")
    assert data_name(folder / "dev.jsonl.gz") == "mine-dev"


def test_committed_texts_are_only_those_written_for_this_project():
    for name in ("gold/dev.jsonl", "gold/reported.jsonl", "written/talks.jsonl"):
        rows = [json.loads(line) for line in (COMMITTED / name).read_text(encoding="utf-8").splitlines()]
        assert {row["source"] for row in rows} == {"authored"}


def test_the_written_talks_are_annotated_throughout():
    rows = read_rows(COMMITTED / "written/talks.jsonl", ConversationRow)
    assert len(rows) == 192
    for row in rows:
        gold, messages = row.gold, row.messages
        assert gold.case is not None
        assert gold.headline
        assert gold.labels is not None
        assert len(gold.labels) == len(messages)
        assert gold.cut is not None
        assert messages[gold.cut].role == "customer"
        assert gold.replies is not None
        assert len(gold.replies) == 2
        text = "\n".join(message.text for message in messages)
        assert [fact.value for fact in gold.case.facts if fact.value not in text] == []
