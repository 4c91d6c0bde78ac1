"""What flows through a run: items, predictions, per-item scores."""

from dataclasses import dataclass, field
from typing import Any, Literal

from evaluation.stats.statistics import ItemValue, Kind

Output = dict[str, Any]
Better = Literal["higher", "lower", "neither"]

PRODUCT = "assist"
HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to predict and score. `group`: what is resampled together; `content`: JSON that names it fully."""

    id: str
    group: str
    content: str
    payload: Any
    slices: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Prediction:
    """Outputs of the product and of each simple method for one item; `key` hashes all that produced them."""

    id: str
    key: str
    outputs: dict[str, Output]
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    versions: dict[str, str | None] = field(default_factory=dict[str, str | None])

    @property
    def row(self) -> dict[str, Any]:
        """As one line of predictions.jsonl."""
        return {name: getattr(self, name) for name in ("id", "key", "outputs", "timings_ms", "versions")}


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: how items become it, which way is better, and what it means in one line.

    `primary`: shown first, tested by `compare` and the gate. Figures without a better side are only reported.
    """

    name: str
    kind: Kind = "mean"
    better: Better = "higher"
    primary: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Per-item values of one item: system -> metric -> value; N/A is None, never 0."""

    id: str
    group: str
    slices: dict[str, str]
    systems: dict[str, dict[str, ItemValue]]
