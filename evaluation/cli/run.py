"""`run`: predictions and figures of one task on one data file, or of all tasks on all known sets."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import Limit, Seed, Workers, cache_dir, console, opened_products, progress_bar, quiet_logs
from evaluation.execute import Execution, execute
from evaluation.report.terminal import figures_table
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task

NAME = "run"


def command(
    task: Annotated[str, typer.Option(help="A task's name, or `all`.")],
    out: Annotated[Path, typer.Option(help="Folder for predictions.jsonl, scores.jsonl and run.json.")],
    data: Annotated[Path | None, typer.Option(help="JSONL or JSONL.gz with the items (DATA.md).")] = None,
    articles: Annotated[Path | None, typer.Option(help="Articles to search: JSONL, or a folder of Markdown.")] = None,
    memory: Annotated[list[Path] | None, typer.Option(help="Past conversations replies are suggested from.")] = None,
    seed: Seed = 0,
    limit: Limit = None,
    workers: Workers = 1,
    cache: Annotated[bool, typer.Option(help="Reuse predictions of the same items, code and models.")] = True,
) -> None:
    """Predict with the engine that serves, score against gold, and show product beside simple methods and people."""
    quiet_logs()
    how = Execution(cache=cache_dir() / "predictions" if cache else None, workers=workers)
    if data is None:
        raise typer.BadParameter("name the items with --data FILE")
    chosen = load_task(task)
    sources = Sources(data=data, articles=articles, memory=tuple(memory or ()), seed=seed, limit=limit)
    with opened_products(cache=cache) as products, progress_bar(task) as progress:
        record = execute(chosen, sources, products, out=out, how=how, progress=progress)
    console.print(figures_table(record))
