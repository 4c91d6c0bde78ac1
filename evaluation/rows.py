"""JSONL files from anywhere on disk into checked rows; a bad row is refused with file, line and field."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from evaluation.errors import DataError, first_problem


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object of a file and its line (from 1)."""

    value: dict[str, Any]
    line: int


RowModel = TypeVar("RowModel", bound=BaseModel)


def read_jsonl(path: Path) -> Iterator[Row]:
    """Rows of a `.jsonl` or `.jsonl.gz` file; blank lines are skipped. Raises DataError for the first bad line."""
    if not path.is_file():
        message = "is a folder; name a .jsonl or .jsonl.gz file" if path.is_dir() else "no such file"
        raise DataError(file=str(path), line=0, field="", message=message)
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield Row(_parse(line, path, number), number)
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise DataError(file=str(path), line=number + 1, field="", message=f"cannot be read: {error}") from None


def _parse(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at character {error.pos}"
        raise DataError(file=str(path), line=number, field="", message=message) from None
    if not isinstance(value, dict):
        raise DataError(file=str(path), line=number, field="", message="must be a JSON object")
    return cast(dict[str, Any], value)


def read_rows(path: Path, model: type[RowModel]) -> list[RowModel]:
    """Rows of `path` as `model`. Raises DataError for a wrong field, an id used twice, or a file without rows."""
    return [row for _, row in read_numbered(path, model)]


def read_numbered(path: Path, model: type[RowModel]) -> list[tuple[int, RowModel]]:
    """The same with the line (from 1) of each row."""
    rows: list[tuple[int, RowModel]] = []
    seen: dict[str, int] = {}
    for row in read_jsonl(path):
        rows.append((row.line, validate_row(row, model, path)))
        key = row.value.get("id")
        if key is None:
            continue
        if str(key) in seen:
            message = f"'{key}' is already used in line {seen[str(key)]}"
            raise DataError(file=str(path), line=row.line, field="id", message=message)
        seen[str(key)] = row.line
    if not rows:
        raise DataError(file=str(path), line=0, field="", message="has no rows")
    return rows


def validate_row(row: Row, model: type[RowModel], path: Path) -> RowModel:
    """The row of `path` as `model`. Raises DataError for a wrong field."""
    try:
        return model.model_validate(row.value)
    except ValidationError as error:
        field, message = first_problem(error)
        raise DataError(file=str(path), line=row.line, field=field, message=message) from None


def content_hash(paths: Sequence[Path]) -> str:
    """Hash of the bytes of files, or of the `.md`, `.json` and `.jsonl` files of folders; `.gz` is read unpacked.

    Raises DataError for a path that does not exist.
    """
    digest = hashlib.sha256()
    for path in _files(paths):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise DataError(file=str(path), line=0, field="", message="no such file")
        if path.is_dir():
            yield from sorted(item for item in path.rglob("*") if item.suffix in {".md", ".json", ".jsonl", ".gz"})
        else:
            yield path
