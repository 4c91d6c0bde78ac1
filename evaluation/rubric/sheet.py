"""Review sheets: items and empty answers out as CSV (people) or JSONL (models), filled ones in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.errors import DataError
from evaluation.report.views import ItemView, Statement
from evaluation.rows import read_jsonl
from evaluation.rubric.model import Question, Rubric
from evaluation.runs import write_lines, write_text

_FIXED = ("id", "rubric", "reviewer", "source", "output")
COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One thing to review: what was said and what the product made of it."""

    id: str
    source: str
    output: str


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's answers to one item: question id -> place on its scale."""

    item: str
    reviewer: str
    answers: dict[str, int]
    comment: str


def sheet_item(key: str, view: ItemView, output: Sequence[Statement]) -> SheetItem:
    """The item as plain text."""
    source = "\n".join(f"{turn.role}: {turn.text}" for turn in view.turns)
    return SheetItem(key, source, "\n".join(f"{one.label}: {one.text}" for one in output))


def write_sheet(path: Path, rubric: Rubric, items: Sequence[SheetItem], *, reviewer: str = "") -> None:
    """`.csv`: one column a question, its text and answers in the heading; else JSONL with the questions in each row."""
    if path.suffix == ".csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow([*_FIXED, *(_heading(question) for question in rubric.questions), COMMENT])
        for item in items:
            blank = [""] * (len(rubric.questions) + 1)
            writer.writerow([item.id, rubric.stamp, reviewer, item.source, item.output, *blank])
        write_text(path, buffer.getvalue())
        return
    write_lines(path, (_row(rubric, item, reviewer) for item in items))


def _heading(question: Question) -> str:
    """`accurate: Is every statement true? [no / partly / yes]`; only the id is read back."""
    return f"{question.id}: {question.text} [{' / '.join(question.scale)}]"


def _row(rubric: Rubric, item: SheetItem, reviewer: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "rubric": rubric.stamp,
        "reviewer": reviewer,
        "intro": rubric.intro,
        "source": item.source,
        "output": item.output,
        "questions": [{"id": q.id, "text": q.text, "answers": list(q.scale)} for q in rubric.questions],
        "answers": {q.id: "" for q in rubric.questions},
        COMMENT: "",
    }


def read_sheet(path: Path, rubric: Rubric) -> list[Review]:
    """Filled rows; rows without any answer are left out. The reviewer is the file's name where the row has none.

    Raises DataError with file, line and field: another rubric version, an answer outside the scale, a missing answer,
    an item reviewed twice by one reviewer.
    """
    reviews: list[Review] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in _read(path):
        review = _review(path, line, row, rubric)
        if review is None:
            continue
        key = (review.item, review.reviewer)
        if key in seen:
            message = f"'{review.item}' was already reviewed by '{review.reviewer}' in line {seen[key]}"
            raise DataError(file=str(path), line=line, field="id", message=message)
        seen[key] = line
        reviews.append(review)
    return reviews


def _read(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix != ".csv":
        for row in read_jsonl(path):
            yield row.line, row.value
        return
    if not path.is_file():
        raise DataError(file=str(path), line=0, field="", message="no such file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for record in reader:
            cells = {(name or "").split(":", 1)[0].strip(): value for name, value in record.items()}
            answers = {name: value for name, value in cells.items() if name not in (*_FIXED, COMMENT)}
            yield reader.line_num, {**cells, "answers": answers}


def _review(path: Path, line: int, row: Mapping[str, Any], rubric: Rubric) -> Review | None:
    given: Mapping[str, Any] = row.get("answers") or {}
    filled = {q.id: str(given.get(q.id) if given.get(q.id) is not None else "").strip() for q in rubric.questions}
    if not any(filled.values()):
        return None
    for field in ("id", "rubric"):
        if not row.get(field):
            raise DataError(file=str(path), line=line, field=field, message="is missing")
    if row["rubric"] != rubric.stamp:
        message = f"is '{row['rubric']}', these are answers to another rubric than '{rubric.stamp}'"
        raise DataError(file=str(path), line=line, field="rubric", message=message)
    answers: dict[str, int] = {}
    for question in rubric.questions:
        answers[question.id] = _place(path, line, question, filled[question.id])
    return Review(str(row["id"]), str(row.get("reviewer") or path.stem), answers, str(row.get(COMMENT) or ""))


def _place(path: Path, line: int, question: Question, answer: str) -> int:
    words = [option.lower() for option in question.scale]
    if answer.lower() in words:
        return words.index(answer.lower())
    message = "is missing" if not answer else f"'{answer}' is not one of: {', '.join(question.scale)}"
    raise DataError(file=str(path), line=line, field=question.id, message=message)
