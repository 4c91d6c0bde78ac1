"""Trains the network that reads what a colleague's note would rest on (`python -m evaluation train gist`)."""

import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from assist.copilot.analysis import analyze
from assist.copilot.case_draft.gist import ARTIFACT, CLOSENESS_NAMES, GIST_NAMES, GistReader
from assist.copilot.case_draft.roles import SIGN_NAMES
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.train._gist_data import FOLDS, gist_examples, unseen
from evaluation.train._gist_network import BATCH, EPOCHS, WIDTH, Example, fit_gist
from evaluation.train._rows import read_rows_with
from evaluation.train.base import TrainingReport, describe_data

_FIRST = SIGN_NAMES.index("share_of_talk")


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, fit on everything, write models/artifacts/gist."""
    started = time.perf_counter()
    rows = read_rows_with("gold.headline", lambda row: row.gold.headline, data, least=FOLDS)
    heads = load_heads(models_dir())
    talks = [(analyze(row.transcript, encoder=encoder, heads=heads), row.gold) for row in rows]
    examples = [one for one in gist_examples(talks, encoder) if len(one.vectors)]
    metrics, baseline = _figures(examples, unseen(examples, seed=seed))
    report = TrainingReport(
        head=ARTIFACT,
        artifact=ARTIFACT,
        purpose="What a colleague's note would rest on: closeness of each sentence to headline, issue, resolution and "
        "next steps, and its part in the case note, from all sentences of a talk beside each other.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=metrics,
        baseline=baseline,
        seconds=time.perf_counter() - started,
        settings={"width": WIDTH, "epochs": EPOCHS, "batch": BATCH},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service; labels are likeness (vector and ROUGE) to one note each.",
            "r: correlation with the closeness, simple: of the place in the talk; ap: average precision over all "
            "sentences, simple: the share of positive ones.",
        ),
    )
    reader = fit_gist(examples, seed=seed)
    arrays = {one.name: getattr(reader, one.name) for one in fields(GistReader)}
    manifest = report.manifest() | {"features": list(SIGN_NAMES), "outputs": list(GIST_NAMES)}
    save_artifact(out, name=ARTIFACT, arrays=arrays, manifest=manifest)
    return report


def _figures(examples: Sequence[Example], found: Sequence[FloatArray]) -> tuple[dict[str, float], dict[str, float]]:
    targets, read = np.vstack([one.targets for one in examples]), np.vstack(list(found))
    place = np.concatenate([one.signs[:, _FIRST] for one in examples])
    metrics: dict[str, float] = {}
    baseline: dict[str, float] = {}
    for column, name in enumerate(GIST_NAMES):
        truth = targets[:, column]
        if name in CLOSENESS_NAMES:
            metrics[f"{name}_r"] = float(np.corrcoef(truth, read[:, column])[0, 1])
            baseline[f"{name}_r"] = abs(float(np.corrcoef(truth, place)[0, 1]))
        else:
            metrics[f"{name}_ap"] = float(average_precision_score(truth, read[:, column]))
            baseline[f"{name}_ap"] = float(truth.mean())
    return {name: round(value, 4) for name, value in metrics.items()}, baseline
