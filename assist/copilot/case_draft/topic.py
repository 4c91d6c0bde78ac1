"""What a talk is about in a word or two, where no sentence names it: the thing that both sides keep speaking of."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from assist.copilot.case_draft.parts import Entry
from assist.copilot.facts.spoken import NUMBER_WORD
from assist.copilot.reported import inflect
from assist.copilot.reported.casing import COMMON
from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.results import Evidence, span_of
from assist.core.text.remembered import remembered

_LEAST = 5.0  # of the thing's weight: half of those below are beside the matter
_WORDS = (1.0, 1.7, 1.8)  # times the messages that have it, by how many words it has
_BOTH, _EARLY, _OPENING = 1.3, 1.3, 2  # both sides say it; one of the first messages has it
_LED = 2  # times that an article or the like leads it
_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’-]*|\S")
_LEADS = frozenset("the a an my your our his her their this that these those new another no any".split())
# Nouns for times, people, papers, money and places: every talk has them.
_ANYWHERE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december tonight morning afternoon evening night day week month year hour minute "
    "time second moment half quarter date thing way bit lot problem issue question matter case point fact kind sort "
    "rest end side part place number name reference ref address email e-mail mail phone call text message letter "
    "note details form link photo picture line information help thanks regards sir madam man woman lady guy bloke "
    "people person husband wife son daughter mother mum father dad brother sister aunt uncle cousin nephew niece "
    "child kid friend neighbour colleague manager team boss customer agent company doctor nurse police driver "
    "engineer pound pence euro dollar penny money price cost fee charge total amount refund credit excess invoice "
    "stuff chance idea reason mistake fault rule joke talk list order job till chair past wrong start stop move "
    "wait pay hold visit terrace road lane close court street station corner wall window door home house office "
    "shop town city first last next new old other good great fine right sorry safe plus goes look work check need "
    "want use try back today tomorrow yesterday something anything nothing request account blue red green black white "
    "grey".split()
)
_NUMBERS = frozenset(NUMBER_WORD.split("|"))


@dataclass(slots=True)
class _Thing:
    messages: set[int] = field(default_factory=set[int])
    sides: set[str] = field(default_factory=set[str])
    forms: Counter[str] = field(default_factory=Counter[str])
    led: int = 0
    places: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])


def topic_of(conversation: Conversation) -> Entry | None:
    """The noun or two that most messages of both sides have, with its first place on each side; None where unclear."""
    things: dict[str, _Thing] = {}
    for i, message in enumerate(conversation.messages):
        if message.side in ("customer", "agent") and not message.internal:
            for key, start, end, led in _nouns(message.text):
                thing = things.setdefault(key, _Thing())
                thing.messages.add(i)
                thing.sides.add(message.side)
                thing.forms[message.text[start:end].lower()] += 1
                thing.led += led
                thing.places.append((i, start, end))
    weights = {key: _weight(key, thing) for key, thing in things.items() if thing.led >= _LED}
    best = max(weights, key=lambda key: (weights[key], key), default=None)
    if best is None or weights[best] < _LEAST:
        return None
    text = things[best].forms.most_common(1)[0][0]
    return Entry(text, tuple(_spans(conversation.messages, things[best], text)))


def _weight(key: str, thing: _Thing) -> float:
    weight = len(thing.messages) * _WORDS[len(key.split()) - 1]
    return weight * (_BOTH if len(thing.sides) > 1 else 1.0) * (_EARLY if min(thing.messages) <= _OPENING else 1.0)


def _spans(messages: tuple[Message, ...], thing: _Thing, text: str) -> Iterator[Evidence]:
    sides: set[str] = set()
    for i, start, end in thing.places:
        if messages[i].side not in sides and messages[i].text[start:end].lower() == text:
            sides.add(messages[i].side)
            yield span_of(messages[i].key, start, end)


@remembered(maxsize=8_192)
def _nouns(text: str) -> tuple[tuple[str, int, int, bool], ...]:
    """(singular, start, end, whether it ends a run of nouns that an article leads) of all parts of those runs."""
    found: list[tuple[str, int, int, bool]] = []
    tokens = [(match[0], *match.span()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and end - at < len(_WORDS) and _may_name(tokens[end][0]):
            end += 1
        led = at > 0 and tokens[at - 1][0].lower() in _LEADS
        for first in range(at, end):
            for last in range(first + 1, end + 1):
                key = " ".join(_singular(word.lower()) for word, _, _ in tokens[first:last])
                found.append((key, tokens[first][1], tokens[last - 1][2], led and last == end))
        at = max(end, at + 1)
    return tuple(found)


@remembered(maxsize=16_384)
def _may_name(word: str) -> bool:
    """Whether a word in lower case is a noun that says what a talk is about."""
    one = _singular(word)
    if not word.isalpha() or not word.islower() or len(word) < 3 or word in COMMON | _NUMBERS:
        return False
    if one in _ANYWHERE or word in _ANYWHERE or word.endswith(("ly", "ing")):
        return False
    return not (inflect.is_past(word) or inflect.is_participle(word)) and (
        inflect.is_noun(word) or inflect.is_noun(one)
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
