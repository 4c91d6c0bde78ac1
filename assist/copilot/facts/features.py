"""What the selector sees of a value that may be a fact: where and how often it was said, by whom, near which words."""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from assist.copilot.facts.finder import find_mentions
from assist.copilot.facts.mentions import Mention
from assist.core.conversation import Message
from assist.core.encoding import Conversation, FloatArray
from assist.core.text.remembered import remembered
from assist.core.vocabulary import Channel, FactType

TYPES: tuple[FactType, ...] = get_args(FactType)
WORD_BUCKETS = 512
SHAPE_BUCKETS = 48
_WORD = re.compile(r"[^\W\d_]+|\d|[$€£₹#%\"'?:]")
_NO_LETTER = re.compile(r"[\W_]+")
_BEFORE, _AFTER = 5, 3


@dataclass(frozen=True, slots=True)
class Place:
    """A mention in message `message`."""

    message: int
    mention: Mention


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value and all places where it was said, in order; `type` is the proposal of its best labelled place."""

    type: FactType
    value: str
    places: tuple[Place, ...]

    @property
    def best(self) -> Place:
        """The first place where words say what it is, else the first."""
        return next((place for place in self.places if place.mention.labelled), self.places[0])


@remembered(maxsize=16_384)
def plain(value: str) -> str:
    """Letters and digits only, lower case: what makes two spellings the same value."""
    return _NO_LETTER.sub("", value.lower())


def candidates_of(conversation: Conversation, read: Sequence[int] | None = None) -> list[Candidate]:
    """Values of all messages that are neither system lines nor internal, each once per type family, by first place."""
    messages = conversation.messages
    groups: dict[tuple[str, str], list[Place]] = {}
    for index in range(len(messages)) if read is None else read:
        message = messages[index]
        if message.role == "system" or message.internal or not message.text:
            continue
        for mention in mentions_of(messages, index):
            value = plain(message.text[mention.start : mention.end])
            if value:
                groups.setdefault((family(mention.type), value), []).append(Place(index, mention))
    return [_candidate(messages, places) for places in groups.values()]


def mentions_of(messages: Sequence[Message], index: int) -> tuple[Mention, ...]:
    """What message `index` mentions, read as the answer to what was asked before it."""
    return find_mentions(messages[index].text, _asked(messages, index))


def family(kind: FactType) -> str:
    """Types that are told apart by words alone (codes) share a family."""
    return "code" if kind in {"order_id", "account", "case_id", "error_code", "other"} else kind


def _candidate(messages: Sequence[Message], places: list[Place]) -> Candidate:
    best = next((place for place in places if place.mention.labelled), places[0])
    text = messages[best.message].text[best.mention.start : best.mention.end]
    return Candidate(best.mention.type, text, tuple(places))


def _asked(messages: Sequence[Message], index: int) -> str:
    if messages[index].side != "customer":
        return ""
    previous = next((m for m in reversed(messages[max(0, index - 3) : index]) if m.side != "customer"), None)
    return previous.text if previous is not None else ""


def features_of(conversation: Conversation, candidates: Sequence[Candidate]) -> FloatArray:
    """(n, WIDTH) over all candidates of one conversation."""
    if not candidates:
        return np.zeros((0, WIDTH), dtype=np.float32)
    per_family: dict[str, int] = {}
    per_message: dict[tuple[str, int], int] = {}
    for item in candidates:
        kind = family(item.type)
        per_family[kind] = per_family.get(kind, 0) + 1
        for place in item.places:
            key = (kind, place.message)
            per_message[key] = per_message.get(key, 0) + 1
    talk = _Talk.of(conversation)
    rows = np.zeros((len(candidates), WIDTH), dtype=np.float32)
    rows[:, :SIGNS] = [_signs(talk, item, per_family, per_message) for item in candidates]
    for row, item in zip(rows, candidates, strict=True):
        row[SIGNS + TYPES.index(item.type)] = 1.0
        for place in item.places:
            row[_SHAPES + _bucket(place.mention.shape, SHAPE_BUCKETS)] = 1.0
        best = item.best
        text = conversation.messages[best.message].text
        row[_words(text, best.mention.start, best.mention.end, item.value)] = 1.0
    return rows


@dataclass(frozen=True, slots=True)
class _Talk:
    """What all values of a conversation have in common; sentences: by message, (start, end, salience) of each."""

    messages: Sequence[Message]
    salience: list[float]
    sentences: dict[int, list[tuple[int, int, float]]]
    channel: Channel

    @classmethod
    def of(cls, conversation: Conversation) -> "_Talk":
        scores = conversation.scores
        table: dict[int, list[tuple[int, int, float]]] = {}
        for sentence, value in zip(conversation.sentences, scores.sentence_salience.tolist(), strict=True):
            table.setdefault(sentence.message, []).append((sentence.start, sentence.end, value))
        return cls(conversation.messages, scores.salience.tolist(), table, conversation.transcript.channel)


def _signs(
    talk: _Talk, item: Candidate, per_family: dict[str, int], per_message: dict[tuple[str, int], int]
) -> tuple[float, ...]:
    messages = talk.messages
    last = max(1, len(messages) - 1)
    spoken = [place.message for place in item.places]
    sides = {messages[i].side for i in spoken}
    best = item.best
    text = messages[best.message].text
    kind = family(item.type)
    previous = best.message - 1
    salient = 0.0
    for place in item.places:
        for start, end, value in talk.sentences.get(place.message, ()):
            if start <= place.mention.start < end and value > salient:
                salient = value
    digits, words, upper, lower = _shape_of(item.value)
    return (
        math.log1p(len(spoken)),
        len(set(spoken)) > 1,
        "customer" in sides,
        "agent" in sides,
        len(sides) > 1,
        spoken[0] / last,
        spoken[-1] / last,
        spoken[0] == 0,
        min(spoken[0], 10) / 10,
        min(last - spoken[-1], 10) / 10,
        max(talk.salience[i] for i in spoken),
        salient,
        any(place.mention.labelled for place in item.places),
        math.log1p(per_family[kind]),
        per_family[kind] == 1,
        math.log1p(max(per_message[(kind, i)] for i in spoken)),
        len(item.value) / 20,
        digits / 10,
        words / 5,
        len(item.value) / max(1, len(text)),
        math.log1p(len(text)) / 6,
        text.count("\n") > 2,
        talk.channel == "voice",
        talk.channel == "email",
        previous >= 0 and messages[previous].text.rstrip().endswith("?"),
        upper,
        lower,
    )


@remembered(maxsize=8_192)
def _shape_of(value: str) -> tuple[int, int, bool, bool]:
    """Digits, words, whether it begins with a capital, whether it has none."""
    return sum(char.isdigit() for char in value), len(value.split()), value[:1].isupper(), value.islower()


@remembered(maxsize=8_192)
def _words(text: str, start: int, end: int, value: str) -> NDArray[np.int64]:
    """Columns of the words around and in a value. Remembered: a talk's values are looked at again at each message."""
    before = _WORD.findall(text[max(0, start - 60) : start].lower())[-_BEFORE:]
    after = _WORD.findall(text[end : end + 40].lower())[:_AFTER]
    inner = _WORD.findall(value.lower())[:6]
    grams = [f"<{word}" for word in before] + [f">{word}" for word in after] + [f"={word}" for word in inner]
    grams += (
        [f"<<{word}" for word in before[-1:]] + [f"<<{' '.join(before[-2:])}"] + [f">>{word}" for word in after[:1]]
    )
    return _WORDS + np.array([_bucket(gram, WORD_BUCKETS) for gram in grams], dtype=np.int64)


@remembered(maxsize=8_192)
def _bucket(text: str, count: int) -> int:
    return zlib.crc32(text.encode()) % count


SIGNS = 27
_SHAPES = SIGNS + len(TYPES)
_WORDS = _SHAPES + SHAPE_BUCKETS
WIDTH = _WORDS + WORD_BUCKETS
VERSION = f"facts-{SIGNS}-{len(TYPES)}-{SHAPE_BUCKETS}-{WORD_BUCKETS}"
