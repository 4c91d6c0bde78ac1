"""Reported speech: one message alone, in the third person, against two people's wording."""

from collections.abc import Sequence

from assist.core.ports import Encoder
from evaluation.engine import ProductSource
from evaluation.items import HUMAN, PRODUCT, Item, Metric, Output, Prediction
from evaluation.metrics.person import has_first_or_second_person, keeps_names, keeps_negation, keeps_numbers
from evaluation.metrics.rouge import rouge_l
from evaluation.metrics.similarity import best_similarity
from evaluation.metrics.values import unsupported_values
from evaluation.rows import read_rows
from evaluation.schema import ReportedRow
from evaluation.stats.statistics import ItemValue
from evaluation.tasks.base import Answers, Predict, Score, Scores, Sources, content_of, timed


class ReportedTask:
    """Data: rows `{id, role, text, reported, alt, split}`; only those of the `dev` split are scored."""

    name = "reported"
    metrics = (
        Metric("rougeL", primary=True, meaning="ROUGE-L F1 against the better of two references"),
        Metric("similarity", primary=True, meaning="highest cosine with a reference"),
        Metric("third_person", primary=True, meaning="share without first or second person outside quotes"),
        Metric("numbers_kept", primary=True, meaning="share with every number and code of the message"),
        Metric("names_kept", meaning="share with every name of the message, whom it greets and is signed by too"),
        Metric("noted_names_kept", meaning="share with every name that all references keep"),
        Metric("negation_kept", primary=True, meaning="share that denies if and only if the message does"),
        Metric("invented_values", better="lower", primary=True, meaning="numbers, names, dates not in the message"),
        Metric("empty", better="neither", meaning="share without any output"),
    )

    def items(self, sources: Sources) -> list[Item]:
        """One item a message; messages of one conversation are resampled together."""
        rows = [row for row in read_rows(sources.data, ReportedRow) if row.split == "dev" and row.reported]
        return [Item(row.id, row.id.split("#")[0], content_of(row), row, _slices(row)) for row in rows]

    def predictor(self, sources: Sources, products: ProductSource, items: Sequence[Item]) -> Predict:
        """The product's rewriting beside the raw text behind the speaker's name."""
        product = products.open()

        def predict(item: Item) -> Prediction:
            row: ReportedRow = item.payload
            answers = Answers(item)
            text = timed(lambda: product.report(row.text, role=row.role), answers.timings_ms, PRODUCT)
            answers.outputs[PRODUCT] = {"text": text}
            answers.simple("raw_text", lambda: {"text": f"{row.role.capitalize()} says {row.text}"})
            return answers.done()

        return predict

    def scorer(self, sources: Sources, items: Sequence[Item], encoder: Encoder) -> Score:
        """The same measures for every system; people: one wording against the other."""

        def score(item: Item, outputs: dict[str, Output]) -> Scores:
            row: ReportedRow = item.payload
            references = [text for text in (row.reported, row.alt) if text]
            scores = {name: _score(str(out["text"]), row, references, encoder) for name, out in outputs.items()}
            if len(references) == 2:
                scores[HUMAN] = _score(references[0], row, references[1:], encoder)
            return scores

        return score


def _slices(row: ReportedRow) -> dict[str, str]:
    named = {"role": row.role, "channel": row.channel, "source": row.source, "act": row.act}
    return {name: value for name, value in named.items() if value}


def _score(text: str, row: ReportedRow, references: Sequence[str], encoder: Encoder) -> dict[str, ItemValue]:
    said = bool(text.strip())
    invented = [value for value in unsupported_values(text, row.text) if value != "not"]
    return {
        "rougeL": rouge_l(text, references),
        "similarity": best_similarity([text], references, encoder),
        "third_person": float(not has_first_or_second_person(text)) if said else None,
        "numbers_kept": float(keeps_numbers(row.text, text)),
        "names_kept": float(keeps_names(row.text, text)),
        "noted_names_kept": float(keeps_names(row.text, text, noted=references)),
        "negation_kept": float(keeps_negation(row.text, text)),
        "invented_values": float(len(invented)) if said else None,
        "empty": float(not said),
    }
