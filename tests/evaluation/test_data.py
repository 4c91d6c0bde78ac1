"""A malformed data file is refused with file, line and field, before anything is predicted."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

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
