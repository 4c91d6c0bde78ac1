"""summarize, reply, case, assist, search, convert: every form of input, JSON and words out, exit codes."""

import gzip
import json
from pathlib import Path

import pytest

import assist
from tests.cli.conftest import Run

TALK = "Customer: Hello, my parcel 4471 was due on Monday and has not arrived.\nAgent: Sorry, it is at the depot.\n"
ASKED = TALK + "Customer: Can you please send it again before Friday?\n"
ROW = {
    "id": "c-1",
    "channel": "chat",
    "messages": [
        {"role": "customer", "text": "Hello, my parcel 4471 was due on Monday and has not arrived."},
        {"role": "agent", "text": "I am sorry, I will send it again."},
    ],
    "gold": {"headline": "ignored"},
}
VERBS = ("summarize", "reply", "case", "assist")


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version").out.strip() == assist.__version__


def test_text_from_a_file_and_from_stdin_say_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(ASKED, encoding="utf-8")
    from_file, from_stdin = run("summarize", "talk.txt"), run("summarize", "-", stdin=ASKED)
    assert from_file.code == from_stdin.code == 0
    assert from_file.out == from_stdin.out
    assert "4471" in from_file.out
    assert "[m0]" in from_file.out


@pytest.mark.parametrize("verb", VERBS)
def test_json_is_one_document_with_its_outcome(run: Run, verb: str) -> None:
    done = run(verb, "-", "--json", stdin=ASKED)
    assert done.code == 0, done.err
    answer = done.json["summary"] if verb == "assist" else done.json
    assert answer["last_message_id"] == "m2"


@pytest.mark.parametrize("verb", VERBS)
def test_a_jsonl_of_conversations_gives_a_line_each_and_bad_rows_are_named(run: Run, tmp_path: Path, verb: str) -> None:
    rows = [
        json.dumps(ROW),
        json.dumps({"id": "c-2", "messages": []}),
        "nonsense",
        "",
        json.dumps({**ROW, "id": "c-3"}),
    ]
    for name, content in (
        ("a.jsonl", "\n".join(rows).encode()),
        ("a.jsonl.gz", gzip.compress("\n".join(rows).encode())),
    ):
        (tmp_path / name).write_bytes(content)
        done = run(verb, name)
        assert done.code == 1
        assert [line["id"] for line in done.lines] == ["c-1", "c-2", "line 3", "c-3"]
        assert [("error" in line) for line in done.lines] == [False, True, True, False]
    (tmp_path / "good.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    assert run(verb, "good.jsonl").code == 0


def test_a_finished_talk_is_answered_at_its_last_customer_message_and_says_which(run: Run) -> None:
    done = run("reply", "-", stdin=TALK)
    assert "m0" in done.err
    assert run("reply", "-", "--json", stdin=TALK).json["answered_at"] == "m0"
    assert "answered_at" not in run("reply", "-", "--json", stdin=ASKED).json


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", 1, "empty"),
        ("nobody speaks", 1, "Customer: ..."),
        ('{"messages": [{"role": "x", "text": "a"}]}', 1, "role"),
    ],
)
def test_input_that_is_no_transcript_is_one_line_of_error(run: Run, content: str, code: int, words: str) -> None:
    done = run("summarize", "-", stdin=content)
    assert done.code == code
    assert words in done.err
    assert done.err.startswith("assist: ")
    assert "Traceback" not in done.err


def test_a_folder_in_place_of_a_file_is_named_as_one(run: Run, tmp_path: Path) -> None:
    done = run("summarize", tmp_path)
    assert (done.code, "folder" in done.err) == (2, True)


def test_wrong_use_is_exit_code_two(run: Run) -> None:
    for words in (
        ("summarize", "missing.txt"),
        ("summarize",),
        ("nonsense",),
        ("search", " "),
        ("reply", "-", "--limit", "0"),
    ):
        assert run(*words, stdin=ASKED).code == 2, words


def test_reading_verbs_leave_no_data_folder_behind(run: Run, tmp_path: Path) -> None:
    run("summarize", "-", stdin=ASKED)
    run("search", "parcel")
    assert not (tmp_path / "data").exists()


def test_search_says_when_there_are_no_articles_and_finds_them_when_there_are(run: Run, tmp_path: Path) -> None:
    assert "assist articles import" in run("search", "late parcel").out
    (tmp_path / "late.md").write_text("# Late parcels\nA late parcel can be sent again.", encoding="utf-8")
    assert run("articles", "import", tmp_path / "late.md").code == 0
    done = run("search", "late parcel", "--min-score", "0", "--json")
    assert [card["id"] for card in done.json["articles"]] == ["late"]
    assert "Late parcels" in run("search", "late parcel", "--min-score", "0").out
    assert (
        run("search", "late", "parcel", "--min-score", "0").out == run("search", "late parcel", "--min-score", "0").out
    )


def test_convert_prints_what_every_other_verb_takes(run: Run) -> None:
    cues = ("<v Agent>How can I help you today?", "<v Customer>My parcel is late.")
    vtt = "WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i + 1}.000\n{cue}" for i, cue in enumerate(cues))
    converted = run("convert", "-", stdin=vtt)
    assert converted.json["channel"] == "voice"
    assert run("summarize", "-", stdin=converted.out).code == 0
