"""`assist articles`: import and export."""

from pathlib import Path
from typing import Annotated

import typer

from assist.cli.engine import opened_database
from assist.cli.output import Json, note, progress, write_lines
from assist.cli.tally import show_report

NAME = "articles"
AUTHOR = "command line"  # who wrote the versions that these verbs store
app = typer.Typer(help="Import and export knowledge articles.", no_args_is_help=True)
# What `knowledge.loaders` reads; it is too heavy to import for a help text.
KINDS = "csv, docx, htm, html, jsonl, jsonl.gz, markdown, md, ndjson, pdf, txt"
Paths = Annotated[list[Path], typer.Argument(exists=True, help=f"Files, folders or zip archives ({KINDS}).")]


@app.command(name="import")
def import_(paths: Paths, json: Json = False) -> None:
    """Store articles; bad files and rows are reported, the rest is kept."""
    from assist.knowledge.imports import import_articles, load_upload
    from assist.store.articles import ArticleStore

    with opened_database() as database, progress("Importing articles") as bar:
        loaded = (one for path in paths for one in load_upload(path.name, path))
        report = import_articles(loaded, ArticleStore(database), bar, author=AUTHOR)
    show_report(report, "articles", json=json, quiet_rows=True)
    if not json and report.created + report.updated:
        note("make them searchable quickly after every start with: assist index rebuild")


@app.command()
def export(path: Annotated[str, typer.Argument(help="A .jsonl file; - for stdout.")] = "-", json: Json = False) -> None:
    """Write every article as JSON lines, which import takes back."""
    from assist.core.results import json_of
    from assist.store.articles import ArticleStore

    with opened_database() as database:
        rows = (json_of(record.article) for record in ArticleStore(database).all_current())
        write_lines(path, rows, "articles", json=json)
