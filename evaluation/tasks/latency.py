"""Latency as an agent feels it: all four features after each customer message, earlier messages already encoded."""

from collections.abc import Sequence

from assist.core.conversation import Message, Transcript
from assist.core.ports import Encoder
from assist.core.results import Outcome
from evaluation.engine import ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, content_of, conversation_slices, timed

FEATURES = ("summary", "replies", "case_draft", "articles")
_WARM_UP = Transcript(messages=(Message(role="customer", text="Hello, where is my parcel? It should be here by now."),))


class LatencyTask:
    """Data: conversations; with `--articles` and `--memory` their search counts too.

    Milliseconds on this machine, one request at a time, so `--workers` should stay 1. They are not for the gate.
    """

    name = "latency"
    metrics = (
        Metric(
            "total_p50", "median", better="lower", primary=True, meaning="ms for all four features, half are faster"
        ),
        Metric("total_p95", "p95", better="lower", primary=True, meaning="ms for all four features, 95 % are faster"),
        Metric("encode_p50", "median", better="lower", meaning="ms to encode the new message and run the heads"),
        Metric("encode_p95", "p95", better="lower", meaning="ms to encode the new message and run the heads"),
        *(Metric(f"{name}_p50", "median", better="lower", meaning=f"ms of {name} alone") for name in FEATURES),
        *(Metric(f"{name}_p95", "p95", better="lower", meaning=f"ms of {name} alone") for name in FEATURES),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a customer message, in the order of the talk."""
        items: list[Item] = []
        for row in read_rows(sources.data, ConversationRow):
            for index, message in enumerate(row.messages):
                if message.role == "customer":
                    content = content_of(row, index=index)
                    items.append(Item(f"{row.id}@{index}", row.id, content, (row, index), conversation_slices(row)))
        return items

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """A product that encodes as in service, warmed up."""
        product = products.open(articles=sources.articles, memory=sources.memory, cold=True)
        product.assist(_WARM_UP)

        def predict(item: Item) -> Prediction:
            row, index = item.payload
            transcript = row.transcript.until(index)
            answers = Answers(item)
            result = timed(lambda: product.assist(transcript), answers.timings_ms, PRODUCT)
            parts = {name: _total(getattr(result, name)) for name in FEATURES}
            total = answers.timings_ms[PRODUCT]
            encode = round(max(0.0, total - sum(parts.values())), 3)
            answers.outputs[PRODUCT] = {"total": total, "encode": encode, **parts}
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """The measured milliseconds."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            return {name: _score(output) for name, output in outputs.items()}

        return score


def _total(outcome: Outcome | None) -> float:
    return outcome.timings_ms.get("total", 0.0) if outcome else 0.0


def _score(output: Output) -> dict[str, ItemValue]:
    names = ("total", "encode", *FEATURES)
    return {f"{name}_{share}": float(output[name]) for name in names for share in ("p50", "p95")}
