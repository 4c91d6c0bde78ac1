"""ROUGE-1/2/L F1 with stemming (Lin 2004, google-research's rouge-score), mean and best over several references."""

from collections import Counter
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


class Closeness:
    """ROUGE-1 + ROUGE-L F1, mean over fixed references, for a search over many texts: the same numbers as `rouge`.

    The longest common subsequence is counted bit by bit (Hyyrö 2004) instead of in a table.
    """

    def __init__(self, references: Sequence[str]) -> None:
        self._references = [tokens(reference) for reference in references]
        self._counts = [Counter(reference) for reference in self._references]
        self._places: list[dict[str, int]] = []
        for reference in self._references:
            places: dict[str, int] = {}
            for place, word in enumerate(reference):
                places[word] = places.get(word, 0) | 1 << place
            self._places.append(places)

    def __call__(self, text: str) -> float:
        """0-2; 0 without references."""
        said = tokens(text)
        counts = Counter(said)
        total = 0.0
        for reference, wanted, places in zip(self._references, self._counts, self._places, strict=True):
            lengths = len(said) + len(reference)
            if lengths:
                total += 2 * (sum((counts & wanted).values()) + _common(said, places, len(reference))) / lengths
        return total / len(self._references) if self._references else 0.0


def _common(words: Sequence[str], places: dict[str, int], length: int) -> int:
    """Length of the longest common subsequence of `words` and a text of `length` words with these `places`."""
    full = (1 << length) - 1
    row = full
    for word in words:
        match = row & places.get(word, 0)
        row = (row + match | row - match) & full
    return length - row.bit_count()


def tokens(text: str) -> list[str]:
    """Stemmed word tokens as ROUGE sees them."""
    return _SCORER._tokenizer.tokenize(text)  # pyright: ignore[reportPrivateUsage]
