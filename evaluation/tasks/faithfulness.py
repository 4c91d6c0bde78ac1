"""Is the measure of faithfulness any good? Its verdict on rated replies against three people's."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from assist.core.ports import Encoder
from assist.core.text.sentences import split_sentences
from evaluation.engine import ProductSource
from evaluation.items import HUMAN, PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.faithfulness import THRESHOLD, support
from evaluation.metrics.rouge import tokens
from evaluation.rows import read_rows
from evaluation.schema import RatedRow
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, content_of

FAITHFUL = 3.0  # of 1-4: "mostly" and "completely"
_ASPECT = "faithfulness"


class FaithfulnessTask:
    """Data: rows `{id, response, passages: [{text}], human: {faithfulness: [1-4, ...]}}`; without passages left out."""

    name = "faithfulness"
    metrics = (
        Metric("spearman", "spearman", primary=True, meaning="rank correlation with the mean of the people's ratings"),
        Metric("auroc", "auroc", primary=True, meaning="does it tell replies rated 3 and more from the others?"),
        Metric("agreement", primary=True, meaning="share where 'mostly supported' and 'rated 3 and more' agree"),
        Metric("mean_score", better="neither", meaning="mean verdict, 0-1"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a rated reply; replies to one question are resampled together."""
        rows = [row for row in read_rows(sources.data, RatedRow) if row.passages and _ratings(row)]
        return [Item(row.id, row.id.split("|")[0], content_of(row), row, _slices(row)) for row in rows]

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """Share of supported statements (the measure in use), its mean score, and words or meaning alone."""
        encoder = products.encoder

        def predict(item: Item) -> Prediction:
            row: RatedRow = item.payload
            answers, passages = Answers(item), [passage.text for passage in row.passages]
            answers.simple(PRODUCT, lambda: _verdict(row.response, passages, encoder))
            answers.simple("overlap", lambda: {"score": _overlap(row.response, passages)})
            answers.simple("cosine", lambda: {"score": _cosine(row.response, passages, encoder)})
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Pairs of verdict and mean rating; people: one of them against the mean of the others, taken in turn."""
        turns = {item.id: place for place, item in enumerate(items)}

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            ratings = _ratings(item.payload)
            scores = {name: _score(float(out["score"]), fmean(ratings)) for name, out in outputs.items()}
            if len(ratings) > 1:
                one = turns[item.id] % len(ratings)
                others = fmean(ratings[:one] + ratings[one + 1 :])
                scores[HUMAN] = _score((ratings[one] - 1) / 3, others, threshold=(FAITHFUL - 1) / 3)
            return scores

        return score


def _ratings(row: RatedRow) -> list[float]:
    return [rating for rating in row.human.get(_ASPECT, ()) if rating is not None]


def _slices(row: RatedRow) -> dict[str, str]:
    return {"model": row.model} if row.model else {}


def _verdict(response: str, passages: Sequence[str], encoder: Encoder) -> Output:
    claims = [response[start:end] for start, end in split_sentences(response)] or [response]
    checks = [support(claim, passages, encoder) for claim in claims]
    share = fmean(float(check.holds) for check in checks)
    mean = fmean(check.score for check in checks)
    # The share alone has many ties; the mean score orders replies within them.
    return {"score": (share + mean) / 2, "share": share, "mean": mean, "threshold": THRESHOLD}


def _overlap(response: str, passages: Sequence[str]) -> float:
    said, known = tokens(response), set(tokens("\n".join(passages)))
    return sum(token in known for token in said) / len(said) if said else 0.0


def _cosine(response: str, passages: Sequence[str], encoder: Encoder) -> float:
    vectors = encoder.encode([response, *passages])
    return float(np.max(vectors[1:] @ vectors[0]))


def _score(verdict: float, rating: float, *, threshold: float = 0.5) -> dict[str, ItemValue]:
    faithful = float(rating >= FAITHFUL)
    return {
        "spearman": [verdict, (rating - 1) / 3],
        "auroc": [verdict, faithful],
        "agreement": float((verdict >= threshold) == bool(faithful)),
        "mean_score": verdict,
    }
