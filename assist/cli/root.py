"""The tree of verbs, and what every verb shares: errors as one line, exit codes 0 ok, 1 failed, 2 usage."""

import os
import sys
from typing import Annotated

import typer

from assist.cli import articles, database, feedback, history, index, keys, models, replies, server, transcripts

app = typer.Typer(
    name="assist",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(asked: bool) -> None:
    if asked:
        from assist import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Copilot smart-assist for contact-centre agents: summaries, replies, articles, case drafts with evidence."""


transcripts.register(app)
server.register(app)
for group in (articles, replies, history, index, keys, models, feedback, database):
    app.add_typer(group.app, name=group.NAME)


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    # numpy's own threads fight the encoder's: with two of them one message cost the heads five times as much.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except BrokenPipeError:  # `assist ... | head` closed our output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:
        raise SystemExit(_failed(error)) from None


def _failed(error: Exception) -> int:
    """Our own errors are a sentence on standard error; anything else is a defect and shows its traceback."""
    from pydantic import ValidationError

    from assist.core.errors import AssistError
    from assist.core.problems import problems_in

    if isinstance(error, ValidationError) and error.title == "Settings":
        for problem in problems_in(error):
            sys.stderr.write(f"assist: ASSIST_{problem.field.upper()}: {problem.message}\n")
        return 1
    if not isinstance(error, AssistError):
        raise error
    sys.stderr.write(f"assist: {error.detail}\n")
    return 1
