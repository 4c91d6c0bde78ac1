"""Trains article search: the weights of the fused signals and the chances that a card, or any card, helps."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from assist.copilot.analysis import analyze
from assist.copilot.articles import conversation_query
from assist.core.encoding import FloatArray
from assist.core.ports import ArticleQuery, Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import save_artifact
from assist.inference.heads.model import load_heads
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.calibration import CARD, RANKING, SHOWN, card_features, ranking_features
from assist.knowledge.ranking import Fusion, rank, standardise
from assist.knowledge.signals import SIGNALS, View, score_articles
from assist.store.memory import InMemoryArticleStore
from evaluation.articles import as_product_articles, read_articles
from evaluation.schema import ConversationRow
from evaluation.train._articles_data import company_of, read_covered
from evaluation.train.base import TrainingReport, describe_data

PRIOR = {"passage": 2.0, "lexical": 1.0}
PULL = 0.001  # towards PRIOR
SMOOTHING = 0.3  # inverse strength of the logistic models' regularisation
# of a question whose article was taken out: half of all questions without an answer would be too many
HIDDEN_WEIGHT = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A query, the ids of its articles, the company whose fold it is in, and the kind of query."""

    query: ArticleQuery
    gold: frozenset[str]
    fold: str
    kind: str  # plain, second, cut


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """`data`: annotated conversations and the articles (the file whose rows have a `body`)."""
    started = time.perf_counter()
    articles, rows = read_covered(data)
    questions = [q for row in rows for q in _questions(row, encoder)]
    view = _index(articles, encoder)
    folds = sorted({question.fold for question in questions})
    metrics: dict[str, float] = {}
    places: list[tuple[Question, int]] = []
    for fold in folds:
        fusion = fit_fusion(view, [q for q in questions if q.fold != fold])
        places += [(q, _place(view, q, fusion)) for q in questions if q.fold == fold and q.gold]
    for kind in ("plain", "second", "cut"):
        found = np.array([place for question, place in places if question.kind == kind])
        metrics |= {f"{kind}_success@{k}": float(np.mean(found < k)) for k in (1, SHOWN)}
    fusion = fit_fusion(view, questions)
    arrays: dict[str, NDArray[Any]] = {"fusion": np.array([getattr(fusion, s) for s in SIGNALS], dtype=np.float32)}
    for kind in ("plain", "talk"):
        examples = list(_examples(view, [q for q in questions if (q.kind == "plain") == (kind == "plain")], fusion))
        arrays |= {f"{kind}_any": _fit_any(examples), f"{kind}_card": _fit_card(examples)}
        silent, spoken = _cross_validated_silence(examples, folds)
        metrics |= {f"{kind}_uncovered_silent": silent, f"{kind}_covered_answered": spoken}
    report = TrainingReport(
        head="articles",
        artifact="articles",
        purpose="Weights of the signals that rank articles, and calibrated chances that a card helps.",
        data=describe_data(data),
        seed=seed,
        folds=len(folds),
        metrics=metrics,
        seconds=time.perf_counter() - started,
        settings={"signals": list(SIGNALS), "pull": PULL, "hidden_weight": HIDDEN_WEIGHT},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on articles and conversations written for this project",
        limits=(
            "Folds leave one company's conversations out; its articles stay in the index.",
            "Most unanswerable examples are answerable ones whose articles were hidden; a real gap may look different.",
            "uncovered: the conversations that nobody found an article for; 8 in train.",
        ),
    )
    save_artifact(out, name="articles", arrays=arrays, manifest=report.manifest() | {"ranking": RANKING, "card": CARD})
    return report


def _questions(row: ConversationRow, encoder: Encoder) -> Iterator[Question]:
    gold, fold = frozenset(row.gold.articles or ()), company_of(row)
    said = [i for i, message in enumerate(row.messages) if message.role == "customer"]
    if gold:
        for text in (row.gold.query, row.messages[said[0]].text):
            if text:
                yield Question(ArticleQuery(text=text, vector=encoder.encode([text])[0]), gold, fold, "plain")
    heads = load_heads(models_dir())
    for kind, index in (("second", said[min(1, len(said) - 1)]), ("cut", row.gold.cut)):
        if index is None:
            continue
        query = conversation_query(analyze(row.transcript.until(index), encoder=encoder, heads=heads))
        if query is not None:
            yield Question(query, gold, fold, kind)


def _index(path: Path, encoder: Encoder) -> View:
    store = InMemoryArticleStore()
    store.put_many(as_product_articles(read_articles(path))[0])
    with tempfile.TemporaryDirectory() as root:
        return KnowledgeBase(root=Path(root), encoder=encoder, articles=store).view


