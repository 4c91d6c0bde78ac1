"""Which mentions are facts of the case and of which type: two small learned models (models/artifacts/facts)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.facts.features import SIGNS, TYPES, VERSION
from assist.copilot.summary.trees import Trees
from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir

ARTIFACT = "facts"
TYPE_WEIGHT = 4.0  # how much the finder's own proposal counts against the words around a value
_ARRAYS = ("fact_weights", "fact_bias", "type_weights", "type_bias", "feature", "threshold", "leaf", "base")


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """fact_weights (W + 13 * SIGNS,), type_weights (W, 13) over `features_of`; least (13,): chance a type needs."""

    fact_weights: FloatArray
    fact_bias: float
    type_weights: FloatArray
    type_bias: FloatArray
    trees: Trees
    least: FloatArray

    def chances(self, rows: FloatArray) -> FloatArray:
        """(n,) chance that a colleague would note the value: the mean of a linear model and of boosted trees."""
        linear = crossed(rows) @ self.fact_weights + self.fact_bias
        return ((sigmoid(linear) + sigmoid(self.trees.predict(rows))) / 2).astype(np.float32)

    def types(self, rows: FloatArray) -> NDArray[np.int64]:
        """(n,) index into `TYPES` of the most likely type, given that it is a fact."""
        return (weighed(rows) @ self.type_weights + self.type_bias).argmax(axis=1)


def sigmoid(values: FloatArray) -> FloatArray:
    """Chances of log-odds."""
    return (1.0 / (1.0 + np.exp(-np.minimum(np.maximum(values, -30), 30)))).astype(np.float32)


def crossed(rows: FloatArray) -> FloatArray:
    """(n, W + 13 * SIGNS): the features, and the signs once more for the proposed type alone."""
    signs, proposed = rows[:, :SIGNS], rows[:, SIGNS : SIGNS + len(TYPES)]
    return np.hstack([rows, (proposed[:, :, None] * signs[:, None, :]).reshape(len(rows), -1)])


def weighed(rows: FloatArray) -> FloatArray:
    """The features with the proposed type made to count more."""
    rows = rows.copy()
    rows[:, SIGNS : SIGNS + len(TYPES)] *= TYPE_WEIGHT
    return rows


@cache
def packaged_selector() -> Selector:
    """The selector that ships. Raises ConfigurationError when it is missing or made for other features."""
    return load_selector(models_dir() / "artifacts" / ARTIFACT)


def load_selector(folder: Path) -> Selector:
    """Read manifest.json and weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
        if manifest.get("features") != VERSION:
            raise ConfigurationError(f"the fact selector in {folder} was trained for other features; train it again")
        return selector_of(arrays, manifest["least"])
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the fact selector in {folder} cannot be read: {error}") from error


def selector_of(arrays: dict[str, NDArray[Any]], least: dict[str, float]) -> Selector:
    """A selector from its arrays and the chance that each type needs."""
    trees = Trees.stored(arrays["feature"], arrays["threshold"], arrays["leaf"], base=float(arrays["base"]))
    return Selector(
        fact_weights=arrays["fact_weights"].astype(np.float32),
        fact_bias=float(arrays["fact_bias"]),
        type_weights=arrays["type_weights"].astype(np.float32),
        type_bias=arrays["type_bias"].astype(np.float32),
        trees=trees,
        least=np.array([least[kind] for kind in TYPES], dtype=np.float32),
    )
