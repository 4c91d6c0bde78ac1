"""`train`: a head from annotated data into models/artifacts, with its card."""

from pathlib import Path
from typing import Annotated

import typer

from assist.core.resources import models_dir
from evaluation.cli.shared import Seed, console, opened_products, quiet_logs
from evaluation.errors import EvaluationError
from evaluation.train import NEEDS, ORDER, head_names, load_trainer
from evaluation.train.base import write_card

NAME = "train"
EPILOG = "\n\n".join(["Rows (evaluation/DATA.md):", *(f"{head}: {rows}." for head, rows in NEEDS.items()), ORDER])


def command(
    head: Annotated[str, typer.Argument(help=f"One of: {', '.join(head_names())}.")],
    data: Annotated[list[Path], typer.Option(help="Training files; repeat for several.")],
    out: Annotated[Path | None, typer.Option(help="Folder of the artifact; default: models/artifacts/<head>.")] = None,
    seed: Seed = 0,
) -> None:
    """Cross-validate, fit on everything, write weights, manifest (data hash, seed, figures) and model card."""
    quiet_logs()
    if head not in head_names():
        raise EvaluationError(f"no head '{head}'; known: {', '.join(head_names())}")
    trainer = load_trainer(head)
    folder = out or models_dir() / "artifacts" / head
    with opened_products() as products:
        try:
            report = trainer(data, out=folder, seed=seed, encoder=products.encoder)
        except ValueError as error:
            # Whether each fold of a small set has every kind of row shows only when it is fitted (scikit-learn).
            if "at least 2 classes" not in str(error):
                raise
            raise EvaluationError(f"the rows are too few or too alike to train {head}: {error}") from None
    card = write_card(report, folder if out else models_dir() / "cards")
    for name, value in report.metrics.items():
        simple = report.baseline.get(name)
        console.print(f"{name}: {value:.3f}" + (f" (simple method {simple:.3f})" if simple is not None else ""))
    console.print(f"{folder} written, card {card}", highlight=False)
