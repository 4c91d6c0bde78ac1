"""`rubric`: sheets for reviewers out of a run, filled sheets in, scores and agreement."""

from pathlib import Path
from typing import Annotated

import typer

from evaluation.cli.shared import Seed, console, quiet_logs
from evaluation.items import PRODUCT
from evaluation.report.page import run_items
from evaluation.report.terminal import review_table
from evaluation.report.views import ItemView, view_item, view_output
from evaluation.rubric.model import read_rubric
from evaluation.rubric.score import score_reviews
from evaluation.rubric.sheet import read_sheet, sheet_item, write_sheet
from evaluation.runs import PREDICTIONS, read_predictions, read_run, unique_by_id, write_json
from evaluation.sample import choose

NAME = "rubric"
app = typer.Typer(help="Reviews by people or models: sheets out, scores and agreement in.", no_args_is_help=True)
_RUBRIC = typer.Option("--rubric", help="summary, case, replies, or a YAML file with questions.")


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Run folder.")],
    out: Annotated[Path, typer.Option(help="Sheet to write: .csv for people, .jsonl for models.")],
    rubric: Annotated[str, _RUBRIC],
    items: Annotated[int, typer.Option(min=1, help="How many, drawn with the seed.")] = 30,
    reviewer: Annotated[str, typer.Option(help="Name to fill in.")] = "",
    seed: Seed = 0,
) -> None:
    """A sheet with the product's outputs, one column a question. Give every reviewer a copy of their own."""
    quiet_logs()
    asked = read_rubric(rubric)
    known = run_items(read_run(run))
    predictions = unique_by_id(read_predictions(run / PREDICTIONS), source=str(run))
    sheet = [
        sheet_item(key, view, view_output(predictions[key].outputs.get(PRODUCT, {}), _text(view)))
        for key in choose(list(predictions), limit=items, seed=seed)
        for view in [view_item(known[key]) if key in known else ItemView()]
    ]
    write_sheet(out, asked, sheet, reviewer=reviewer)
    console.print(f"{out}: {len(sheet)} items, rubric {asked.stamp}", highlight=False)


@app.command(name="import")
def import_(
    sheets: Annotated[list[Path], typer.Argument(help="Filled sheets, one a reviewer.")],
    rubric: Annotated[str, _RUBRIC],
    out: Annotated[Path | None, typer.Option(help="Write scores and agreement as JSON.")] = None,
    seed: Seed = 0,
) -> None:
    """Scores 0-100 with intervals, failed critical questions, Krippendorff's alpha of every question."""
    quiet_logs()
    asked = read_rubric(rubric)
    report = score_reviews(asked, [review for sheet in sheets for review in read_sheet(sheet, asked)], seed=seed)
    if out is not None:
        write_json(out, report.model_dump(mode="json"))
    console.print(review_table(report))


@app.command()
def check(rubric: Annotated[str, typer.Argument(help="Name or YAML file.")]) -> None:
    """Check a rubric: weights sum to 100, scales and ids are sound."""
    asked = read_rubric(rubric)
    console.print(f"{asked.stamp}: {len(asked.questions)} questions, weights sum to 100", highlight=False)


def _text(view: ItemView) -> str:
    return view.turns[-1].text if view.turns else ""
