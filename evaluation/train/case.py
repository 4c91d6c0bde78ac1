"""Trains which sentence belongs to which part of the case note (`python -m evaluation train case`)."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import GroupKFold

from assist.copilot.analysis import analyze
from assist.copilot.case_draft.roles import PARTS, PLAIN_FEATURES, Roles, role_features
from assist.copilot.summary.candidates import Candidate, candidates_of
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.metrics.rouge import rouge_l
from evaluation.schema import ConversationRow, GoldCase
from evaluation.train._rows import read_rows_with
from evaluation.train.base import TrainingReport, describe_data

FOLDS = 5
STRENGTH = 0.02  # inverse regularisation
CLOSE = 0.45  # likeness of a sentence and an entry of the note from which the entry rests on it
NEARLY = 0.9  # share of the best sentence's likeness at which a further one supports the entry too
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
    examples = read_examples(conversations, encoder)
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


def read_examples(conversations: Sequence[ConversationRow], encoder: Encoder) -> Examples:
    """Sentences that may be told, with the parts of the note that rest on them."""
    heads = load_heads(models_dir())
    rows: list[FloatArray] = []
    labels: list[NDArray[np.int64]] = []
    talks: list[int] = []
    for number, row in enumerate(conversations):
        talk = analyze(row.transcript, encoder=encoder, heads=heads)
        own = [item for item in candidates_of(talk) if not item.internal]
        if not own or row.gold.case is None:
            continue
        rows.append(role_features(talk, own))
        vectors = talk.sentence_vectors[[item.index for item in own]]
        labels.append(_labels(own, vectors, row.gold.case, encoder))
        talks += [number] * len(own)
    return Examples(np.vstack(rows), np.vstack(labels), np.array(talks))


def _labels(own: Sequence[Candidate], vectors: FloatArray, case: GoldCase, encoder: Encoder) -> NDArray[np.int64]:
    table = np.zeros((len(own), len(PARTS)), dtype=np.int64)
    for part, (entries, side) in _entries(case).items():
        if not entries:
            continue
        close = likeness([item.text for item in own], vectors, entries, encoder)
        close[[i for i, item in enumerate(own) if side and item.side != side]] = 0.0
        column = PARTS.index(part)
        if part == "step":
            for i, j in zip(*linear_sum_assignment(-close), strict=True):
                table[i, column] = close[i, j] >= CLOSE
        else:
            best = close.max(axis=0)
            table[:, column] = ((close >= CLOSE) & (close >= NEARLY * best)).any(axis=1)
    return table


def _entries(case: GoldCase) -> dict[str, tuple[list[str], str | None]]:
    """Texts of each part and the side whose sentences carry it."""
    return {
        "issue": ([case.issue], "customer"),
        "cause": ([case.cause] if case.cause else [], None),
        "step": (list(case.steps), "agent"),
        "resolution": ([case.resolution] if case.resolution else [], "agent"),
    }


def likeness(texts: Sequence[str], vectors: FloatArray, entries: list[str], encoder: Encoder) -> FloatArray:
    """(texts, entries): mean of cosine and ROUGE-L, or the cosine where it is higher."""
    cosine = vectors @ encoder.encode(entries).T
    overlap = np.array([[rouge_l(text, [entry]) or 0.0 for entry in entries] for text in texts])
    return np.maximum(cosine, (cosine + overlap) / 2)


def fit_roles(
    rows: FloatArray, labels: NDArray[np.int64], *, plain: int = len(PLAIN_FEATURES)
) -> dict[str, NDArray[Any]]:
    """The arrays of `Roles`; the first `plain` columns are scaled, the side and the vector are not."""
    scaled = rows.copy()
    mean, scale = rows[:, :plain].mean(axis=0), np.maximum(rows[:, :plain].std(axis=0), 1e-3)
    scaled[:, :plain] = (rows[:, :plain] - mean) / scale
    scaled[:, plain + 1 :] *= VECTOR_WEIGHT
    models = [LogisticRegression(C=STRENGTH, max_iter=300).fit(scaled, column) for column in labels.T]
    weights = np.stack([model.coef_[0] for model in models], axis=1)
    weights[plain + 1 :] *= VECTOR_WEIGHT
    return {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "weights": weights.astype(np.float32),
        "bias": np.array([model.intercept_[0] for model in models], dtype=np.float32),
    }


VECTOR_WEIGHT = 10.0  # unit vectors have small columns; without it the regularisation would silence them


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
