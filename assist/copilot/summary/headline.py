"""One sentence of at most 40 words: what the customer wants, what was done, where it stands."""

import re
from collections.abc import Sequence

import numpy as np

from assist.copilot.reported import join_predicates
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.features import Talk, features_of
from assist.copilot.summary.selector import Selector
from assist.copilot.summary.ways import WAY_NAMES, Told, Way, way_features, ways_of
from assist.core.encoding import Conversation, FloatArray
from assist.core.results import Headline

MAX_WORDS = 40
SIDE_WORDS = 26  # of one side, where both have something to say
_FRAME = 3  # words of `Customer` and `the agent`
# What one more sentence, and a piece in place of a whole one, must be better by (labels have a deviation of about 1).
_ONE_MORE, _PIECE = 0.4, 0.5
_PARTS, _KEPT = WAY_NAMES.index("parts"), WAY_NAMES.index("least_kept")
_SAYS = re.compile(
    r"\bsays (?=(?:the|this|these|those|it|there|their|they|if|when|a|an|after|once|some|her|his|"
    r"its|all|since|upon|in|for|on|at|as)\b)"
)


def rank(conversation: Conversation, talk: Talk, candidates: Sequence[Candidate], side: str, by: Selector) -> Told:
    """Score the candidates that `side` said to the other one."""
    own = tuple(item for item in candidates if item.side == side and not item.internal)
    features = features_of(conversation, talk, side, own)
    return Told(own, by.score(side, features), features, conversation.sentence_vectors[[item.index for item in own]])


def write_headline(
    talk: Talk, customer: Told, agent: Told, by: Selector, *, max_words: int = MAX_WORDS
) -> Headline | None:
    """`Customer ...; the agent ...`: the best pair of ways to tell both sides; None when nobody said anything."""
    words = max(2, min(MAX_WORDS, max_words) - _FRAME)
    if not customer.candidates and not agent.candidates:
        return None
    wanted, done = _best(talk, customer, agent, by, words)
    parts = [f"Customer {join_predicates(list(wanted.texts))}"] if wanted else []
    if done:
        parts.append(f"{'the agent' if wanted else 'Agent'} {join_predicates(list(done.texts))}")
    text = f"{'; '.join(parts)}."
    full = _SAYS.sub("says that ", text)
    used = [side.candidates[place] for side, way in ((customer, wanted), (agent, done)) if way for place in way.at]
    fits = len(full.split()) <= words + _FRAME
    return Headline(text=full if fits else text, evidence=tuple(item.evidence for item in used))


def _best(talk: Talk, customer: Told, agent: Told, by: Selector, words: int) -> tuple[Way | None, Way | None]:
    """The pair with the highest sum of scores among those of at most `words` words."""
    if not (customer.candidates and agent.candidates):
        side, told = ("customer", customer) if customer.candidates else ("agent", agent)
        ways, scores = _scored(talk, told, side, by, words)
        best = ways[int(np.argmax(scores))]
        return (best, None) if side == "customer" else (None, best)
    for most in (min(SIDE_WORDS, max(words // 2, words - 11)), words // 2):  # half of the words always suffices
        own, own_scores = _scored(talk, customer, "customer", by, most)
        theirs, their_scores = _scored(talk, agent, "agent", by, most)
        size = np.array([way.words for way in own])[:, None] + np.array([way.words for way in theirs])
        if size.min() <= words:
            break
    total = np.where(size <= words, own_scores[:, None] + their_scores, -np.inf)
    row, column = np.unravel_index(int(np.argmax(total)), total.shape)
    return own[int(row)], theirs[int(column)]


def _scored(talk: Talk, told: Told, side: str, by: Selector, words: int) -> tuple[list[Way], FloatArray]:
    ways = ways_of(told.candidates, told.scores, words)
    features = way_features(told, ways, np.stack([talk.sides[side], talk.all, talk.first_customer]))
    cost = _ONE_MORE * (features[:, _PARTS] - 1) + _PIECE * (1 - features[:, _KEPT])
    return ways, (by.score_ways(side, features) - cost).astype(np.float32)
