"""Which sentences the parts of a case note rest on: the labels of what reads them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from assist.copilot.case_draft.roles import PARTS
from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from evaluation.metrics.rouge import rouge_l
from evaluation.schema import GoldCase

CLOSE = 0.45  # likeness of a sentence and an entry of the note from which the entry rests on it
NEARLY = 0.9  # share of the best sentence's likeness at which a further one supports the entry too


def part_labels(own: Sequence[Candidate], vectors: FloatArray, case: GoldCase, encoder: Encoder) -> NDArray[np.int64]:
    """(n, len(PARTS)): 1 where the part rests on the sentence; `vectors` (n, dims): of the sentences."""
    table = np.zeros((len(own), len(PARTS)), dtype=np.int64)
    for part, (entries, side) in _entries(case).items():
        if not entries:
            continue
        close = likeness([item.text for item in own], vectors, entries, encoder)
        close[[i for i, item in enumerate(own) if side and item.side != side]] = 0.0
        column = PARTS.index(part)
        if part == "step":
            for i, j in zip(*linear_sum_assignment(-close), strict=True):
                table[i, column] = close[i, j] >= CLOSE
        else:
            best = close.max(axis=0)
            table[:, column] = ((close >= CLOSE) & (close >= NEARLY * best)).any(axis=1)
    return table


def _entries(case: GoldCase) -> dict[str, tuple[list[str], str | None]]:
    """Texts of each part and the side whose sentences carry it."""
    return {
        "issue": ([case.issue], "customer"),
        "cause": ([case.cause] if case.cause else [], None),
        "step": (list(case.steps), "agent"),
        "resolution": ([case.resolution] if case.resolution else [], "agent"),
    }


def likeness(texts: Sequence[str], vectors: FloatArray, entries: list[str], encoder: Encoder) -> FloatArray:
    """(texts, entries): mean of cosine and ROUGE-L, or the cosine where it is higher."""
    cosine = vectors @ encoder.encode(entries).T
    overlap = np.array([[rouge_l(text, [entry]) or 0.0 for entry in entries] for text in texts])
    return np.maximum(cosine, (cosine + overlap) / 2)
