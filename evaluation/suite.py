"""All tasks on all data sets found under one folder: the sets DATA.md describes, or files named after tasks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.core.resources import samples_dir
from evaluation.errors import EvaluationError
from evaluation.tasks.registry import task_names

COMMITTED = Path(__file__).parent / "datasets"


@dataclass(frozen=True, slots=True)
class Planned:
    """One run of the suite. `name`: data set and split."""

    task: str
    name: str
    data: Path
    articles: Path | None = None
    memory: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    task: str
    data: str
    articles: str | None = None
    memory: tuple[str, ...] = ()


_GOLD, _GOLD_ARTICLES = "gold/dev.jsonl", "gold/articles.jsonl"
_SEARCHED = ("wixqa", "techqa", "tau2", "mtrag")
_KNOWN = (
    _Known("summary", _GOLD),
    _Known("summary", "tweetsumm/valid.jsonl"),
    _Known("summary", "meqsum/dev.jsonl"),
    _Known("reported", "gold/reported.jsonl"),
    _Known("case", _GOLD),
    _Known("acts", _GOLD),
    _Known("replies", "star/dev.jsonl", memory=("star/train.jsonl",)),
    _Known("replies", "cucom/dev.jsonl"),
    _Known("replies", _GOLD, articles=_GOLD_ARTICLES, memory=("gold/train.jsonl",)),
    _Known("articles", _GOLD, articles=_GOLD_ARTICLES),
    *(_Known("articles", f"{name}/dev.jsonl", articles=f"{name}/articles.jsonl") for name in _SEARCHED),
    _Known("abstain", _GOLD, articles=_GOLD_ARTICLES),
    *(_Known("abstain", f"{name}/dev.jsonl", articles=f"{name}/articles.jsonl") for name in ("techqa", "mtrag")),
    _Known("redaction", "pii/dev.jsonl"),
    _Known("faithfulness", "mtrag_rated/dev.jsonl"),
    _Known("latency", _GOLD, articles=_GOLD_ARTICLES),
)


def discover(root: Path) -> list[Planned]:
    """Runs for which `root` has the data. Raises EvaluationError when there are none."""
    runnable = set(task_names())
    found = [plan for plan in [*_known(root), *_named(root)] if plan.task in runnable]
    if not found:
        raise EvaluationError(
            f"{root} has no data that the suite knows: no {_GOLD} or another set of DATA.md, "
            f"and no file named after a task ({', '.join(sorted(runnable))}.jsonl)"
        )
    return found


def _known(root: Path) -> Iterator[Planned]:
    for known in _KNOWN:
        data = _existing(root, known.data)
        articles = _articles(root, known.articles) if known.articles else None
        if data is None or (known.articles and articles is None):
            continue
        memory = tuple(path for name in known.memory if (path := _existing(root, name)))
        yield Planned(known.task, data_name(data), data, articles, memory)


def _named(root: Path) -> Iterator[Planned]:
    """`<task>.jsonl` beside `articles.jsonl` (for `queries.jsonl`, task articles) and `memory.jsonl`."""
    articles, memory = _existing(root, "articles.jsonl"), _existing(root, "memory.jsonl")
    for task in task_names():
        data = _existing(root, "queries.jsonl" if task == "articles" else f"{task}.jsonl")
        if data is not None and (articles is not None or task not in ("articles", "abstain")):
            yield Planned(task, data_name(data), data, articles, (memory,) if memory else ())


def _articles(root: Path, name: str) -> Path | None:
    """The committed conversations are about the sample companies, whose articles every installation has."""
    if root == COMMITTED and name == _GOLD_ARTICLES:
        return samples_dir() / "articles"
    return _existing(root, name)


def _existing(root: Path, name: str) -> Path | None:
    return next((root / option for option in (name, f"{name}.gz") if (root / option).is_file()), None)


def data_name(data: Path) -> str:
    """`gold-dev` of `.../gold/dev.jsonl.gz`: a run must be known by more than `dev`."""
    stem = data.name.split(".", 1)[0]
    return f"{data.resolve().parent.name}-{stem}"


def chosen(plans: Sequence[Planned], task: str) -> list[Planned]:
    """The plans of one task, or all."""
    return [plan for plan in plans if task in ("all", plan.task)]
