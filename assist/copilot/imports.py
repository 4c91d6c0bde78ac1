"""Approved replies from JSON lines or a CSV table into the store; bad rows are reported, the rest is kept."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assist.core.articles import ApprovedReply, split_tags
from assist.core.errors import Conflict
from assist.core.ports import ApprovedReplyRepository, JobContext
from assist.core.problems import first_of
from assist.core.reports import ImportReport
from assist.core.tables import csv_rows


def import_replies(
    files: Sequence[tuple[str, Path]], approved: ApprovedReplyRepository, context: JobContext
) -> ImportReport:
    """Store the replies of `files` (name shown to the caller, path)."""
    report = ImportReport()
    for name, path in files:
        for item, row in _rows(name, path):
            problem = row if isinstance(row, str) else _store(row, approved, report)
            if problem is not None:
                report.fail(item, problem)
                context.error(item, problem)
            context.report(done=report.total, total=report.total, unit="replies")
            context.check_cancelled()
    return report


def _rows(name: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    if name.lower().endswith(".csv"):
        return csv_rows(name, path.read_bytes(), _columns, required=("id", "text"))
    return json_lines(name, path)


def _columns(written: Sequence[str]) -> list[str]:
    return [column.lower() for column in written]


def json_lines(name: str, path: Path) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """(item, object) of each line, or (item, what is wrong with it)."""
    with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            item = f"{name}:{number}"
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                yield item, f"not a line of JSON: {error}"
                continue
            yield item, row if isinstance(row, dict) else "not a JSON object"


def _store(row: Mapping[str, Any], approved: ApprovedReplyRepository, report: ImportReport) -> str | None:
    try:
        reply = ApprovedReply.model_validate({**row, **({"tags": split_tags(row["tags"])} if "tags" in row else {})})
    except ValidationError as error:
        return first_of(error, whole="reply")
    try:
        report.count(approved.put(reply)[2])
    except Conflict as conflict:
        return conflict.detail
    return None
