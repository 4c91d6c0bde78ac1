"""Where a conversation stands when the agent must answer: message vectors by part, words, place. No model needed."""

import itertools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.vocabulary import Channel

FIELDS = ("customer", "agent", "customer_before", "customer_first", "system_fresh", "system_last")
BUCKETS = 1_024
PLACE = 15
SAID_KEPT = 12  # earlier agent turns that are looked at
_CHANNELS: tuple[Channel, ...] = ("chat", "voice", "email", "messaging", "case")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_WORDS_READ = 80


@dataclass(frozen=True, slots=True, eq=False)
class ReplyContext:
    """fields (len(FIELDS), dims): zero rows where there is no such message; place (PLACE,) in 0-1; words: hashed
    words and word pairs (BUCKETS) of the last customer messages and of the last two system lines since the agent spoke;
    said (n, dims): earlier agent turns, newest first."""

    fields: FloatArray
    place: FloatArray
    words: NDArray[np.int64]
    said: FloatArray


def read_context(messages: Sequence[Message], vectors: FloatArray, *, channel: Channel = "chat") -> ReplyContext:
    """The context of an answer to `messages`, with their vectors (m, dims)."""
    customer = [i for i, m in enumerate(messages) if m.role == "customer"]
    agent = [i for i, m in enumerate(messages) if m.side == "agent" and not m.internal]
    system = [i for i, m in enumerate(messages) if m.side == "system" or m.internal]
    since = agent[-1] if agent else -1
    fresh = [i for i in system if i > since]
    chosen = (customer[-1:], agent[-1:], customer[-2:-1], customer[:1], fresh[-1:], system[-1:])
    fields = np.zeros((len(FIELDS), vectors.shape[1]), dtype=np.float32)
    for row, found in enumerate(chosen):
        if found:
            fields[row] = vectors[found[0]]
    last = messages[customer[-1]].text if customer else ""
    place = (
        min(len(agent), 12) / 12,
        len(agent) == 0,
        len(agent) == 1,
        bool(fresh),
        bool(fresh) and fresh[-1] == len(messages) - 1,
        sum(i > since for i in customer) > 1,
        min(len(system), 8) / 8,
        min(len(last.split()), 60) / 60,
        "?" in last,
        1.0,
        *(channel == known for known in _CHANNELS),
    )
    words = hashed_words(last, "c")
    for part, row in zip(("s", "t"), fresh[:-3:-1], strict=False):
        words += hashed_words(messages[row].text, part)
    words += hashed_words(" ".join(messages[i].text for i in customer[-6:]), "a", pairs=False)
    return ReplyContext(
        fields=fields,
        place=np.array(place, dtype=np.float32),
        words=np.array(sorted(set(words)), dtype=np.int64),
        said=vectors[agent[::-1][:SAID_KEPT]],
    )


def hashed_words(text: str, part: str, *, pairs: bool = True) -> list[int]:
    """Buckets of the words and word pairs of a text; every number is the same word."""
    words = ["0" if token.isdigit() else token for token in _TOKEN.findall(text.lower())[:_WORDS_READ]]
    if pairs:
        words += [f"{first} {second}" for first, second in itertools.pairwise(words)]
    return [zlib.crc32(f"{part}:{token}".encode()) % BUCKETS for token in words]
