"""Replies: would the agent take one of the first three, is silence kept where it should be, is nothing invented?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assist.core.conversation import Transcript
from assist.core.ports import Encoder
from evaluation.articles import check_known
from evaluation.engine import Product, ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.similarity import best_similarity
from evaluation.metrics.values import unsupported_values
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow
from evaluation.simple.replies import SimpleReplies, turns_of
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, content_of, conversation_slices

SHOWN = 3
POOL = 100
SMALL_TALK = frozenset({"closing", "greeting", "confirm"})
Kind = Literal["action", "rank", "cut", "silence"]


@dataclass(frozen=True, slots=True)
class Moment:
    """Where replies are asked for. `wanted`: action, or true reply (first of `candidates`), or references.

    articles: gold articles of a covered conversation; None where nobody looked.
    """

    kind: Kind
    transcript: Transcript
    wanted: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    articles: tuple[str, ...] | None = None


class RepliesTask:
    """Data: turns with `action` (picked from a list), annotated conversations (`cut`, `replies`), or plain ones.

    Picked turns are scored by the rank of their action among the suggestions' labels; plain conversations by where the
    true reply comes among 100 (the other 99 drawn once with the seed); annotated ones by the wording at `cut`, the
    cited article, and silence at every other message.
    """

    name = "replies"
    metrics = (
        Metric("hit@1", primary=True, meaning="the first suggestion is the action that the agent picked"),
        Metric("hit@3", primary=True, meaning="one of three suggestions is the action that the agent picked"),
        Metric("recall@1", primary=True, meaning="the true reply comes first among 100"),
        Metric("recall@10", primary=True, meaning="the true reply comes among the first 10 of 100"),
        Metric("similarity", primary=True, meaning="best cosine of three suggestions to either reference, at cut"),
        Metric(
            "cites_article", "ratio", primary=True, meaning="a suggestion cites the gold article, covered talks at cut"
        ),
        Metric("silent", "ratio", primary=True, meaning="silent after the agent's own turn and on small talk"),
        Metric("silent_agent", "ratio", meaning="silent after the agent's own turn"),
        Metric("silent_small_talk", "ratio", meaning="silent on the customer's closing, greeting or confirming"),
        Metric("speaks", "ratio", primary=True, meaning="speaks at cut"),
        Metric("ece", "ece", better="lower", primary=True, meaning="calibration error of the first suggestion"),
        Metric("auroc", "auroc", primary=True, meaning="does confidence tell picked first suggestions from others?"),
        Metric("invented", "mean", better="lower", meaning="values in suggestions that neither talk nor source has"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """Moments of all conversations, of the kind that the data allows."""
        rows = read_rows(sources.data, ConversationRow)
        picked = any(turn.action for row in rows for turn in row.messages)
        annotated = any(row.gold.cut is not None for row in rows)
        if sources.articles is not None:
            check_known(sources.data, {row.id: row.gold.articles or () for row in rows}, sources.articles)
        if not picked and not annotated:
            return list(_rank_items(rows, sources.seed))
        make = _action_items if picked else _gold_items
        return [item for row in rows for item in make(row)]

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """Three suggestions, or scores of the candidates, beside simple methods over the same memory."""
        product = products.open(articles=sources.articles, memory=sources.memory)
        products.prepare(item.payload.transcript for item in items)
        turns = [turn for path in sources.memory for turn in turns_of(read_rows(path, ConversationRow))]
        simple = SimpleReplies(turns, products.encoder)

        def predict(item: Item) -> Prediction:
            moment: Moment = item.payload
            answers = Answers(item)
            if moment.kind == "rank":
                _rank(answers, moment, product, simple)
                return answers.done()
            answers.product(lambda: product.suggest_replies(moment.transcript, limit=SHOWN))
            if moment.kind != "silence" and turns:
                for name, method in simple.methods.items():
                    answers.simple(name, lambda method=method: _as_output(method(moment.transcript.messages)))
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """By the kind of moment."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            moment: Moment = item.payload
            return {name: _score(moment, output, encoder, own=name == PRODUCT) for name, output in outputs.items()}

        return score


def _action_items(row: ConversationRow) -> Iterator[Item]:
    transcript = row.transcript
    for index, turn in enumerate(row.messages):
        if index and turn.source == "picked_suggestion" and turn.action and turn.action != "custom":
            moment = Moment("action", transcript.until(index - 1), wanted=(turn.action,))
            yield _item(row, index, moment)


