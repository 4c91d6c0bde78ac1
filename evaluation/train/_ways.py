"""What the ways to tell a headline's sides learn from: closeness of the whole headline to the colleague's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.reported import join_predicates
from assist.copilot.summary.candidates import Candidate, candidates_of
from assist.copilot.summary.compress import clip
from assist.copilot.summary.features import describe_talk, rows_of
from assist.copilot.summary.headline import FRAME, MAX_WORDS, SIDE_WORDS, best_pair, own_candidates
from assist.copilot.summary.ways import Told, Ways, way_features, ways_of
from assist.core.encoding import Conversation, FloatArray
from evaluation.metrics.rouge import Closeness, rouge
from evaluation.schema import Gold

# Weights of the likeness of meaning (0, .3 and .7 compared on unseen talks) and of the matter in the case note (0, .5
# and 1) beside the overlap with the headline.
MEANING, MATTER = 0.3, 0.5
LABEL_WORDS = 20  # of a sentence, in its label
_OTHERS = 4  # ways of the other side that a way is tried with
SIDES: tuple[str, str] = ("customer", "agent")


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """All ways to tell one side of a talk: features (n, F), and labels (n,) with mean 0 and deviation 1 of the talk."""

    ways: Ways
    features: FloatArray
    labels: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """Sides of each talk, and how close a headline comes to the colleague's."""

    sides: list[dict[str, Side]]
    closeness: list[Closeness]

    def examples(self, side: str) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]:
        """Features, labels and talk number of every way to tell `side`."""
        told = [(number, sides[side]) for number, sides in enumerate(self.sides) if side in sides]
        groups = np.repeat([number for number, _ in told], [len(one.ways.parts) for _, one in told])
        return np.vstack([one.features for _, one in told]), np.concatenate([one.labels for _, one in told]), groups


def teach(
    talks: Sequence[tuple[Conversation, Gold]], scores: Mapping[str, Sequence[FloatArray]], meant: FloatArray
) -> Taught:
    """`scores`: of each talk's sentences, by side; `meant` (talks, d): vectors of the colleagues' headlines."""
    sides: list[dict[str, Side]] = []
    closeness: list[Closeness] = []
    for number, (conversation, gold) in enumerate(talks):
        close = Closeness([str(gold.headline)])
        candidates, talk = candidates_of(conversation), describe_talk(conversation)
        own = {side: own_candidates(candidates, side) for side in SIDES}
        told = {
            side: Told(own[side], scores[side][number], rows_of(conversation, talk, side, own[side])) for side in SIDES
        }
        ways = {side: ways_of(one.candidates, one.scores, SIDE_WORDS) for side, one in told.items()}
        made: dict[str, Side] = {}
        for side in SIDES:
            if not len(ways[side].parts):
                continue
            labels = _closeness(close, side, ways) + MEANING * _likeness(ways[side], told[side], meant[number])
            if gold.case:
                labels = labels + MATTER * standard(np.array(_near(matter_of(gold, side), side, ways[side])))
            made[side] = Side(ways[side], way_features([(told[side], ways[side])]), labels.astype(np.float32))
        sides.append(made)
        closeness.append(close)
    return Taught(sides, closeness)


def headline_overlap(taught: Taught, scores: Mapping[str, FloatArray]) -> tuple[float, float]:
    """Mean closeness of the best pair by `scores`, and of the selector's first sentence of each side."""
    found: list[tuple[float, float]] = []
    starts = dict.fromkeys(SIDES, 0)
    for sides, close in zip(taught.sides, taught.closeness, strict=True):
        mine: dict[str, FloatArray] = {}
        for side, one in sides.items():
            mine[side] = scores[side][starts[side] : starts[side] + len(one.ways.parts)]
            starts[side] += len(one.ways.parts)
        if len(mine) < len(SIDES):
            continue
        own, theirs = (sides[side].ways for side in SIDES)
        size = own.words[:, None] + theirs.words
        row, column = best_pair(size, mine["customer"], mine["agent"], MAX_WORDS - FRAME)
        best = _headline(own.texts_of(row), theirs.texts_of(column))
        found.append((close(best), close(_headline(own.texts_of(0), theirs.texts_of(0)))))
    learned, simple = np.mean(found, axis=0)
    return float(learned), float(simple)


def matter_of(gold: Gold, side: str) -> str:
    """What the case note says of this side: the issue, or where things stand (measured to help the agent's side)."""
    case = gold.case
    if case is None:
        return ""
    if side == "customer":
        return case.issue
    ahead = [f"{step.action} {step.due or ''}" for step in case.next_steps]
    return " ".join([case.resolution or "", *ahead, *case.steps[-1:]])


def overlaps(candidates: Sequence[Candidate], side: str, gold: Gold) -> Iterator[float]:
    """ROUGE-1 + 2 + L of each candidate with the headline and with what the case note says of its side."""
    targets = [gold.headline, *([matter_of(gold, side)] if gold.case else [])]
    for item in candidates:
        text = f"{side.capitalize()} {clip(item.text, LABEL_WORDS)}"
        yield sum(figure or 0.0 for target in targets if target for figure in rouge(text, [target]).values())


def _closeness(close: Closeness, side: str, ways: Mapping[str, Ways]) -> NDArray[Any]:
    """How close headlines with each way come, the mean over some ways of the other side."""
    theirs = ways["agent" if side == "customer" else "customer"]
    alone = np.flatnonzero(theirs.parts[:, 1] < 0).tolist()[: 2 * _OTHERS : 2]
    other = [theirs.texts_of(n) for n in alone] or [[]]
    found: list[float] = []
    for said in map(ways[side].texts_of, range(len(ways[side].parts))):
        pairs = [(said, one) if side == "customer" else (one, said) for one in other]
        found.append(float(np.mean([close(_headline(*pair)) for pair in pairs])))
    return standard(np.array(found))


def _near(matter: str, side: str, ways: Ways) -> list[float]:
    close = Closeness([matter] if matter else [])
    told = map(ways.texts_of, range(len(ways.parts)))
    return [close(_headline(said, []) if side == "customer" else _headline([], said)) for said in told]


def _likeness(ways: Ways, told: Told, meant: FloatArray) -> NDArray[Any]:
    vectors = np.stack([told.rows.vectors[ways.places_of(n)].mean(axis=0) for n in range(len(ways.parts))])
    return standard(vectors @ meant / np.maximum(np.linalg.norm(vectors, axis=1), 1e-6))


def _headline(wanted: list[str], done: list[str]) -> str:
    parts = [f"Customer {join_predicates(wanted)}"] if wanted else []
    if done:
        parts.append(f"the agent {join_predicates(done)}")
    return "; ".join(parts)


def standard(values: NDArray[Any]) -> NDArray[Any]:
    """With mean 0 and deviation 1."""
    return (values - values.mean()) / (values.std() + 1e-6)
