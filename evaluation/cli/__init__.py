"""The command line of the harness, one module a verb. Exit codes: 0 ok, 1 failed (also: the gate), 2 usage or data."""

import sys

import typer

from assist.core.errors import AssistError
from evaluation.cli import compare, export, gate, report, rubric, run, score, train
from evaluation.errors import EvaluationError

app = typer.Typer(
    help="Offline evaluation over the engine that serves.", no_args_is_help=True, pretty_exceptions_enable=False
)
for verb in (run, score, compare, gate, report, train, export):
    app.command(name=verb.NAME, epilog=getattr(verb, "EPILOG", None))(verb.command)
app.add_typer(rubric.app, name=rubric.NAME)


def main() -> None:
    """Run the verb; errors meant for the user become one line and exit code 2."""
    try:
        app()
    except (EvaluationError, AssistError) as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        if error.filename is None:
            raise
        print(f"error: {error.filename}: {error.strerror}; name another file or folder", file=sys.stderr)
        raise SystemExit(2) from None