def _gold_items(row: ConversationRow) -> Iterator[Item]:
    transcript, labels = row.transcript, row.gold.labels or ()
    for index, turn in enumerate(row.messages):
        if index == row.gold.cut:
            moment = Moment("cut", transcript.until(index), wanted=row.gold.replies or (), articles=row.gold.articles)
            yield _item(row, index, moment)
        elif turn.role == "agent" or (turn.role == "customer" and labels and labels[index] in SMALL_TALK):
            yield _item(row, index, Moment("silence", transcript.until(index), wanted=(turn.role,)))


def _rank_items(rows: Sequence[ConversationRow], seed: int) -> Iterator[Item]:
    places = [
        (row, index)
        for row in rows
        for index in range(1, len(row.messages))
        if row.messages[index].role == "agent" and row.messages[index - 1].role == "customer"
    ]
    replies = [row.messages[index].text for row, index in places]
    rng = np.random.default_rng(seed)
    size = min(POOL, len(places))
    for number, (row, index) in enumerate(places):
        others = rng.choice(len(places) - 1, size - 1, replace=False)
        pool = [replies[number], *(replies[int(other + (other >= number))] for other in others)]
        yield _item(row, index, Moment("rank", row.transcript.until(index - 1), candidates=tuple(pool)))


def _item(row: ConversationRow, index: int, moment: Moment) -> Item:
    slices = conversation_slices(row) | {"kind": moment.kind}
    content = content_of(row, index=index, kind=moment.kind, candidates=list(moment.candidates))
    return Item(f"{row.id}#{index}", row.id, content, moment, slices)


def _rank(answers: Answers, moment: Moment, product: Product, simple: SimpleReplies) -> None:
    answers.simple(PRODUCT, lambda: {"scores": product.rank_replies(moment.transcript, moment.candidates)})
    answers.simple("last_message", lambda: {"scores": simple.cosines(moment.transcript.messages, moment.candidates)})


def _as_output(found: Sequence[tuple[str, str]]) -> Output:
    return {"suggestions": [{"text": text, "source": {"label": key}} for key, text in found]}


def _score(moment: Moment, output: Output, encoder: Encoder, *, own: bool) -> dict[str, ItemValue]:
    if moment.kind == "rank":
        scores = output["scores"]
        above = sum(score >= scores[0] for score in scores[1:])
        return {"recall@1": float(above < 1), "recall@10": float(above < 10)}
    suggestions = output["suggestions"]
    if moment.kind == "silence":
        silent = [float(not suggestions), 1.0]
        side = "silent_agent" if moment.wanted == ("agent",) else "silent_small_talk"
        return {"silent": silent, side: silent}
    values: dict[str, ItemValue] = {"invented": float(_invented(moment, output))} if own else {}
    if moment.kind == "action":
        labels = [suggestion["source"].get("label") for suggestion in suggestions]
        first = float(labels[:1] == [moment.wanted[0]])
        values |= {"hit@1": first, "hit@3": float(moment.wanted[0] in labels[:SHOWN])}
        if own:
            sure = float(suggestions[0]["confidence"]) if suggestions else 0.0
            values |= {"ece": [sure, first], "auroc": [sure, first]}
        return values
    values["similarity"] = best_similarity([s["text"] for s in suggestions[:SHOWN]], moment.wanted, encoder)
    if own:
        values["speaks"] = [float(bool(suggestions)), 1.0]
        if moment.articles:
            cited = {s["source"].get("id") for s in suggestions[:SHOWN]}
            cited |= {span.get("article_id") for s in suggestions[:SHOWN] for span in s.get("evidence", ())}
            values["cites_article"] = [float(bool(cited & set(moment.articles))), 1.0]
    return values


def _invented(moment: Moment, output: Output) -> int:
    """Values in history suggestions that the conversation does not have; placeholders are none."""
    said = "\n".join(message.text for message in moment.transcript.messages)
    texts = [s["text"] for s in output["suggestions"] if s["source"].get("kind") == "history"]
    return sum(len([v for v in unsupported_values(_bare(text), said) if v != "not"]) for text in texts)


def _bare(text: str) -> str:
    """The text without its placeholders."""
    return re.sub(r"\{[^{}]*\}", " ", text)
