"""Sentences that may be told: reported in the third person, talk left out, notes and system lines apart."""

import re
from dataclasses import dataclass

import numpy as np

from assist.copilot.once import once_each
from assist.copilot.reported import own_sentences
from assist.copilot.reported.grounded import note_grounded, report_grounded
from assist.core.encoding import Conversation
from assist.core.results import Evidence, span_of
from assist.core.text.remembered import remembered

LONG = 240  # messages; beyond it the newest and the salient are read, never only the head
NEWEST = 160


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reported sentence: `index` into `Conversation.sentences`; `side`: `customer`, or `agent` (a bot speaks for it);
    `text`: its predicate, no subject, no final mark; `span`: key of its message, start and end there."""

    index: int
    message: int
    role: str
    side: str
    internal: bool
    text: str
    span: tuple[str, int, int]

    @property
    def evidence(self) -> Evidence:
        """Where it was said."""
        return span_of(*self.span)


# `I want:` and its points, which are sentences only together with it.
# Names and numbers stay where they were said, and `What you can do:` leads to orders that stand alone.
_LEADS_A_LIST = re.compile(
    r"(?!(?i:what|how|here|there|these|the following|options?)\b)(?!.*\d)(?!.+\b(?!I\b)[A-Z])(?:[\w'’,]+ ){1,6}[\w'’]+:"
)
_ITEM_MARKS = frozenset("0123456789-*•abcdefgh")
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[a-h]\)|[-*•])\s+(?=\w)")


def _own_part(text: str) -> tuple[int, int]:
    """Start and end of what the sender wrote, without quoted mail and signature."""
    if "\n" not in text and not text.lower().startswith("subject"):
        return 0, len(text)
    spans = own_sentences(text)
    return (spans[0][0], spans[-1][1]) if spans else (0, 0)


@once_each
def candidates_of(conversation: Conversation) -> tuple[Candidate, ...]:
    """All sentences of customer, agent and bot that say something, in order, quoted mail and signatures left out."""
    found: list[Candidate] = []
    read = messages_read(conversation)
    seen: set[tuple[str, str]] = set()
    spans: list[list[tuple[int, int]]] = [[] for _ in conversation.messages]
    for sentence in conversation.sentences:
        spans[sentence.message].append((sentence.start, sentence.end))
    index = 0
    for number, (message, its) in enumerate(zip(conversation.messages, spans, strict=True)):
        role = message.role
        if role != "system" and number in read:
            for one in _candidates(
                index, number, role, message.side, message.internal, message.key, message.text, tuple(its)
            ):
                told = (role, one.text)
                if told not in seen:
                    seen.add(told)
                    found.append(one)
        index += len(its)
    return tuple(found)


@remembered(maxsize=4_096)
def _candidates(
    index: int,
    number: int,
    role: str,
    side: str,
    internal: bool,
    key: str,
    message: str,
    spans: tuple[tuple[int, int], ...],
) -> tuple[Candidate, ...]:
    """Of one message, whose first sentence is `index`; remembered, since a message comes again with every later one."""
    found: list[Candidate] = []
    first, last = _own_part(message)
    lead = ""
    for place, (start, end) in enumerate(spans, index):
        if not first <= start < last:
            continue
        said = message[start:end]
        if role == "customer" and len(said) < 3 and said.strip(".)").isdigit():
            continue  # what a menu asked for
        if is_read_out(said):
            continue
        item = _ITEM.match(said) if said[0] in _ITEM_MARKS else None
        if item:
            said = said[item.end() :]
        else:
            lead = said[:-1] if said[-1] == ":" and _LEADS_A_LIST.fullmatch(said) else ""
        told = f"{lead} {said}" if lead and item else said
        text = note_grounded(told) if internal else report_grounded(told, role)
        if text is not None:
            found.append(Candidate(place, number, role, side, internal, text, (key, start, end)))
    return tuple(found)


_SPELLED = re.compile(
    r"\A(?:[a-z]|oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|double|triple|hundred|dash|dot|slash|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:thir|four|fif|six|seven|eigh|nine)teen|eleven|twelve|"
    r"[a-z]?\d+)\Z"
)
_READ_LEAST, _READ_SHARE = 5, 0.55


@remembered(maxsize=20_000)
def is_read_out(text: str) -> bool:
    """Whether somebody only reads a number or spells a name: a fact of the case, no statement."""
    words = [word.strip(".,!?'\"").lower() for word in text.split()]
    spelled = sum(_SPELLED.match(word) is not None for word in words)
    return spelled >= _READ_LEAST and spelled >= _READ_SHARE * len(words)


def messages_read(conversation: Conversation) -> frozenset[int]:
    """Indices of the messages that are read: all, or the newest and the most salient of a long conversation."""
    total = len(conversation.messages)
    if total <= LONG:
        return frozenset(range(total))
    older = np.argsort(-conversation.scores.salience[: total - NEWEST], kind="stable")[: LONG - NEWEST]
    first = next((i for i, message in enumerate(conversation.messages) if message.role == "customer"), 0)
    return frozenset(range(total - NEWEST, total)) | frozenset(int(i) for i in older) | {first}
