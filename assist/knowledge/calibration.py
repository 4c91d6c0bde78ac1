"""From raw signals to the chance that a card helps: small logistic models, trained by evaluation/train/articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.knowledge.ranking import Ranked

DEPTH = 10  # articles that the spread of scores is read from
SHOWN = 3
RANKING = ("passage", "article", "score", "spread", "context")
CARD = (*RANKING, "covered", "behind", "first")


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Weights and bias, last, of four models: any of the first three helps (len(RANKING) + 1,), one card helps
    (len(CARD) + 1,); each for questions alone and for conversations in which
    the other side has spoken too (`talk`)."""

    plain_any: FloatArray
    plain_card: FloatArray
    talk_any: FloatArray
    talk_card: FloatArray

    def chances(self, ranked: Sequence[Ranked], *, talk: bool) -> tuple[list[float], float]:
        """Per card chance in 0-1 that never rises with rank, and the chance that any of the first three helps."""
        some, card = (self.talk_any, self.talk_card) if talk else (self.plain_any, self.plain_card)
        cards = _sigmoid(card_features(ranked) @ card[:-1] + card[-1])
        anyone = float(_sigmoid(ranking_features(ranked) @ some[:-1] + some[-1]))
        return [float(chance) for chance in np.minimum.accumulate(cards)], anyone

    @classmethod
    def default(cls) -> "Calibration":
        """A plain reading of similarity and lead, for indexes without a trained model."""
        some = np.array([4.0, 3.0, 0.4, 0.3, 0.0, -4.5], dtype=np.float32)
        card = np.concatenate([some[:-1], np.array([0.5, -0.6, 0.5], dtype=np.float32), some[-1:] - 0.5])
        return cls(some, card, some, card)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Calibration":
        """From the artifact's arrays of the same names."""
        return cls(arrays["plain_any"], arrays["plain_card"], arrays["talk_any"], arrays["talk_card"])


def ranking_features(ranked: Sequence[Ranked]) -> FloatArray:
    """(len(RANKING),) of the ranking: its first article, and how far it stands out from the tenth."""
    return np.array(_own(ranked[0], _spread(ranked)), dtype=np.float32)


def card_features(ranked: Sequence[Ranked]) -> FloatArray:
    """(len(ranked), len(CARD)): each article's own signals, its distance to the first, and whether it is the first."""
    top, spread = ranked[0].score, _spread(ranked)
    rows = [(*_own(one, spread), one.covered, top - one.score, float(place == 0)) for place, one in enumerate(ranked)]
    return np.array(rows, dtype=np.float32)


def _own(one: Ranked, spread: float) -> tuple[float, ...]:
    return one.value("passage"), one.value("article"), one.score, spread, one.value("context")


def _spread(ranked: Sequence[Ranked]) -> float:
    """How far the first stands out from the tenth; a filter does not make it stand out less."""
    tenth = ranked[0].tenth
    return ranked[0].score - (ranked[min(DEPTH, len(ranked)) - 1].score if tenth is None else tenth)


def _sigmoid(values: "FloatArray | np.floating[Any]") -> FloatArray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30, 30))), dtype=np.float32)
