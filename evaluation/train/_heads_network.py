"""Fits the heads' first stage with torch: perceptrons on scaled features and hashed words."""

import numpy as np
import torch
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.vocabulary import ACTS
from assist.inference.heads.cues import HASH_BUCKETS
from assist.inference.heads.features import Features
from assist.inference.heads.network import Ensemble, word_weight

HIDDEN = 128
EPOCHS = 12
BATCH = 64
DROPPED_INPUTS = 0.3


class Perceptron(torch.nn.Module):
    """One hidden layer over dense columns and word buckets; 12 acts and 1 salience output."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.dense = torch.nn.Linear(columns, HIDDEN)
        self.words = torch.nn.EmbeddingBag(HASH_BUCKETS, HIDDEN, mode="sum")
        torch.nn.init.normal_(self.words.weight, std=0.01)
        self.input_drop = torch.nn.Dropout(DROPPED_INPUTS)
        self.drop = torch.nn.Dropout(0.5)
        self.out = torch.nn.Linear(HIDDEN, len(ACTS) + 1)

    def forward(self, dense: torch.Tensor, words: list[NDArray[np.int64]]) -> torch.Tensor:
        """(n, 13) logits; `words`: the buckets of each row."""
        starts = torch.from_numpy(np.cumsum([0, *(len(row) for row in words)])[:-1])
        weights = np.concatenate([np.full(len(row), word_weight(len(row)), dtype=np.float32) for row in words])
        bag = torch.from_numpy(np.concatenate(words))
        said = self.words(bag, starts, per_sample_weights=self.input_drop(torch.from_numpy(weights)))
        hidden = self.dense(self.input_drop(dense)) + said
        return self.out(self.drop(torch.relu(hidden)))


def fit_ensemble(
    features: Features, acts: NDArray[np.int64], salient: FloatArray, *, members: int, seed: int
) -> Ensemble:
    """`features.dense` already scaled. Returns the members side by side."""
    dense = torch.from_numpy(features.dense)
    targets = torch.from_numpy(acts), torch.from_numpy(salient)
    fitted = [_fit(dense, features.words, *targets, seed=seed + member) for member in range(members)]

    return Ensemble(
        hidden=_side_by_side([m.dense.weight for m in fitted]),
        words=np.concatenate([m.words.weight.detach().numpy() for m in fitted], axis=-1),
        bias=_side_by_side([m.dense.bias for m in fitted]),
        out=np.stack([m.out.weight.detach().numpy().T for m in fitted]),
        out_bias=np.stack([m.out.bias.detach().numpy() for m in fitted]),
    )


def _side_by_side(weights: list[torch.Tensor]) -> FloatArray:
    return np.concatenate([weight.detach().numpy().T for weight in weights], axis=-1)


def _fit(
    dense: torch.Tensor, words: list[NDArray[np.int64]], acts: torch.Tensor, salient: torch.Tensor, *, seed: int
) -> Perceptron:
    torch.manual_seed(seed)
    model = Perceptron(dense.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    count = len(dense)
    steps = EPOCHS * ((count + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    model.train()
    for _ in range(EPOCHS):
        for rows in torch.randperm(count).split(BATCH):
            logits = model(dense[rows], [words[row] for row in rows.tolist()])
            loss = torch.nn.functional.cross_entropy(logits[:, : len(ACTS)], acts[rows], label_smoothing=0.05)
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(logits[:, -1], salient[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return model.eval()
