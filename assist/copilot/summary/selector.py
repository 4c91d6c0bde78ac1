"""Which sentences a headline needs: a small learned ranking for each side (models/artifacts/headline)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assist.copilot.summary.features import FEATURE_NAMES
from assist.copilot.summary.trees import Trees
from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir

ARTIFACT = "headline"


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """Expected overlap of each reported sentence with a colleague's headline."""

    customer: Trees
    agent: Trees

    def score(self, side: str, features: FloatArray) -> FloatArray:
        """(n,) scores, higher is better; `features` as `features_of` gives them."""
        return (self.customer if side == "customer" else self.agent).predict(features)


@cache
def packaged_selector() -> Selector:
    """The selector that ships. Raises ConfigurationError when it is missing or made for other features."""
    return load_selector(models_dir() / "artifacts" / ARTIFACT)


def load_selector(folder: Path) -> Selector:
    """Read manifest.json and weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            sides = {side: _trees(dict(arrays), side) for side in ("customer", "agent")}
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the headline selector in {folder} cannot be read: {error}") from error
    if tuple(manifest.get("features", ())) != FEATURE_NAMES:
        raise ConfigurationError(f"the headline selector in {folder} was trained for other features; train it again")
    return Selector(sides["customer"], sides["agent"])


def _trees(arrays: dict[str, FloatArray], side: str) -> Trees:
    return Trees.stored(
        feature=arrays[f"{side}_feature"],
        threshold=arrays[f"{side}_threshold"],
        leaf=arrays[f"{side}_leaf"],
        base=float(arrays[f"{side}_base"]),
    )
