"""The sentences of each part of the note, each with the spans it rests on; what those do not cover is dropped."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assist.copilot.case_draft.course import contested, explained, taken_back
from assist.copilot.case_draft.roles import PARTS, Roles, role_features
from assist.copilot.grounding import is_grounded
from assist.copilot.reported.statements import is_fragment
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.identity import answers_who
from assist.core.encoding import Conversation, FloatArray
from assist.core.results import Evidence, span_of

MOST = {"issue": 2, "cause": 3, "step": 7, "resolution": 3}
_GIVES = re.compile(r"(?:gives|says (?:it is|its|it's|order|name)|is [A-Z]\w+\Z|their name|name is|confirms|agrees)\b")
# `is the bride's sister tess`, `is her son graham`: who rings.
_IS_WHO = re.compile(
    r"(?:says (?:they|it) |they )?is (?:(?:the|their|an?|his|her|[\w]+'s) )+(?:[\w-]+ )?(?:son|daughter|wife|husband|"
    r"partner|mother|mum|father|"
    r"dad|brother|sister|carer|neighbour|friend|secretary|assistant|bookkeeper|colleague)(?: \w+){0,2}\Z",
    re.IGNORECASE,
)
_GIVES_WEIGHT = 0.4  # an answer (`gives E17`) is seldom the matter itself
_LOOKED_AT = 8  # likeliest sentences among which the matter is chosen
# Added to the log chance of being the issue; flat around here on one half of the training conversations.
_CENTRAL = 2.0  # times the cosine with all that was said
_FIRST = 0.3  # what the customer opens with
_POINTING = 1.0  # `it is the road`: what another sentence names
_POINTS = re.compile(r"(?:says |explains )?(?:it|that|this)\b", re.IGNORECASE)
_LATER = 1.0  # what the end of a talk adds to the log chance of being what came of it
_SAME = 0.85  # cosine of two sentences from which they tell one step
_SECOND = 0.4  # share of the best sentence's chance at which the issue takes a second one


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the note and its evidence."""

    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A customer's sentence, its chance of being the issue, and its weight among the others."""

    candidate: Candidate
    chance: float
    weight: float


