"""Summaries: the headline against people's, every claim against its evidence, the facts that were kept."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assist.core.ports import Encoder
from evaluation.engine import ProductSource
from evaluation.items import HUMAN, PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.faithfulness import support
from evaluation.metrics.rouge import rouge
from evaluation.metrics.similarity import mean_similarity
from evaluation.schema import ConversationRow
from evaluation.simple import summaries
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, conversation_items

MAX_WORDS = 40


class SummaryTask:
    """Data: conversations, gold `summaries` (several people) or `gold.headline`; without gold only faithfulness."""

    name = "summary"
    metrics = (
        Metric("rouge1", primary=True, meaning="ROUGE-1 F1 of the headline, mean over references"),
        Metric("rouge2", primary=True, meaning="ROUGE-2 F1"),
        Metric("rougeL", primary=True, meaning="ROUGE-L F1"),
        Metric("rouge1_best", meaning="ROUGE-1 F1 against the nearest reference"),
        Metric("rouge2_best", meaning="ROUGE-2 F1 against the nearest reference"),
        Metric("rougeL_best", meaning="ROUGE-L F1 against the nearest reference"),
        Metric("similarity", primary=True, meaning="cosine of the headline with the references, mean"),
        Metric("claims_with_evidence", "ratio", primary=True, meaning="share of statements that point at messages"),
        Metric("claims_supported", "ratio", primary=True, meaning="share of statements their evidence supports"),
        Metric("invented_values", better="lower", primary=True, meaning="numbers, names, dates, negations not said"),
        Metric("fact_coverage", "ratio", meaning="share of the gold facts that the summary names"),
        Metric("too_long", better="lower", meaning="share of headlines over 40 words"),
        Metric("words", better="neither", meaning="words of the headline"),
        Metric("abstained", better="neither", meaning="share of conversations without a summary"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a conversation."""
        return conversation_items(sources)

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The product's summary beside lead, longest, 18 + 18 words, frame, LexRank and the extractive oracle."""
        product = products.open()
        products.prepare(item.payload.transcript for item in items)

        def predict(item: Item) -> Prediction:
            row: ConversationRow = item.payload
            transcript, answers, references = row.transcript, Answers(item), references_of(row)
            answers.product(lambda: product.summarize(transcript))
            for name, method in _SIMPLE.items():
                answers.simple(name, lambda method=method: {"text": method(transcript)})
            if references:
                answers.simple("oracle", lambda: {"text": summaries.oracle(transcript, references)})
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Every system by the same measures; statements and evidence only where a system gives them."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            row: ConversationRow = item.payload
            references = references_of(row)
            scores = {name: _score_text(headline_of(out), references, encoder) for name, out in outputs.items()}
            if PRODUCT in outputs:
                scores[PRODUCT] |= _score_claims(outputs[PRODUCT], row, encoder)
            if len(references) > 1:
                scores[HUMAN] = _score_people(references, encoder)
            return scores

        return score


_SIMPLE = {
    "lead": summaries.lead,
    "longest": summaries.longest,
    "first_words": summaries.first_words,
    "frame": summaries.framed,
    "lexrank": summaries.lexrank,
}


def references_of(row: ConversationRow) -> list[str]:
    """People's summaries of this conversation."""
    return list(row.summaries) or ([row.gold.headline] if row.gold.headline else [])


def headline_of(output: Output) -> str:
    """The one sentence that is scored; empty when the system was silent."""
    if "text" in output:
        return str(output["text"])
    headline = output.get("headline")
    return str(headline["text"]) if headline else ""


def _score_text(text: str, references: Sequence[str], encoder: Encoder) -> dict[str, ItemValue]:
    words = len(text.split())
    return {
        **rouge(text, references),
        "similarity": mean_similarity(text, references, encoder),
        "words": float(words) if words else None,
        "too_long": float(words > MAX_WORDS),
    }


def _score_people(references: Sequence[str], encoder: Encoder) -> dict[str, ItemValue]:
    """One person against the others, averaged over who is left out."""
    rounds = [_score_text(text, [*references[:i], *references[i + 1 :]], encoder) for i, text in enumerate(references)]
    return {name: _average([values[name] for values in rounds]) for name in rounds[0]}


def _average(values: Sequence[ItemValue]) -> float | None:
    known = [value for value in values if isinstance(value, float)]
    return sum(known) / len(known) if known else None


def statements_of(output: Output) -> list[Mapping[str, Any]]:
    """Headline and claims, each with `text` and `evidence`."""
    headline = [output["headline"]] if output.get("headline") else []
    return headline + [claim for section in output.get("sections", ()) for claim in section["claims"]]


def evidence_texts(evidence: Sequence[Mapping[str, Any]], row: ConversationRow) -> list[str]:
    """The spans an output points at; spans of articles are not part of a summary and read as empty."""
    texts = {message.key: message.text for message in row.transcript.messages}
    return [texts.get(str(span["message_id"]), "")[span["start"] : span["end"]] for span in evidence]


def _score_claims(output: Output, row: ConversationRow, encoder: Encoder) -> dict[str, ItemValue]:
    statements = statements_of(output)
    spoken = [evidence_texts(statement["evidence"], row) for statement in statements]
    checks = [support(str(s["text"]), texts, encoder) for s, texts in zip(statements, spoken, strict=True)]
    whole = " ".join(str(statement["text"]) for statement in statements)
    count = float(len(statements))
    return {
        "claims_with_evidence": [float(sum(any(text.strip() for text in texts) for texts in spoken)), count],
        "claims_supported": [float(sum(check.holds for check in checks)), count],
        "invented_values": float(sum(len(check.missing) for check in checks)) if statements else None,
        "fact_coverage": fact_coverage(whole, row),
        "abstained": float(output.get("status") == "abstained"),
    }


def fact_coverage(text: str, row: ConversationRow) -> ItemValue:
    """[facts named, gold facts], compared on letters and digits; None without gold facts."""
    facts = row.gold.case.facts if row.gold.case else ()
    if not facts:
        return None
    said = _plain(text)
    return [float(sum(_plain(fact.value) in said for fact in facts)), float(len(facts))]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
