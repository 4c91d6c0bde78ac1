"""What the verbs print: JSON for machines, a few coloured lines for people, progress bars for long work."""

import json as jsonlib
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from rich.console import Console

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(jsonlib.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def console() -> "Console":
    """Where people read; no colours when it is no terminal."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def note(text: str) -> None:
    """A remark for people that is not part of the answer."""
    sys.stderr.write(text + "\n")


def write_lines(path: str, rows: Iterable[dict[str, Any]], what: str, *, json: bool) -> None:
    """Write rows as JSON lines to a file, or to standard output for `-`, and say how many.

    The file's folder is made where it is missing. Raises InvalidInput when the file cannot be written.
    """

    def write(target: TextIO) -> int:
        return sum(target.write(jsonlib.dumps(row, ensure_ascii=False, default=str) + "\n") > 0 for row in rows)

    if path == "-":
        write(sys.stdout)
        return
    with _opened(Path(path)) as target:
        count = write(target)
    print_json({what: count, "path": path}) if json else note(f"{count} {what} written to {path}")


def _opened(path: Path) -> TextIO:
    from assist.core.errors import InvalidInput

    if path.is_dir():
        raise InvalidInput(f"{path} is a folder; name a file to write")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}") from None


class Progress:
    """`JobContext` of a command: a bar on a terminal, nothing elsewhere; Ctrl-C cancels."""

    def __init__(self, title: str) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bars = Bars(*columns, transient=True, disable=not sys.stderr.isatty(), console=_error_console())
        self._task = self.bars.add_task(title, total=None)

    def report(self, *, done: int, total: int, unit: str = "items") -> None:
        """Move the bar."""
        self.bars.update(self._task, completed=done, total=total or None)

    def error(self, item: str, message: str) -> None:
        """Say at once what could not be taken."""
        self.bars.console.print(f"  {item}: {message}", style="yellow", markup=False)

    def check_cancelled(self) -> None:
        """Ctrl-C ends the command by itself."""


@contextmanager
def progress(title: str) -> Generator[Progress]:
    """A bar while the block runs."""
    shown = Progress(title)
    with shown.bars:
        yield shown


def _error_console() -> "Console":
    from rich.console import Console

    return Console(stderr=True, highlight=False)
