"""Where a conversation stands when the agent must answer: message vectors by part, words, place. No model needed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.copilot.replies.hashing import hashed_words
from assist.copilot.replies.turns import Turns, read_turns
from assist.core.conversation import Message
from assist.core.encoding import FloatArray
from assist.core.vocabulary import Channel

FIELDS = ("customer", "agent", "customer_before", "customer_first", "system_fresh", "system_last")
BUCKETS = 1_024
PLACE = 15
SAID_KEPT = 12  # earlier agent turns that are looked at
_CHANNELS: tuple[Channel, ...] = ("chat", "voice", "email", "messaging", "case")


@dataclass(frozen=True, slots=True, eq=False)
class ReplyContext:
    """fields (len(FIELDS), dims): zero rows where there is no such message; place (PLACE,) in 0-1; words: hashed
    words and word pairs (BUCKETS) of the last customer messages and of the last two system lines since the agent spoke;
    said (n, dims): earlier agent turns, newest first; turns: all messages. Words and turns are there for a model of
    canned actions alone."""

    fields: FloatArray
    place: FloatArray
    words: NDArray[np.int64]
    said: FloatArray
    turns: Turns


def read_context(
    messages: Sequence[Message], vectors: FloatArray, *, channel: Channel = "chat", listed: bool = False
) -> ReplyContext:
    """The context of an answer to `messages`, with their vectors (m, dims). `listed`: for a model of canned actions."""
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
    words: list[int] = []
    if listed:
        words += hashed_words(last, "c", buckets=BUCKETS)
        for part, row in zip(("s", "t"), fresh[:-3:-1], strict=False):
            words += hashed_words(messages[row].text, part, buckets=BUCKETS)
        recent = " ".join(messages[i].text for i in customer[-6:])
        words += hashed_words(recent, "a", buckets=BUCKETS, pairs=False)
    return ReplyContext(
        fields=fields,
        place=np.array(place, dtype=np.float32),
        words=np.array(sorted(set(words)), dtype=np.int64),
        said=vectors[agent[::-1][:SAID_KEPT]],
        turns=read_turns(messages, vectors) if listed else Turns.none(vectors.shape[1]),
    )
