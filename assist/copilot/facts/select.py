"""The facts of a conversation: mentions that the selector keeps, with their normalised form and their places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assist.copilot.facts import spoken
from assist.copilot.facts.amounts import amount_value
from assist.copilot.facts.codes import is_status, type_by_form
from assist.copilot.facts.contacts import email_value
from assist.copilot.facts.features import TYPES, Candidate, Place, candidates_of, features_of, plain
from assist.copilot.facts.selector import Selector, packaged_selector
from assist.copilot.facts.when import resolve_date
from assist.core.encoding import Conversation
from assist.core.results import Evidence, Fact, span_of
from assist.core.vocabulary import FactType

_USER_ID = re.compile(r"[a-z]+(?:_[a-z]+)+_\d+")  # mia_kim_4397
_PHONE_DIGITS = 9
_CERTAIN = 0.5
_LONG_NUMBER = re.compile(r"\d{5,}")
_LONG_CODE = re.compile(r"[A-Z]{2,4}[- ]?\d{5,}")  # FLT-702915 is a number of a case, no error
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_CODES = frozenset({"order_id", "account", "case_id", "phone", "error_code", "other"})


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact, where it was said (best place first), and the chance that it belongs into the note."""

    fact: Fact
    places: tuple[Place, ...]
    evidence: tuple[Evidence, ...]
    chance: float


def find_facts(
    conversation: Conversation, read: Sequence[int] | None = None, *, selector: Selector | None = None
) -> list[FoundFact]:
    """Facts of the messages `read` (all without it), in the order they were first said; a value once."""
    candidates = candidates_of(conversation, read)
    if not candidates:
        return []
    chooser = selector or packaged_selector()
    rows = features_of(conversation, candidates)
    chances, types = chooser.chances(rows), chooser.types(rows)
    order = sorted(range(len(candidates)), key=lambda i: -float(chances[i]))
    kept: dict[int, FactType] = {}
    taken: set[str] = set()
    spans: list[Place] = []
    spoken_by_bot = {i for i, m in enumerate(conversation.messages) if m.role == "bot"}
    for i in order:
        if candidates[i].type == "person" and all(place.message in spoken_by_bot for place in candidates[i].places):
            continue  # its own name
        item, value = candidates[i], plain(candidates[i].value)
        if chances[i] <= _least(item, chooser) or value in taken or _overlaps(item, spans):
            continue
        kind = _type_of(item, TYPES[int(types[i])])
        form = normalise(kind, item.value)
        if form and plain(form) in taken:
            continue
        kept[i] = kind
        taken |= {value, plain(form)} if form else {value}
        spans += item.places
    return [_found(conversation, candidates[i], kept[i], float(chances[i])) for i in sorted(kept)]


def _least(item: Candidate, chooser: Selector) -> float:
    """The chance that a fact needs; half of it where the form alone says what it is."""
    least = float(chooser.least[TYPES.index(item.type)])
    return _CERTAIN * least if is_status(item.value) else least


def _type_of(item: Candidate, learned: FactType) -> FactType:
    """The learned type, unless the value's own form or the words before it say better."""
    value = item.value
    if item.type == "phone" and item.best.mention.labelled and sum(char.isdigit() for char in value) >= _PHONE_DIGITS:
        return "phone"
    if item.type == "error_code" and item.best.mention.labelled and learned in _CODES:
        learned = "error_code"  # `error 4017`: the word before it says so
    learned = type_by_form(value, learned, item.type)
    if _USER_ID.fullmatch(value):
        return "account"
    if learned == "error_code" and _LONG_CODE.fullmatch(value):
        return "case_id"
    if learned in _CODES and spoken.find_codes(value) and _POSTCODE.fullmatch(spoken.code_value(value)):
        return "location"  # `n r four seven b q`
    if learned == "error_code" and spoken.find_codes(value) and _LONG_NUMBER.search(spoken.code_value(value)):
        return "case_id"
    return "other" if learned == "error_code" and _LONG_NUMBER.fullmatch(value) else learned


def _overlaps(item: Candidate, spans: Sequence[Place]) -> bool:
    """Whether the value lies inside one that was kept, wherever it was said."""
    return all(
        any(
            place.message == other.message
            and place.mention.start < other.mention.end
            and other.mention.start < place.mention.end
            for other in spans
        )
        for place in item.places
    )


def _found(conversation: Conversation, item: Candidate, kind: FactType, chance: float) -> FoundFact:
    messages = conversation.messages
    places = [item.best, *(place for place in item.places if place is not item.best)]
    evidence = tuple(span_of(messages[p.message].key, p.mention.start, p.mention.end) for p in places)
    normalized = normalise(kind, item.value, messages[item.best.message].at)
    return FoundFact(Fact(type=kind, value=item.value, normalized=normalized), tuple(places), evidence, chance)


def normalise(kind: FactType, value: str, at: datetime | None = None) -> str | None:
    """The value's plain form (`271.70 GBP`, `TM227905`, `2026-05-04`), None where it says nothing new."""
    found: str | None = None
    if kind == "location" and spoken.says_numbers(value) and _POSTCODE.fullmatch(spoken.code_value(value)):
        found = spoken.code_value(value)
    elif kind == "amount":
        found = amount_value(value)
    elif kind == "email":
        found = email_value(value)
    elif kind == "date":
        found = resolve_date(value, at)
    elif kind in _CODES and spoken.find_codes(value):
        found = spoken.code_value(value)
    return None if found == value else found
