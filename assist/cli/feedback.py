"""`assist feedback`: export what agents did with suggestions."""

from typing import Annotated

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, write_lines

NAME = "feedback"
app = typer.Typer(help="What agents did with suggestions.", no_args_is_help=True)


@app.command()
def export(path: Annotated[str, typer.Argument(help="A .jsonl file; - for stdout.")] = "-", json: Json = False) -> None:
    """Every event with the result it is about, as JSON lines, for training and evaluation.

    Texts have pseudonyms in place of personal data, unless ASSIST_REDACTION is off.
    """
    from assist.core.settings import Settings
    from assist.store.live import LiveHub
    from assist.store.outbound import feedback_rows
    from assist.store.unit import LiveStore

    with opened_database() as database:
        live = LiveStore(database, LiveHub())
        try:
            rows = feedback_rows(live, pseudonyms=Settings().redaction != "off")
            write_lines(path, rows, "events", json=json)
        finally:
            live.close()


@app.callback()
def group() -> None:
    """Keeps `export` a verb of its own although it is the only one."""
