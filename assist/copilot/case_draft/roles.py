"""Which part of the note a sentence belongs to: one linear model per part over words, place, vector and gist."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assist.copilot.case_draft.gist import GIST_NAMES, packaged_gist
from assist.copilot.facts.selector import sigmoid
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.features import FEATURE_NAMES, HEAD_NAMES, describe_talk, features_of
from assist.core.encoding import Conversation, FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir

ARTIFACT = "case"
PARTS = ("issue", "cause", "step", "resolution")
# The heads' columns are left out: they have seen the training conversations, and they are trained again more often.
SIGN_NAMES = FEATURE_NAMES[: len(FEATURE_NAMES) - len(HEAD_NAMES)]
PLAIN_FEATURES = (*SIGN_NAMES, *GIST_NAMES)
_SIGNS, _PLAIN = len(SIGN_NAMES), len(PLAIN_FEATURES)
GIST = slice(_SIGNS, _PLAIN)  # its columns


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """mean, scale (f,); weights (f + dims + 1, parts), bias (parts,): log-odds of a part; `least`: chance needed."""

    mean: FloatArray
    scale: FloatArray
    weights: FloatArray
    bias: FloatArray
    least: dict[str, float]

    def chances(self, rows: FloatArray) -> FloatArray:
        """(n, len(PARTS)) chances that the note's part rests on the sentence; `rows` as `role_features` gives them."""
        foreign = rows.shape[1] != len(self.weights)  # vectors of another encoder: words and places alone decide
        if foreign:
            rows = rows[:, : len(self.mean) + 1]
        scaled = rows.copy()
        scaled[:, : len(self.mean)] = (rows[:, : len(self.mean)] - self.mean) / self.scale
        if foreign:
            scaled[:, GIST] = 0.0
        return sigmoid(scaled @ self.weights[: rows.shape[1]] + self.bias)


def role_features(
    conversation: Conversation, candidates: Sequence[Candidate], gist: FloatArray | None = None
) -> FloatArray:
    """(n, f + 1 + dims): words and place within the own side, the gist, whether the customer speaks, the sentence's
    vector. candidates: all that the two sides said to each other; `gist` (n, len(GIST_NAMES)): another than the
    packaged network reads."""
    dims = conversation.sentence_vectors.shape[1]
    rows = np.zeros((len(candidates), _PLAIN + 1 + dims), dtype=np.float32)
    if not candidates:
        return rows
    signs, vectors, by_agent = signs_of(conversation, candidates)
    rows[:, :_SIGNS] = signs
    rows[:, GIST] = packaged_gist().read(vectors, signs, by_agent) if gist is None else gist
    rows[:, _PLAIN] = by_agent == 0
    rows[:, _PLAIN + 1 :] = vectors
    return rows


def signs_of(
    conversation: Conversation, candidates: Sequence[Candidate]
) -> tuple[FloatArray, FloatArray, NDArray[np.intp]]:
    """(n, len(SIGN_NAMES)) words and place, (n, dims) vectors, and (n,) 1 where the agent's side speaks, else 0."""
    talk = describe_talk(conversation)
    signs = np.empty((len(candidates), _SIGNS), dtype=np.float32)
    for side in ("customer", "agent"):
        at = [i for i, item in enumerate(candidates) if item.side == side]
        signs[at] = features_of(conversation, talk, side, [candidates[i] for i in at])[:, :_SIGNS]
    vectors = conversation.sentence_vectors[[item.index for item in candidates]]
    return signs, vectors, np.array([item.side == "agent" for item in candidates], dtype=np.intp)


@cache
def packaged_roles() -> Roles:
    """The model that ships. Raises ConfigurationError when it is missing or made for other features."""
    return load_roles(models_dir() / "artifacts" / ARTIFACT)


def load_roles(folder: Path, *, features: Sequence[str] = PLAIN_FEATURES, parts: Sequence[str] = PARTS) -> Roles:
    """Read manifest.json and weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if tuple(manifest.get("features", ())) != tuple(features) or tuple(manifest.get("parts", ())) != tuple(parts):
            raise ConfigurationError(f"the case model in {folder} was trained for other features; train it again")
        with np.load(folder / "weights.npz") as arrays:
            found = {name: arrays[name].astype(np.float32) for name in ("mean", "scale", "weights", "bias")}
        return Roles(**found, least={part: float(manifest["least"][part]) for part in parts})
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the case model in {folder} cannot be read: {error}") from error
