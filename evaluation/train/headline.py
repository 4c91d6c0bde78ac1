"""Trains the headline selector: boosted trees that rank reported sentences, and ways to tell them, by closeness to a
colleague's note."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingRegressor

from assist.copilot.analysis import analyze
from assist.copilot.summary.candidates import candidates_of
from assist.copilot.summary.features import FEATURE_NAMES, HEAD_NAMES, describe_talk, features_of
from assist.copilot.summary.headline import own_candidates
from assist.copilot.summary.selector import ALL_FEATURES
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.schema import Gold
from evaluation.train._rows import read_rows_with
from evaluation.train._trees import pack_trees
from evaluation.train._ways import SIDES, headline_overlap, overlaps, teach
from evaluation.train.base import TrainingReport, describe_data

# 150 trees of half the rate: best_pick .810 and .814, on TweetSumm level, and a tenth of a summary's time more.
TREES, DEPTH, RATE = 80, 3, 0.09
# Every second one goes without the heads' features: the heads have seen the same conversations. Six are no better:
# best_pick .829 and .838 by two as by six, over two seeds.
MEMBERS = 2
FOLDS = 5


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Rank the sentences of each side by ROUGE-1 + 2 + L of their report against the notes of `data`."""
    started = time.perf_counter()
    rows = read_rows_with("gold.headline", lambda row: row.gold.headline, data, least=FOLDS)
    heads = load_heads(models_dir())
    talks = [(analyze(row.transcript, encoder=encoder, heads=heads), row.gold) for row in rows]
    arrays: dict[str, NDArray[Any]] = {}
    metrics: dict[str, float] = {}
    baseline: dict[str, float] = {}
    unseen: dict[str, FloatArray] = {}
    learned = {side: examples(talks, side) for side in SIDES}
    fold_of = np.random.default_rng(seed).permutation(len(talks)) % FOLDS
    for side, (x, y, groups) in learned.items():
        unseen[side] = out_of_fold(x, y, fold_of[groups], seed)
        metrics[f"{side}_best_pick"], baseline[f"{side}_best_pick"] = _best_picks(x, y, groups, unseen[side])
        arrays |= {f"{side}_{name}": value for name, value in _pack(fit(x, y, seed)).items()}
    # Ways are learned from scores of sentences that were not seen in training, as they will be when serving.
    by_talk = {side: _by_talk(groups, unseen[side], len(talks)) for side, (_, _, groups) in learned.items()}
    meant = encoder.encode([str(gold.headline) for _, gold in talks])
    taught = teach(talks, by_talk, meant)
    chances: dict[str, FloatArray] = {}
    for side in SIDES:
        x, y, groups = taught.examples(side)
        chances[side] = out_of_fold(x, y, fold_of[groups], seed)
        arrays |= {f"{side}_ways_{name}": value for name, value in _pack(fit(x, y, seed)).items()}
    metrics["headline_overlap"], baseline["headline_overlap"] = headline_overlap(taught, chances)
    report = TrainingReport(
        head="headline",
        artifact="headline",
        purpose="Which reported sentences of customer and agent the one-sentence headline needs.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=metrics,
        baseline=baseline,
        seconds=time.perf_counter() - started,
        settings={"trees": TREES * MEMBERS, "depth": DEPTH, "learning_rate": RATE},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English customer service; labels are overlap with one headline each.",
            "best_pick: share of the best possible overlap that the first choice reaches; simple: first sentence of "
            "the customer, last one of the agent. headline_overlap: ROUGE-1 + L (0 to 2) of whole headlines; simple: "
            "the best sentence of each side.",
        ),
    )
    save_artifact(out, name="headline", arrays=arrays, manifest=report.manifest() | ALL_FEATURES)
    return report


def examples(talks: Sequence[tuple[Conversation, Gold]], side: str) -> tuple[FloatArray, FloatArray, Any]:
    """Features (n, F), overlap with the note as a share of the conversation's best (n,), and conversation number (n,)
    of every candidate of `side`. Shares, so that a talk whose note is in other words teaches as much as another."""
    x: list[FloatArray] = []
    y: list[float] = []
    groups: list[int] = []
    for number, (conversation, gold) in enumerate(talks):
        own = own_candidates(candidates_of(conversation), side)
        if not own:
            continue
        x.append(features_of(conversation, describe_talk(conversation), side, own))
        shared = np.array(list(overlaps(own, side, gold)))
        y += list(shared / max(float(shared.max()), 1e-6))
        groups += [number] * len(own)
    return np.vstack(x), np.array(y, dtype=np.float32), np.array(groups)


def fit(x: FloatArray, y: FloatArray, seed: int) -> list[GradientBoostingRegressor]:
    """Members over the columns of `x`, of which the last ones are the heads'."""
    members: list[GradientBoostingRegressor] = []
    for member in range(MEMBERS):
        columns = x.shape[1] if member % 2 else x.shape[1] - len(HEAD_NAMES)
        model = GradientBoostingRegressor(
            n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=0.6, min_samples_leaf=8,
            max_features=0.5, random_state=seed + member,
        )  # fmt: skip
        members.append(model.fit(x[:, :columns], y))
    return members


def out_of_fold(x: FloatArray, y: FloatArray, folds: NDArray[np.int64], seed: int) -> FloatArray:
    """(n,) predictions of models that have not seen the row's fold."""
    scores = np.zeros(len(y), dtype=np.float32)
    for fold in range(FOLDS):
        held = folds == fold
        scores[held] = _predict(fit(x[~held], y[~held], seed), x[held])
    return scores


def _predict(members: Sequence[Any], x: FloatArray) -> FloatArray:
    return np.mean([model.predict(x[:, : model.n_features_in_]) for model in members], axis=0)


def _by_talk(groups: NDArray[np.int64], scores: FloatArray, talks: int) -> list[FloatArray]:
    return [scores[groups == number] for number in range(talks)]


def _best_picks(x: FloatArray, y: FloatArray, groups: Any, scores: FloatArray) -> tuple[float, float]:
    """Overlap of the first choice as a share of the best possible: learned, and by place alone."""
    first, last = FEATURE_NAMES.index("is_first_sentence"), FEATURE_NAMES.index("is_last_sentence")
    by_place = x[:, first if y[x[:, first] > 0].mean() > y[x[:, last] > 0].mean() else last]
    picks: list[tuple[float, float]] = []
    for group in np.unique(groups):
        mine = groups == group
        best = max(float(y[mine].max()), 1e-6)
        picks.append((float(y[mine][scores[mine].argmax()]) / best, float(y[mine][by_place[mine].argmax()]) / best))
    learned, simple = np.mean(picks, axis=0)
    return float(learned), float(simple)


def _pack(members: Sequence[Any]) -> dict[str, NDArray[Any]]:
    """The arrays of `assist.copilot.summary.trees.Trees`: all members' trees, averaged."""
    packed = [
        pack_trees(model, depth=DEPTH, rate=RATE / len(members), base=float(np.ravel(model.init_.constant_)[0]))
        for model in members
    ]
    trees = {name: np.concatenate([one[name] for one in packed]) for name in ("feature", "threshold", "leaf")}
    return trees | {"base": np.array(np.mean([one["base"] for one in packed]), dtype=np.float32)}
