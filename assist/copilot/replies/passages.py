"""Which sentences of an article an agent would say now: a linear model over sentence vectors, likeness in meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.asked import Asked, Meant
from assist.copilot.replies.units import Unit
from assist.copilot.replies.words import content_words
from assist.core.encoding import FloatArray

SIGNS = ("nearest", "newest", "agent", "told", "covers", "words", "sentences", "opening")
WORDING = ("helps", "covers", "likeness")


@dataclass(frozen=True, slots=True, eq=False)
class PassageModel:
    """weights (len(SIGNS) + 1,): of SIGNS and the bias, to the cosine of what the agent means; wording
    (len(WORDING) + 1,): to the log-odds that it is what the agent means. Trained by evaluation/train/passages.py for
    vectors of `dims`."""

    weights: FloatArray
    wording: FloatArray
    dims: int

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]], *, dims: int) -> "PassageModel | None":
        """From the artifact's arrays; None where it is missing or was trained for vectors of another length."""
        if not arrays or int(arrays["dims"]) != dims or len(arrays["weights"]) != len(SIGNS) + 1:
            return None
        return cls(arrays["weights"], arrays["wording"], dims)

    def likeness(self, signs: FloatArray) -> FloatArray:
        """(n,) expected cosines of runs with these signs (n, len(SIGNS))."""
        return np.asarray(signs @ self.weights[:-1] + self.weights[-1], dtype=np.float32)

    def chance(self, helps: float, covers: float, likeness: float) -> float:
        """That a run of an article that helps with this chance is what the agent means."""
        odds = float(np.dot(self.wording, (helps, covers, likeness, 1.0)))
        return 1 / (1 + float(np.exp(-odds)))


def signs_of(
    runs: Sequence[tuple[int, ...]], units: Sequence[Unit], vectors: FloatArray, asked: Asked, meant: Meant
) -> FloatArray:
    """(n, len(SIGNS)) of runs of `units`, whose vectors are (u, dims).

    nearest: cosine of its nearest unit to the customer's newest turn, newest: of the whole run; agent: to what the
    agent said last; told: to the nearest of all that the agent said; covers: share of the newest words; words:
    logarithm of how many; sentences; opening: the agent has not spoken.
    """
    member = np.zeros((len(runs), len(units)), dtype=np.float32)
    for row, run in enumerate(runs):
        member[row, list(run)] = 1
    whole = member @ vectors
    whole /= np.linalg.norm(whole, axis=1, keepdims=True) + 1e-9
    near = vectors @ meant.newest
    spoken = whole @ meant.told.T if len(meant.told) else np.zeros((len(runs), 1), dtype=np.float32)
    words = sorted(asked.newest)
    has = np.array([[word in own for word in words] for own in (content_words(unit.text) for unit in units)])
    covers = (member @ has.reshape(len(units), len(words)).astype(np.float32) > 0).sum(axis=1)
    return np.stack(
        [
            np.where(member > 0, near, -1).max(axis=1),
            whole @ meant.newest,
            spoken[:, -1],
            np.maximum(spoken.max(axis=1), 0),
            covers / max(1, len(words)),
            np.log1p(member @ np.array([unit.length for unit in units])),
            member.sum(axis=1),
            np.full(len(runs), not len(meant.told)),
        ],
        axis=1,
    ).astype(np.float32)
