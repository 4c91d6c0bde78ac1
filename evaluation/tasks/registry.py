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

_SUMMARIES: Mapping[str, str] = {
    "summary": "One sentence that says what a conversation was about, against what people wrote about it, and whether "
    "every statement rests on what was said.",
    "reported": "One message retold in the third person, as a case note would have it, against two people's wording.",
    "case": "The structured case note drafted from a conversation, field by field against a colleague's note.",
    "acts": "What each message does (asks, promises, complains ...) and whether a note would use it, against people's "
    "labels.",
    "replies": "What the agent could say next, against what agents and people did say.",
    "articles": "Help articles found from a question or from the conversation itself, against the articles that answer "
    "it. Silence is off here: it is measured by the task abstain.",
    "abstain": "Whether the product stays silent when no article answers, and speaks when one does.",
    "redaction": "Whether personal data in a text is found: e-mails, phone, card and account numbers; names are "
    "counted beside, they have no pattern.",
    "faithfulness": "Whether this harness's own measure of support agrees with three people who rated replies.",
    "latency": "How long an agent waits for all four features after a customer's message, in milliseconds.",
}


def task_names() -> tuple[str, ...]:
    """The tasks that can be run, in the order of reports."""
    return tuple(name for name in _CLASSES if find_spec(f"evaluation.tasks.{name}"))


def load_task(name: str) -> Task:
    """The task `name`. Raises EvaluationError with the known names."""
    if name not in task_names():
        raise EvaluationError(f"no task '{name}'; known: {', '.join(task_names())}, all")
    return getattr(import_module(f"evaluation.tasks.{name}"), _CLASSES[name])()


def task_summary(name: str) -> str:
    """What a task measures, in one sentence for readers of a report."""
    return _SUMMARIES.get(name, "")
