"""What a colleague's note would rest on: a small network that reads all sentences of a talk beside each other.

One transformer layer (Vaswani et al. 2017, normed first) over the sentences' vectors and signs; numpy at run time,
weights in models/artifacts/gist, fitted by `python -m evaluation train gist`.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir

ARTIFACT = "gist"
# Closeness to the headline and to three parts of the case note, each about 0 with deviation 1 within a side; log-odds
# that a part of the case note rests on the sentence.
CLOSENESS_NAMES = ("gist_headline", "gist_near_issue", "gist_near_resolution", "gist_near_ahead")
ROLE_NAMES = ("gist_issue", "gist_cause", "gist_step", "gist_resolution")
GIST_NAMES = (*CLOSENESS_NAMES, *ROLE_NAMES)
ATTENTION_HEADS = 4
MOST = 4.0  # deviations beyond which a sign counts no more


@dataclass(frozen=True, slots=True, eq=False)
class GistReader:
    """Arrays of the network, width h, over vectors (n, dims), f signs and 4 columns of place.

    mean, scale (f,): of the signs; vectors (dims, h), signs (f, h), side (2, h), place (4, h); norms (3, 2, h): gain
    and shift before attention, before the second part, and of the sum of the inputs; attend (h, 3h), attend_bias (3h,),
    join (h, h), join_bias (h,); widen (h, w), widen_bias, narrow (w, h), narrow_bias; out (h, 2k), out_bias (2k,).
    """

    mean: FloatArray
    scale: FloatArray
    vectors: FloatArray
    signs: FloatArray
    side: FloatArray
    place: FloatArray
    norms: FloatArray
    attend: FloatArray
    attend_bias: FloatArray
    join: FloatArray
    join_bias: FloatArray
    widen: FloatArray
    widen_bias: FloatArray
    narrow: FloatArray
    narrow_bias: FloatArray
    out: FloatArray
    out_bias: FloatArray

    def read(self, vectors: FloatArray, signs: FloatArray, by_agent: NDArray[np.intp]) -> FloatArray:
        """(n, len(GIST_NAMES)) of n sentences in order; by_agent (n,): 1 where the agent's side speaks, else 0."""
        count = len(vectors)
        if not count or vectors.shape[1] != len(self.vectors):  # vectors of another encoder tell it nothing
            return np.zeros((count, len(GIST_NAMES)), dtype=np.float32)
        scaled = np.clip((signs - self.mean) / self.scale, -MOST, MOST)
        said = vectors @ self.vectors + scaled @ self.signs + self.side[by_agent] + places(count) @ self.place
        x = _normed(said, self.norms[2])
        x = x + self._attended(_normed(x, self.norms[0]))
        wide = np.maximum(_normed(x, self.norms[1]) @ self.widen + self.widen_bias, 0)
        x = x + wide @ self.narrow + self.narrow_bias
        both = (x @ self.out + self.out_bias).reshape(count, 2, len(GIST_NAMES))
        return np.asarray(both[np.arange(count), by_agent], dtype=np.float32)

    def _attended(self, x: FloatArray) -> FloatArray:
        count, width = x.shape
        parts = (x @ self.attend + self.attend_bias).reshape(count, 3, ATTENTION_HEADS, width // ATTENTION_HEADS)
        query, key, value = parts.transpose(1, 2, 0, 3)
        weights = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // ATTENTION_HEADS))
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        seen = (weights @ value).transpose(1, 0, 2).reshape(count, width)
        return np.asarray(seen @ self.join + self.join_bias, dtype=np.float32)


def places(count: int) -> FloatArray:
    """(count, 4): how far each sentence is from both ends, as a share and in sentences."""
    at = np.arange(count, dtype=np.float32)
    share = at / max(count, 1)
    return np.stack([share, 1 - share, np.exp(-at / 3), np.exp((at - count) / 3)], axis=1).astype(np.float32)


def _normed(x: NDArray[Any], norm: FloatArray) -> FloatArray:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("nh,nh->n", centred, centred) / x.shape[1] + 1e-5)
    return np.asarray(centred / spread[:, None] * norm[0] + norm[1], dtype=np.float32)


@cache
def packaged_gist() -> GistReader:
    """The network that ships. Raises ConfigurationError when it is missing or made for other signs."""
    return load_gist(models_dir() / "artifacts" / ARTIFACT)


def load_gist(folder: Path) -> GistReader:
    """Read manifest.json and weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            found = {name: np.ascontiguousarray(arrays[name], dtype=np.float32) for name in GistReader.__slots__}
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the gist network in {folder} cannot be read: {error}") from error
    if len(manifest.get("features", ())) != len(found["mean"]) or tuple(manifest.get("outputs", ())) != GIST_NAMES:
        raise ConfigurationError(f"the gist network in {folder} was trained for other features; train it again")
    return GistReader(**found)
