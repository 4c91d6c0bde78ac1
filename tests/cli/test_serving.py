"""`assist serve` and `assist demo` as processes: what they print, whom they let in, how they end."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ASSIST = [sys.executable, "-m", "assist.cli"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ASSIST_")}
    return {**kept, "ASSIST_DATA_DIR": str(folder / "data"), "ASSIST_ENCODER_BACKEND": "fake", **more}


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_without_a_key_nobody_else_may_reach_the_server(tmp_path: Path, host: str) -> None:
    done = subprocess.run(
        [*ASSIST, "serve", "--port", "0"],
        env=environment(tmp_path, ASSIST_HOST=host),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "ASSIST_ALLOW_ANONYMOUS=true" in done.stderr
    assert "assist keys create" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSIST_RETENTION_DAYS", "-3"),
        ("ASSIST_PANE_PRELOAD", "some"),
        ("ASSIST_DATA_DIR", "/dev/null/data"),
        ("ASSIST_JWT_SECRET", "x" * 31),
        ("ASSIST_JWT_SECRET", ""),
    ],
)
def test_a_setting_that_cannot_work_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    done = subprocess.run(
        [*ASSIST, "serve", "--port", "0"],
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert name in done.stderr
    assert done.stderr.startswith("assist: ")
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_in_one_line(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = run("serve", "--port", str(port))
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == f"assist: cannot listen on 127.0.0.1:{port}; is another server running there?"
    assert "Traceback" not in ran.err


def test_a_short_secret_is_refused_with_what_to_do_and_is_not_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_JWT_SECRET", "hunter2")
    ran = run("keys", "list")
    assert (ran.code, "32 bytes" in ran.err, "openssl rand" in ran.err) == (1, True, True)
    assert "hunter2" not in ran.err
    monkeypatch.setenv("ASSIST_JWT_SECRET", "x" * 32)
    assert run("keys", "list").code == 0


@pytest.mark.parametrize(
    ("wrong", "right"), [("PORTT", "PORT"), ("RETENTION_DAY", "RETENTION_DAYS"), ("JWT_SECRT", "JWT_SECRET")]
)
@pytest.mark.parametrize("in_file", [False, True])
def test_a_misspelt_setting_stops_every_verb_and_names_the_right_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: str, right: str, in_file: bool
) -> None:
    if in_file:
        (tmp_path / ".env").write_text(f"ASSIST_{wrong}=9\n")
    else:
        monkeypatch.setenv(f"ASSIST_{wrong}", "9")
    for words in (("keys", "list"), ("serve", "--port", "0"), ("index", "status")):
        ran = run(*words)
        assert (ran.code, ran.err) == (1, f"assist: ASSIST_{wrong} is not a setting; did you mean ASSIST_{right}?\n")


def test_a_foreign_variable_is_told_of_and_stops_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSIST_SERVICE_HOST", "10.0.0.1")
    ran = run("keys", "list", "--json")
    assert (ran.code, ran.json) == (0, [])
    assert ran.err == "assist: ASSIST_SERVICE_HOST is not a setting and changes nothing\n"


@pytest.mark.parametrize(
    "more",
    [
        {"ASSIST_ALLOW_ANONYMOUS": "true"},
        {"ASSIST_JWT_SECRET": "x" * 32},
        {"ASSIST_JWT_SECRET": "x" * 32, "ASSIST_LOG_FORMAT": "json", "ASSIST_LOG_LEVEL": "warning"},
    ],
)
def test_with_leave_or_with_credentials_it_listens_everywhere_and_ends_cleanly(
    tmp_path: Path, more: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [*ASSIST, "serve", "--port", "0"],
        env=environment(tmp_path, ASSIST_HOST="0.0.0.0", **more),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    url = first.split("listens on ")[1].split()[0]
    with urllib.request.urlopen(f"{url}/readyz", timeout=20) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    # Through the same buffer as the first line, which may hold more already.
    with process:
        rest = process.stderr.read()
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in rest
    if "ASSIST_LOG_FORMAT" in more:
        lines = [json.loads(line) for line in (first + rest).splitlines()]
        assert [line["event"] for line in lines] == ["serving", "serving"]


def test_the_demo_plays_a_whole_conversation_and_ends_when_told_to(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ASSIST, "demo", "--once", "--pause", "0", "--port", "0"],
        env={k: v for k, v in environment(tmp_path).items() if k != "ASSIST_DATA_DIR"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Indexed 96 articles" in done.stdout
    assert "Customer" in done.stdout
    assert "pane, after" in done.stdout
    assert "Case draft" in done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_demo_names_the_conversations_it_knows(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ASSIST, "demo", "--conversation", "none"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "veldane-02" in done.stderr
