"""Redaction: are personal values found? Kinds with a pattern are what redaction promises; names are counted beside."""

from collections.abc import Sequence

from assist.core.ports import Encoder
from evaluation.engine import ProductSource
from evaluation.items import PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.labels import precision_of, recall_of
from evaluation.metrics.spans import Span, character_counts, is_covered, span_counts
from evaluation.rows import read_rows
from evaluation.schema import PATTERNED_TYPES, PiiRow
from evaluation.simple.patterns import find_spans
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, content_of, timed

_NAMED = ("PERSON", "STREET_ADDRESS", "GPE", "ORGANIZATION", "DATE_TIME")
_BY_TYPE = ("EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "US_SSN", "IP_ADDRESS", *_NAMED)


class RedactionTask:
    """Data: rows `{id, text, spans: [{type, start, end}]}`, offsets in code points, end exclusive."""

    name = "redaction"
    metrics = (
        Metric("recall", "ratio", primary=True, meaning="share of e-mails, phones, cards, ids ... that were covered"),
        Metric("precision", "ratio", primary=True, meaning="share of redacted spans that touch something personal"),
        Metric("f1", "f1", primary=True, meaning="of both"),
        Metric("f2", "f2", primary=True, meaning="of both, a miss weighs more than an extra"),
        Metric("character_f1", "f1", meaning="characters of these kinds"),
        Metric("recall_all", "ratio", meaning="share of all personal values covered, names and places included"),
        *(Metric(f"recall_{kind.lower()}", "ratio", meaning=f"share of {kind} covered") for kind in _BY_TYPE),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a sentence; sentences of one template are resampled together where `template_id` tells."""
        rows = read_rows(sources.data, PiiRow)
        return [Item(row.id, row.group, content_of(row), row, _slices(row)) for row in rows]

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The product's spans beside an afternoon of regular expressions."""
        product = products.open()

        def predict(item: Item) -> Prediction:
            row: PiiRow = item.payload
            answers = Answers(item)
            spans = timed(lambda: product.redact(row.text), answers.timings_ms, PRODUCT)
            answers.outputs[PRODUCT] = _as_output(spans)
            answers.simple("patterns", lambda: _as_output(find_spans(row.text)))
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """Counts per sentence; the figures are over all spans."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            row: PiiRow = item.payload
            return {name: _score(output, row) for name, output in outputs.items()}

        return score


def _slices(row: PiiRow) -> dict[str, str]:
    return {"kinds": "none" if not row.spans else "patterned" if _patterned(row) else "names only"}


def _patterned(row: PiiRow) -> list[Span]:
    return [span for span in _gold(row) if span.type.upper() in PATTERNED_TYPES]


def _gold(row: PiiRow) -> list[Span]:
    return [Span(span.type, span.start, span.end) for span in row.spans]


def _as_output(spans: Sequence[Span]) -> Output:
    return {"spans": [{"type": span.type, "start": span.start, "end": span.end} for span in spans]}


def _score(output: Output, row: PiiRow) -> dict[str, ItemValue]:
    """A span over a name or place is no extra: covering it is right, only not promised."""
    found = [Span(span["type"], span["start"], span["end"]) for span in output["spans"]]
    gold, wanted = _gold(row), _patterned(row)
    hits, _, misses = span_counts(found, wanted)
    extras = span_counts(found, gold)[1]
    counts = [hits, extras, misses]
    beside = [span for span in gold if span.type.upper() not in PATTERNED_TYPES]
    own = [span for span in found if not any(span.overlap(other) for other in beside)]
    scores: dict[str, ItemValue] = {
        "recall": recall_of(counts),
        "precision": precision_of(counts),
        "f1": counts,
        "f2": counts,
        "character_f1": character_counts(own, wanted),
        "recall_all": [float(sum(is_covered(span, found) for span in gold)), float(len(gold))],
    }
    for kind in _BY_TYPE:
        of_kind = [span for span in gold if span.type.upper() == kind]
        if of_kind:
            covered = sum(is_covered(span, found) for span in of_kind)
            scores[f"recall_{kind.lower()}"] = [float(covered), float(len(of_kind))]
    return scores
