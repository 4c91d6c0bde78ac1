"""Fits the dialogue layer with torch: a copy of the encoder's last one, with read-outs."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assist.core.encoding import FloatArray
from assist.core.vocabulary import ACTS, SENTIMENTS
from assist.inference.trait_layers import BELOW, TraitLayers, new_trait_layers

TRAITS = 64
HIDDEN = 160
EPOCHS = 6
BATCH = 32
MAX_TOKENS = 128  # of a training text; served ones are read whole
UNKNOWN = -1
_ALIKE = 8  # batches whose texts are sorted by length together, against padding
_CALM, _LOUD = 1 / 3, 2.0  # brings the context's columns and the traits to one spread
_SMOOTHING = 0.1
_MOODS = len(SENTIMENTS)


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Rows of n messages: `states` below the last layers (tokens, width) each, `context` (n, F) scaled, and labels.

    start, end (n,): mood of a message that tells how the customer felt then; small (n,): whether a customer message is
    small talk that needs no answer. UNKNOWN for others.
    """

    states: Sequence[torch.Tensor]
    context: FloatArray
    acts: NDArray[np.int64]
    salient: FloatArray
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    small: NDArray[np.int64]


class Reader(torch.nn.Module):
    """The layers with what is read from them. Served: acts beside the context, mood and small talk."""

    def __init__(self, layers: TraitLayers, columns: int) -> None:
        super().__init__()
        self.layers = layers
        self.drop = torch.nn.Dropout(0.3)
        self.hidden = torch.nn.Linear(columns + TRAITS, HIDDEN)
        self.out = torch.nn.Linear(HIDDEN, len(ACTS) + 1)
        self.alone = torch.nn.Linear(TRAITS, len(ACTS) + 1)
        self.mood = torch.nn.Linear(TRAITS, 2 * _MOODS)
        self.small = torch.nn.Linear(TRAITS, 1)

    def forward(self, states: Sequence[torch.Tensor], context: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(n, 13) acts and salience beside the context, the same without it, (n, 6) moods at start and end, (n,)
        small talk."""
        traits = self.layers(*_padded(states))
        mixed = torch.cat([self.drop(context * _CALM), self.drop(traits * _LOUD)], dim=1)
        return (
            self.out(self.drop(torch.relu(self.hidden(mixed)))),
            self.alone(traits),
            self.mood(traits),
            self.small(traits)[:, 0],
        )

    def arrays(self) -> dict[str, FloatArray]:
        """The read-outs as `TraitReader` wants them."""
        hidden = self.hidden.weight.detach().numpy().T.copy()
        columns = len(hidden) - TRAITS
        hidden[:columns] *= _CALM
        hidden[columns:] *= _LOUD
        return {
            "hidden": hidden,
            "bias": self.hidden.bias.detach().numpy(),
            "out": self.out.weight.detach().numpy().T,
            "out_bias": self.out.bias.detach().numpy(),
            "alone": self.alone.weight.detach().numpy().T,
            "alone_bias": self.alone.bias.detach().numpy(),
            "mood": self.mood.weight.detach().numpy().T,
            "mood_bias": self.mood.bias.detach().numpy(),
            "small": self.small.weight.detach().numpy().T,
            "small_bias": self.small.bias.detach().numpy(),
        }


def states_of(model: Any, tokenizer: Any, texts: Sequence[str]) -> list[torch.Tensor]:
    """What the last layers of `model` read of each text, (tokens, width)."""
    found: list[torch.Tensor] = []
    with torch.inference_mode():
        for text in texts:
            read = tokenizer(text, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
            found.append(model(**read, output_hidden_states=True).hidden_states[BELOW][0].clone())
    return found


def fit_reader(model: Any, examples: Examples, rows: NDArray[np.int64], *, seed: int) -> Reader:
    """Train on the `rows`."""
    torch.set_num_threads(os.cpu_count() or 1)  # the search library has set one for all
    torch.manual_seed(seed)
    reader = Reader(new_trait_layers(model, traits=TRAITS), examples.context.shape[1])
    tuned = list(reader.layers.layers.parameters())
    others = [value for name, value in reader.named_parameters() if not name.startswith("layers.layers.")]
    groups = [{"params": tuned, "lr": 2e-4}, {"params": others, "lr": 1e-3}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.02)
    steps = EPOCHS * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 50) * max(0.0, 1 - step / steps)
    )
    random = np.random.default_rng(seed)
    reader.train()
    for _ in range(EPOCHS):
        for batch in _batches(examples, random.permutation(rows)):
            loss = _loss(reader(*_inputs(examples, batch)), examples, batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return reader.eval()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Chances of n messages: acts (n, 12), the same without context, mood at the start and at the end (n, 3), small
    talk (n,)."""

    acts: FloatArray
    alone: FloatArray
    start: FloatArray
    end: FloatArray
    small: FloatArray

    @classmethod
    def empty(cls, count: int) -> "Told":
        """Nothing told yet of `count` messages."""
        acts, alone = np.zeros((2, count, len(ACTS)), dtype=np.float32)
        start, end = np.zeros((2, count, _MOODS), dtype=np.float32)
        return cls(acts, alone, start, end, np.zeros(count, dtype=np.float32))

    def put(self, rows: NDArray[np.int64], told: "Told") -> None:
        """Set what is told of the `rows`."""
        for name in ("acts", "alone", "start", "end", "small"):
            getattr(self, name)[rows] = getattr(told, name)


def read(reader: Reader, examples: Examples, rows: NDArray[np.int64]) -> Told:
    """What the trained layers tell of the `rows`."""
    acts, alone = np.zeros((2, len(rows), len(ACTS)), dtype=np.float32)
    moods = np.zeros((len(rows), 2 * _MOODS), dtype=np.float32)
    talk = np.zeros(len(rows), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(rows), BATCH):
            part = slice(start, start + BATCH)
            told, bare, mood, small = reader(*_inputs(examples, rows[part]))
            acts[part] = torch.softmax(told[:, : len(ACTS)], dim=1).numpy()
            alone[part] = torch.softmax(bare[:, : len(ACTS)], dim=1).numpy()
            moods[part, :_MOODS] = torch.softmax(mood[:, :_MOODS], dim=1).numpy()
            moods[part, _MOODS:] = torch.softmax(mood[:, _MOODS:], dim=1).numpy()
            talk[part] = torch.sigmoid(small).numpy()
    return Told(acts, alone, moods[:, :_MOODS], moods[:, _MOODS:], talk)


def _inputs(examples: Examples, rows: NDArray[np.int64]) -> tuple[list[torch.Tensor], torch.Tensor]:
    return [examples.states[row] for row in rows], torch.from_numpy(examples.context[rows])


def _padded(states: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    padded = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
    lengths = torch.tensor([len(one) for one in states])
    return padded, (torch.arange(padded.shape[1])[None] < lengths[:, None]).long()


def _batches(examples: Examples, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    batches: list[NDArray[np.int64]] = []
    for start in range(0, len(rows), BATCH * _ALIKE):
        part = rows[start : start + BATCH * _ALIKE]
        part = part[np.argsort([len(examples.states[row]) for row in part])]
        batches += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
    return batches


def _loss(told: tuple[torch.Tensor, ...], examples: Examples, rows: NDArray[np.int64]) -> torch.Tensor:
    """Acts and salience with and, by half, without the context; mood and small talk of the messages that tell them."""
    function = torch.nn.functional
    acts, salient = torch.from_numpy(examples.acts[rows]), torch.from_numpy(examples.salient[rows])
    beside, alone, mood, small = told
    loss = torch.zeros(())
    for logits, weight in ((beside, 1.0), (alone, 0.5)):
        loss = loss + weight * function.cross_entropy(logits[:, :-1], acts, label_smoothing=_SMOOTHING)
        loss = loss + weight * 0.5 * function.binary_cross_entropy_with_logits(logits[:, -1], salient)
    for labels, logits in ((examples.start, mood[:, :_MOODS]), (examples.end, mood[:, _MOODS:])):
        known = np.flatnonzero(labels[rows] != UNKNOWN)
        if len(known):
            gold = torch.from_numpy(labels[rows][known])
            moods = function.cross_entropy(logits[known], gold, label_smoothing=_SMOOTHING, reduction="sum")
            loss = loss + moods / len(rows)
    known = np.flatnonzero(examples.small[rows] != UNKNOWN)
    if len(known):
        gold = torch.from_numpy(examples.small[rows][known]).float()
        loss = loss + 0.5 * function.binary_cross_entropy_with_logits(small[known], gold)
    return loss
