"""What an import did, printed; it failed when nothing could be taken."""

from typing import TYPE_CHECKING

import typer

from assist.cli.output import note, print_json

if TYPE_CHECKING:
    from assist.core.reports import ImportReport


def show_report(report: "ImportReport", what: str, *, json: bool, quiet_rows: bool = False) -> None:
    """Counts and failed rows. Exit code 1 when any row failed. `quiet_rows`: they were printed already."""
    if json:
        print_json(report.as_result())
    else:
        note(
            f"{what}: {report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.failures} failed"
        )
        for item, message in () if quiet_rows else report.failed:
            note(f"  {item}: {message}")
    if report.failures:
        raise typer.Exit(1)
