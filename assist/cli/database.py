"""`assist db`: upgrade, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, note, print_json, progress

NAME = "db"
app = typer.Typer(help="The database.", no_args_is_help=True)


@app.command()
def upgrade(json: Json = False) -> None:
    """Bring the tables to this version. Serving does this too."""
    with opened_database() as database:
        dialect = database.dialect
    print_json({"upgraded": True, "dialect": dialect}) if json else note(f"the {dialect} database is up to date")


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="File to write.")], json: Json = False) -> None:
    """Copy the SQLite database while it is in use. (PostgreSQL has pg_dump.)"""
    from assist.store.backup import back_up

    with opened_database() as database:
        size = back_up(database, path)
    print_json({"path": str(path), "bytes": size}) if json else note(f"{size:,} bytes written to {path}")


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")], json: Json = False
) -> None:
    """Put a backup in place of the SQLite database and index its articles. The server must not run."""
    from assist.build import build_engine
    from assist.cli.settings import read_settings
    from assist.core.logs import configure_logs
    from assist.store.backup import restore as put_back

    settings = read_settings()
    configure_logs(level="warning", format=settings.log_format)
    put_back(path, settings.database_url or f"sqlite:///{settings.data_dir / 'assist.db'}")
    (settings.index_dir / "CURRENT").unlink(missing_ok=True)
    engine = build_engine(settings)
    try:
        with progress("Indexing") as bar:
            report = engine.rebuild(bar, gate=False)
    finally:
        engine.close()
    print_json(report) if json else note(f"restored; the index holds {report['articles']} articles")
