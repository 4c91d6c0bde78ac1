"""The sentences of each part of the note, each with the spans it rests on; what those do not cover is dropped."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.case_draft.roles import PARTS, Roles, role_features
from assist.copilot.grounding import is_grounded
from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import Conversation, FloatArray
from assist.core.results import Evidence

MOST = {"issue": 2, "cause": 3, "step": 7, "resolution": 3, "next_step": 4}
_GIVES = re.compile(r"(?:gives|says (?:it is|its|it's|order|name)|is [A-Z]\w+\Z|their name|name is|confirms|agrees)\b")
_GIVES_WEIGHT = 0.4  # an answer (`gives E17`) is seldom the matter itself
_SECOND = 0.6  # share of the best sentence's chance at which the issue takes a second one


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the note and its evidence."""

    text: str
    evidence: tuple[Evidence, ...]


class Parts:
    """Candidates of one conversation with their chances of belonging to each part."""

    def __init__(self, conversation: Conversation, candidates: Sequence[Candidate], roles: Roles) -> None:
        self.conversation = conversation
        self.candidates = [item for item in candidates if not item.internal]
        self.roles = roles
        self.chances: FloatArray = roles.chances(role_features(conversation, self.candidates))
        self.chances[[bool(_GIVES.match(item.text)) for item in self.candidates], PARTS.index("issue")] *= _GIVES_WEIGHT

    def ranked(self, part: str, side: str | None = None) -> list[tuple[Candidate, float]]:
        """Candidates of `side` (both without it), likeliest first, with their chances."""
        column = self.chances[:, PARTS.index(part)]
        order = [int(i) for i in np.argsort(-column, kind="stable")]
        return [(self.candidates[i], float(column[i])) for i in order if side in (None, self.candidates[i].side)]

    def likely(self, part: str, side: str | None = None, *, least: float | None = None) -> list[Candidate]:
        """At most `MOST` candidates whose chance is above `least` (the trained one), likeliest first."""
        bound = self.roles.least[part] if least is None else least
        return [item for item, chance in self.ranked(part, side)[: MOST[part]] if chance > bound]

    def issue(self) -> list[Candidate]:
        """The customer's best sentence, and a second one that is nearly as good; in order."""
        ranked = self.ranked("issue", "customer")[: MOST["issue"]]
        if not ranked:
            return []
        best = ranked[0][1]
        bound = max(self.roles.least["issue"], _SECOND * best)
        return in_order([ranked[0][0], *(item for item, chance in ranked[1:] if chance > bound)])

    def entry(self, candidate: Candidate, write: Callable[[Candidate], str | None]) -> Entry | None:
        """The written sentence, unless it says something that its message does not."""
        text = write(candidate)
        if not text or len(text.split()) < 2:
            return None
        return grounded(self.conversation, text, (candidate,))


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
    return Evidence(message_id=message.key, start=0, end=len(message.text))
