"""Trains the fact selector: which mentions a colleague would note, and of which type they are."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from assist.copilot.analysis import analyze
from assist.copilot.facts.features import TYPES, VERSION, Candidate, candidates_of, family, features_of, plain
from assist.copilot.facts.selector import Selector, crossed, selector_of, weighed
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.core.vocabulary import FactType
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from evaluation.metrics.fields import IDENTIFIERS
from evaluation.schema import ConversationRow
from evaluation.simple.patterns import find_values
from evaluation.train._rows import read_rows_with
from evaluation.train._trees import pack_trees
from evaluation.train.base import TrainingReport, describe_data

FOLDS = 5
TREES, DEPTH, RATE = 400, 3, 0.03
STRENGTH = 0.2  # inverse regularisation of the linear model
NONE = len(TYPES)
# From .3: a wrong thing or place in a note costs an agent more than a missing one.
THRESHOLDS = np.arange(0.3, 0.62, 0.02)
Pair = tuple[FactType, str]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Candidates of all conversations: features, type index or NONE, conversation number; and the gold facts."""

    rows: FloatArray
    labels: NDArray[np.int64]
    talks: NDArray[np.int64]
    candidates: list[Candidate]
    gold: list[set[Pair]]


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Cross-validate by conversation, choose thresholds there, fit on everything, write models/artifacts/facts."""
    started = time.perf_counter()
    conversations = read_rows_with("gold.case", lambda row: row.gold.case, data, least=FOLDS)
    examples = _examples(conversations, encoder)
    chances, types = _cross_validate(examples, seed)
    least = _thresholds(examples, chances)
    metrics = _figures(examples, _decide(examples, chances, types, least))
    simple: list[set[Pair]] = [
        {(kind, plain(value)) for m in row.messages for kind, value in find_values(m.text)} for row in conversations
    ]
    arrays = _fit(examples.rows, examples.labels, seed)
    report = TrainingReport(
        head="facts",
        artifact="facts",
        purpose="Which values that were said (codes, amounts, dates, names) are facts of the case, and their types.",
        data=describe_data(data),
        seed=seed,
        folds=FOLDS,
        metrics=metrics,
        baseline=_figures(examples, simple),
        seconds=time.perf_counter() - started,
        settings={"trees": TREES, "depth": DEPTH, "learning_rate": RATE, "strength": STRENGTH, "least": least},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on annotations written for this project, texts under Apache-2.0 and MIT",
        limits=(
            "English; a value that no finder proposes is never a fact (rules of service and free wording are not).",
            "Calls and other trades are harder than shop chats: identifiers .82 on gold train, .73 on the others.",
            "Which of several sums or dates matters is a matter of taste: two annotators agree to .91 on identifiers.",
            "Simple method: patterns of evaluation/simple.",
        ),
    )
    save_artifact(out, name="facts", arrays=arrays, manifest=report.manifest() | {"features": VERSION, "least": least})
    return report


def _examples(conversations: Iterable[ConversationRow], encoder: Encoder) -> Examples:
    heads = load_heads(models_dir())
    rows: list[FloatArray] = []
    labels: list[int] = []
    talks: list[int] = []
    candidates: list[Candidate] = []
    gold: list[set[Pair]] = []
    for number, row in enumerate(conversations):
        talk = analyze(row.transcript, encoder=encoder, heads=heads)
        own = candidates_of(talk)
        facts: set[Pair] = set()
        if row.gold.case:
            facts = {(fact.type, plain(fact.value)) for fact in row.gold.case.facts}
        rows.append(features_of(talk, own))
        labels += _labels(own, facts)
        talks += [number] * len(own)
        candidates += own
        gold.append(facts)
    return Examples(np.vstack(rows), np.array(labels), np.array(talks), candidates, gold)


def _labels(candidates: Sequence[Candidate], facts: set[Pair]) -> list[int]:
    """The type of the gold fact with the same letters and digits; another family's proposal only where none fits."""
    proposed = {(family(item.type), plain(item.value)) for item in candidates}
    found: list[int] = []
    for item in candidates:
        value = plain(item.value)
        kinds: list[FactType] = sorted(kind for kind, said in facts if said == value)
        same = [kind for kind in kinds if family(kind) == family(item.type)]
        other = [kind for kind in kinds if (family(kind), value) not in proposed]
        found.append(TYPES.index((same or other)[0]) if same or other else NONE)
    return found


