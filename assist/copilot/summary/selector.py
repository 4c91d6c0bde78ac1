"""Which sentences a headline needs and how they are best told: learned rankings (models/artifacts/headline)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assist.copilot.summary.features import FEATURE_NAMES
from assist.copilot.summary.trees import Trees
from assist.copilot.summary.ways import WAY_NAMES
from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir

ARTIFACT = "headline"
ALL_FEATURES = {"features": FEATURE_NAMES, "ways": (*WAY_NAMES, *FEATURE_NAMES)}


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    """Expected closeness to a colleague's headline: of each reported sentence, and of each way to tell a side."""

    sentences: dict[str, Trees]
    ways: dict[str, Trees]

    def score(self, side: str, features: FloatArray) -> FloatArray:
        """(n,) scores, higher is better; `features` as `features_of` gives them."""
        return self.sentences[side].predict(features)

    def score_ways(self, side: str, features: FloatArray) -> FloatArray:
        """(n,) scores, higher is better, of two sides to be added; `features` as `way_features` gives them."""
        return self.ways[side].predict(features)


@cache
def packaged_selector() -> Selector:
    """The selector that ships. Raises ConfigurationError when it is missing or made for other features."""
    return load_selector(models_dir() / "artifacts" / ARTIFACT)


def load_selector(folder: Path) -> Selector:
    """Read manifest.json and weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            sides, ways = (
                {side: _trees(dict(arrays), f"{side}{kind}") for side in ("customer", "agent")}
                for kind in ("", "_ways")
            )
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the headline selector in {folder} cannot be read: {error}") from error
    if any(tuple(manifest.get(kind, ())) != names for kind, names in ALL_FEATURES.items()):
        raise ConfigurationError(f"the headline selector in {folder} was trained for other features; train it again")
    return Selector(sides, ways)


def _trees(arrays: dict[str, FloatArray], name: str) -> Trees:
    return Trees.stored(
        feature=arrays[f"{name}_feature"],
        threshold=arrays[f"{name}_threshold"],
        leaf=arrays[f"{name}_leaf"],
        base=float(arrays[f"{name}_base"]),
    )
