"""The trained weights of replies as one value, or plain ones for an encoder that nothing was trained for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from assist.copilot.replies.free_text import SIGNS, Calibration
from assist.copilot.replies.ranking import SIGNALS, Ranking
from assist.copilot.replies.towers import Towers


@dataclass(frozen=True, slots=True, eq=False)
class ReplyModels:
    """Towers, ranking weights and the calibration of free-text replies."""

    towers: Towers
    ranking: Ranking
    calibration: Calibration

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], *, dims: int) -> "ReplyModels":
        """From the artifact's arrays; plain where it is missing or was trained for vectors of another length."""
        if not arrays or arrays["reply_skip"].shape[0] != dims:
            return cls(Towers.plain(dims), Ranking(), Calibration())
        weights = tuple(float(w) for w in arrays["ranking"])
        if len(weights) != len(SIGNALS):
            weights = Ranking().weights
        *signs, bias = (float(w) for w in arrays["calibration"])
        known = len(signs) == len(SIGNS)
        calibration = Calibration(tuple(signs), bias) if known else Calibration()
        return cls(Towers.from_arrays(arrays), Ranking(weights), calibration)