def fit_fusion(view: View, questions: Sequence[Question]) -> Fusion:
    """Nonnegative weights with the highest likelihood of the right articles under a softmax of the fused score."""
    tables: list[tuple[FloatArray, NDArray[np.bool_]]] = []
    for question in (q for q in questions if q.gold):
        parts = score_articles(view, question.query, vector=question.query.vector)
        ids = [part.segment.articles[row].article.id for part in parts for row in part.rows]
        right = np.array([article in question.gold for article in ids])
        tables.append((standardise(np.concatenate([part.signals for part in parts])), right))
    prior = np.array([PRIOR.get(name, 0.0) for name in SIGNALS])

    def loss(weights: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        total, slope = PULL * float(np.sum((weights - prior) ** 2)), 2 * PULL * (weights - prior)
        for signals, right in tables:
            scores = signals @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            hit = float(chances[right].sum()) + 1e-12
            total -= np.log(hit) / len(tables)
            slope -= (signals[right].T @ chances[right] / hit - signals.T @ chances) / len(tables)
        return total, slope

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(SIGNALS)).x
    scale = found[0] + found[1] or 1.0
    return Fusion(**{name: float(weight / scale) for name, weight in zip(SIGNALS, found, strict=True)})


def _place(view: View, question: Question, fusion: Fusion) -> int:
    ids = [one.id for one in rank(view, question.query, vector=question.query.vector, fusion=fusion)]
    return next((place for place, article in enumerate(ids) if article in question.gold), len(ids))


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    ranking: FloatArray
    cards: FloatArray
    right: NDArray[np.bool_]  # per card
    weight: float
    question: Question
    hidden: bool


def _examples(view: View, questions: Sequence[Question], fusion: Fusion) -> Iterator[_Example]:
    """Each question as it is, and, where it has articles, once more with these hidden: then nothing answers it."""
    for question in questions:
        for hidden in (False, True) if question.gold else (False,):
            shown = without(view, question.gold) if hidden else view
            ranked = rank(shown, question.query, vector=question.query.vector, fusion=fusion)
            right = np.array([one.id in question.gold for one in ranked])
            weight = HIDDEN_WEIGHT if hidden else 1.0
            yield _Example(ranking_features(ranked), card_features(ranked), right, weight, question, hidden)


def without(view: View, ids: frozenset[str]) -> View:
    """`view` in which these articles are not live."""
    live = tuple(
        mask & np.array([article.article.id not in ids for article in segment.articles], dtype=bool)
        for segment, mask in zip(view.segments, view.live, strict=True)
    )
    return View(view.segments, live, view.snapshot)


def _fit_any(examples: Sequence[_Example]) -> FloatArray:
    x = np.stack([example.ranking for example in examples])
    return _logistic(x, [bool(e.right[:SHOWN].any()) for e in examples], [e.weight for e in examples])


def _fit_card(examples: Sequence[_Example]) -> FloatArray:
    x = np.concatenate([example.cards[:SHOWN] for example in examples])
    y = [bool(right) for example in examples for right in example.right[:SHOWN]]
    return _logistic(x, y, [example.weight for example in examples for _ in example.right[:SHOWN]])


def _logistic(x: FloatArray, y: Sequence[bool], weights: Sequence[float]) -> FloatArray:
    """Weights and bias, last, over the inputs as they are."""
    exact = x.astype(np.float64)  # float32 inputs overflow in the solver's line search
    scaler = StandardScaler().fit(exact)
    model: Any = LogisticRegression(C=SMOOTHING, max_iter=2_000).fit(scaler.transform(exact), y, sample_weight=weights)
    scaled = model.coef_[0] / np.asarray(scaler.scale_)
    return np.append(scaled, model.intercept_[0] - scaled @ np.asarray(scaler.mean_)).astype(np.float32)


def _cross_validated_silence(examples: Sequence[_Example], folds: Sequence[str]) -> tuple[float, float]:
    """Share of questions without articles met with silence at .65 (hidden ones for plain), and of others answered."""
    silent: list[bool] = []
    answered: list[bool] = []
    for fold in folds:
        model = _fit_any([e for e in examples if e.question.fold != fold])
        for example in (e for e in examples if e.question.fold == fold):
            speaks = float(example.ranking @ model[:-1] + model[-1]) >= np.log(0.65 / 0.35)
            if not example.question.gold or (example.hidden and example.question.kind == "plain"):
                silent.append(not speaks)
            elif not example.hidden:
                answered.append(speaks)
    return float(np.mean(silent)), float(np.mean(answered))
