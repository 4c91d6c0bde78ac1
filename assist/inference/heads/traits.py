"""What the encoder's dialogue layers tell: acts of messages beside their context, and the customer's mood.

A second opinion beside the heads over the vectors; both count the same (chosen by cross-validation).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.vocabulary import ACTS, SENTIMENTS
from assist.inference.artifacts import Artifact
from assist.inference.heads.incremental import IncrementalEnsemble
from assist.inference.heads.network import Ensemble, Linear, Scaler, sigmoid, softmax

SHARE = 0.5
LAYER_ARRAYS = "torch."  # names of the layers' own arrays begin so


class TraitReader:
    """numpy forward pass over the small arrays of models/artifacts/traits; the layers themselves are in the encoder."""

    def __init__(self, artifact: Artifact, dims: int) -> None:
        a = {key: np.ascontiguousarray(array, dtype=np.float32) for key, array in artifact.arrays.items()}
        self._scaler = Scaler(4 * dims, a["mean"], a["deviation"])
        no_words = np.zeros((0, a["hidden"].shape[1]), dtype=np.float32)
        ensemble = Ensemble(a["hidden"], no_words, a["bias"], a["out"][None], a["out_bias"][None])
        self._network = IncrementalEnsemble(ensemble, dims)
        self._mood = Linear(a["mood"], a["mood_bias"])
        self._small_talk = Linear(a["small"], a["small_bias"])
        self._alone = Linear(a["alone"], a["alone_bias"])

    def acts(
        self,
        vectors: FloatArray,
        keys: Sequence[bytes],
        same_side: NDArray[np.int64],
        surface: FloatArray,
        traits: FloatArray,
    ) -> FloatArray:
        """(m, 12) chances; `surface`: `surface_features`; `traits` (m, traits); the rest as `IncrementalEnsemble`."""
        beside = np.concatenate([self._scaler.scaled(surface), traits], axis=1)
        logits = self._network.logits(vectors, keys, same_side, beside, None)[0]
        return softmax(logits[:, : len(ACTS)])

    def acts_alone(self, traits: FloatArray) -> FloatArray:
        """(m, 12) chances by the messages themselves, whoever says them and whatever stands around them."""
        return softmax(self._alone(traits)[:, : len(ACTS)])

    def start(self, traits: FloatArray, rows: Sequence[int]) -> FloatArray:
        """(3,) chances of the customer's mood at the start, from the messages `rows`."""
        return softmax(self._mood(traits[list(rows)])[:, : len(SENTIMENTS)]).mean(axis=0)

    def end(self, traits: FloatArray, rows: Sequence[int]) -> FloatArray:
        """(3,) chances at the end."""
        return softmax(self._mood(traits[list(rows)])[:, len(SENTIMENTS) :]).mean(axis=0)

    def small_talk(self, traits: FloatArray) -> FloatArray:
        """(n,) chances that customer messages with these traits (n, traits) need no answer."""
        return sigmoid(self._small_talk(traits))[:, 0]


def both(ours: FloatArray, theirs: FloatArray) -> FloatArray:
    """The heads' chances and the traits' as one opinion."""
    return np.asarray((1 - SHARE) * ours + SHARE * theirs, dtype=np.float32)
