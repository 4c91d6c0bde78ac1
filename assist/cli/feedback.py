"""`assist feedback`: export what agents did with suggestions."""

from typing import Annotated

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, write_lines

NAME = "feedback"
app = typer.Typer(help="What agents did with suggestions.", no_args_is_help=True)


@app.command()
def export(path: Annotated[str, typer.Argument(help="A .jsonl file; - for stdout.")] = "-", json: Json = False) -> None:
    """Every event with the result it is about, as JSON lines, for training and evaluation."""
    from assist.store.feedback import FeedbackStore
    from assist.store.live import LiveHub
    from assist.store.unit import LiveStore

    with opened_database() as database:
        live = LiveStore(database, LiveHub())
        try:
            write_lines(path, FeedbackStore(live).export(), "events", json=json)
        finally:
            live.close()


@app.callback()
def group() -> None:
    """Keeps `export` a verb of its own although it is the only one."""
