"""`report`: a run, or a folder of runs, for people."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import console, quiet_logs
from evaluation.errors import RunError
from evaluation.report.html import render_report, run_folders
from evaluation.report.markdown import run_markdown, suite_markdown
from evaluation.report.terminal import figures_table
from evaluation.runs import read_run, write_json, write_text

NAME = "report"


def command(
    run: Annotated[Path, typer.Argument(help="Run folder, or a folder of runs (`run --task all`).")],
    html: Annotated[Path | None, typer.Option(help="Write one self-contained HTML file.")] = None,
    md: Annotated[Path | None, typer.Option(help="Write Markdown.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write JSON: the run.json of every run.")] = None,
) -> None:
    """Figures, plots and the worst items; without an option the figures on the terminal."""
    quiet_logs()
    if not run.exists():
        raise RunError(f"{run} does not exist; give a run folder")
    records = [read_run(folder) for folder in run_folders(run)]
    if html is not None:
        write_text(html, render_report(run))
    if md is not None:
        whole = suite_markdown(records) + "\n" if len(records) > 1 else ""
        write_text(md, whole + "\n".join(run_markdown(record) for record in records))
    if json is not None:
        write_json(json, [record.model_dump(mode="json") for record in records])
    for written in (html, md, json):
        if written is not None:
            console.print(f"{written} written", highlight=False)
    if not (html or md or json):
        for record in records:
            console.print(figures_table(record))
