"""One sentence of at most 40 words: what the customer wants, what was done, where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.reported import join_predicates
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.compress import clip
from assist.copilot.summary.features import Talk, features_of
from assist.copilot.summary.selector import Selector
from assist.core.encoding import Conversation, FloatArray
from assist.core.results import Headline

MAX_WORDS = 40
# Words for each side, room and share below: the best of 21 settings on gold dev (differences of .6 ROUGE-1 at most).
CUSTOMER_WORDS, AGENT_WORDS = 22, 22
_MORE = 12  # room that a further sentence needs
_NEARLY = 0.9  # share of the best score that a further sentence needs
_SENTENCES = 3
_SAYS = re.compile(
    r"\bsays (?=(?:the|this|these|those|it|there|their|they|if|when|a|an|after|once|some|her|his|"
    r"its|all|since|upon|in|for|on|at|as)\b)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Candidates of one side with the selector's scores."""

    candidates: tuple[Candidate, ...]
    scores: FloatArray


def rank(conversation: Conversation, talk: Talk, candidates: Sequence[Candidate], side: str, by: Selector) -> Ranked:
    """Score the candidates that `side` said to the other one."""
    own = tuple(item for item in candidates if item.side == side and not item.internal)
    return Ranked(own, by.score(side, features_of(conversation, talk, side, own)))


def write_headline(customer: Ranked, agent: Ranked, *, max_words: int = MAX_WORDS) -> Headline | None:
    """`Customer ...; the agent ...`, each side's best sentences in their order; None when nobody said anything."""
    words = min(MAX_WORDS, max_words) - 3  # `Customer` and `the agent`
    both = bool(customer.candidates) and bool(agent.candidates)
    done = _pick(agent, min(AGENT_WORDS, words * 3 // 5)) if both else _pick(agent, words)
    wanted = _pick(customer, min(CUSTOMER_WORDS, words * 3 // 5) if both else words)
    second = _told(done, min(AGENT_WORDS, words * 3 // 5) if both else words)
    room = words - len(second.split())
    first = _whole(wanted, room) or _told(wanted, min(CUSTOMER_WORDS, room) if both else words)
    parts = [f"Customer {first}"] if wanted else []
    if done:
        parts.append(f"{'the agent' if wanted else 'Agent'} {second}")
    if not parts:
        return None
    return Headline(text=f"{'; '.join(parts)}.", evidence=tuple(item.evidence for item in (*wanted, *done)))


def _pick(ranked: Ranked, words: int) -> list[Candidate]:
    """The best sentences that fit into `words`, in the order they were said."""
    chosen: list[Candidate] = []
    used = 0
    for position in np.argsort(-ranked.scores, kind="stable"):
        candidate = ranked.candidates[int(position)]
        score = float(ranked.scores[int(position)])
        if chosen and (used + _MORE > words or score < _NEARLY * float(ranked.scores.max())):
            break
        chosen.append(candidate)
        used += min(words, len(candidate.text.split()))
        if len(chosen) == _SENTENCES:
            break
    return sorted(chosen, key=lambda item: item.index)


def _whole(chosen: Sequence[Candidate], room: int) -> str:
    """The one chosen sentence where the other side leaves room for all of it, else nothing."""
    if len(chosen) != 1 or len(chosen[0].text.split()) >= room:
        return ""
    return _told(chosen, room)


def _told(chosen: Sequence[Candidate], words: int) -> str:
    if not chosen:
        return ""
    return clip(_SAYS.sub("says that ", join_predicates([clip(item.text, words) for item in chosen])), words)
