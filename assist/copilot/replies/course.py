"""A network over all messages of a conversation, in numpy: each is read alike, older ones fade at four rates, and the
newest one looks back at those that matter to it.

Beside the network over the newest messages it knows in which order things came: the chances of both, averaged, find
the agent's action more often than either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.attention import WIDTH, shares_of, traced_back
from assist.copilot.replies.descent import descend, kept_of, surprise
from assist.copilot.replies.turns import BUCKETS, SIDES, Turns
from assist.core.encoding import FloatArray

KEPT = 160  # directions of a message
READ, HIDDEN, EPOCHS, BATCH = 128, 192, 16, 16  # BATCH: conversations
UNSEEN, UNREAD, DROP = 0.3, 0.1, 0.4  # shares of inputs, read messages and the hidden layer that are left out
RATES = (0.0, 0.5, 0.8, 1.0)
HEADS = 4  # ways in which the newest message looks back
UNKNOWN = np.float32(-1e9)
VECTOR_SCALE, WORD_SCALE = 3.0, 2.0
ARRAYS = ("basis", "read", "read_bias", "hidden", "bias", "out", "offset", "ask", "key")


@dataclass(frozen=True, slots=True, eq=False)
class CourseNetwork:
    """Over rows (m, F) of `rows_of`. basis (dims, KEPT); read (F, READ), hidden ((len(RATES) + HEADS) * READ, HIDDEN),
    out (HIDDEN, L), with their biases; ask and key (READ, HEADS * WIDTH), no columns in one that an earlier version
    stored."""

    basis: FloatArray
    read: FloatArray
    read_bias: FloatArray
    hidden: FloatArray
    bias: FloatArray
    out: FloatArray
    offset: FloatArray
    ask: FloatArray = field(default_factory=lambda: np.zeros((READ, 0), dtype=np.float32))
    key: FloatArray = field(default_factory=lambda: np.zeros((READ, 0), dtype=np.float32))

    def logits(self, rows: FloatArray) -> FloatArray:
        """(L,) of one talk."""
        seen = np.maximum(rows @ self.read + self.read_bias, 0)
        back = shares_of(seen[-1:] @ self.ask, seen @ self.key, np.zeros((1, len(rows)), dtype=np.float32))
        course = (np.concatenate([_fading(len(rows)), back[:, 0]]) @ seen).reshape(-1)
        return np.maximum(course @ self.hidden + self.bias, 0) @ self.out + self.offset


@dataclass(frozen=True, slots=True, eq=False)
class CourseTalk:
    """A talk with the moments in which actions were taken: after how many messages, and which."""

    rows: FloatArray
    after: tuple[int, ...]
    wanted: tuple[int, ...]


def basis_of(talks: Sequence[Turns]) -> FloatArray:
    """(dims, KEPT) leading directions of all messages."""
    vectors = np.concatenate([turns.vectors for turns in talks])
    turned = np.linalg.eigh(vectors.T @ vectors)[1]
    return np.ascontiguousarray(turned[:, -min(KEPT, turned.shape[1]) :], dtype=np.float32)


def rows_of(turns: Turns, basis: FloatArray, actions: NDArray[np.int64], labels: int) -> FloatArray:
    """(m, F): what each message says, whose it is, which action it was (of `actions`, newest agent turn first; -1 is
    none), and its words; one empty row where no messages were kept."""
    seen, sides = basis.shape[1], len(SIDES)
    rows = np.zeros((max(len(turns), 1), seen + sides + labels + BUCKETS), dtype=np.float32)
    rows[: len(turns), :seen] = turns.vectors @ basis * VECTOR_SCALE
    rows[np.arange(len(turns)), seen + turns.sides] = 1.0
    for row, action in zip(turns.agents, actions, strict=False):
        if action >= 0:
            rows[row, seen + sides + action] = 1.0
    counts = np.diff(turns.ends, prepend=0)
    owners = np.repeat(np.arange(len(turns)), counts)
    rows[owners, seen + sides + labels + turns.words] = WORD_SCALE / np.sqrt(counts[owners])
    return rows


def fit_course(talks: Sequence[CourseTalk], basis: FloatArray, labels: int, *, seed: int = 0) -> CourseNetwork:
    """By the cross entropy over all moments of all talks."""
    rng = np.random.default_rng(seed)
    width, course = talks[0].rows.shape[1], (len(RATES) + HEADS) * READ
    shapes = ((width, READ, 1.5 * (2 / width) ** 0.5), (course, HIDDEN, (2 / course) ** 0.5), (HIDDEN, labels, 0.05))
    weights: list[FloatArray] = []
    for rows, columns, scale in shapes:
        weights += [rng.normal(0, scale, (rows, columns)).astype(np.float32), np.zeros(columns, dtype=np.float32)]
    weights += [rng.normal(0, READ**-0.5, (READ, HEADS * WIDTH)).astype(np.float32) for _ in ("ask", "key")]

    def gradients(current: list[FloatArray], places: NDArray[np.int64]) -> list[FloatArray]:
        return _gradients(current, [talks[place] for place in places], rng)

    descend(weights, gradients, rng, count=len(talks), batch=BATCH, epochs=EPOCHS)
    return CourseNetwork(basis, *weights)


def _gradients(weights: list[FloatArray], talks: Sequence[CourseTalk], rng: np.random.Generator) -> list[FloatArray]:
    read, read_bias, hidden, bias, out, offset, ask, key = weights
    inputs = np.concatenate([talk.rows for talk in talks])
    inputs *= kept_of(inputs.shape, UNSEEN, rng)
    seen = inputs @ read + read_bias
    live = kept_of(seen.shape, UNREAD, rng) * (seen > 0).astype(np.float32)
    seen *= live
    faded, newest = _faded(talks)
    asked, keys = (np.asarray(one, dtype=np.float32) for one in (seen[newest] @ ask, seen @ key))
    shares = shares_of(asked, keys, np.where(faded[-1] > 0, np.float32(0), UNKNOWN))
    counts = np.concatenate([faded, shares])
    course = (counts @ seen).swapaxes(0, 1).reshape(len(newest), -1)
    active = course @ hidden + bias
    kept = kept_of(active.shape, DROP, rng) * (active > 0).astype(np.float32)
    live_hidden = np.asarray(active * kept, dtype=np.float32)
    wanted = np.concatenate([talk.wanted for talk in talks]).astype(np.int64)
    error = surprise(np.asarray(live_hidden @ out + offset, dtype=np.float32), wanted)
    back = error @ out.T * kept
    of_course = (back @ hidden.T).reshape(len(newest), len(counts), -1).swapaxes(0, 1)
    of_shares = np.asarray(of_course[len(RATES) :] @ seen.T, dtype=np.float32)
    of_asked, of_keys = traced_back(shares, of_shares, asked, keys)
    of_seen = (counts.swapaxes(1, 2) @ of_course).sum(axis=0) + of_keys @ key.T
    np.add.at(of_seen, newest, of_asked @ ask.T)
    of_seen *= live
    found = (
        inputs.T @ of_seen, of_seen.sum(axis=0), course.T @ back, back.sum(axis=0), live_hidden.T @ error,
        error.sum(axis=0), seen[newest].T @ of_asked, seen.T @ of_keys,
    )  # fmt: skip
    return [np.asarray(gradient, dtype=np.float32) for gradient in found]


def _faded(talks: Sequence[CourseTalk]) -> tuple[FloatArray, NDArray[np.int64]]:
    """For each rate, what every message of the talks counts in each of their moments; and the newest of each moment."""
    moments = sum(len(talk.after) for talk in talks)
    whole = np.zeros((len(RATES), moments, sum(len(talk.rows) for talk in talks)), dtype=np.float32)
    newest = np.zeros(moments, dtype=np.int64)
    moment = first = 0
    for talk in talks:
        for after in talk.after:
            whole[:, moment, first : first + after] = _fading(after)
            newest[moment] = first + after - 1
            moment += 1
        first += len(talk.rows)
    return whole, newest


def _fading(count: int) -> FloatArray:
    """(len(RATES), count) what each of so many messages counts, the newest being the last."""
    ages = np.arange(count - 1, -1, -1)
    shares = [rate**ages if rate < 1 else np.full(count, count**-0.5) for rate in RATES]
    return np.array(shares, dtype=np.float32).reshape(len(RATES), count)
