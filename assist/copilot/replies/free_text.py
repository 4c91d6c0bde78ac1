"""What colleagues typed freely in situations like this one: merged into suggestions, each with its chance to fit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.replies.clusters import Cluster, Wording, merge
from assist.copilot.replies.memory import Neighbourhood
from assist.copilot.replies.placeholders import PLACEHOLDER
from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

SHARPNESS = 0.05  # difference of likeness that makes a neighbour count e times less
STRANGER = 0.2  # likeness of a situation that has nothing to do with this one
SIGNS = ("likeness", "fit", "spoken", "agreement")
_VAGUE = frozenset({"detail", "number"})
# The answer was a bare value of its own talk.
_VALUE_FIRST = re.compile(r"\W*\{(?!customer_name|agent_name)\w+\}\s*(?:[:;,.!?]|\Z)")
MAX_VAGUE = 2  # placeholders of a free-text reply that do not say what belongs there
# Free-text goodbyes answer small talk, on which there is silence; elsewhere they end a talk that goes on.
_FAREWELL = re.compile(r"(?:you(?:'|’)?re|you are)(?: very| most)? welcome\b|(?:good)?bye\b", re.IGNORECASE)
_WISHES = re.compile(r"\bhave a (?:great|nice|pleasant|good|lovely) ")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights of `SIGNS`, to the chance that a reply says what the agent means; trained by
    evaluation/train/replies.py."""

    weights: tuple[float, ...] = (4.0, 0.0, 0.0, 3.0)
    bias: float = -5.5

    def chances(self, signs: FloatArray) -> FloatArray:
        """(n,) of signs (n, len(SIGNS))."""
        logits = signs @ np.array(self.weights, dtype=np.float32) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)


def closeness(scores: FloatArray) -> FloatArray:
    """(n,) shares, sum 1, by which neighbours with these scores count, best first."""
    weights = _counts(scores)
    return np.asarray(weights / weights.sum(), dtype=np.float32)


def _counts(scores: FloatArray) -> FloatArray:
    """(n,) how much neighbours with these scores count, 1 for the first."""
    return np.asarray(np.exp((scores - scores[0]) / SHARPNESS), dtype=np.float32)


def signs_of(near: Neighbourhood) -> FloatArray:
    """(n, len(SIGNS)) of every neighbour's reply.

    likeness of the situations; fit of the reply to this situation by the towers; whether it speaks of the same; and
    its agreement with what the others replied, who are many where one may have said something out of the way
    (minimum Bayes risk: Kumar & Byrne 2004).
    """
    counts = _counts(near.scores)
    # Where even the nearest are strangers, their agreement says little.
    counts /= counts.sum() + np.exp((STRANGER - near.scores[0]) / SHARPNESS)
    agreement = near.spoken @ (near.spoken.T @ counts)
    return np.stack([near.scores, near.parts[:, 1], near.parts[:, 2], agreement], axis=1).astype(np.float32)


def free_text(near: Neighbourhood, strange: Sequence[float], calibration: Calibration) -> list[tuple[Cluster, float]]:
    """Suggestions with their chances, by `near` of neighbours that typed freely; `strange` (n,): what is left of a
    reply's chance for its details of another matter; 0 takes it out."""
    rows = [row for row, one in enumerate(near.remembered) if strange[row] and is_sendable(one.text)]
    if not rows:
        return []
    weights, chances = closeness(near.scores), calibration.chances(signs_of(near))
    wordings = [
        Wording(one.text, one.cluster, float(weights[row]) * outcome_share(one.outcome) * strange[row])
        for row in rows
        for one in (near.remembered[row],)
    ]
    chance_of = {near.remembered[row].text: float(chances[row]) * strange[row] for row in reversed(rows)}
    return [(cluster, chance_of[cluster.text]) for cluster in merge(wordings)]


@remembered(maxsize=32_768)
def is_sendable(text: str) -> bool:
    """No goodbye, and not so full of another matter's details that little is left."""
    if _FAREWELL.match(text) or _VALUE_FIRST.match(text) or _WISHES.search(text.lower()):
        return False
    return "{" not in text or sum(name in _VAGUE for name in PLACEHOLDER.findall(text)) <= MAX_VAGUE


def outcome_share(outcome: str | None) -> float:
    """Replies from conversations that went wrong count less."""
    return 0.7 if outcome in {"unhappy", "unresolved", "failed", "false"} else 1.0
