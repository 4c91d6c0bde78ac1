"""A last layer beside the encoder's own, tuned on dialogue labels: it reads the states below that one.

The encoder's vectors stay what they are; one pass gives both. Torch only: for training, for the export, and for the
torch encoder.
"""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assist.inference.heads.traits import LAYER_ARRAYS

LAYERS = 1
# Which hidden states they read: the input of the encoder's last layers.
BELOW = -1 - LAYERS
_FAR = -1e4


def through(layers: Iterable[Any], states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """states (b, t, width) after some layers of a BERT; `mask` (b, t) is 0 for padding."""
    hidden, hides = states, (1.0 - mask[:, None, None, :].to(states.dtype)) * _FAR
    for layer in layers:
        found = layer(hidden, hides)
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden


class Below(torch.nn.Module):
    """The encoder up to the states that trait layers read."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(b, t, width)."""
        found = self.model(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        return found.hidden_states[BELOW]


class Above(torch.nn.Module):
    """The encoder's own last layers over those states."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.layers = model.encoder.layer[-LAYERS:]

    def forward(self, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(b, t, width)."""
        return through(self.layers, states, attention_mask)


class TraitLayers(torch.nn.Module):
    """states (b, t, width) and mask (b, t) in, (b, traits) out, each between -1 and 1.

    below: which of the encoder's hidden states they read.
    """

    below = BELOW

    def __init__(self, layers: Iterable[Any], *, width: int, traits: int) -> None:
        super().__init__()
        self.layers = torch.nn.ModuleList(layers)
        self.attend = torch.nn.Linear(width, 1)
        torch.nn.init.zeros_(self.attend.weight)
        self.project = torch.nn.Linear(2 * width, traits)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mean and attended mean of the tokens' states, projected."""
        kept = mask.to(states.dtype)
        hidden = through(self.layers, states, mask)
        weights = torch.softmax(self.attend(hidden)[..., 0] + (1 - kept) * _FAR, dim=1)
        mean = (hidden * kept[..., None]).sum(dim=1) / kept.sum(dim=1, keepdim=True)
        attended = (hidden * weights[..., None]).sum(dim=1)
        return torch.tanh(self.project(torch.cat([mean, attended], dim=1)))


def new_trait_layers(model: Any, *, traits: int) -> TraitLayers:
    """Begin as copies of the last layers of `model` (a BERT of transformers)."""
    copies = [copy.deepcopy(layer) for layer in model.encoder.layer[-LAYERS:]]
    return TraitLayers(copies, width=int(model.config.hidden_size), traits=traits)


def load_trait_layers(model: Any, arrays: Mapping[str, NDArray[Any]]) -> TraitLayers:
    """The trained ones, from the arrays of models/artifacts/traits that `layer_arrays` made."""
    stored = {key.removeprefix(LAYER_ARRAYS): array for key, array in arrays.items() if key.startswith(LAYER_ARRAYS)}
    built = new_trait_layers(model, traits=len(stored["project.bias"]))
    built.load_state_dict({key: torch.tensor(array.astype(np.float32)) for key, array in stored.items()})
    return built.eval()


def layer_arrays(layers: TraitLayers) -> dict[str, NDArray[Any]]:
    """The layers' weights in half precision."""
    return {f"{LAYER_ARRAYS}{key}": value.numpy().astype(np.float16) for key, value in layers.state_dict().items()}
