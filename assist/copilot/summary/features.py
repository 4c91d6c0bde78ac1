"""What the headline selector sees of every sentence of one side: place, words, likeness to the talk, heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Any

import numpy as np

from assist.copilot.once import once_each
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.cues import (
    ANSWER_NAMES,
    ASKED_NAMES,
    CUE_NAMES,
    SHAPE_NAMES,
    packed_answer,
    packed_asked,
    packed_words,
)
from assist.core.encoding import Conversation, FloatArray
from assist.core.vocabulary import ACTS

PLACE_NAMES = (
    "message_from_start", "message_from_end", "share_of_side", "share_of_talk", "is_first_message", "is_last_message",
    "sentence_in_message", "sentences_after", "is_first_sentence", "is_last_sentence", "messages", "side_messages",
    "is_bot",
)  # fmt: skip
LIKENESS_NAMES = ("like_own_side", "like_all", "like_other_side", "like_first_customer", "like_neighbours")
# Of the other side's message before a sentence's own, and of the one after it.
COURSE_NAMES = (
    *(f"before_{name}" for name in ASKED_NAMES),
    *(f"after_{name}" for name in ANSWER_NAMES),
    "never_answered",
    "said_again_later",
    "done_later",
)
_DONE_AT = [CUE_NAMES.index(name) for name in ("done", "settled")]
_AROUND = len(COURSE_NAMES) - 2  # of them are the same for all sentences of a message
_NOTHING_ASKED, _NO_PART = (np.zeros(width, dtype=np.float32).tobytes() for width in (len(ASKED_NAMES), _AROUND))
_NEVER_ANSWERED = np.array([*[0.0] * len(ANSWER_NAMES), 1.0], dtype=np.float32).tobytes()
HEAD_NAMES = (*(f"act_{act}" for act in ACTS), "salience", "sentence_salience", "sentence_salience_share")
_GROUPS = (PLACE_NAMES, (*CUE_NAMES, "words"), SHAPE_NAMES, LIKENESS_NAMES, COURSE_NAMES, HEAD_NAMES)
FEATURE_NAMES = tuple(chain.from_iterable(_GROUPS))
_ENDS = list(accumulate(map(len, _GROUPS)))  # columns where each group ends


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """What all candidates of a conversation share: `likes` (4, dims) by side, the means of its vectors, of all and of
    the other side's, and the customer's first message; `by_message` (messages, columns): what all sentences of a
    message share, side by side; `rows`: what was asked for already."""

    likes: dict[str, FloatArray]
    by_message: FloatArray
    rows: dict[tuple[Any, ...], "Rows"] = field(default_factory=dict[tuple[Any, ...], "Rows"])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Features (n, len(FEATURE_NAMES)) of n candidates of one side, their vectors (n, dims) and cosines (n, n)."""

    features: FloatArray
    vectors: FloatArray
    alike: FloatArray


@once_each
def describe_talk(conversation: Conversation) -> Talk:
    """Means over the sentences of each side."""
    side_of = [_SIDE_NUMBERS[message.side] for message in conversation.messages]
    numbers = [side_of[sentence.message] for sentence in conversation.sentences]
    owned = _OWNED[:, numbers]
    owned /= np.maximum(owned.sum(axis=1, keepdims=True), 1)
    means = np.empty((4, conversation.sentence_vectors.shape[1]), dtype=np.float32)
    np.matmul(owned, conversation.sentence_vectors, out=means[:3])
    means[3] = conversation.message_vectors[side_of.index(0) if 0 in side_of else 0]
    by_message = [_places(conversation), _around(conversation), conversation.scores.acts]
    salience = conversation.scores.salience[:, None]
    return Talk(
        {"customer": means[[1, 0, 2, 3]], "agent": means[[2, 0, 1, 3]]},
        np.concatenate([*by_message, salience], axis=1, dtype=np.float32),
    )


_SIDE_NUMBERS = {"customer": 0, "agent": 1, "system": 2}
_OWNED = np.array([[1, 1, 1], [1, 0, 0], [0, 1, 0]], dtype=np.float32)  # of all, of the customer's, of the agent's


def features_of(conversation: Conversation, talk: Talk, side: str, candidates: Sequence[Candidate]) -> FloatArray:
    """(n, len(FEATURE_NAMES)) for the candidates of one side, in order; see `rows_of`."""
    return rows_of(conversation, talk, side, candidates).features


def rows_of(conversation: Conversation, talk: Talk, side: str, candidates: Sequence[Candidate]) -> Rows:
    """Features and vectors of the candidates of one side, in order; read-only, since a headline and a case draft share
    them."""
    key = (side, tuple([candidate.index for candidate in candidates]), tuple([one.text for one in candidates]))
    found = talk.rows.get(key)
    if found is None:
        vectors = conversation.sentence_vectors[list(key[1])]
        alike = vectors @ vectors.T
        features = _features(conversation, talk, side, candidates, vectors, alike)
        features.flags.writeable = False
        found = talk.rows[key] = Rows(features, vectors, alike)
    return found


