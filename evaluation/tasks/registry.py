"""Every task by the name it has on the command line; a task's module is loaded when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from evaluation.errors import EvaluationError
from evaluation.tasks.base import Task

_CLASSES: Mapping[str, str] = {
    "summary": "SummaryTask",
    "reported": "ReportedTask",
    "case": "CaseTask",
    "acts": "ActsTask",
    "replies": "RepliesTask",
    "articles": "ArticlesTask",
    "abstain": "AbstainTask",
    "redaction": "RedactionTask",
    "faithfulness": "FaithfulnessTask",
    "latency": "LatencyTask",
}


def task_names() -> tuple[str, ...]:
    """The tasks that can be run, in the order of reports."""
    return tuple(name for name in _CLASSES if find_spec(f"evaluation.tasks.{name}"))


def load_task(name: str) -> Task:
    """The task `name`. Raises EvaluationError with the known names."""
    if name not in task_names():
        raise EvaluationError(f"no task '{name}'; known: {', '.join(task_names())}, all")
    return getattr(import_module(f"evaluation.tasks.{name}"), _CLASSES[name])()