class Parts:
    """Candidates of one conversation with their chances of belonging to each part."""

    def __init__(self, conversation: Conversation, candidates: Sequence[Candidate], roles: Roles) -> None:
        self.conversation = conversation
        self.candidates = [item for item in candidates if not item.internal]
        self.roles = roles
        self.rows: FloatArray = role_features(conversation, self.candidates)
        self.chances: FloatArray = roles.chances(self.rows)
        given = [
            bool(_GIVES.match(item.text) or _IS_WHO.match(item.text)) or answers_who(conversation.messages, item)
            for item in self.candidates
        ]
        self.chances[given, PARTS.index("issue")] *= _GIVES_WEIGHT
        self._ranked: dict[str, list[tuple[Candidate, float]]] = {}

    def ranked(self, part: str, side: str | None = None) -> list[tuple[Candidate, float]]:
        """Candidates of `side` (both without it), likeliest first, with their chances."""
        every = self._ranked.get(part)
        if every is None:
            column = self.chances[:, PARTS.index(part)]
            order, chances = np.argsort(-column, kind="stable").tolist(), column.tolist()
            every = self._ranked[part] = [(self.candidates[i], chances[i]) for i in order]
        return [one for one in every if side in (None, one[0].side)]

    def likely(self, part: str, side: str | None = None, *, least: float | None = None) -> list[Candidate]:
        """At most `MOST` candidates whose chance is above `least` (the trained one), likeliest first."""
        bound = self.roles.least[part] if least is None else least
        return [item for item, chance in self.ranked(part, side)[: MOST[part]] if chance > bound]

    @cached_property
    def matter(self) -> list[Matter]:
        """What the customer said that matters, best first: likely the issue, central to the talk, clear by itself."""
        ranked = self.ranked("issue", "customer")
        if not ranked:
            return []
        vectors = self.conversation.sentence_vectors
        centre = vectors[[item.index for item in self.candidates]].mean(axis=0)
        centre /= max(float(np.linalg.norm(centre)), 1e-6)
        first = min(item.index for item, _ in ranked)
        likely = ranked[:_LOOKED_AT]
        near = vectors[[item.index for item, _ in likely]] @ centre
        found: list[Matter] = []
        for (item, chance), closeness in zip(likely, near.tolist(), strict=True):
            weight = math.log(chance + 0.01) + _CENTRAL * closeness + _FIRST * (item.index == first)
            found.append(Matter(item, chance, weight - _POINTING * bool(_POINTS.match(item.text))))
        return sorted(found, key=lambda one: -one.weight)

    def outcomes(self, least: float, *, most: int | None = MOST["resolution"]) -> list[Candidate]:
        """What the agent's side says came of it, likeliest first; of two equally likely ones the later. most: None for
        all."""
        last = max(1, len(self.conversation.messages) - 1)
        ranked = [(item, chance) for item, chance in self.ranked("resolution", "agent") if chance > least]
        ranked.sort(key=lambda one: -(math.log(one[1]) + _LATER * one[0].message / last))
        return self.standing([item for item, _ in ranked])[:most]

    @cached_property
    def doubtful(self) -> frozenset[int]:
        """Messages that were objected to or taken back: what they claim need not be so."""
        return contested(self.conversation) | self._taken_back

    @cached_property
    def explained(self) -> frozenset[int]:
        """Customer's messages that explain the matter, as the agent says."""
        return explained(self.conversation)

    @cached_property
    def _taken_back(self) -> frozenset[int]:
        return taken_back(self.conversation)

    def standing(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Those that nobody objected to or took back."""
        return [item for item in candidates if item.message not in self.doubtful]

    def steps(self) -> list[Candidate]:
        """What the other side did, in order, each thing once."""
        likely = self.likely("step", "agent")
        done = [item for item in likely if item.message not in self._taken_back and not is_fragment(item.text)]
        return in_order(_unlike(done, self.conversation.sentence_vectors))

    def issue(self) -> list[Candidate]:
        """The customer's best sentence, and a second one that is not much worse; in order."""
        best = self.matter[: MOST["issue"]]
        if not best:
            return []
        bound = max(self.roles.least["issue"], _SECOND * best[0].chance)
        return in_order([best[0].candidate, *(one.candidate for one in best[1:] if one.chance > bound)])

    def entry(self, candidate: Candidate, write: Callable[[Candidate], str | None]) -> Entry | None:
        """The written sentence, unless it says something that its message does not."""
        text = write(candidate)
        if not text or len(text.split()) < 2:
            return None
        return grounded(self.conversation, text, (candidate,))


def _unlike(candidates: Sequence[Candidate], vectors: FloatArray) -> list[Candidate]:
    """Those that do not say what one before them says already."""
    kept: list[Candidate] = []
    for item in candidates:
        if all(float(vectors[item.index] @ vectors[other.index]) <= _SAME for other in kept):
            kept.append(item)
    return kept


def in_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """As they were said."""
    return sorted(candidates, key=lambda item: item.index)


def grounded(conversation: Conversation, text: str, sources: Sequence[Candidate]) -> Entry | None:
    """The text with its sentences as evidence, with their whole messages where only those cover it, else None."""
    messages = conversation.messages
    spans = tuple(item.evidence for item in sources)
    said = "\n".join(messages[item.message].text[item.evidence.start : item.evidence.end] for item in sources)
    if is_grounded(text, said):
        return Entry(text, spans)
    whole = list(dict.fromkeys(item.message for item in sources))
    if is_grounded(text, "\n".join(messages[i].text for i in whole)):
        return Entry(text, tuple(whole_message(conversation, i) for i in whole))
    return None


def whole_message(conversation: Conversation, index: int) -> Evidence:
    """The span of all of message `index`."""
    message = conversation.messages[index]
    return span_of(message.key, 0, len(message.text))
