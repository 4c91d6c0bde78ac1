"""A rubric: questions whose weights sum to 100; a failed critical question fails the whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evaluation.errors import DataError, EvaluationError

SHEETS = Path(__file__).parent / "sheets"
WHOLE = 100


class Strict(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Strict):
    """`scale`: answers in words, worst first. `critical`: answers below `pass_at` (from 0) make the whole score 0."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    text: Annotated[str, Field(min_length=1)]
    weight: Annotated[float, Field(ge=0, le=WHOLE)]
    scale: Annotated[tuple[str, ...], Field(min_length=2)] = ("no", "yes")
    critical: bool = False
    pass_at: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _scale_fits(self) -> "Question":
        if len({answer.lower() for answer in self.scale}) != len(self.scale):
            raise ValueError("scale has an answer twice")
        if self.pass_at >= len(self.scale):
            raise ValueError(f"pass_at is {self.pass_at}; the scale's last answer is {len(self.scale) - 1}")
        return self

    def share(self, answer: int) -> float:
        """0 for the worst answer, 1 for the best."""
        return answer / (len(self.scale) - 1)


class Rubric(Strict):
    """`version` is part of every sheet: answers to other questions are not mixed."""

    name: Annotated[str, Field(min_length=1)]
    version: Annotated[int, Field(ge=1)]
    task: str
    intro: str = ""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _weights_sum(self) -> "Rubric":
        total = sum(question.weight for question in self.questions)
        if abs(total - WHOLE) > 1e-6:
            raise ValueError(f"weights sum to {total:g}, not {WHOLE}")
        ids = [question.id for question in self.questions]
        if len(set(ids)) != len(ids):
            raise ValueError("a question id is used twice")
        return self

    @property
    def stamp(self) -> str:
        """`summary@2`."""
        return f"{self.name}@{self.version}"

    def total(self, answers: Mapping[str, int]) -> float:
        """0-100; 0 when a critical question failed. `answers`: question id -> place on its scale."""
        if any(q.critical and answers[q.id] < q.pass_at for q in self.questions):
            return 0.0
        return sum(q.weight * q.share(answers[q.id]) for q in self.questions)


def read_rubric(source: str | Path) -> Rubric:
    """A YAML or JSON file, or the name of a rubric that comes with the harness. Raises DataError naming the field."""
    path = Path(source)
    if not path.suffix:
        path = SHEETS / f"{source}.yaml"
        if not path.is_file():
            known = ", ".join(sorted(file.stem for file in SHEETS.glob("*.yaml")))
            raise EvaluationError(f"no rubric '{source}'; known: {known}, or give a file")
    if not path.is_file():
        raise DataError(file=str(path), line=0, field="", message="no such file")
    try:
        # Texts only: a bare `no` in a scale must not become false.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return Rubric.model_validate(content)
    except yaml.YAMLError as error:
        raise DataError(file=str(path), line=0, field="", message=f"not YAML: {error}") from None
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        field = ".".join(map(str, problem["loc"]))
        raise DataError(file=str(path), line=0, field=field, message=str(problem["msg"])) from None