def _features(
    conversation: Conversation,
    talk: Talk,
    side: str,
    candidates: Sequence[Candidate],
    vectors: FloatArray,
    alike: FloatArray,
) -> FloatArray:
    rows = np.empty((len(candidates), len(FEATURE_NAMES)), dtype=np.float32)
    if not candidates:
        return rows
    said = np.array([candidate.message for candidate in candidates])
    shared = talk.by_message[said]
    rows[:, _OF_MESSAGE] = shared[:, : len(_OF_MESSAGE)]
    place = np.arange(len(said))
    rows[:, 6] = np.minimum(place - said.searchsorted(said), 10)
    rows[:, 7] = np.minimum(said.searchsorted(said, side="right") - 1 - place, 10)
    rows[:, 8:10] = 0.0
    rows[0, 8] = rows[-1, 9] = 1.0
    words = rows[:, _ENDS[0] : _ENDS[1]]
    rows[:, _ENDS[0] : _ENDS[2]] = _unpacked(
        [packed_words(conversation.sentences[one.index].text, one.text) for one in candidates]
    )
    _write_likeness(rows[:, _ENDS[2] : _ENDS[3]], vectors @ talk.likes[side].T, alike)
    _write_course(rows[:, _ENDS[3] : _ENDS[4]], shared[:, len(_OF_MESSAGE) : _ACTS], alike, words)
    rows[:, _ENDS[4] : -2] = shared[:, _ACTS:]
    salience = conversation.scores.sentence_salience[[candidate.index for candidate in candidates]]
    rows[:, -2], rows[:, -1] = salience, salience / max(salience.max(), 1e-6)
    return rows


def _unpacked(rows: Sequence[bytes]) -> FloatArray:
    """(n, F) of n rows packed as float32: a tenth of the time that numbers one by one take."""
    return np.frombuffer(b"".join(rows), dtype=np.float32).reshape(len(rows), -1)


_OF_MESSAGE = [0, 1, 2, 3, 4, 5, 10, 11, 12]  # columns of `PLACE_NAMES` that all sentences of a message share
_ACTS = len(_OF_MESSAGE) + _AROUND  # of `Talk.by_message`, where the heads' columns begin


def _places(conversation: Conversation) -> FloatArray:
    """(messages, len(_OF_MESSAGE))."""
    messages = conversation.messages
    total = len(messages)
    spoken: dict[str, int] = {}
    sides: list[str] = []
    ranks: list[int] = []
    for message in messages:
        side = message.side
        sides.append(side)
        ranks.append(spoken.get(side, 0))
        if not message.internal:
            spoken[side] = ranks[-1] + 1
    start, own = np.array(ranks), np.array([spoken.get(side, 0) for side in sides])
    rows = np.empty((len(_OF_MESSAGE), total), dtype=np.float32)
    rows[0], rows[1] = np.minimum(start, 20), np.minimum(own - 1 - start, 20)
    rows[2], rows[3] = start / np.maximum(own - 1, 1), np.arange(total) / max(1, total - 1)
    rows[4], rows[5] = start == 0, start == own - 1
    rows[6], rows[7] = min(total, 60), np.minimum(own, 40)
    rows[8] = [message.role == "bot" for message in messages]
    return rows.T


def _write_likeness(into: FloatArray, likes: FloatArray, alike: FloatArray) -> None:
    """`alike` (n, n): cosines of the candidates."""
    into[:, :-1] = likes
    following = alike.diagonal(1)
    into[-1:, -1] = 0.0
    into[:-1, -1] = following
    into[1:, -1] += following
    into[:, -1] /= 2


def _write_course(into: FloatArray, around: FloatArray, alike: FloatArray, cues: FloatArray) -> None:
    """What the other side said before and after, and whether the own side comes back to it: what was asked for, agreed
    to, objected to, put right. Words alone: the heads have seen the conversations that the selectors learn from."""
    done = np.asarray(cues[:, _DONE_AT].any(axis=1), dtype=np.bool_)
    places = np.arange(len(alike))
    into[:, :-2] = around
    into[:, -2] = np.where(places[:, None] < places, alike, 0).max(axis=1)
    into[:, -1] = np.minimum(done[::-1].cumsum()[::-1] - done, 8)


def _around(conversation: Conversation) -> FloatArray:
    """(messages, _AROUND): the columns of `COURSE_NAMES` that all sentences of a message share."""
    messages = conversation.messages
    sides = ["" if m.internal or m.side == "system" else m.side for m in messages]
    befores, afters = [_NOTHING_ASKED] * len(sides), [_NEVER_ANSWERED] * len(sides)
    last: dict[str, int] = {}
    for place, side in enumerate(sides):
        if side:
            last[side] = place
            other = last.get(_OTHER[side])
            if other is not None:
                befores[place] = packed_asked(messages[other].text)
    last = {}
    for place in range(len(sides) - 1, -1, -1):
        side = sides[place]
        if side:
            last[side] = place
            other = last.get(_OTHER[side])
            if other is not None:
                afters[place] = packed_answer(messages[other].text)
    parts = [before + after if side else _NO_PART for side, before, after in zip(sides, befores, afters, strict=True)]
    return np.frombuffer(b"".join(parts), dtype=np.float32).reshape(len(sides), _AROUND)


_OTHER = {"customer": "agent", "agent": "customer"}
