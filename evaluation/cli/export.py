"""`export`: what agents did with suggestions, as items for training and evaluation."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import console, quiet_logs
from evaluation.export import export_feedback

NAME = "export"


def command(
    out: Annotated[Path, typer.Option(help="Folder for replies, queries, summary, case and events (.jsonl).")],
) -> None:
    """Read the store of ASSIST_DATA_DIR or ASSIST_DATABASE_URL; personal data leaves as pseudonyms, ids as hashes.

    Names that nobody told the service cannot be found by patterns: read a sample before handing the files on.
    """
    quiet_logs()
    exported = export_feedback(out)
    for name, count in exported.counts.items():
        console.print(f"{out / name}: {count} rows", highlight=False)
    if not exported.counts:
        console.print("no feedback and no saved case drafts in this store", highlight=False)
