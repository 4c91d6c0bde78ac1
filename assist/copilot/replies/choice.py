"""Which replies are shown: the likeliest, as long as they say different things."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.replies.candidates import Candidate
from assist.copilot.replies.moves import Bag, bag_of, move_of, similarity

FLOOR = 0.025  # chance of the best suggestion under which there is silence
FAINT, FAINT_CANNED = 0.03, 0.004  # chance under which a further one is not worth reading; canned ones are short
CANNED = 0.4  # chance that one of the canned replies is right, from which they come first and answer small talk too
MUCH_FAINTER = 0.2  # share of the best one's chance that is enough where all are faint
BESIDE = 0.12  # and at least this share of it, so that nothing of 3 % stands beside a good one
# The same of approved replies and articles: what reads finished and is of another matter is worse than nothing.
FAINT_WORDED, FAINTER = {"approved": 0.15, "knowledge": 0.1}, 0.6
FLOOR_WORDED = 0.05  # chance under which there is silence where one of those would come first
# What likeness to a reply chosen before takes from the log-odds of a free-text one, and making the same move.
LIKENESS_COSTS, SAME_MOVE_COSTS = 2.0, 0.3
# Chance under which, and share of what policy withheld under which, nothing is put in its place.
INSTEAD, FAR_LESS = 0.15, 0.4
ALIKE = 0.55  # lexical cosine from which two suggestions say nearly the same


def from_a_list(found: Sequence[Candidate]) -> bool:
    """Whether agents pick from a list of canned actions at such a moment."""
    return sum(one.chance for one in found if one.source.label is not None) >= CANNED


def stands_in(kept: Sequence[Candidate], forbidden: float) -> bool:
    """Whether what policy left is an answer at all; `forbidden`: the best chance among what it withheld."""
    return max((one.chance for one in kept), default=0.0) >= min(INSTEAD, FAR_LESS * forbidden)


def diverse(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """The best ones that make different moves: near-repeats go, likeness to one before costs, and so does its move.

    Where agents pick from a list, what colleagues typed freely only fills up.
    """
    likeliest = max(candidates, key=lambda one: one.chance, default=None)
    if likeliest is None or likeliest.chance < (FLOOR_WORDED if likeliest.source.kind in FAINT_WORDED else FLOOR):
        return []
    best = likeliest.chance
    canned = [bag_of(one.text) for one in candidates if one.source.label is not None]
    listed = from_a_list(candidates)

    def free_beside_list(one: Candidate) -> bool:
        return listed and one.source.kind == "history" and one.source.label is None

    offers = [
        _Offer(one, not free_beside_list(one), log_odds(one.chance))
        for one in candidates
        if one.chance >= _least(one, best)
    ]
    left = [offer for offer in offers if offer.canned or not any(offer.says_the_same(bag) for bag in canned)]
    left.sort(key=lambda offer: (not offer.before, -offer.value))
    chosen: list[Candidate] = []
    while len(chosen) < limit and (first := _best(left, chosen)) is not None:
        left.remove(first)
        chosen.append(first.candidate)
    return sorted(chosen, key=lambda one: (free_beside_list(one), -one.chance))


@dataclass(slots=True, eq=False)
class _Offer:
    """A candidate still to be chosen. before: it goes before those that are not; value: log-odds of its chance, and
    the most that it can be worth; compared: with how many of the chosen ones its likeness is known."""

    candidate: Candidate
    before: bool
    value: float
    like: float = 0.0
    repeats: bool = False
    compared: int = 0

    @property
    def canned(self) -> bool:
        return self.candidate.source.label is not None

    @property
    def worth(self) -> float:
        """What it is worth beside those that were chosen."""
        return self.value - LIKENESS_COSTS * self.like - SAME_MOVE_COSTS * self.repeats

    def says_the_same(self, bag: Bag) -> bool:
        """Nearly, as a text with this bag."""
        return similarity(bag_of(self.candidate.text), bag) >= ALIKE

    def stays_beside(self, chosen: Sequence[Candidate]) -> bool:
        """Count its likeness to those that were chosen; False where it says nearly the same as one of them."""
        for other in chosen[self.compared :]:
            if self.canned and other.source.label is not None:
                continue
            alike = similarity(bag_of(self.candidate.text), bag_of(other.text))
            if alike >= ALIKE:
                return False
            if not self.canned:
                self.like = max(self.like, alike)
                self.repeats = self.repeats or move_of(self.candidate.text) == move_of(other.text)
        self.compared = len(chosen)
        return True


def _best(left: list[_Offer], chosen: Sequence[Candidate]) -> _Offer | None:
    """The one that is worth most beside the chosen, of offers by falling value; those that say the same are taken out.

    Only those are compared whose value would be enough.
    """
    best: _Offer | None = None
    for offer in list(left):
        if best is not None and (offer.before, offer.value) <= (best.before, best.worth):
            break
        if not offer.stays_beside(chosen):
            left.remove(offer)
        elif best is None or (offer.before, offer.worth) > (best.before, best.worth):
            best = offer
    return best


def log_odds(chance: float) -> float:
    """Of a chance, kept from the ends."""
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _least(one: Candidate, best: float) -> float:
    if one.source.label is not None:
        return FAINT_CANNED
    if one.source.kind in FAINT_WORDED:
        return min(FAINT_WORDED[one.source.kind], FAINTER * best)
    return max(min(FAINT, MUCH_FAINTER * best), BESIDE * best)
