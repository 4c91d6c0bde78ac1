"""`compare`: is B different from A on the same items, where, and on which items most?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.score import load_scored
from evaluation.cli.shared import Seed, console, quiet_logs
from evaluation.compare import compare_runs
from evaluation.report.markdown import comparison_markdown
from evaluation.report.terminal import changes_table, comparison_table, slice_tables
from evaluation.runs import write_json, write_text

NAME = "compare"


def command(
    before: Annotated[Path, typer.Argument(help="Run folder A.")],
    after: Annotated[Path, typer.Argument(help="Run folder B.")],
    metric: Annotated[str | None, typer.Option(help="Whose most changed items are listed.")] = None,
    slices: Annotated[bool, typer.Option(help="Show each slice too.")] = True,
    json: Annotated[Path | None, typer.Option(help="Write the comparison as JSON.")] = None,
    md: Annotated[Path | None, typer.Option(help="Write the comparison as Markdown.")] = None,
    seed: Seed = 0,
) -> None:
    """Pair items, give differences with interval and p (permutation or bootstrap, Holm over metrics)."""
    quiet_logs()
    comparison = compare_runs(load_scored(before), load_scored(after), seed=seed, metric=metric)
    if json is not None:
        write_json(json, asdict(comparison) | {"regressions": comparison.regressions})
    if md is not None:
        write_text(md, comparison_markdown(comparison))
    console.print(comparison_table(comparison))
    for table in slice_tables(comparison) if slices else ():
        console.print(table)
    if comparison.changed:
        console.print(changes_table(comparison))
    worse = ", ".join(comparison.regressions)
    console.print(f"regression: {worse}" if worse else "no regression beyond chance", highlight=False)
