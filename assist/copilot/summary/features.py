"""What the headline selector sees of every sentence of one side: place, words, likeness to the talk, heads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.copilot.once import once_each
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.cues import ANSWER_NAMES, ASKED_NAMES, CUE_NAMES, packed_answer, packed_asked, packed_cues
from assist.core.encoding import Conversation, FloatArray
from assist.core.text.remembered import remembered
from assist.core.vocabulary import ACTS

_SHAPES = (
    "says", "asks for", "asks whether", "asks the", "asks", "will", "has ", "gives", "can", "is ", "would", "wants",
    "needs", "does", "confirms",
)  # fmt: skip
PLACE_NAMES = (
    "message_from_start", "message_from_end", "share_of_side", "share_of_talk", "is_first_message", "is_last_message",
    "sentence_in_message", "sentences_after", "is_first_sentence", "is_last_sentence", "messages", "side_messages",
    "is_bot",
)  # fmt: skip
SHAPE_NAMES = ("reported_words", "log_reported_words", *(f"starts_{shape.strip()}" for shape in _SHAPES))
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
FEATURE_NAMES = (*PLACE_NAMES, *CUE_NAMES, "words", *SHAPE_NAMES, *LIKENESS_NAMES, *COURSE_NAMES, *HEAD_NAMES)


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """What all candidates of a conversation share: means of the vectors by side, first customer vector; `around`
    (messages, columns): what the other side said before and after each message; `rows`: features that were asked for
    already."""

    all: FloatArray
    sides: dict[str, FloatArray]
    first_customer: FloatArray
    around: FloatArray
    rows: dict[tuple[Any, ...], FloatArray] = field(default_factory=dict[tuple[Any, ...], FloatArray])


@once_each
def describe_talk(conversation: Conversation) -> Talk:
    """Means over the sentences of each side."""
    messages = conversation.messages
    sides = np.array([[True, message.side == "customer", message.side == "agent"] for message in messages])
    owned = sides[[sentence.message for sentence in conversation.sentences]].T.astype(np.float32)
    owned /= np.maximum(owned.sum(axis=1, keepdims=True), 1)
    everything, customer, agent = owned @ conversation.sentence_vectors
    first = next((i for i, message in enumerate(messages) if message.side == "customer"), 0)
    return Talk(
        everything, {"customer": customer, "agent": agent}, conversation.message_vectors[first], _around(conversation)
    )


def features_of(conversation: Conversation, talk: Talk, side: str, candidates: Sequence[Candidate]) -> FloatArray:
    """(n, len(FEATURE_NAMES)) for the candidates of one side, in order; read-only, since a headline and a case draft
    share them."""
    key = (side, *((candidate.index, candidate.text) for candidate in candidates))
    found = talk.rows.get(key)
    if found is None:
        found = talk.rows[key] = _features(conversation, talk, side, candidates)
        found.flags.writeable = False
    return found


def _features(conversation: Conversation, talk: Talk, side: str, candidates: Sequence[Candidate]) -> FloatArray:
    if not candidates:
        return np.zeros((0, len(FEATURE_NAMES)), dtype=np.float32)
    indices = [candidate.index for candidate in candidates]
    words = _unpacked([packed_cues(conversation.sentences[i].text) for i in indices])
    shapes = _unpacked([_packed_shape(candidate.text) for candidate in candidates])
    columns = [
        _places(conversation, side, candidates),
        words,
        shapes,
        _likeness(conversation, talk, side, indices),
        _course(conversation, talk, candidates, words),
        _heads(conversation, indices),
    ]
    return np.hstack(columns).astype(np.float32)


def read_words(said: str, told: str | None) -> None:
    """Read a sentence and how it is told before its features are asked for: what its words show is remembered."""
    packed_cues(said)
    if told is not None:
        _packed_shape(told)


@remembered(maxsize=20_000)
def _packed_shape(text: str) -> bytes:
    words = len(text.split())
    shape = (min(words, 40), np.log1p(words), *(text.startswith(shape) for shape in _SHAPES))
    return np.array(shape, dtype=np.float32).tobytes()


def _unpacked(rows: Sequence[bytes]) -> FloatArray:
    """(n, F) of n rows packed as float32: a tenth of the time that numbers one by one take."""
    return np.frombuffer(b"".join(rows), dtype=np.float32).reshape(len(rows), -1)


def _places(conversation: Conversation, side: str, candidates: Sequence[Candidate]) -> FloatArray:
    messages = conversation.messages
    spoken = [i for i, message in enumerate(messages) if message.side == side and not message.internal]
    rank = {message: position for position, message in enumerate(spoken)}
    total, own, count = len(messages), len(spoken), len(candidates)
    said = np.array([candidate.message for candidate in candidates])
    start = np.array([rank[message] for message in said.tolist()])
    place, first = np.arange(count), np.searchsorted(said, said)
    last = np.searchsorted(said, said, side="right") - 1
    rows = np.empty((len(PLACE_NAMES), count), dtype=np.float32)
    rows[0], rows[1] = np.minimum(start, 20), np.minimum(own - 1 - start, 20)
    rows[2], rows[3] = start / max(1, own - 1), said / max(1, total - 1)
    rows[4], rows[5] = start == 0, start == own - 1
    rows[6], rows[7] = np.minimum(place - first, 10), np.minimum(last - place, 10)
    rows[8], rows[9] = place == 0, place == count - 1
    rows[10], rows[11] = min(total, 60), min(own, 40)
    rows[12] = [candidate.role == "bot" for candidate in candidates]
    return rows.T


def _likeness(conversation: Conversation, talk: Talk, side: str, indices: list[int]) -> FloatArray:
    own = conversation.sentence_vectors[indices]
    other = "agent" if side == "customer" else "customer"
    neighbours = np.zeros_like(own)
    neighbours[1:] += own[:-1]
    neighbours[:-1] += own[1:]
    columns = [own @ talk.sides[side], own @ talk.all, own @ talk.sides[other], own @ talk.first_customer]
    return np.stack([*columns, np.einsum("ij,ij->i", own, neighbours) / 2], axis=1).astype(np.float32)


def _course(conversation: Conversation, talk: Talk, candidates: Sequence[Candidate], cues: FloatArray) -> FloatArray:
    """What the other side said before and after, and whether the own side comes back to it: what was asked for, agreed
    to, objected to, put right. Words alone: the heads have seen the conversations that the selectors learn from."""
    own = conversation.sentence_vectors[[candidate.index for candidate in candidates]]
    done: NDArray[np.bool_] = np.any(cues[:, _DONE_AT], axis=1)
    later = np.minimum(done[::-1].cumsum()[::-1] - done, 8)
    alike = np.triu(own @ own.T, k=1).max(axis=1)
    return np.column_stack([talk.around[[candidate.message for candidate in candidates]], alike, later])


def _around(conversation: Conversation) -> FloatArray:
    """(messages, _AROUND): the columns of `COURSE_NAMES` that all sentences of a message share."""
    sides = ["" if m.internal or m.side == "system" else m.side for m in conversation.messages]
    texts = [m.text for m in conversation.messages]
    before = _other_side(sides)
    after = [len(sides) - 1 - at if at >= 0 else -1 for at in reversed(_other_side(sides[::-1]))]
    parts: list[bytes] = []
    for side, earlier, later in zip(sides, before, after, strict=True):
        if side:
            parts.append(packed_asked(texts[earlier]) if earlier >= 0 else _NOTHING_ASKED)
            parts.append(packed_answer(texts[later]) if later >= 0 else _NEVER_ANSWERED)
        else:
            parts.append(_NO_PART)
    return np.frombuffer(b"".join(parts), dtype=np.float32).reshape(len(sides), _AROUND)


def _other_side(sides: Sequence[str]) -> list[int]:
    """Of each place, the last one before it with the other side; -1 where there is none."""
    last, found = {"customer": -1, "agent": -1}, list[int]()
    for place, side in enumerate(sides):
        if side:
            found.append(last["agent" if side == "customer" else "customer"])
            last[side] = place
        else:
            found.append(-1)
    return found


def _heads(conversation: Conversation, indices: list[int]) -> FloatArray:
    scores = conversation.scores
    messages = np.array([conversation.sentences[i].message for i in indices])
    salience = scores.sentence_salience[indices]
    best = max(float(salience.max()), 1e-6)
    return np.column_stack([scores.acts[messages], scores.salience[messages], salience, salience / best])
