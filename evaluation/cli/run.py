"""`run`: predictions and figures of one task on one data file, or of all tasks on all known sets."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import (
    Limit,
    Seed,
    Workers,
    cache_dir,
    console,
    errors,
    opened_products,
    progress_bar,
    quiet_logs,
)
from evaluation.errors import EvaluationError, RunError
from evaluation.execute import ELSEWHERE, Execution, execute
from evaluation.product import EngineProducts
from evaluation.report.markdown import suite_markdown
from evaluation.report.terminal import figures_table, suite_table
from evaluation.runs import RunRecord, finished_run, write_text
from evaluation.suite import COMMITTED, Planned, chosen, data_name, discover
from evaluation.suite_record import holds_suite, write_suite
from evaluation.tasks.base import Sources
from evaluation.tasks.registry import load_task, task_names

NAME = "run"
ALL = "all"


def command(
    task: Annotated[str, typer.Option(help=f"{', '.join(task_names())}, or all.")],
    out: Annotated[Path, typer.Option(help="Folder for predictions.jsonl, scores.jsonl and run.json.")],
    data: Annotated[Path | None, typer.Option(help="JSONL or JSONL.gz with the items (DATA.md).")] = None,
    articles: Annotated[Path | None, typer.Option(help="Articles to search: JSONL, or a folder of Markdown.")] = None,
    memory: Annotated[list[Path] | None, typer.Option(help="Past conversations replies are suggested from.")] = None,
    data_root: Annotated[
        Path | None,
        typer.Option(help="Folder with data sets (DATA.md) instead of --data; default: the committed ones."),
    ] = None,
    seed: Seed = 0,
    limit: Limit = None,
    workers: Workers = 1,
    cache: Annotated[bool, typer.Option(help="Reuse predictions and vectors of the same items, code, models.")] = True,
) -> None:
    """Predict with the engine that serves, score against gold, and show product beside simple methods and people.

    A run that was stopped goes on where it stopped when it is started again with the same --out.
    """
    quiet_logs()
    if data is not None and (data_root is not None or task == ALL):
        raise EvaluationError("give either one --task with --data, or --data-root for all data sets of a folder")
    how = Execution(cache=cache_dir() if cache else None, workers=workers)
    if data is not None:
        if holds_suite(out):
            raise RunError(f"{out} holds the runs of a whole suite; {ELSEWHERE}")
        plan = Planned(task, data_name(data), data, articles, tuple(memory or ()))
        with opened_products(cache=cache) as products:
            record = _run(plan, products, out, how, seed, limit)
        console.print(figures_table(record))
        return
    plans = chosen(discover(data_root or COMMITTED), task)
    if not plans:
        raise EvaluationError(f"{data_root or COMMITTED} has no data for task '{task}'")
    single = finished_run(out)
    if single is not None:
        raise RunError(f"{out} holds a run of task {single.task}; {ELSEWHERE}")
    records: list[RunRecord] = []
    with opened_products(cache=cache) as products:
        for number, plan in enumerate(plans, start=1):
            errors.print(f"[{number}/{len(plans)}] {plan.task} on {plan.name}", highlight=False)
            records.append(_run(plan, products, out / f"{plan.task}-{plan.name}", how, seed, limit))
    write_suite(out, records)
    write_text(out / "table.md", suite_markdown(records))
    console.print(suite_table(records))


def _run(plan: Planned, products: EngineProducts, out: Path, how: Execution, seed: int, limit: int | None) -> RunRecord:
    sources = Sources(data=plan.data, articles=plan.articles, memory=plan.memory, seed=seed, limit=limit)
    with progress_bar(f"{plan.task} {plan.name}") as progress:
        return execute(load_task(plan.task), sources, products, out=out, how=how, name=plan.name, progress=progress)
