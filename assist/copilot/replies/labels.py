"""Which canned action an agent takes next: two small networks fitted on the memory's own labelled examples."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies import course, moment
from assist.copilot.replies.context import ReplyContext
from assist.copilot.replies.course import CourseNetwork, CourseTalk
from assist.copilot.replies.descent import softmax
from assist.copilot.replies.moment import MomentNetwork
from assist.copilot.replies.turns import KEPT
from assist.core.encoding import FloatArray

MIN_EXAMPLES, MIN_LABELS = 60, 3  # under these there is nothing to learn
MAX_EXAMPLES = 24_000  # the newest ones; fitting takes seconds
SEEN = 0.8  # cosine from which an earlier agent turn is taken for a known action
PROTOTYPES = 12  # wordings kept of each action, the most frequent ones
HELD_OUT = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class LabelledContext:
    """A context with the action taken in it; `conversation` groups examples that must not be split."""

    context: ReplyContext
    label: str
    reply: FloatArray
    conversation: str


@dataclass(frozen=True, slots=True, eq=False)
class Prototypes:
    """Wordings of each action: vectors (p, width) and the action (p,) of each."""

    vectors: FloatArray
    owners: NDArray[np.int64]

    def actions(self, turns: FloatArray) -> NDArray[np.int64]:
        """(n,) which known action each earlier turn (n, width) is; -1 for none."""
        if not len(turns) or not len(self.vectors):
            return np.full(len(turns), -1, dtype=np.int64)
        near = turns @ self.vectors.T
        return np.where(near.max(axis=1) >= SEEN, self.owners[near.argmax(axis=1)], -1)


@dataclass(frozen=True, slots=True, eq=False)
class LabelModel:
    """The chances of all networks are averaged; `temperature` calibrates them. Earlier versions stored one `moments`
    and no `courses`."""

    labels: tuple[str, ...]
    prototypes: Prototypes
    moments: tuple[MomentNetwork, ...]
    courses: tuple[CourseNetwork, ...]
    temperature: float

    def chances(self, context: ReplyContext, said: FloatArray) -> FloatArray:
        """(L,) chance of each action next; `said`: earlier agent turns as reply vectors (n, width), newest first."""
        actions = self.prototypes.actions(said)
        logits = [network.logits(context, actions) for network in self.moments]
        if self.courses:
            rows = course.rows_of(context.turns, self.courses[0].basis, actions, len(self.labels))
            logits += [network.logits(rows) for network in self.courses]
        return softmax(_averaged(logits) / np.float32(self.temperature))

    def packed(self) -> bytes:
        """For the store; weights as float16."""
        stream = io.BytesIO()
        arrays = {
            prefix + name: getattr(network, name).astype(np.float16)
            for kind, names, networks in (("", moment.ARRAYS, self.moments), ("course_", course.ARRAYS, self.courses))
            for prefix, network in zip((kind, f"second_{kind}"), networks, strict=False)
            for name in names
        }
        np.savez_compressed(
            stream,
            labels=np.array(self.labels),
            vectors=self.prototypes.vectors.astype(np.float16),
            owners=self.prototypes.owners,
            temperature=np.float32(self.temperature),
            **arrays,
        )
        return stream.getvalue()

    @classmethod
    def unpacked(cls, content: bytes) -> "LabelModel":
        """What `packed` made."""
        with np.load(io.BytesIO(content), allow_pickle=False) as data:
            moments, courses = (
                [p for p in (kind, f"second_{kind}") if f"{p}basis" in data] for kind in ("", "course_")
            )
            return cls(
                labels=tuple(str(label) for label in data["labels"]),
                prototypes=Prototypes(data["vectors"].astype(np.float32), data["owners"]),
                moments=tuple(MomentNetwork(**_arrays(data, moment.ARRAYS, prefix)) for prefix in moments),
                courses=tuple(CourseNetwork(**_arrays(data, course.ARRAYS, prefix)) for prefix in courses),
                temperature=float(data["temperature"]),
            )


def _arrays(data: Mapping[str, NDArray[Any]], names: Sequence[str], prefix: str) -> dict[str, FloatArray]:
    """Without those that an earlier version did not have."""
    return {name: data[prefix + name].astype(np.float32) for name in names if prefix + name in data}


def fit_labels(examples: Sequence[LabelledContext], said: Sequence[FloatArray], *, seed: int = 0) -> LabelModel | None:
    """A model of the labelled examples; None when they are too few. `said`: earlier turns of each as reply vectors."""
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    labels = tuple(sorted(counts))
    if len(examples) < MIN_EXAMPLES or len(labels) < MIN_LABELS:
        return None
    place = {label: number for number, label in enumerate(labels)}
    prototypes = _prototypes(examples, place)
    fitting = _Fitting.of(examples, [prototypes.actions(turns) for turns in said], place)
    groups = np.unique([e.conversation for e in examples], return_inverse=True)[1]
    held = np.random.default_rng(seed).random(groups.max() + 1)[groups] < HELD_OUT
    # What is fitted on fewer talks to find the temperature would be wrong too often to vote along.
    trial = fitting.fit(np.flatnonzero(~held), seed=seed + 1)
    temperature = _calibrate(fitting.logits(trial, np.flatnonzero(held)), fitting.wanted[held])
    first, second = (fitting.fit(np.arange(len(examples)), seed=start) for start in (seed, seed + 2))
    return LabelModel(labels, prototypes, (first[0], second[0]), (first[1], second[1]), temperature)


Networks = tuple[MomentNetwork, CourseNetwork]


@dataclass(frozen=True, slots=True, eq=False)
class _Fitting:
    """n examples as both networks read them; rows: of the messages before each."""

    conversations: tuple[str, ...]
    wanted: NDArray[np.int64]
    labels: int
    inputs: FloatArray
    basis: FloatArray
    rows: tuple[FloatArray, ...]
    course_basis: FloatArray

    @classmethod
    def of(
        cls, examples: Sequence[LabelledContext], actions: Sequence[NDArray[np.int64]], place: dict[str, int]
    ) -> "_Fitting":
        contexts = [example.context for example in examples]
        basis = moment.basis_of(contexts)
        course_basis = course.basis_of([context.turns for context in contexts])
        rows = [
            course.rows_of(context.turns, course_basis, own, len(place))
            for context, own in zip(contexts, actions, strict=True)
        ]
        return cls(
            conversations=tuple(example.conversation for example in examples),
            wanted=np.array([place[example.label] for example in examples]),
            labels=len(place),
            inputs=moment.inputs_of(contexts, basis, actions, len(place)),
            basis=basis,
            rows=tuple(rows),
            course_basis=course_basis,
        )

    def fit(self, places: NDArray[np.int64], *, seed: int) -> Networks:
        """On the examples at these places."""
        first = moment.fit_moment(self.inputs[places], self.wanted[places], self.basis, self.labels, seed=seed)
        return first, course.fit_course(self._talks(places), self.course_basis, self.labels, seed=seed)

    def logits(self, networks: Networks, places: NDArray[np.int64]) -> FloatArray:
        """(k, L) of both at these places."""
        first, second = networks
        by_course = np.stack([second.logits(self.rows[place]) for place in places])
        return _averaged([moment.logits_of(first, self.inputs[places]), by_course])

    def _talks(self, places: NDArray[np.int64]) -> list[CourseTalk]:
        """One a conversation: its longest example begins with the messages of the others, unless some were dropped."""
        groups: dict[str, list[int]] = {}
        for place in places.tolist():
            whole = len(self.rows[place]) < KEPT
            groups.setdefault(self.conversations[place] if whole else f"{place}", []).append(place)
        talks: list[CourseTalk] = []
        for own in groups.values():
            longest = max((self.rows[place] for place in own), key=len)
            after = tuple(len(self.rows[place]) for place in own)
            talks.append(CourseTalk(longest, after, tuple(int(self.wanted[place]) for place in own)))
        return talks


def _averaged(logits: Sequence[FloatArray]) -> FloatArray:
    """Logits (..., L) of the mean of several chances."""
    mean = np.mean([softmax(one) for one in logits], axis=0, dtype=np.float32)
    return np.asarray(np.log(mean + np.float32(1e-9)), dtype=np.float32)


def _calibrate(logits: FloatArray, wanted: NDArray[np.int64]) -> float:
    """The temperature with the lowest cross entropy on held-out conversations (Guo et al. 2017)."""
    best, lowest = 1.0, np.inf
    for temperature in np.geomspace(0.5, 4.0, 25):
        chances = softmax(logits / np.float32(temperature))
        loss = float(-np.mean(np.log(chances[np.arange(len(wanted)), wanted] + 1e-12)))
        if loss < lowest:
            best, lowest = float(temperature), loss
    return best


def _prototypes(examples: Sequence[LabelledContext], place: dict[str, int]) -> Prototypes:
    wordings: dict[tuple[int, bytes], tuple[int, FloatArray]] = {}
    for example in examples:
        key = (place[example.label], np.round(example.reply, 3).tobytes())
        count = wordings.get(key, (0, example.reply))[0]
        wordings[key] = (count + 1, example.reply)
    kept: list[tuple[int, FloatArray]] = []
    for owner in place.values():
        own = sorted((item for key, item in wordings.items() if key[0] == owner), key=lambda item: -item[0])
        kept += [(owner, vector) for _, vector in own[:PROTOTYPES]]
    return Prototypes(np.stack([vector for _, vector in kept]), np.array([owner for owner, _ in kept]))
