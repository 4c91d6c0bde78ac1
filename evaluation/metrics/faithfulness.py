"""Does the evidence support the claim? Values must be covered totally; words and meaning above a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.core.ports import Encoder
from assist.core.text.sentences import split_sentences
from evaluation.metrics.rouge import tokens
from evaluation.metrics.values import unsupported_values

# Calibrated on the 226 rated replies of MTRAG that carry passages (`run --task faithfulness`): Spearman with the mean
# of three people's ratings is flat (.52-.54) for thresholds .65-.80 at equal weights; below .60 it falls to .47.
THRESHOLD = 0.65
_FILLER = frozenset(
    "a an the of to in on for and or is are was were be been it it its thi that these those with as at by from can may "
    "will would could should do doe did ha have had not no you your i my we our they their he she his her if then than "
    "there who which what when where how also such so but about into over custom agent".split()
)


@dataclass(frozen=True, slots=True)
class Support:
    """`score` 0-1: mean of word overlap and highest cosine; `missing`: values that the evidence lacks."""

    score: float
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """The claim may be shown: nothing invented and enough overlap."""
        return not self.missing and self.score >= THRESHOLD


def support(claim: str, evidence: Sequence[str], encoder: Encoder) -> Support:
    """How well `evidence` (texts or spans) supports one claim; no evidence is no support."""
    texts = [text for text in evidence if text.strip()]
    if not texts:
        return Support(0.0, tuple(unsupported_values(claim, "")))
    whole = "\n".join(texts)
    known = set(tokens(whole))
    content = [token for token in tokens(claim) if token not in _FILLER]
    overlap = sum(token in known for token in content) / len(content) if content else 1.0
    parts = [text[start:end] for text in texts for start, end in split_sentences(text)] or texts
    vectors = encoder.encode([claim, *dict.fromkeys([*parts, *texts])])
    cosine = float(np.clip(np.max(vectors[1:] @ vectors[0]), 0.0, 1.0))
    return Support((overlap + cosine) / 2, tuple(unsupported_values(claim, whole)))


def supported_share(text: str, evidence: Sequence[str], encoder: Encoder) -> float | None:
    """Share of the sentences of `text` that hold; None for an empty text."""
    claims = [text[start:end] for start, end in split_sentences(text)]
    if not claims:
        return None
    return sum(support(claim, evidence, encoder).holds for claim in claims) / len(claims)
