"""`gate`: exit 1 when a run is worse than the recorded baseline beyond tolerance and chance."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.baseline import check_run, check_whole, find_baseline, read_baseline, record_baseline, write_baseline
from evaluation.cli.score import load_scored
from evaluation.cli.shared import Seed, console, quiet_logs
from evaluation.report.terminal import gate_table

NAME = "gate"


def command(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    baseline: Annotated[
        Path | None, typer.Option(help="Baseline file or run folder; default: that of evaluation/baselines.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Record this run as the baseline instead.")] = False,
    seed: Seed = 0,
) -> None:
    """Compare with the baseline of the same task and data, metric by metric."""
    quiet_logs()
    loaded = load_scored(run)
    file = baseline or find_baseline(loaded)
    if update:
        check_whole(loaded)
        write_baseline(record_baseline(loaded, keep=read_baseline(file) if file.is_file() else None), file)
        console.print(f"{file} written", highlight=False)
        return
    known = record_baseline(load_scored(file)) if file.is_dir() else read_baseline(file)
    checked = check_run(loaded, known, seed=seed)
    console.print(gate_table(checked, name=loaded.name))
    failed = [row.metric for row in checked if row.failed]
    console.print(f"FAILED: {', '.join(failed)}" if failed else "passed", highlight=False)
    raise typer.Exit(1 if failed else 0)
