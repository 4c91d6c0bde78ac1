"""Trains which sentence belongs to which part of the case note (`python -m evaluation train case`)."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import GroupKFold

from assist.copilot.analysis import analyze
from assist.copilot.case_draft.gist import CLOSENESS_NAMES
from assist.copilot.case_draft.roles import GIST, PARTS, PLAIN_FEATURES, Roles, role_features
from assist.copilot.summary.candidates import candidates_of
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.schema import ConversationRow
from evaluation.train._gist_data import gist_examples, unseen
from evaluation.train._note_parts import CLOSE
from evaluation.train._rows import read_rows_with
from evaluation.train.base import TrainingReport, describe_data

FOLDS = 5
STRENGTH = 0.005  # inverse regularisation
THRESHOLDS = np.arange(0.08, 0.72, 0.02)


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Sentences of all conversations: features, one 0/1 column a part, conversation number."""

    rows: FloatArray
    labels: NDArray[np.int64]
    talks: NDArray[np.int64]


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, choose thresholds there, fit on everything, write models/artifacts/case."""
    started = time.perf_counter()
    conversations = read_rows_with("gold.case", lambda row: row.gold.case, data, least=FOLDS)
    examples = read_examples(conversations, encoder, seed)
    metrics, least = _cross_validate(examples)
    report = TrainingReport(
        head="case",
        artifact="case",
        purpose="Which sentences the issue, cause, steps and resolution of a case note rest on.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=metrics,
        baseline={f"{part}_ap": float(examples.labels[:, i].mean()) for i, part in enumerate(PARTS)},
        seconds=time.perf_counter() - started,
        settings={"strength": STRENGTH, "close": CLOSE, "least": least},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service; labels are likeness (vector and ROUGE-L) to one note each.",
            "ap: average precision over all sentences; simple method: the share of positive sentences.",
        ),
    )
    manifest = report.manifest() | {"features": list(PLAIN_FEATURES), "parts": list(PARTS), "least": least}
    save_artifact(out, name="case", arrays=fit_roles(examples.rows, examples.labels), manifest=manifest)
    return report


def read_examples(conversations: Sequence[ConversationRow], encoder: Encoder, seed: int) -> Examples:
    """Sentences that may be told, with the parts of the note that rest on them."""
    heads = load_heads(models_dir())
    analysed = [(analyze(row.transcript, encoder=encoder, heads=heads), row.gold) for row in conversations]
    rows: list[FloatArray] = []
    labels: list[NDArray[np.int64]] = []
    talks: list[int] = []
    known = gist_examples(analysed, encoder)
    gists = unseen(known, seed=seed)
    for number, ((talk, gold), one, gist) in enumerate(zip(analysed, known, gists, strict=True)):
        own = [item for item in candidates_of(talk) if not item.internal]
        if not own or gold.case is None:
            continue
        rows.append(role_features(talk, own, gist))
        labels.append(one.targets[:, len(CLOSENESS_NAMES) :].astype(np.int64))
        talks += [number] * len(own)
    return Examples(np.vstack(rows), np.vstack(labels), np.array(talks))


def fit_roles(
    rows: FloatArray, labels: NDArray[np.int64], *, plain: int = len(PLAIN_FEATURES)
) -> dict[str, NDArray[Any]]:
    """The arrays of `Roles`; the first `plain` columns are scaled, the side and the vector are not."""
    scaled = rows.copy()
    mean, scale = rows[:, :plain].mean(axis=0), np.maximum(rows[:, :plain].std(axis=0), 1e-3)
    scaled[:, :plain] = (rows[:, :plain] - mean) / scale
    scaled[:, GIST] *= GIST_WEIGHT
    scaled[:, plain + 1 :] *= VECTOR_WEIGHT
    models = [LogisticRegression(C=STRENGTH, max_iter=300).fit(scaled, column) for column in labels.T]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    weights[GIST] *= GIST_WEIGHT
    weights[plain + 1 :] *= VECTOR_WEIGHT
    return {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "weights": weights.astype(np.float32),
        "bias": np.array([model.intercept_[0] for model in models], dtype=np.float32),
    }


# What the regularisation spares: the gist, which has read the vectors; of these little beside it.
GIST_WEIGHT, VECTOR_WEIGHT = 3.0, 3.0


def _cross_validate(examples: Examples) -> tuple[dict[str, float], dict[str, float]]:
    chances = np.zeros(examples.labels.shape, dtype=np.float32)
    for fit, held in GroupKFold(FOLDS).split(examples.rows, groups=examples.talks):
        chances[held] = _roles(fit_roles(examples.rows[fit], examples.labels[fit])).chances(examples.rows[held])
    metrics: dict[str, float] = {}
    least: dict[str, float] = {}
    for (part, f1, threshold), column in zip(_best(examples, chances), range(len(PARTS)), strict=True):
        metrics[f"{part}_f1"], least[part] = f1, threshold
        metrics[f"{part}_ap"] = float(average_precision_score(examples.labels[:, column], chances[:, column]))
    return {name: round(value, 4) for name, value in metrics.items()}, least


def _best(examples: Examples, chances: FloatArray) -> Iterator[tuple[str, float, float]]:
    for column, part in enumerate(PARTS):
        truth = examples.labels[:, column]
        f1, lowest = max((float(f1_score(truth, chances[:, column] > t)), -float(t)) for t in THRESHOLDS)
        yield part, f1, round(-lowest, 2)


def _roles(arrays: dict[str, NDArray[Any]]) -> Roles:

    return Roles(**arrays, least={})
