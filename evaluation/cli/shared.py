"""What the verbs share: options, the progress bar, the engine, and quiet logs."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assist.core.logs import configure_logs
from assist.core.settings import Settings
from evaluation.predict import Progress as Report
from evaluation.product import EngineProducts

Data = Annotated[Path, typer.Option(help="JSONL or JSONL.gz with the items (DATA.md).")]
Seed = Annotated[int, typer.Option(help="Of sampling and resampling.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only so many items, drawn with the seed.")]
Workers = Annotated[int, typer.Option(min=1, help="Items predicted at the same time.")]

errors = Console(stderr=True)
console = Console(width=None if sys.stdout.isatty() else 160)  # into files tables keep their columns


def quiet_logs() -> None:
    """Warnings only: the verbs speak for themselves."""
    configure_logs(level="warning", format="console")


@contextmanager
def opened_products(*, cache: bool = True) -> Generator[EngineProducts]:
    """The product, with the vectors of earlier runs where `cache` says so."""
    with EngineProducts(vectors=cache_dir() / "vectors.db" if cache else None) as products:
        yield products


def cache_dir() -> Path:
    """Where predictions and vectors of earlier runs are kept; safe to delete."""
    return Settings().cache_dir / "evaluation"


@contextmanager
def progress_bar(title: str) -> Generator[Report]:
    """A bar on standard error that goes away when done; nothing where standard error is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
