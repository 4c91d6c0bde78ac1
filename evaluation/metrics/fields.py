"""A case draft against people's: facts by type, steps by soft match, one value a field."""

import re
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from assist.core.ports import Encoder
from assist.core.vocabulary import FactType
from evaluation.metrics.labels import set_counts
from evaluation.metrics.rouge import rouge_l

IDENTIFIERS: tuple[FactType, ...] = ("order_id", "account", "case_id", "amount", "email", "phone", "error_code")
STEP_MATCH = 0.6

Fact = tuple[str, str]


def plain(value: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"[\W_]+", "", value.lower())


def identifier_counts(predicted: Sequence[Fact], gold: Sequence[Fact], *, typed: bool) -> list[float]:
    """[hits, extras, misses] among identifiers, compared on letters and digits; `typed`: the type must agree too."""

    def keys(facts: Sequence[Fact]) -> set[tuple[str, str]]:
        return {(kind if typed else "", plain(value)) for kind, value in facts if kind in IDENTIFIERS}

    return set_counts(keys(predicted), keys(gold))


def fact_counts(predicted: Sequence[Fact], gold: Sequence[Fact], kind: FactType | None = None) -> list[float]:
    """[hits, extras, misses] of typed facts on letters and digits; of one type, or of all."""

    def keys(facts: Sequence[Fact]) -> set[Fact]:
        return {(of, plain(value)) for of, value in facts if kind in (None, of)}

    return set_counts(keys(predicted), keys(gold))


def step_counts(predicted: Sequence[str], gold: Sequence[str], encoder: Encoder) -> list[float]:
    """[hits, extras, misses] of steps paired one to one at best; a pair counts when (cosine + ROUGE-L) / 2 >= .6 or
    the cosine alone is."""
    if not predicted or not gold:
        return [0.0, float(len(predicted)), float(len(gold))]
    cosine = encoder.encode(list(predicted)) @ encoder.encode(list(gold)).T
    overlap = np.array([[rouge_l(step, [truth]) or 0.0 for truth in gold] for step in predicted])
    closeness = np.maximum(cosine, (cosine + overlap) / 2)
    rows, columns = linear_sum_assignment(-closeness)
    hits = float(np.sum(closeness[rows, columns] >= STEP_MATCH))
    return [hits, len(predicted) - hits, len(gold) - hits]
