"""Knowing when to stay silent: no card where no article answers, cards where one does, and honest scores."""

from collections.abc import Sequence

import numpy as np

from assist.core.ports import Encoder
from evaluation.articles import read_articles
from evaluation.engine import ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.simple.retrieval import SimpleRetrieval
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources
from evaluation.tasks.queries import Question, articles_of, question_items

SHOWN = 3


class AbstainTask:
    """Data: as for `articles`, with questions that nothing answers (`answerable: false`, or no gold)."""

    name = "abstain"
    metrics = (
        Metric("precision", "ratio", primary=True, meaning="share of silences that were right"),
        Metric("recall", "ratio", primary=True, meaning="share of unanswerable questions met with silence"),
        Metric("f1", "f1", primary=True, meaning="of silence as the right answer to the unanswerable"),
        Metric("answered", "ratio", primary=True, meaning="share of answerable questions that got cards"),
        Metric("auroc", "auroc", meaning="does the best card's score tell answerable from unanswerable?"),
        Metric("card_ece", "ece", better="lower", meaning="calibration error of the first card's score"),
        Metric("card_auroc", "auroc", meaning="does the first card's score tell right cards from wrong ones?"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """Questions; conversations at their second customer message and at `cut`."""
        return [item for item in question_items(sources) if item.payload.moment != "end"]

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The product's defaults beside always answering and the best possible threshold on the plain cosine."""
        product = products.open(articles=articles_of(sources))
        simple = SimpleRetrieval(read_articles(articles_of(sources)), products.encoder)
        cosines = {item.id: simple.dense(item.payload.words) for item in items}
        threshold = _best_threshold([(cosines[item.id].top, item.payload.answerable) for item in items])

        def predict(item: Item) -> Prediction:
            question: Question = item.payload
            answers = Answers(item)
            answers.product(lambda: question.ask(product, limit=SHOWN, min_score=None))
            forced = question.ask(product, limit=SHOWN, min_score=0.0)
            answers.outputs[PRODUCT]["forced"] = [{"id": card.id, "score": card.score} for card in forced.articles]
            found = cosines[item.id]
            cards: list[Output] = [{"id": article, "score": found.top} for article in found.ids[:SHOWN]]
            answers.outputs["always_answers"] = {"articles": cards, "forced": cards}
            spoken = cards if found.top >= threshold else []
            answers.outputs["cosine_oracle"] = {"articles": spoken, "forced": cards, "threshold": threshold}
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Silence against the label, scores against what was right."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            return {name: _score(output, item.payload) for name, output in outputs.items()}

        return score


def _best_threshold(labelled: Sequence[tuple[float, bool]]) -> float:
    """The cosine under which silence has the best F1 on these very questions (an oracle, to be generous)."""
    values = np.array([value for value, _ in labelled])
    wanted = np.array([not answerable for _, answerable in labelled])
    best, best_f1 = -1.0, 0.0
    for candidate in np.unique(values):
        silent = values < candidate
        hits = float(np.sum(silent & wanted))
        f1 = 2 * hits / max(1.0, float(np.sum(silent) + np.sum(wanted)))
        if f1 > best_f1:
            best, best_f1 = float(candidate), f1
    return best


def _score(output: Output, question: Question) -> dict[str, ItemValue]:
    silent, answerable = not output["articles"], question.answerable
    hit = float(silent and not answerable)
    forced = output["forced"]
    top = max((float(card["score"]) for card in forced), default=0.0)
    right = float(bool(forced) and forced[0]["id"] in question.gold)
    return {
        "precision": [hit, float(silent)],
        "recall": [hit, float(not answerable)],
        "f1": [hit, float(silent and answerable), float(not silent and not answerable)],
        "answered": [float(not silent and answerable), float(answerable)],
        "auroc": [top, float(answerable)],
        "card_ece": [float(np.clip(forced[0]["score"], 0, 1)), right] if forced else None,
        "card_auroc": [float(forced[0]["score"]), right] if forced else None,
    }
