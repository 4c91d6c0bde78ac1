"""Case drafts, field by field: status, facts, sentiment, steps, wording, and the evidence of each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

from assist.core.ports import Encoder
from assist.core.vocabulary import FactType
from evaluation.engine import ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics import fields
from evaluation.metrics.labels import precision_of, recall_of
from evaluation.metrics.rouge import rouge_l
from evaluation.metrics.similarity import mean_similarity
from evaluation.metrics.values import unsupported_values
from evaluation.schema import ConversationRow, GoldCase
from evaluation.simple.patterns import find_values
from evaluation.simple.summaries import framed, lead
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, conversation_items
from evaluation.tasks.summary import evidence_texts

FACT_TYPES: tuple[FactType, ...] = get_args(FactType)
WORDED = ("title", "issue", "cause", "resolution")
NULLABLE = ("cause", "resolution")


class CaseTask:
    """Data: conversations with `gold.case`; without it only evidence and invented values are measured."""

    name = "case"
    metrics = (
        Metric("status_accuracy", primary=True, meaning="share with the right status"),
        Metric("identifiers_f1", "f1", primary=True, meaning="order, account, case, amount, e-mail, phone, error code"),
        Metric("identifiers_typed_f1", "f1", primary=True, meaning="the same, the type must agree too"),
        Metric("identifiers_precision", "ratio", meaning="share of drafted identifiers that are right"),
        Metric("identifiers_recall", "ratio", meaning="share of gold identifiers that were drafted"),
        Metric("facts_f1", "f1", primary=True, meaning="all facts, type and value"),
        *(Metric(f"facts_{kind}_f1", "f1", meaning=f"facts of type {kind}") for kind in FACT_TYPES),
        Metric("sentiment_start", primary=True, meaning="share with the right feeling at the start"),
        Metric("sentiment_end", primary=True, meaning="share with the right feeling at the end"),
        Metric("steps_f1", "f1", primary=True, meaning="steps taken, paired by meaning"),
        Metric("next_steps_f1", "f1", meaning="next steps, paired by meaning"),
        Metric("next_step_owner", "ratio", meaning="owners of next steps, as a multiset"),
        *(Metric(f"{name}_rougeL", meaning=f"ROUGE-L F1 of {name}") for name in WORDED),
        *(Metric(f"{name}_similarity", meaning=f"cosine of {name}") for name in WORDED),
        *(
            Metric(f"{name}_unknown", meaning=f"share where null is right for {name}")
            for name in ("cause", "resolution")
        ),
        Metric("fields_with_evidence", "ratio", primary=True, meaning="share of filled fields that point at messages"),
        Metric("invented_values", better="lower", primary=True, meaning="values in wording that nobody said"),
        Metric("abstained", better="neither", meaning="share without a draft"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a conversation."""
        return conversation_items(sources)

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The product's draft beside patterns for values and the most frequent status and feelings of this file."""
        product = products.open()
        products.prepare(item.payload.transcript for item in items)
        usual = _usual(items)

        def predict(item: Item) -> Prediction:
            row: ConversationRow = item.payload
            answers, transcript = Answers(item), row.transcript
            answers.product(lambda: product.draft_case(transcript))
            answers.simple("patterns", lambda: {"draft": _naive(row, usual)})
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Field by field where the gold has the field."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            row: ConversationRow = item.payload
            scores: Scores = {}
            for name, output in outputs.items():
                scores[name] = _score_fields(output.get("draft") or {}, row.gold.case, encoder)
            if PRODUCT in outputs:
                scores[PRODUCT] |= _score_evidence(outputs[PRODUCT], row)
            return scores

        return score


def _usual(items: Sequence[Item]) -> dict[str, str]:
    cases = [item.payload.gold.case for item in items if item.payload.gold.case]
    columns = {
        "status": [case.status for case in cases],
        "start": [case.sentiment.start for case in cases],
        "end": [case.sentiment.end for case in cases],
    }
    return {name: Counter(values).most_common(1)[0][0] for name, values in columns.items() if values}


