"""Fits the network that reads all sentences of a talk beside each other, with torch."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assist.copilot.case_draft.gist import ATTENTION_HEADS, CLOSENESS_NAMES, GIST_NAMES, MOST, GistReader, places
from assist.core.encoding import FloatArray

WIDTH = 96
EPOCHS = 14
BATCH = 16
RATE, DECAY, DROPPED = 2e-3, 0.05, 0.3
_LOUD, _CALM = 8.0, 0.5  # brings vectors and signs to one spread
_CLOSE = len(CLOSENESS_NAMES)
_WEIGHTS = (1.0, 0.3, 0.3, 0.2)  # of the four kinds of closeness in the loss; each role counts 1


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A talk of n sentences: vectors (n, dims), signs (n, f), by_agent (n,), targets (n, len(GIST_NAMES)): closeness
    with mean 0 and deviation 1 of a side, 0/1 for roles."""

    vectors: FloatArray
    signs: FloatArray
    by_agent: NDArray[np.intp]
    targets: FloatArray


class Network(torch.nn.Module):
    """What `GistReader` computes, with dropout."""

    def __init__(self, dims: int, signs: int) -> None:
        super().__init__()
        self.vectors = torch.nn.Linear(dims, WIDTH, bias=False)
        self.signs = torch.nn.Linear(signs, WIDTH, bias=False)
        self.side = torch.nn.Embedding(2, WIDTH)
        self.place = torch.nn.Linear(4, WIDTH, bias=False)
        self.norm = torch.nn.LayerNorm(WIDTH)
        self.drop = torch.nn.Dropout(DROPPED)
        self.layer = torch.nn.TransformerEncoderLayer(
            WIDTH, ATTENTION_HEADS, 2 * WIDTH, DROPPED, batch_first=True, norm_first=True
        )
        self.out = torch.nn.Linear(WIDTH, 2 * len(GIST_NAMES))

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        """`inputs`: vectors, signs, by_agent, place, none. (b, n, len(GIST_NAMES)) of b talks filled up to n
        sentences; none (b, n): where there is no sentence."""
        vectors, signs, by_agent, place, none = inputs
        said = self.vectors(self.drop(vectors * _LOUD)) + self.signs(self.drop(signs * _CALM))
        x = self.layer(self.norm(said + self.side(by_agent) + self.place(place)), src_key_padding_mask=none)
        both = self.out(self.drop(x)).unflatten(2, (2, len(GIST_NAMES)))
        return both.gather(2, by_agent[:, :, None, None].expand(-1, -1, 1, len(GIST_NAMES)))[:, :, 0]

    def reader(self, mean: FloatArray, scale: FloatArray) -> GistReader:
        """The arrays as they are served."""
        attention = self.layer.self_attn
        norms = (self.layer.norm1, self.layer.norm2, self.norm)
        arrays = {
            "vectors": self.vectors.weight.T * _LOUD,
            "signs": self.signs.weight.T * _CALM,
            "side": self.side.weight,
            "place": self.place.weight.T,
            "norms": torch.stack([torch.stack([norm.weight, norm.bias]) for norm in norms]),
            "attend": attention.in_proj_weight.T,
            "attend_bias": attention.in_proj_bias,
            "join": attention.out_proj.weight.T,
            "join_bias": attention.out_proj.bias,
            "widen": self.layer.linear1.weight.T,
            "widen_bias": self.layer.linear1.bias,
            "narrow": self.layer.linear2.weight.T,
            "narrow_bias": self.layer.linear2.bias,
            "out": self.out.weight.T,
            "out_bias": self.out.bias,
        }
        plain = {name: np.ascontiguousarray(array.detach().numpy()) for name, array in arrays.items()}
        return GistReader(mean=mean, scale=scale, **plain)


def fit_gist(examples: Sequence[Example], *, seed: int) -> GistReader:
    """Train on all `examples`."""
    torch.set_num_threads(os.cpu_count() or 1)  # the search library has set one for all
    torch.manual_seed(seed)
    every = np.vstack([one.signs for one in examples])
    mean, scale = every.mean(axis=0), np.maximum(every.std(axis=0), 1e-3)
    network = Network(examples[0].vectors.shape[1], every.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    random = np.random.default_rng(seed)
    ready = [_tensors(one, mean, scale) for one in examples]
    network.train()
    for _ in range(EPOCHS):
        order = random.permutation(len(ready))
        for start in range(0, len(order), BATCH):
            *inputs, targets, none = _batch([ready[i] for i in order[start : start + BATCH]])
            loss = _loss(network(*inputs, none), targets, ~none)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.reader(mean, scale)


def _tensors(one: Example, mean: FloatArray, scale: FloatArray) -> list[torch.Tensor]:
    signs = np.clip((one.signs - mean) / scale, -MOST, MOST)
    place = places(len(one.vectors))
    return [torch.from_numpy(np.asarray(a)) for a in (one.vectors, signs, one.by_agent, place, one.targets)]


def _batch(talks: Sequence[Sequence[torch.Tensor]]) -> list[Any]:
    """Each input of all talks filled up with zeros, and where there is no sentence."""
    filled = [torch.nn.utils.rnn.pad_sequence(list(column), batch_first=True) for column in zip(*talks, strict=True)]
    lengths = torch.tensor([len(talk[0]) for talk in talks])
    return [*filled, torch.arange(filled[0].shape[1])[None] >= lengths[:, None]]


def _loss(found: torch.Tensor, targets: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    close = ((found[..., :_CLOSE] - targets[..., :_CLOSE]) ** 2 * torch.tensor(_WEIGHTS)).sum(-1)
    roles = torch.nn.functional.binary_cross_entropy_with_logits(
        found[..., _CLOSE:], targets[..., _CLOSE:], reduction="none"
    ).sum(-1)
    return ((close + roles) * there).sum() / there.sum()
