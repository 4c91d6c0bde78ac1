"""What can go wrong in the harness, each with a message the user can act on; the command line exits with 2."""


class EvaluationError(Exception):
    """Base of all errors meant for the user."""


class DataError(EvaluationError):
    """A data file is malformed: names the file, the line (from 1) and the field."""

    def __init__(self, *, file: str, line: int, field: str, message: str) -> None:
        super().__init__(f"{file}, line {line}, field '{field}': {message}")
        self.file, self.line, self.field, self.message = file, line, field, message


class MetricError(EvaluationError):
    """Predictions and gold do not fit together: duplicate ids, or not one prediction per gold item."""


class RunError(EvaluationError):
    """A run folder or baseline is missing or does not fit the command."""
