"""Scores of given candidate replies: fit by the towers, and words and numbers shared with the conversation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.replies.words import content_words
from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

SIGNALS = ("fit", "numbers_shared", "numbers_foreign", "words_last", "words_all", "words_agent", "repeated")
_NUMBER = re.compile(r"[A-Za-z]*\d[\dA-Za-z-]{2,}")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights of SIGNALS, trained by evaluation/train/replies.py."""

    weights: tuple[float, ...] = (20.0, 4.0, -2.0, 3.0, 2.0, 1.0, -2.0)

    def scores(self, messages: Sequence[Message], candidates: Sequence[str], fits: FloatArray) -> list[float]:
        """One score a candidate, higher is better; `fits` (n,) from the towers."""
        table = signals(messages, candidates, fits)
        return [float(score) for score in table @ np.array(self.weights, dtype=np.float32)]


def signals(messages: Sequence[Message], candidates: Sequence[str], fits: FloatArray) -> FloatArray:
    """(n, len(SIGNALS))."""
    customer = [m.text for m in messages if m.role == "customer"]
    agent = [m.text for m in messages if m.side == "agent"]
    everything = " ".join(m.text for m in messages)
    numbers = _numbers(everything)
    last, whole, own = (content_words(text) for text in (customer[-1] if customer else "", everything, " ".join(agent)))
    said = {text.strip().lower() for text in agent}
    rows: list[tuple[float, ...]] = []
    for candidate, fit in zip(candidates, fits, strict=True):
        words, named = content_words(candidate), _numbers(candidate)
        rows.append(
            (
                float(fit),
                float(bool(named & numbers)),
                float(bool(named - numbers)),
                _shared(words, last),
                _shared(words, whole),
                _shared(words, own),
                float(candidate.strip().lower() in said),
            )
        )
    return np.array(rows, dtype=np.float32)


@remembered(maxsize=32_768)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _shared(words: frozenset[str], other: frozenset[str]) -> float:
    if not words or not other:
        return 0.0
    return len(words & other) / (len(words) ** 0.5 * min(len(other), 40) ** 0.5)
