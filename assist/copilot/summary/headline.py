"""One sentence of at most 40 words: what the customer wants, what was done, where it stands."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist.copilot.reported import join_predicates
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.features import Talk, rows_of
from assist.copilot.summary.selector import Selector
from assist.copilot.summary.ways import WAY_NAMES, Told, Ways, way_features, ways_of
from assist.core.encoding import Conversation, FloatArray
from assist.core.results import Headline

MAX_WORDS = 40
SIDE_WORDS = 26  # of one side, where both have something to say
FRAME = 3  # words of `Customer` and `the agent`
# What one more sentence, and a piece in place of a whole one, must be better by (labels have a deviation of about 1).
_ONE_MORE, _PIECE = 0.4, 0.5
_PARTS, _KEPT = WAY_NAMES.index("parts"), WAY_NAMES.index("least_kept")
_SAYS = re.compile(
    r"\bsays (?=(?:the|this|these|those|it|there|their|they|if|when|a|an|after|once|some|her|his|"
    r"its|all|since|upon|in|for|on|at|as)\b)"
)


def rank(conversation: Conversation, talk: Talk, candidates: Sequence[Candidate], side: str, by: Selector) -> Told:
    """Score the candidates that `side` said to the other one."""
    own = own_candidates(candidates, side)
    rows = rows_of(conversation, talk, side, own)
    return Told(own, by.score(side, rows.features), rows)


def own_candidates(candidates: Sequence[Candidate], side: str) -> tuple[Candidate, ...]:
    """What `side` said to the other one."""
    return tuple(item for item in candidates if item.side == side and not item.internal)


def write_headline(customer: Told, agent: Told, by: Selector, *, max_words: int = MAX_WORDS) -> Headline | None:
    """`Customer ...; the agent ...`: the best pair of ways to tell both sides; None when nobody said anything."""
    words = max(2, min(MAX_WORDS, max_words) - FRAME)
    told = {side: one for side, one in (("customer", customer), ("agent", agent)) if one.candidates}
    if not told:
        return None
    best = _best(told, by, words)
    who = {"customer": "Customer", "agent": "the agent" if len(told) > 1 else "Agent"}
    text = "; ".join(f"{who[side]} {join_predicates(ways.texts_of(way))}" for side, (ways, way) in best.items())
    full = _SAYS.sub("says that ", text)
    used = [told[side].candidates[place] for side, (ways, way) in best.items() for place in ways.places_of(way)]
    fits = len(full.split()) <= words + FRAME
    return Headline(text=f"{full if fits else text}.", evidence=tuple(item.evidence for item in used))


def _best(told: dict[str, Told], by: Selector, words: int) -> dict[str, tuple[Ways, int]]:
    """The way of each side with the highest sum of scores among those of at most `words` words together."""
    if len(told) == 1:
        ways, scores = _scored(told, by, words)
        return {side: (ways[side], int(np.argmax(scores[side]))) for side in told}
    for most in (min(SIDE_WORDS, max(words // 2, words - 11)), words // 2):  # half of the words always suffices
        ways, scores = _scored(told, by, most)
        size = ways["customer"].words[:, None] + ways["agent"].words
        if size.min() <= words:
            break
    row, column = best_pair(size, scores["customer"], scores["agent"], words)
    return {"customer": (ways["customer"], row), "agent": (ways["agent"], column)}


def best_pair(size: NDArray[np.int64], own: FloatArray, theirs: FloatArray, words: int) -> tuple[int, int]:
    """The way of each side whose scores have the highest sum, of those that `size` (n, m) shows to fit."""
    total = np.where(size <= words, own[:, None] + theirs, -np.inf)
    row, column = np.unravel_index(int(np.argmax(total)), total.shape)
    return int(row), int(column)


def _scored(told: dict[str, Told], by: Selector, words: int) -> tuple[dict[str, Ways], dict[str, FloatArray]]:
    ways = {side: ways_of(one.candidates, one.scores, words) for side, one in told.items()}
    features = way_features([(one, ways[side]) for side, one in told.items()])
    cost = (_ONE_MORE * (features[:, _PARTS] - 1) + _PIECE * (1 - features[:, _KEPT])).astype(np.float32)
    scores: dict[str, FloatArray] = {}
    start = 0
    for side, its in ways.items():
        rows = slice(start, start + len(its.words))
        scores[side] = by.score_ways(side, features[rows]) - cost[rows]
        start = rows.stop
    return ways, scores
