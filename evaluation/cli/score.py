"""`score`: figures from the predictions of a run folder, without asking the product."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import console, opened_products, quiet_logs
from evaluation.compare import Loaded
from evaluation.errors import RunError
from evaluation.execute import is_stale, load_run, rescore
from evaluation.report.terminal import figures_table
from evaluation.runs import RUN, RunRecord, read_run
from evaluation.suite import data_name
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task

NAME = "score"


def command(
    run: Annotated[Path, typer.Argument(help="Run folder with predictions.jsonl.")],
    task: Annotated[str | None, typer.Option(help="Default: that of run.json.")] = None,
    data: Annotated[Path | None, typer.Option(help="Gold; default: that of run.json.")] = None,
    articles: Annotated[Path | None, typer.Option(help="Default: that of run.json.")] = None,
) -> None:
    """Score predictions.jsonl against the gold and write scores.jsonl and run.json."""
    quiet_logs()
    console.print(figures_table(score_folder(run, task=task, data=data, articles=articles)))


def score_folder(
    run: Path, *, task: str | None = None, data: Path | None = None, articles: Path | None = None
) -> RunRecord:
    """Score a run folder again.

    Raises RunError when neither run.json nor the options say what it was run on, or when they name different tasks.
    """
    known = read_run(run) if (run / RUN).is_file() else None
    if known is None and (task is None or data is None):
        raise RunError(f"{run} has no run.json; name --task and --data")
    if known and task and task != known.task:
        raise RunError(f"{run} is a run of task {known.task}; its predictions cannot be scored as {task}")
    asked = known.sources if known else {}
    if data is None and not asked.get("data"):
        raise RunError(f"{run / RUN} does not say what it was run on; name --data")
    gold = data or Path(asked["data"])
    searched = articles or (Path(asked["articles"]) if asked.get("articles") else None)
    sources = Sources(
        data=gold,
        articles=searched,
        memory=tuple(Path(path) for path in asked.get("memory", ())),
        seed=asked.get("seed", 0),
        limit=asked.get("limit"),
    )
    name = known.data if known and data is None else data_name(gold)
    chosen = load_task(task or (known.task if known else ""))
    with opened_products() as products:
        return rescore(chosen, sources, products, out=run, name=name)


def load_scored(run: Path) -> Loaded:
    """A run folder for `compare` and `gate`, scored again where its predictions were changed since."""
    if is_stale(run):
        score_folder(run)
    return load_run(run)
