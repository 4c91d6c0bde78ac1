"""Imports, exports, the index, keys, models and the database from the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assist.copilot.options import SummaryOptions
from assist.core.conversation import Message, Transcript
from assist.core.resources import samples_dir
from assist.core.results import Headline, Summary
from assist.store.database import Database
from tests.cli.conftest import Run
from tests.support.sessions import open_stores


def write_articles(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_text(f"# About {name}\nOpen the {name} page.", encoding="utf-8")
    return folder


def test_articles_go_in_and_come_out_and_go_in_again_unchanged(run: Run, tmp_path: Path) -> None:
    done = run("articles", "import", write_articles(tmp_path / "kb", "router", "parcel"), "--json")
    assert (done.code, done.json["created"]) == (0, 2)
    assert run("articles", "export", "out.jsonl", "--json").json == {"articles": 2, "path": "out.jsonl"}
    again = run("articles", "import", "out.jsonl", "--json").json
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert len(run("articles", "export").lines) == 2


def test_a_corrupt_file_is_reported_and_the_rest_is_kept(run: Run, tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "kb", "router")
    (folder / "bad.md").write_bytes(b"\x81\x82\x83")
    (folder / "rows.jsonl").write_text('{"id": "x"}\nnonsense\n', encoding="utf-8")
    done = run("articles", "import", folder, "--json")
    assert done.code == 1
    assert done.json["created"] == 1
    assert {row["item"].rsplit("/", 1)[-1] for row in done.json["failed"]} == {"bad.md", "rows.jsonl:1", "rows.jsonl:2"}
    assert "bad.md" in run("articles", "import", folder).err


def test_the_index_is_rebuilt_shown_and_rolled_back(run: Run, tmp_path: Path) -> None:
    assert run("index", "rollback").code == 1
    run("articles", "import", write_articles(tmp_path / "kb", "router"))
    assert run("index", "rebuild", "--dry-run", "--json").json["snapshot"] is None
    first = run("index", "rebuild", "--json").json["snapshot"]
    run("articles", "import", write_articles(tmp_path / "kb", "parcel"))
    second = run("index", "rebuild", "--json").json["snapshot"]
    status = run("index", "status", "--json").json
    assert (status["snapshot"], status["articles"]) == (second, 2)
    assert [kept["snapshot"] for kept in status["history"]] == [second, first]
    assert run("index", "rollback", "--json").json == {"snapshot": first}
    shown = run("index", "status")
    assert first in shown.out
    assert "None" not in shown.out
    assert run("index", "rollback", "20200101T000000-abcdef").code == 1


def test_replies_and_history_of_the_samples_can_be_imported(run: Run) -> None:
    done = run("replies", "import", samples_dir() / "approved_replies.jsonl", "--json")
    assert (done.code, done.json["failed"]) == (0, [])
    assert done.json["created"] >= 40
    talks = sorted((samples_dir() / "conversations").glob("*.json"))
    remembered = run("history", "import", *talks, "--json")
    assert (remembered.code, remembered.json["failed"]) == (0, [])


def test_a_key_is_shown_once_listed_without_its_secret_and_revoked(run: Run) -> None:
    made = run("keys", "create", "--role", "agent", "--agent", "ana", "--json").json
    listed = run("keys", "list")
    assert made["id"] in listed.out
    assert made["key"] not in listed.out
    assert run("keys", "revoke", made["id"]).code == 0
    assert "revoked" in run("keys", "list").out
    assert run("keys", "revoke", made["id"]).code == 1
    assert run("keys", "create", "--role", "king").code == 2


def test_registered_models_are_those_whose_hashes_are_written_down(run: Run) -> None:
    assert run("models", "list", "--json").json[0]["role"] == "default"
    verified = run("models", "verify", "--json")
    assert verified.code == 0
    assert set(verified.json.values()) == {"ok"}


def test_a_backup_brings_back_what_was_there(run: Run, tmp_path: Path) -> None:
    assert run("db", "upgrade", "--json").json["upgraded"]
    run("articles", "import", write_articles(tmp_path / "kb", "router"))
    assert run("db", "backup", "saved.db").code == 0
    run("articles", "import", write_articles(tmp_path / "kb", "parcel"))
    assert run("db", "restore", "saved.db").code == 0
    assert [row["id"] for row in run("articles", "export").lines] == ["router"]
    (tmp_path / "not.db").write_text("hello", encoding="utf-8")
    assert run("db", "restore", "not.db").code == 1
    kept = (tmp_path / "data" / "assist.db").read_bytes()
    with closing(sqlite3.connect(tmp_path / "newer.db")) as newer, closing(sqlite3.connect("saved.db")) as saved:
        saved.backup(newer)
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    refused = run("db", "restore", "newer.db")
    assert (refused.code, "newer version" in refused.err) == (1, True)
    assert (tmp_path / "data" / "assist.db").read_bytes() == kept


def test_a_backup_takes_the_place_of_a_damaged_database(run: Run, tmp_path: Path) -> None:
    assert run("keys", "create", "--role", "admin").code == 0
    assert run("db", "backup", "saved.db").code == 0
    file = tmp_path / "data" / "assist.db"
    file.write_bytes(b"torn" * 5_000)
    file.chmod(0o640)
    assert run("keys", "list").code == 1
    assert run("db", "restore", "saved.db").code == 0
    assert len(run("keys", "list", "--json").json) == 1
    assert file.stat().st_mode & 0o777 == 0o640
    assert not file.with_name("assist.db.restored").exists()


@pytest.mark.parametrize("what", ["articles", "feedback"])
def test_an_export_makes_its_folder_and_names_a_target_that_cannot_be_written(
    run: Run, tmp_path: Path, what: str
) -> None:
    assert run(what, "export", tmp_path / "new" / "folder" / "out.jsonl").code == 0
    assert (tmp_path / "new" / "folder" / "out.jsonl").is_file()
    for target, says in ((tmp_path, "is a folder"), (tmp_path / "new" / "folder" / "out.jsonl" / "x", "cannot be")):
        done = run(what, "export", target)
        assert done.code == 1
        assert done.err.startswith(f"assist: {target} {says}")


@pytest.mark.parametrize("redaction", ["outbound", "at_rest", "off"])
def test_the_feedback_export_has_pseudonyms_unless_redaction_is_off(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redaction: str
) -> None:
    monkeypatch.setenv("ASSIST_REDACTION", redaction)
    assert run("db", "upgrade").code == 0
    database = Database.open(f"sqlite:///{tmp_path / 'data' / 'assist.db'}")
    stores = open_stores(database)
    asked = Transcript(messages=(Message(role="customer", text="I am jane.doe@example.com"),))
    shown = Summary(headline=Headline(text="jane.doe@example.com asks.", evidence=()))
    record = stores.suggestions.add("summary", shown, transcript=asked, options=SummaryOptions(), agent_id="ana")
    stores.feedback.add(
        record,
        item_id=record.id,
        event="edited",
        at=None,
        final_text="Ask jane.doe@example.com",
        rating=None,
        comment="jane.doe@example.com",
        agent_id="ana",
    )
    stores.live.close()
    database.close()
    left = run("feedback", "export").out
    assert left.count("jane.doe@example.com") == (3 if redaction == "off" else 0)
    assert left.count("[EMAIL_") == (0 if redaction == "off" else 3)


def test_feedback_of_nobody_is_an_empty_file(run: Run) -> None:
    assert run("feedback", "export", "f.jsonl", "--json").json["events"] == 0
    assert Path("f.jsonl").read_text(encoding="utf-8") == ""


def test_samples_are_what_the_readme_of_the_samples_says() -> None:
    folder = samples_dir()
    assert len(list((folder / "articles").rglob("*.md"))) >= 96
    replies = [json.loads(line) for line in (folder / "approved_replies.jsonl").read_text().splitlines()]
    assert len({row["id"] for row in replies}) >= 40
    talks = [json.loads(path.read_text()) for path in (folder / "conversations").glob("*.json")]
    assert len(talks) >= 12
    assert {talk["channel"] for talk in talks} == {"chat", "voice", "email"}
