"""Trains the heads: dialogue acts, salience, sentiment and case status (`python -m evaluation train heads`)."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.vocabulary import ACTS
from assist.inference.artifacts import save_artifact
from assist.inference.heads.context import end_features, mood_features, start_rows, status_features
from assist.inference.heads.features import Features, edge_vectors
from assist.inference.heads.model import first_probabilities, second_stage_features, sentence_inputs, surface_of
from assist.inference.heads.network import Ensemble, Scaler
from assist.inference.heads.signs import sign_features
from evaluation.train._heads_data import Annotated, annotate
from evaluation.train._heads_network import fit_ensemble
from evaluation.train._rows import read_annotated_rows
from evaluation.train.base import TrainingReport, describe_data

FOLDS = 5
MEMBERS = 4
_STRENGTH = {"start": 0.005, "end": 0.005, "status": 0.2}  # inverse regularisation of the conversation heads
_STEPS = 100
THRESHOLDS = tuple(round(0.2 + 0.02 * i, 2) for i in range(21))


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, fit on everything, write models/artifacts/heads."""
    started = time.monotonic()
    talks = [annotate(row, encoder) for row in read_annotated_rows(data, least=FOLDS)]
    dims = talks[0].vectors.shape[1]
    out_of_fold = _cross_validate(talks, dims, seed)
    arrays, scaler, _ = _fit_first(talks, dims, seed, MEMBERS)
    metrics, threshold = _fit_rest(talks, out_of_fold, scaler, arrays)
    report = TrainingReport(
        head="heads",
        artifact="heads",
        purpose="Dialogue act and salience of every message and sentence; sentiment and status of a conversation.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=metrics,
        seconds=time.monotonic() - started,
        settings={"members": MEMBERS, "salience_threshold": threshold},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service only; acts of bots are read as the agent's.",
            "Sentence labels are weak: used = its message is salient and the note has its words.",
        ),
    )
    half = {key: array.astype(np.float16) for key, array in arrays.items()}
    save_artifact(out, name="heads", arrays=half, manifest=report.manifest() | {"dims": dims})
    return report


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Out of fold: acts (messages, 12); start and end (conversations, 3)."""

    acts: FloatArray
    start: FloatArray
    end: FloatArray


def chances_of(talks: Sequence[Annotated], seed: int) -> Chances:
    """What the heads say of conversations that they have not seen."""
    dims = talks[0].vectors.shape[1]
    arrays, scaler, _ = _fit_first(talks, dims, seed, MEMBERS)
    acts, _ = _stages(talks, _cross_validate(talks, dims, seed), scaler, arrays)
    moods = _conversation_heads(talks, _by_talk(talks, acts), arrays)
    return Chances(acts, moods["start"], moods["end"])


def _cross_validate(talks: Sequence[Annotated], dims: int, seed: int) -> list[FloatArray]:
    """First-stage probabilities of every conversation by members that have not seen it."""
    folds = GroupKFold(FOLDS)
    result: list[FloatArray] = [np.zeros(0, dtype=np.float32)] * len(talks)
    index = np.arange(len(talks))
    for fit, held in folds.split(index, groups=index):
        _, scaler, ensemble = _fit_first([talks[i] for i in fit], dims, seed, 2)
        for i in held:
            features = talks[i].messages
            result[i] = first_probabilities(ensemble.logits(scaler.apply(features.dense), features.words))
    return result


def _fit_first(
    talks: Sequence[Annotated], dims: int, seed: int, members: int
) -> tuple[dict[str, NDArray[Any]], Scaler, Ensemble]:
    dense = np.concatenate([t.messages.dense for t in talks])
    scaler = Scaler.fit(dense, 4 * dims)
    features = Features(scaler.apply(dense), [w for t in talks for w in t.messages.words])
    acts = np.concatenate([t.acts for t in talks])
    salient = np.concatenate([t.salient for t in talks])
    ensemble = fit_ensemble(features, acts, salient, members=members, seed=seed)
    arrays: dict[str, NDArray[Any]] = {
        "mean": scaler.mean,
        "deviation": scaler.deviation,
        "hidden": ensemble.hidden,
        "words": ensemble.words,
        "bias": ensemble.bias,
        "out": ensemble.out,
        "out_bias": ensemble.out_bias,
    }
    return arrays, scaler, ensemble


def _fit_rest(
    talks: Sequence[Annotated], first: list[FloatArray], scaler: Scaler, arrays: dict[str, NDArray[Any]]
) -> tuple[dict[str, float], float]:
    """Second stage, sentences and conversation heads on out-of-fold first-stage output; cross-validated figures."""
    mixed_acts, mixed_salience = _stages(talks, first, scaler, arrays)
    acts = np.concatenate([t.acts for t in talks])
    threshold, salient_f1 = _best_threshold(np.concatenate([t.salient for t in talks]), mixed_salience)
    metrics = {
        "acts_macro_f1": float(f1_score(acts, mixed_acts.argmax(axis=1), average="macro")),
        "salient_f1": salient_f1,
    }
    per_talk = _by_talk(talks, mixed_acts)
    metrics["sentence_f1"] = _sentences(talks, per_talk, _by_talk(talks, mixed_salience), arrays)
    for name, chances in _conversation_heads(talks, per_talk, arrays).items():
        metrics[f"{name}_accuracy"] = float((chances.argmax(axis=1) == _conversation_labels(talks)[name]).mean())
    return {key: round(value, 4) for key, value in metrics.items()}, threshold


def _by_talk(talks: Sequence[Annotated], rows: FloatArray) -> list[FloatArray]:
    return np.split(rows, np.cumsum([len(t.acts) for t in talks])[:-1])


def _stages(
    talks: Sequence[Annotated], first: list[FloatArray], scaler: Scaler, arrays: dict[str, NDArray[Any]]
) -> tuple[FloatArray, FloatArray]:
    """Acts and salience of all messages, both stages, out of fold."""
    groups = np.concatenate([np.full(len(t.acts), i) for i, t in enumerate(talks)])
    second = np.concatenate([_second_rows(t, f, scaler) for t, f in zip(talks, first, strict=True)])
    acts = np.concatenate([t.acts for t in talks])
    salient = np.concatenate([t.salient for t in talks])
    dims = talks[0].vectors.shape[1]
    return _second_stage(second, acts, salient, groups, np.concatenate(first), dims, arrays)


def _second_rows(talk: Annotated, first: FloatArray, scaler: Scaler) -> FloatArray:
    vectors = talk.pieces[:, : talk.vectors.shape[1]]  # of the sentences
    edges = edge_vectors(len(talk.acts), talk.sentences, vectors)
    return second_stage_features(talk.vectors, first, edges, scaler.surface(talk.messages.dense))


def _second_stage(
    rows: FloatArray,
    acts: NDArray[np.int64],
    salient: FloatArray,
    groups: NDArray[np.int64],
    first: FloatArray,
    dims: int,
    arrays: dict[str, NDArray[Any]],
) -> tuple[FloatArray, FloatArray]:
    act_probabilities = _linear("acts", rows, acts, groups, arrays, strength=0.1)
    surface = surface_of(rows, dims)
    chance = _linear("salience", surface, salient.astype(np.int64), groups, arrays, strength=0.3)[:, 1]
    mixed = 0.5 * first[:, : len(ACTS)] + 0.5 * act_probabilities
    return mixed.astype(np.float32), (0.5 * first[:, -1] + 0.5 * chance).astype(np.float32)


def _sentences(
    talks: Sequence[Annotated], acts: list[FloatArray], salience: list[FloatArray], arrays: dict[str, NDArray[Any]]
) -> float:
    inputs = [
        sentence_inputs(t.pieces, np.array([s.message for s in t.sentences]), a, c)
        for t, a, c in zip(talks, acts, salience, strict=True)
    ]
    used = np.concatenate([t.used for t in talks])
    groups = np.concatenate([np.full(len(t.used), i) for i, t in enumerate(talks)])
    scores = _linear("sentence", np.concatenate(inputs), used.astype(np.int64), groups, arrays, strength=0.03)[:, 1]
    return _best_threshold(used, scores)[1]


def _conversation_heads(
    talks: Sequence[Annotated], acts: list[FloatArray], arrays: dict[str, NDArray[Any]]
) -> dict[str, FloatArray]:
    """Chances of every conversation, out of fold, by head."""
    groups = np.arange(len(talks))
    pairs = list(zip(talks, acts, strict=True))
    rows = {
        "start": [mood_features(t.transcript, t.vectors, a, start_rows(t.transcript)) for t, a in pairs],
        "end": [end_features(t.transcript, t.vectors, a, sign_features(t.transcript, a)) for t, a in pairs],
        "status": [status_features(t.transcript, t.vectors, sign_features(t.transcript, a)) for t, a in pairs],
    }
    return {
        name: _linear(name, np.stack(rows[name]), gold, groups, arrays, strength=_STRENGTH[name])
        for name, gold in _conversation_labels(talks).items()
    }


def _conversation_labels(talks: Sequence[Annotated]) -> dict[str, NDArray[np.int64]]:
    return {
        "start": np.array([t.start for t in talks]),
        "end": np.array([t.end for t in talks]),
        "status": np.array([t.status for t in talks]),
    }


def _linear(
    name: str,
    rows: FloatArray,
    labels: NDArray[np.int64],
    groups: NDArray[np.int64],
    arrays: dict[str, NDArray[Any]],
    *,
    strength: float,
) -> FloatArray:
    """Fit a logistic regression, keep its weights as `<name>_weights/_bias`, return out-of-fold probabilities."""
    result = np.zeros((len(rows), int(labels.max()) + 1), dtype=np.float32)
    for fit, held in GroupKFold(FOLDS).split(rows, groups=groups):
        fold = LogisticRegression(C=strength, max_iter=_STEPS).fit(rows[fit], labels[fit])
        result[np.ix_(held, fold.classes_)] = fold.predict_proba(rows[held])
    model = LogisticRegression(C=strength, max_iter=_STEPS).fit(rows, labels)
    arrays[f"{name}_weights"] = model.coef_.T.astype(np.float32)
    arrays[f"{name}_bias"] = model.intercept_.astype(np.float32)
    return result


def _best_threshold(gold: FloatArray, scores: FloatArray) -> tuple[float, float]:
    figures = [(float(f1_score(gold, scores > t)), t) for t in THRESHOLDS]
    best, threshold = max(figures)
    return threshold, best
