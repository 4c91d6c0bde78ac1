"""Reviews: a rubric that does not add up is refused, sheets come back as they went out, agreement is told."""

import csv
from pathlib import Path

import pytest

from evaluation.errors import DataError, EvaluationError
from evaluation.rubric.model import Rubric, read_rubric
from evaluation.rubric.score import score_reviews
from evaluation.rubric.sheet import SheetItem, read_sheet, write_sheet

RUBRIC = Rubric.model_validate(
    {
        "name": "small",
        "version": 3,
        "task": "summary",
        "questions": [
            {"id": "true", "text": "True?", "weight": 60, "critical": True},
            {"id": "whole", "text": "Whole?", "weight": 40, "scale": ["no", "partly", "yes"]},
        ],
    }
)
ITEMS = [SheetItem(f"i{n}", f"customer: {n}", f"headline: {n}") for n in range(4)]


def filled(path: Path, answers: list[tuple[str, str]], *, rubric: Rubric = RUBRIC) -> Path:
    write_sheet(path, rubric, ITEMS)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row, pair in zip(rows[1:], answers, strict=False):
        row[5:7] = pair
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_weights_that_do_not_sum_to_100_are_refused(tmp_path: Path):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        "name: x\nversion: 1\ntask: summary\nquestions:\n  - {id: a, text: A, weight: 60}\n"
        "  - {id: b, text: B, weight: 30}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match="weights sum to 90, not 100"):
        read_rubric(file)
    with pytest.raises(EvaluationError, match="known: case, replies, summary"):
        read_rubric("poem")


def test_the_rubrics_that_come_along_are_sound():
    for name in ("summary", "case", "replies"):
        rubric = read_rubric(name)
        best = {question.id: len(question.scale) - 1 for question in rubric.questions}
        assert rubric.total(best) == 100
        assert any(question.critical for question in rubric.questions)


def test_a_failed_critical_question_fails_the_whole():
    assert RUBRIC.total({"true": 1, "whole": 1}) == 80
    assert RUBRIC.total({"true": 0, "whole": 2}) == 0


def test_sheets_of_two_reviewers_become_scores_and_agreement(tmp_path: Path):
    first = filled(tmp_path / "ann.csv", [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("", "")])
    second = filled(tmp_path / "ben.csv", [("yes", "Yes"), ("yes", "partly"), ("no", "yes"), ("", "")])
    report = score_reviews(RUBRIC, [review for path in (first, second) for review in read_sheet(path, RUBRIC)])
    assert report.reviewers == ["ann", "ben"]
    assert report.items == 3
    assert report.scores == {"i0": {"ann": 100, "ben": 100}, "i1": {"ann": 60, "ben": 80}, "i2": {"ann": 0, "ben": 0}}
    assert report.total.value == pytest.approx((100 + 70 + 0) / 3)
    assert report.agreement["true"] == 1.0
    assert 0 < report.agreement["whole"] < 1
    assert report.failed_critical == {"true": 2}


def test_a_model_fills_json_lines_instead(tmp_path: Path):
    path = tmp_path / "judge.jsonl"
    write_sheet(path, RUBRIC, ITEMS[:1], reviewer="judge")
    path.write_text(
        path.read_text(encoding="utf-8").replace('"true": ""', '"true": "yes"').replace('"whole": ""', '"whole": "no"'),
        encoding="utf-8",
    )
    (review,) = read_sheet(path, RUBRIC)
    assert (review.reviewer, review.answers) == ("judge", {"true": 1, "whole": 0})


@pytest.mark.parametrize(
    ("answers", "field", "says"),
    [(("yes", ""), "whole", "is missing"), (("perhaps", "yes"), "true", "'perhaps' is not one of: no, yes")],
)
def test_a_wrong_answer_is_named_by_file_line_and_field(
    tmp_path: Path, answers: tuple[str, str], field: str, says: str
):
    sheet = filled(tmp_path / "ann.csv", [("yes", "yes"), answers])
    with pytest.raises(DataError, match=says) as error:
        read_sheet(sheet, RUBRIC)
    assert (error.value.line, error.value.field) == (3, field)


def test_answers_to_an_older_version_are_refused(tmp_path: Path):
    older = RUBRIC.model_copy(update={"version": 2})
    sheet = filled(tmp_path / "old.csv", [("yes", "yes")], rubric=older)
    with pytest.raises(DataError, match="another rubric than 'small@3'"):
        read_sheet(sheet, RUBRIC)
