"""`assist replies`: import approved replies."""

from pathlib import Path
from typing import Annotated

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, progress
from assist.cli.tally import show_report

NAME = "replies"
app = typer.Typer(help="Import approved replies.", no_args_is_help=True)


@app.command(name="import")
def import_(
    paths: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="JSONL or CSV, one reply a line.")],
    json: Json = False,
) -> None:
    """Store approved replies; bad rows are reported, the rest is kept."""
    from assist.copilot.imports import import_replies
    from assist.store.approved_replies import ApprovedReplyStore

    with opened_database() as database, progress("Importing replies") as bar:
        report = import_replies([(path.name, path) for path in paths], ApprovedReplyStore(database), bar)
    show_report(report, "approved replies", json=json, quiet_rows=True)


@app.callback()
def group() -> None:
    """Keeps `import` a verb of its own although it is the only one."""
