"""What can go wrong in the harness, each with a message the user can act on; the command line exits with 2."""

from pydantic import ValidationError


class EvaluationError(Exception):
    """Base of all errors meant for the user."""


class DataError(EvaluationError):
    """A data file is malformed: names the file, the line (from 1; 0: the file as a whole) and the field."""

    def __init__(self, *, file: str, line: int, field: str, message: str) -> None:
        place = [file, *([f"line {line}"] if line else []), *([f"field '{field}'"] if field else [])]
        super().__init__(f"{', '.join(place)}: {message}")
        self.file, self.line, self.field, self.message = file, line, field, message


class MetricError(EvaluationError):
    """Predictions and gold do not fit together: duplicate ids, or not one prediction per gold item."""


class RunError(EvaluationError):
    """A run folder or baseline is missing or does not fit the command."""


def first_problem(error: ValidationError) -> tuple[str, str]:
    """(dotted field, what is wrong) of the first wrong field."""
    problem = error.errors(include_url=False)[0]
    return ".".join(str(part) for part in problem["loc"]), str(problem["msg"])
