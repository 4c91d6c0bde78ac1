"""Trains the head that hears small talk in the newest message, on conversations cut off after each customer message.

The encoder's dialogue layers have an opinion of their own; train `traits` on the same data first.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from assist.core.encoding import FloatArray, SpannedText
from assist.core.ports import Encoder
from assist.core.text.sentences import split_sentences
from assist.inference.artifacts import save_artifact
from assist.inference.heads.newest import alone_chances, asks, newest_features, newest_said, opinions
from evaluation.schema import ConversationRow
from evaluation.train._held_out import load_held_out
from evaluation.train._rows import read_annotated_rows, require
from evaluation.train.base import TrainingReport, describe_data

SMALL_TALK = frozenset({"closing", "greeting", "confirm"})
FOLDS = 5
STRENGTHS = (0.003, 0.01, 0.03, 0.1)  # inverse regularisation
TOGETHER = 0.1  # of the last word, over few inputs
SILENT = 0.94  # share of small talk that must be met with silence; the bar is .9, on conversations not seen


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Customer messages (n): features, whether each is small talk, whether an answer is known to be needed, its place
    among all messages, whether it has a question mark."""

    rows: FloatArray
    small: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    groups: NDArray[np.int64]
    places: NDArray[np.int64]
    questions: NDArray[np.bool_]


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, choose regularisation and threshold on it, fit on everything."""
    started = time.monotonic()
    rows = read_annotated_rows(data, least=FOLDS)
    require(sum(row.gold.cut is not None for row in rows), data, field="gold.cut", least=1)
    told = load_held_out("traits", describe_data(data))
    heard = read_heard(rows, encoder)
    owns = {strength: _out_of_fold(heard.rows, heard, strength).astype(np.float32) for strength in STRENGTHS}
    inputs_of = {strength: _opinions(rows, heard, own, told) for strength, own in owns.items()}
    togethers = {s: _out_of_fold(inputs, heard, TOGETHER).astype(np.float32) for s, inputs in inputs_of.items()}
    strength = max(STRENGTHS, key=lambda s: _figures(heard, togethers[s])["speaks_where_answered"])
    alone, together, inputs = alone_chances(owns[strength], heard.questions), togethers[strength], inputs_of[strength]
    every = np.ones(len(heard.small), dtype=bool)
    model, last_word = _fit(heard.rows, heard, every, strength), _fit(inputs, heard, every, TOGETHER)
    report = TrainingReport(
        head="small_talk",
        artifact="small_talk",
        purpose=(
            "Whether the newest customer message is a greeting, a plain yes or a goodbye: no suggestion is needed. "
            "Figures: together with the traits, as served; simple method: this head alone."
        ),
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=_figures(heard, together),
        baseline=_figures(heard, alone),
        seconds=time.monotonic() - started,
        settings={
            "strength": strength,
            "threshold": _threshold(heard, together),
            "threshold_without_traits": _threshold(heard, alone),
        },
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=("English customer service only.",),
    )
    arrays: dict[str, NDArray[Any]] = {
        "weights": np.asarray(model.coef_.T, dtype=np.float32),
        "bias": np.asarray(model.intercept_, dtype=np.float32),
        "together": np.asarray(last_word.coef_.T, dtype=np.float32),
        "together_bias": np.asarray(last_word.intercept_, dtype=np.float32),
    }
    save_artifact(out, name="small_talk", arrays=arrays, manifest=report.manifest())
    return report


def _threshold(heard: Heard, chances: FloatArray) -> float:
    return float(np.quantile(chances[heard.small], 1 - SILENT))


def _figures(heard: Heard, chances: FloatArray) -> dict[str, float]:
    silent = chances >= _threshold(heard, chances)
    return {
        "auroc": round(float(roc_auc_score(heard.small, chances)), 4),
        "silent_on_small_talk": round(float(silent[heard.small].mean()), 4),
        "speaks_where_answered": round(float(1 - silent[heard.answered].mean()), 4),
    }


def read_heard(rows: Sequence[ConversationRow], encoder: Encoder) -> Heard:
    """Every customer message of labelled conversations, seen without what follows it."""
    features: list[FloatArray] = []
    found: list[tuple[bool, bool, int, int, bool]] = []
    first = 0
    for number, row in enumerate(rows):
        transcript, labels = row.transcript, row.gold.labels or ()
        items = [SpannedText(m.text, tuple(split_sentences(m.text))) for m in transcript.messages]
        vectors = np.stack([one.text for one in encoder.encode_spans(items)])
        for i, label in enumerate(labels):
            seen = transcript.until(i)
            if newest_said(seen.messages) == i:
                answered = row.gold.cut == i
                features.append(newest_features(seen, vectors[: i + 1], i))
                small = label in SMALL_TALK and not answered
                found.append(
                    (small, answered, number, first + i, asks(transcript.messages[i].text, transcript.channel))
                )
        first += len(transcript.messages)
    smalls, answers, groups, places, questions = (np.array(column) for column in zip(*found, strict=True))
    return Heard(np.stack(features), smalls, answers, groups, places, questions)


def _opinions(
    rows: Sequence[ConversationRow], heard: Heard, own: FloatArray, told: Mapping[str, FloatArray]
) -> FloatArray:
    """(n, OPINIONS) from chances of parts that have not seen the conversation."""
    starts = np.cumsum([0, *(len(row.transcript.messages) for row in rows)])
    found: list[FloatArray] = []
    for group, place, ours in zip(heard.groups, heard.places, own, strict=True):
        first, transcript = int(starts[group]), rows[group].transcript
        acts = told["alone"][first : first + len(transcript.messages)]
        found.append(opinions(transcript, int(place) - first, float(ours), float(told["small"][place]), acts))
    return np.stack(found)


def _out_of_fold(inputs: FloatArray, heard: Heard, strength: float) -> NDArray[Any]:
    chances = np.zeros(len(heard.small))
    for fit, held in GroupKFold(FOLDS).split(inputs, groups=heard.groups):
        chances[held] = _fit(inputs, heard, fit, strength).predict_proba(inputs[held])[:, 1]
    return chances


def _fit(inputs: FloatArray, heard: Heard, rows: NDArray[Any], strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=1_000).fit(inputs[rows], heard.small[rows])
