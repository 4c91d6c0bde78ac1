"""Trains which actions of a talk a note tells as next steps (`python -m evaluation train next_steps`)."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from assist.copilot.analysis import analyze
from assist.copilot.case_draft.ahead import ARTIFACT, FEATURES, PARTS, action_features, actions_said
from assist.copilot.case_draft.roles import Roles, role_features
from assist.copilot.summary.candidates import candidates_of
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.metrics.fields import STEP_MATCH
from evaluation.schema import ConversationRow
from evaluation.train._gist_data import unseen_gists
from evaluation.train._note_parts import likeness
from evaluation.train._rows import read_rows_with
from evaluation.train.base import TrainingReport, describe_data
from evaluation.train.case import FOLDS, STRENGTH, THRESHOLDS, fit_roles

CLOSE = 0.5  # likeness from which an action is learned as one of the note's; the measure asks for `STEP_MATCH`


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Actions of all conversations: features, whether the note has them, nearly (`labels`) or as the measure asks
    (`hits`), conversation; `wanted`: the notes' steps."""

    rows: FloatArray
    labels: NDArray[np.int64]
    hits: NDArray[np.int64]
    talks: NDArray[np.int64]
    wanted: int


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, choose the threshold there, fit on everything, write the artifact."""
    started = time.perf_counter()
    conversations = read_rows_with("gold.case", lambda row: row.gold.case, data, least=FOLDS)
    examples = read_examples(conversations, encoder, seed)
    chances = _held_out(examples)
    f1, lowest = max((_f1(examples, chances > t), -float(t)) for t in THRESHOLDS)
    least = {PARTS[0]: round(-lowest, 2)}
    truth = examples.labels[:, 0]
    everything = np.ones(len(truth), dtype=np.bool_)
    report = TrainingReport(
        head=ARTIFACT,
        artifact=ARTIFACT,
        purpose="Which of the things that are said to be done belong to the next steps of a case note.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics={"f1": round(f1, 4), "ap": round(float(average_precision_score(truth, chances)), 4)},
        baseline={"f1": round(_f1(examples, everything), 4), "ap": round(float(truth.mean()), 4)},
        seconds=time.perf_counter() - started,
        settings={"strength": STRENGTH, "close": CLOSE, "least": least},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service; labels are likeness (vector and ROUGE-L) to one note each.",
            "f1 counts steps of the note that no sentence says as missed; simple method: every action.",
        ),
    )
    manifest = report.manifest() | {"features": list(FEATURES), "parts": list(PARTS), "least": least}
    arrays = fit_roles(examples.rows, examples.labels, plain=len(FEATURES))
    save_artifact(out, name=ARTIFACT, arrays=arrays, manifest=manifest)
    return report


def read_examples(conversations: Sequence[ConversationRow], encoder: Encoder, seed: int) -> Examples:
    """Everything that is said to be done, with whether the note has it as a next step."""
    heads = load_heads(models_dir())
    analysed = [(analyze(row.transcript, encoder=encoder, heads=heads), row.gold) for row in conversations]
    rows: list[FloatArray] = []
    likest: list[FloatArray] = []
    talks: list[int] = []
    wanted = 0
    gists = unseen_gists(analysed, encoder, seed=seed)
    for number, ((talk, gold), gist) in enumerate(zip(analysed, gists, strict=True)):
        if gold.case is None:
            continue
        steps = [step.action for step in gold.case.next_steps]
        wanted += len(steps)
        own = [item for item in candidates_of(talk) if not item.internal]
        said = actions_said(own)
        if not said:
            continue
        rows.append(action_features(role_features(talk, own, gist), said))
        best = np.zeros((len(said), 1), dtype=np.float32)
        if steps:
            texts = [one.action.text for one in said]
            close = likeness(texts, encoder.encode(texts), steps, encoder)
            for i, j in zip(*linear_sum_assignment(-close), strict=True):
                best[i, 0] = close[i, j]
        likest.append(best)
        talks += [number] * len(said)
    like = np.vstack(likest)
    labels, hits = ((like >= bound).astype(np.int64) for bound in (CLOSE, STEP_MATCH))
    return Examples(np.vstack(rows), labels, hits, np.array(talks), wanted)


def _held_out(examples: Examples) -> FloatArray:
    chances = np.zeros(len(examples.rows), dtype=np.float32)
    for fit, held in GroupKFold(FOLDS).split(examples.rows, groups=examples.talks):
        arrays = fit_roles(examples.rows[fit], examples.labels[fit], plain=len(FEATURES))
        chances[held] = Roles(**arrays, least={}).chances(examples.rows[held])[:, 0]
    return chances


def _f1(examples: Examples, chosen: NDArray[np.bool_]) -> float:
    hits = float(examples.hits[chosen, 0].sum())
    return 2 * hits / max(1.0, float(chosen.sum()) + examples.wanted)
