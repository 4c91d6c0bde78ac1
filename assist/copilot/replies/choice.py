"""Which replies are shown: the likeliest, as long as they say different things."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.replies.candidates import Candidate
from assist.copilot.replies.moves import Move, bag_of, move_of, similarity

FLOOR = 0.025  # chance of the best suggestion under which there is silence
FAINT, FAINT_CANNED = 0.03, 0.004  # chance under which a further one is not worth reading; canned ones are short
CANNED = 0.4  # chance that one of the canned replies is right, from which they come first and answer small talk too
MUCH_FAINTER = 0.2  # share of the best one's chance that is enough where all are faint
# What likeness to a reply chosen before takes from the log-odds of a free-text one, and making the same move.
LIKENESS_COSTS, SAME_MOVE_COSTS = 2.0, 0.3
ALIKE = 0.55  # lexical cosine from which two suggestions say nearly the same


def from_a_list(found: Sequence[Candidate]) -> bool:
    """Whether agents pick from a list of canned actions at such a moment."""
    return sum(one.chance for one in found if one.source.label is not None) >= CANNED


def diverse(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best ones that make different moves: near-repeats go, likeness to one before costs, and so does its move.

    Where agents pick from a list, what colleagues typed freely only fills up.
    """
    best = max((one.chance for one in candidates), default=0.0)
    if best < FLOOR:
        return []
    canned = [bag_of(one.text) for one in candidates if one.source.label is not None]
    listed = from_a_list(candidates)

    def free_beside_list(one: Candidate) -> bool:
        return listed and one.source.kind == "history" and one.source.label is None

    left = [
        _Offer(one, bag, move_of(one.text), not free_beside_list(one), log_odds(one.chance))
        for one, bag in ((one, bag_of(one.text)) for one in candidates if one.chance >= _least(one, best))
        if one.source.label is not None or not any(similarity(bag, other) >= ALIKE for other in canned)
    ]
    chosen: list[Candidate] = []
    while left and len(chosen) < limit:
        first = max(left, key=lambda offer: (offer.before, offer.worth))
        chosen.append(first.candidate)
        left = [offer for offer in left if offer is not first and offer.stays_beside(first)]
    return sorted(chosen, key=lambda one: (free_beside_list(one), -one.chance))


@dataclass(slots=True)
class _Offer:
    """A candidate still to be chosen. before: it goes before those that are not; value: log-odds of its chance."""

    candidate: Candidate
    bag: Counter[str]
    move: Move
    before: bool
    value: float
    like: float = 0.0
    repeats: bool = False

    @property
    def worth(self) -> float:
        """What it is worth beside those that were chosen."""
        return self.value - LIKENESS_COSTS * self.like - SAME_MOVE_COSTS * self.repeats

    def stays_beside(self, chosen: "_Offer") -> bool:
        """Count the likeness to one that was chosen; False where it says nearly the same."""
        free = self.candidate.source.label is None
        if not free and chosen.candidate.source.label is not None:
            return True
        alike = similarity(self.bag, chosen.bag)
        if free:
            self.like = max(self.like, alike)
            self.repeats = self.repeats or self.move == chosen.move
        return alike < ALIKE


def log_odds(chance: float) -> float:
    """Of a chance, kept from the ends."""
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _least(one: Candidate, best: float) -> float:
    return FAINT_CANNED if one.source.label is not None else min(FAINT, MUCH_FAINTER * best)
