"""Transcripts from files: the JSON contract, JSON lines of conversations, plain text and every foreign format."""

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assist.core.conversation import Transcript

File = Annotated[str, typer.Argument(help="JSON, JSONL, WebVTT or 'Customer: ... / Agent: ...' text; - for stdin.")]


@dataclass(frozen=True, slots=True)
class Input:
    """One conversation and the id its file gives it; `problem` in place of a transcript that cannot be read."""

    id: str | None
    transcript: "Transcript | None"
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """All conversations of one file. `many`: a JSONL file, answered with one JSON line each."""

    items: Iterator[Input]
    many: bool


def read_inputs(file: str) -> Inputs:
    """The conversations in `file`. Raises AssistError when a single document is no transcript."""
    content = read_bytes(file)
    if _is_jsonl(file, content):
        return Inputs(_lines(content), many=True)
    from assist.core.formats.convert import convert

    return Inputs(iter([Input(_id_in(content), convert(content))]), many=False)


def read_bytes(file: str) -> bytes:
    """The content of a file, unpacked; `-` is standard input. A missing file is a usage error."""
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if path.is_dir():
        raise typer.BadParameter(f"{file} is a folder; name a file in it")
    if not path.is_file():
        raise typer.BadParameter(f"no such file: {file}")
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _is_jsonl(file: str, content: bytes) -> bool:
    if file.removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return True
    lines = [line for line in content.splitlines() if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}") for line in lines)


def _lines(content: bytes) -> Iterator[Input]:
    from assist.core.errors import AssistError
    from assist.core.formats.convert import from_row

    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Input(f"line {number}", None, f"not a line of JSON: {error}")
            continue
        name = str(row["id"]) if isinstance(row, dict) and "id" in row else f"line {number}"
        try:
            yield Input(name, from_row(row)) if isinstance(row, dict) else Input(name, None, "not a JSON object")
        except AssistError as error:
            yield Input(name, None, error.detail)


def _id_in(content: bytes) -> str | None:
    try:
        row: Any = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return str(row["id"]) if isinstance(row, dict) and "id" in row else None
