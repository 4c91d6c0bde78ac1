"""ROUGE-1/2/L F1 with stemming (Lin 2004, google-research's rouge-score), mean and best over several references."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rouge_score import rouge_scorer, tokenizers

MEASURES = ("rouge1", "rouge2", "rougeL")


class _CachedStemmer:
    """The stemmer of rouge-score, remembering words: it is most of the time that ROUGE takes."""

    def __init__(self, stemmer: Any) -> None:
        self.stem = lru_cache(maxsize=100_000)(stemmer.stem)


class _CachedTokenizer(tokenizers.Tokenizer):
    """rouge-score's own tokenizer with stemming, remembering texts: references recur for every system."""

    def __init__(self) -> None:
        own: Any = tokenizers.DefaultTokenizer(use_stemmer=True)
        own._stemmer = _CachedStemmer(own._stemmer)
        self._tokenize = lru_cache(maxsize=20_000)(own.tokenize)

    def tokenize(self, text: str) -> list[str]:
        return self._tokenize(text)


_SCORER = rouge_scorer.RougeScorer(list(MEASURES), tokenizer=_CachedTokenizer())


def rouge(prediction: str, references: Sequence[str]) -> dict[str, float | None]:
    """`rouge1, rouge2, rougeL` (mean over references) and `*_best`, each 0-1; None without a reference.

    An empty prediction scores 0 against any reference: silence where something could be said is a miss.
    """
    names = [*MEASURES, *(f"{name}_best" for name in MEASURES)]
    if not references:
        return dict.fromkeys(names)
    scored = [_SCORER.score(reference, prediction) for reference in references]
    result: dict[str, float | None] = {}
    for name in MEASURES:
        values = [float(scores[name].fmeasure) for scores in scored]
        result[name] = sum(values) / len(values)
        result[f"{name}_best"] = max(values)
    return result


def rouge_l(prediction: str, references: Sequence[str]) -> float | None:
    """ROUGE-L F1 against the best of the references; None without a reference."""
    return rouge(prediction, references)["rougeL_best"]


def tokens(text: str) -> list[str]:
    """Stemmed word tokens as ROUGE sees them."""
    return _SCORER._tokenizer.tokenize(text)  # pyright: ignore[reportPrivateUsage]