def _naive(row: ConversationRow, usual: dict[str, str]) -> Output:
    values = [found for message in row.messages for found in find_values(message.text)]
    agent = [message.text for message in row.messages if message.side == "agent"]
    return {
        "title": lead(row.transcript)[:80],
        "issue": lead(row.transcript),
        "cause": None,
        "resolution": framed(row.transcript),
        "steps": agent[1:-1],
        "status": usual.get("status"),
        "next_steps": [],
        "facts": [{"type": kind, "value": value} for kind, value in dict.fromkeys(values)],
        "sentiment": {"start": usual.get("start"), "end": usual.get("end")},
    }


def _score_fields(draft: Output, gold: GoldCase | None, encoder: Encoder) -> dict[str, ItemValue]:
    if gold is None:
        return {}
    said = [(str(fact["type"]), str(fact["value"])) for fact in draft.get("facts") or ()]
    truth = [(fact.type, fact.value) for fact in gold.facts]
    identifiers = fields.identifier_counts(said, truth, typed=False)
    feeling = draft.get("sentiment") or {}
    next_steps = draft.get("next_steps") or []
    scores: dict[str, ItemValue] = {
        "status_accuracy": float(draft.get("status") == gold.status),
        "identifiers_f1": identifiers,
        "identifiers_typed_f1": fields.identifier_counts(said, truth, typed=True),
        "identifiers_precision": precision_of(identifiers),
        "identifiers_recall": recall_of(identifiers),
        "facts_f1": fields.fact_counts(said, truth),
        "sentiment_start": float(feeling.get("start") == gold.sentiment.start),
        "sentiment_end": float(feeling.get("end") == gold.sentiment.end),
        "steps_f1": fields.step_counts(draft.get("steps") or [], gold.steps, encoder),
        "next_steps_f1": fields.step_counts(
            [step["action"] for step in next_steps], [step.action for step in gold.next_steps], encoder
        ),
        "next_step_owner": _owner_overlap([step["owner"] for step in next_steps], gold),
    }
    scores |= {f"facts_{kind}_f1": fields.fact_counts(said, truth, kind) for kind in FACT_TYPES}
    for name in WORDED:
        scores |= _score_wording(name, draft.get(name), getattr(gold, name), encoder)
    return scores


def _owner_overlap(owners: Sequence[str], gold: GoldCase) -> ItemValue:
    wanted = Counter(step.owner for step in gold.next_steps)
    common = sum((Counter(owners) & wanted).values())
    return [float(common), float(max(len(owners), len(gold.next_steps)))]


def _score_wording(name: str, said: Any, truth: str | None, encoder: Encoder) -> dict[str, ItemValue]:
    """Closeness where people wrote something; where they left it out, whether the draft did too."""
    if truth is None:
        return {f"{name}_unknown": float(said is None)}
    references = [truth]
    return {
        f"{name}_rougeL": rouge_l(said or "", references),
        f"{name}_similarity": mean_similarity(said or "", references, encoder),
    }


def _score_evidence(output: Output, row: ConversationRow) -> dict[str, ItemValue]:
    """Filled fields against their evidence; values are looked for in the whole conversation and the field's spans."""
    draft: Output = output.get("draft") or {}
    evidence: dict[str, Any] = output.get("evidence") or {}
    filled = dict(filled_fields(draft))
    backed = sum(any(text.strip() for text in evidence_texts(evidence.get(p, ()), row)) for p in filled)
    whole = "\n".join(message.text for message in row.messages)
    invented = [value for text in filled.values() for value in unsupported_values(text, whole)]
    return {
        "fields_with_evidence": [float(backed), float(len(filled))],
        "invented_values": float(len(invented)) if draft else None,
        "abstained": float(output.get("status") == "abstained"),
    }


def filled_fields(draft: Output) -> list[tuple[str, str]]:
    """JSON Pointer and text of every worded field that is not null."""
    found = [(f"/{name}", draft[name]) for name in (*WORDED, "customer", "product") if draft.get(name)]
    found += [(f"/steps/{i}", step) for i, step in enumerate(draft.get("steps") or ())]
    found += [(f"/next_steps/{i}", step["action"]) for i, step in enumerate(draft.get("next_steps") or ())]
    return found + [(f"/facts/{i}", fact["value"]) for i, fact in enumerate(draft.get("facts") or ())]