def _fit(rows: FloatArray, labels: NDArray[np.int64], seed: int) -> dict[str, NDArray[Any]]:
    """The arrays of `Selector`."""
    facts = labels < NONE
    linear = LogisticRegression(C=STRENGTH, max_iter=300).fit(crossed(rows), facts)
    boosted = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=RATE, subsample=0.6, min_samples_leaf=6, max_features=0.15,
        random_state=seed,
    ).fit(rows, facts)  # fmt: skip
    kinds = LogisticRegression(C=1.0, max_iter=300).fit(weighed(rows[facts]), labels[facts])
    type_weights = np.zeros((rows.shape[1], NONE), dtype=np.float32)
    type_bias = np.full(NONE, -1e6, dtype=np.float32)
    type_weights[:, kinds.classes_], type_bias[kinds.classes_] = kinds.coef_.T, kinds.intercept_
    share = float(facts.mean())
    return {
        "fact_weights": linear.coef_[0].astype(np.float16),
        "fact_bias": np.array(linear.intercept_[0], dtype=np.float32),
        "type_weights": type_weights.astype(np.float16),
        "type_bias": type_bias,
        **pack_trees(boosted, depth=DEPTH, rate=RATE, base=float(np.log(share / (1 - share)))),
    }


def _cross_validate(examples: Examples, seed: int) -> tuple[FloatArray, NDArray[np.int64]]:
    chances = np.zeros(len(examples.labels), dtype=np.float32)
    types = np.zeros(len(examples.labels), dtype=np.int64)
    for fit, held in GroupKFold(FOLDS).split(examples.rows, examples.labels, examples.talks):
        fold = selector_of(_fit(examples.rows[fit], examples.labels[fit], seed), dict.fromkeys(TYPES, 0.5))
        chances[held], types[held] = _apply(fold, examples.rows[held])
    return chances, types


def _apply(selector: Selector, rows: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    return selector.chances(rows), selector.types(rows)


def _thresholds(examples: Examples, chances: FloatArray) -> dict[str, float]:
    """One chance for all identifiers and one for each other type: the best F1 under cross-validation."""
    proposed = np.array([item.type for item in examples.candidates])
    shared = _best_threshold(examples, chances, np.isin(proposed, IDENTIFIERS))
    return {
        kind: shared if kind in IDENTIFIERS else _best_threshold(examples, chances, proposed == kind) for kind in TYPES
    }


def _best_threshold(examples: Examples, chances: FloatArray, mine: NDArray[np.bool_]) -> float:
    if not mine.any():
        return 0.5
    truth = examples.labels[mine] < NONE
    figures = [
        (2 * float((truth & (chances[mine] > t)).sum()) / max(1.0, float(truth.sum() + (chances[mine] > t).sum())), -t)
        for t in THRESHOLDS
    ]
    return round(-max(figures)[1], 2)


def _decide(
    examples: Examples, chances: FloatArray, types: NDArray[np.int64], least: dict[str, float]
) -> list[set[Pair]]:
    found: list[set[Pair]] = [set() for _ in examples.gold]
    for i, item in enumerate(examples.candidates):
        if chances[i] > least[item.type]:
            found[examples.talks[i]].add((TYPES[int(types[i])], plain(item.value)))
    return found


def _figures(examples: Examples, found: list[set[Pair]]) -> dict[str, float]:
    """F1 of identifiers, with and without their types, of all facts and of every type."""
    figures = {
        "identifiers_f1": _f1(examples.gold, found, lambda pair: pair[1] if pair[0] in IDENTIFIERS else None),
        "identifiers_typed_f1": _f1(examples.gold, found, lambda pair: pair if pair[0] in IDENTIFIERS else None),
        "facts_f1": _f1(examples.gold, found, lambda pair: pair),
    }
    for kind in TYPES:
        figures[f"{kind}_f1"] = _f1(examples.gold, found, lambda pair, kind=kind: pair if pair[0] == kind else None)
    return {name: round(value, 4) for name, value in figures.items()}


def _f1(gold: list[set[Pair]], found: list[set[Pair]], key: Callable[[Pair], object | None]) -> float:
    hits = wrong = 0
    for wanted, got in zip(gold, found, strict=True):
        truth, said = ({k for pair in pairs if (k := key(pair)) is not None} for pairs in (wanted, got))
        hits += len(truth & said)
        wrong += len(truth ^ said)
    return 2 * hits / max(1, 2 * hits + wrong)
