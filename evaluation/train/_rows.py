"""Training rows, checked before anything is encoded: what a head lacks is named by file, line and field."""

from collections.abc import Callable, Sequence
from pathlib import Path

from evaluation.errors import DataError
from evaluation.rows import read_numbered
from evaluation.schema import ConversationRow

ANNOTATED = ("headline", "case", "labels", "salient")  # parts of gold that the heads learn from together


def read_annotated_rows(paths: Sequence[Path], *, least: int) -> list[ConversationRow]:
    """Conversations that are annotated throughout. Raises DataError for one that is not, and for fewer than `least`."""
    rows: list[ConversationRow] = []
    for path in paths:
        for line, row in read_numbered(path, ConversationRow):
            lacking = next((part for part in ANNOTATED if getattr(row.gold, part) is None), None)
            if lacking:
                message = "is missing; this head learns from conversations annotated throughout"
                raise DataError(file=str(path), line=line, field=f"gold.{lacking}", message=message)
            rows.append(row)
    require(len(rows), paths, field="", least=least)
    return rows


def read_rows_with(
    field: str, has: Callable[[ConversationRow], object], paths: Sequence[Path], *, least: int
) -> list[ConversationRow]:
    """The conversations that have `field`; others are left out. Raises DataError for fewer than `least` of them."""
    rows = [row for path in paths for _, row in read_numbered(path, ConversationRow) if has(row)]
    require(len(rows), paths, field=field, least=least)
    return rows


def require(count: int, paths: Sequence[Path], *, field: str, least: int, what: str = "conversations") -> None:
    """Raises DataError, naming the files, where there are fewer than `least`."""
    if count < least:
        have = f"{count} {what} have it" if field else f"has {count} {what}"
        message = f"{have}; this head needs at least {least}"
        raise DataError(file=", ".join(map(str, paths)), line=0, field=field, message=message)
