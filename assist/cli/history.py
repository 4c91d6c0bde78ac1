"""`assist history`: past conversations for the reply memory."""

from pathlib import Path
from typing import Annotated

import typer

from assist.cli.engine import writing_engine
from assist.cli.output import Json, progress
from assist.cli.tally import show_report

NAME = "history"
app = typer.Typer(help="Import past conversations, from which replies are suggested.", no_args_is_help=True)


@app.command(name="import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="Conversations: JSONL, JSON, CSV, or a transcript format."),
    ],
    json: Json = False,
) -> None:
    """Remember how agents answered; bad rows are reported, the rest is kept."""
    with writing_engine() as engine, progress("Importing conversations") as bar:
        report = engine.import_history(paths, bar)
    show_report(report, "conversations", json=json, quiet_rows=True)


@app.callback()
def group() -> None:
    """Keeps `import` a verb of its own although it is the only one."""
