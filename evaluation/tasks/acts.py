"""Dialogue acts and salience, one label a message, from the heads that serve."""

from collections import Counter
from collections.abc import Sequence

from assist.core.ports import Encoder
from assist.core.vocabulary import ACTS
from evaluation.engine import ProductSource
from evaluation.errors import EvaluationError
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.labels import class_counts, precision_of, recall_of, set_counts
from evaluation.schema import ConversationRow
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, conversation_items, timed

SALIENT = 0.5


class ActsTask:
    """Data: conversations with `gold.labels` (one act a message) and `gold.salient` (message indices)."""

    name = "acts"
    metrics = (
        Metric("macro_f1", "macro_f1", primary=True, meaning="F1 of the twelve dialogue acts, mean over acts"),
        Metric("accuracy", "ratio", primary=True, meaning="share of messages with the right act"),
        Metric("salient_f1", "f1", primary=True, meaning="F1 of the messages a note would use"),
        Metric("salient_precision", "ratio", meaning="share of chosen messages that people chose too"),
        Metric("salient_recall", "ratio", meaning="share of people's messages that were chosen"),
        *(Metric(f"f1_{act}", "f1", meaning=f"F1 of the act {act}") for act in ACTS),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a conversation. Raises EvaluationError when none has labels or salient messages to compare with."""
        items = conversation_items(sources)
        if not any(gold.labels is not None or gold.salient is not None for gold in (i.payload.gold for i in items)):
            raise EvaluationError(f"{sources.data} has no gold.labels and no gold.salient in any row; acts needs them")
        return items

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The heads beside the most frequent act of each side, all its messages salient that carry that act."""
        product = products.open()
        products.prepare(item.payload.transcript for item in items)
        usual = _usual_acts(items)

        def predict(item: Item) -> Prediction:
            row: ConversationRow = item.payload
            answers, transcript = Answers(item), row.transcript
            talk = timed(lambda: product.analyze(transcript), answers.timings_ms, PRODUCT)
            answers.outputs[PRODUCT] = {
                "acts": [talk.act(index) for index in range(len(talk.messages))],
                "salience": [round(float(value), 5) for value in talk.scores.salience],
            }
            answers.outputs["most_frequent"] = {
                "acts": [usual.get(message.side, "other") for message in transcript.messages],
                "salience": [1.0] * len(transcript.messages),
            }
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Counts per conversation; the figures are over all messages."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            return {name: _score(output, item.payload) for name, output in outputs.items()}

        return score


def _usual_acts(items: Sequence[Item]) -> dict[str, str]:
    seen: dict[str, Counter[str]] = {}
    for item in items:
        row: ConversationRow = item.payload
        for message, act in zip(row.messages, row.gold.labels or (), strict=False):
            seen.setdefault(message.side, Counter())[act] += 1
    return {side: counts.most_common(1)[0][0] for side, counts in seen.items()}


def _score(output: Output, row: ConversationRow) -> dict[str, ItemValue]:
    scores: dict[str, ItemValue] = {}
    if row.gold.labels is not None:
        counts = class_counts(output["acts"], row.gold.labels, ACTS)
        scores["macro_f1"] = counts
        scores["accuracy"] = [sum(counts[::3]), float(len(row.gold.labels))]
        for place, act in enumerate(ACTS):
            scores[f"f1_{act}"] = counts[3 * place : 3 * place + 3]
    if row.gold.salient is not None:
        chosen = [index for index, value in enumerate(output["salience"]) if value >= SALIENT]
        salient = set_counts(chosen, row.gold.salient)
        scores |= {"salient_f1": salient, "salient_precision": precision_of(salient)}
        scores["salient_recall"] = recall_of(salient)
    return scores
