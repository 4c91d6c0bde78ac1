"""The command line as a user runs it: the real entry point, an own data folder, the fake encoder."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assist.cli import root


@dataclass
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATA_DIR", tmp_path / "data"), ("ENCODER_BACKEND", "fake"), ("LOG_FORMAT", "json")):
        monkeypatch.setenv(f"ASSIST_{name}", str(value))

    def execute(*arguments: str | Path, stdin: str | None = None) -> Ran:
        words: Sequence[str] = ["assist", *map(str, arguments)]
        monkeypatch.setattr("sys.argv", words)
        if stdin is not None:
            monkeypatch.setattr("assist.cli.inputs.sys.stdin", _Stdin(stdin))
        code = 0
        try:
            root.main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return execute


class _Stdin:
    def __init__(self, text: str) -> None:
        from io import BytesIO

        self.buffer = BytesIO(text.encode())
