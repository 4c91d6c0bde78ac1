"""Trains which sentences of an article an agent would say (`python -m evaluation train passages`)."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assist.copilot.analysis import analyze
from assist.copilot.articles import conversation_query
from assist.copilot.replies.asked import Asked, Meant
from assist.copilot.replies.candidates import ARTICLES_READ
from assist.copilot.replies.knowledge import answers_from, read_article
from assist.copilot.replies.passages import SIGNS, WORDING, PassageModel, signs_of
from assist.copilot.replies.phrase import phrase
from assist.copilot.replies.sentence_vectors import SentenceVectors
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.inference.artifacts import load_artifact, save_artifact
from assist.inference.heads.model import load_heads
from assist.knowledge.base import KnowledgeBase
from assist.knowledge.calibration import Calibration
from assist.knowledge.ranking import Fusion
from assist.store.memory import InMemoryArticleStore
from evaluation.articles import as_product_articles, read_articles
from evaluation.schema import ConversationRow
from evaluation.train._articles_data import company_of, read_covered
from evaluation.train._rows import require
from evaluation.train.base import TrainingReport, describe_data

STRENGTH = 0.01  # of the ridge, relative to one deviation of each sign
FITS = 0.55  # cosine from which a wording is what the agent meant, as for replies of colleagues
LENGTH = "medium"


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """One article found at one moment: signs (n, len(SIGNS)) of its runs, their cosines (n,) to the nearer of the
    good replies, the share of the customer's words that each covers; right: it is one of the gold articles; by_words:
    the cosine of what shared words choose."""

    company: str
    signs: FloatArray
    cosines: FloatArray
    covers: FloatArray
    helps: float
    right: bool
    by_words: float


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """`data`: the articles, and conversations with gold.articles, gold.cut and gold.replies."""
    started = time.perf_counter()
    articles, rows = read_covered(data)
    rows = [row for row in rows if row.gold.replies and row.gold.cut is not None]
    require(len({company_of(row) for row in rows}), data, field="gold.replies", least=2, what="companies")
    reads = list(_read(articles, rows, encoder))
    held = _held_out(reads)
    chosen = [int(likeness.argmax()) for likeness in held]
    right = [number for number, read in enumerate(reads) if read.right]
    inputs = np.array(
        [
            (read.helps, read.covers[best], likeness[best])
            for read, likeness, best in zip(reads, held, chosen, strict=True)
        ]
    )
    fits = np.array([read.cosines[best] >= FITS for read, best in zip(reads, chosen, strict=True)])
    wording = LogisticRegression(C=10.0, max_iter=1_000).fit(inputs, fits)
    folds = sorted({read.company for read in reads})
    report = TrainingReport(
        head="passages",
        artifact="passages",
        purpose="Which sentences of an article say what an agent would say now, and the chance that they do.",
        data=describe_data(data),
        seed=seed,
        folds=len(folds),
        metrics={
            "cosine": float(np.mean([reads[number].cosines[chosen[number]] for number in right])),
            "fits": float(np.mean(fits[right])),
            "auroc": _held_out_auroc(inputs, fits, reads),
        },
        baseline={
            "cosine": float(np.mean([reads[number].by_words for number in right])),
            "fits": float(np.mean([reads[number].by_words >= FITS for number in right])),
        },
        seconds=time.perf_counter() - started,
        settings={
            "signs": list(SIGNS),
            "wording": list(WORDING),
            "strength": STRENGTH,
            "cosine_of_the_best_run": float(np.mean([reads[number].cosines.max() for number in right])),
        },
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on articles and conversations written for this project",
        limits=(
            "Folds leave one company out, articles and conversations; simple method: sentences that share most words.",
            f"cosine, fits: of the gold articles among the first {ARTICLES_READ}, to the nearer of two good replies; "
            f"one fits from {FITS}. auroc: of whether it fits, over all articles found.",
        ),
    )
    arrays = {
        "weights": _fit([read for read in reads if read.right]),
        "wording": np.append(wording.coef_[0], wording.intercept_[0]).astype(np.float32),
        "dims": np.array(encoder.info.dims),
    }
    save_artifact(out, name="passages", arrays=arrays, manifest=report.manifest())
    return report


def _read(articles: Path, rows: Sequence[ConversationRow], encoder: Encoder) -> Iterator[Read]:
    heads = load_heads(models_dir())
    trained = load_artifact(models_dir() / "artifacts" / "articles").arrays
    store = InMemoryArticleStore()
    store.put_many(as_product_articles(read_articles(articles))[0])
    vectors = SentenceVectors(encoder)
    with tempfile.TemporaryDirectory() as root:
        knowledge = KnowledgeBase(
            root=Path(root),
            encoder=encoder,
            articles=store,
            fusion=Fusion.from_arrays(trained),
            calibration=Calibration.from_arrays(trained),
        )
        for row in rows:
            talk = analyze(row.transcript.until(row.gold.cut or 0), encoder=encoder, heads=heads)
            query = conversation_query(talk, limit=ARTICLES_READ)
            if query is None:
                continue
            asked, meant = Asked.of(talk.messages), Meant.of(talk)
            wanted = encoder.encode(list(row.gold.replies or ())).T
            found = knowledge.search(query)
            for hit in found.hits:
                plain = answers_from(hit, asked, length=LENGTH)
                read = read_article(hit, asked, vectors, length=LENGTH)
                if not plain or not read.runs or hit.article.verbatim:
                    continue
                said = [phrase([read.units[place] for place in run]) for run in read.runs]
                yield Read(
                    company=company_of(row),
                    signs=signs_of(read.runs, read.units, read.vectors, asked, meant),
                    cosines=np.asarray((encoder.encode(said) @ wanted).max(axis=1)),
                    covers=np.array([asked.covered_by(text) for text in said], dtype=np.float32),
                    helps=min(hit.score, found.confidence),
                    right=hit.article.id in (row.gold.articles or ()),
                    by_words=float((encoder.encode([plain[0].text]) @ wanted).max()),
                )


def _fit(reads: Sequence[Read]) -> FloatArray:
    """Weights of the signs and the bias: ridge regression in which every article read counts the same."""
    signs = np.concatenate([read.signs for read in reads]).astype(np.float64)
    cosines = np.concatenate([read.cosines for read in reads]).astype(np.float64)
    shares = np.concatenate([np.full(len(read.cosines), 1 / len(read.cosines) / len(reads)) for read in reads])
    mean, target = shares @ signs, float(shares @ cosines)
    deviation = np.sqrt(shares @ (signs - mean) ** 2) + 1e-9
    scaled = (signs - mean) / deviation
    spread = (scaled * shares[:, None]).T
    weights = np.linalg.solve(spread @ scaled + STRENGTH * np.eye(len(SIGNS)), spread @ (cosines - target)) / deviation
    return np.append(weights, target - float(weights @ mean)).astype(np.float32)


def _held_out(reads: Sequence[Read]) -> list[FloatArray]:
    """Expected cosines of each article's runs, by what the other companies taught."""
    weights = {
        company: _fit([read for read in reads if read.right and read.company != company])
        for company in sorted({read.company for read in reads})
    }
    nothing = np.zeros(len(WORDING) + 1, dtype=np.float32)
    return [PassageModel(weights[read.company], nothing, 0).likeness(read.signs) for read in reads]


def _held_out_auroc(inputs: NDArray[np.float64], fits: NDArray[np.bool_], reads: Sequence[Read]) -> float:
    companies = np.array([read.company for read in reads])
    scores = np.zeros(len(fits))
    for company in sorted(set(companies.tolist())):
        held = companies == company
        model = LogisticRegression(C=10.0, max_iter=1_000).fit(inputs[~held], fits[~held])
        scores[held] = model.decision_function(inputs[held])
    return float(roc_auc_score(fits, scores))
