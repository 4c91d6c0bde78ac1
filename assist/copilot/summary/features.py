"""What the headline selector sees of every sentence of one side: place, words, likeness to the talk, heads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.cues import CUE_NAMES, packed_cues
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
_ASKED, _ANSWERED = (
    ("question", "wh", "asks_favour", "need", "problem"),
    ("question", "problem", "thanks", "closing", "insists", "corrects"),
)
_OBJECTS = re.compile(r"(?:no\b|but\b|that's (?:not|wrong)|not\b|nobody\b|i (?:did not|didn't|never)\b)", re.IGNORECASE)
COURSE_NAMES = (
    *(f"before_{name}" for name in _ASKED),
    *(f"after_{name}" for name in _ANSWERED),
    "after_objects",
    "after_words",
    "never_answered",
    "said_again_later",
    "done_later",
)
_ASKED_AT = [CUE_NAMES.index(name) for name in _ASKED]
_ANSWERED_AT = [CUE_NAMES.index(name) for name in _ANSWERED]
_AROUND = len(COURSE_NAMES) - 2  # of them are the same for all sentences of a message
HEAD_NAMES = (*(f"act_{act}" for act in ACTS), "salience", "sentence_salience", "sentence_salience_share")
FEATURE_NAMES = (*PLACE_NAMES, *CUE_NAMES, "words", *SHAPE_NAMES, *LIKENESS_NAMES, *COURSE_NAMES, *HEAD_NAMES)


@dataclass(frozen=True, slots=True)
class Talk:
    """What all candidates of a conversation share: means of the vectors by side, first customer vector."""

    all: FloatArray
    sides: dict[str, FloatArray]
    first_customer: FloatArray


def describe_talk(conversation: Conversation) -> Talk:
    """Means over the sentences of each side."""
    messages = conversation.messages
    sides = np.array([[True, message.side == "customer", message.side == "agent"] for message in messages])
    owned = sides[[sentence.message for sentence in conversation.sentences]].T.astype(np.float32)
    owned /= np.maximum(owned.sum(axis=1, keepdims=True), 1)
    everything, customer, agent = owned @ conversation.sentence_vectors
    first = next((i for i, message in enumerate(messages) if message.side == "customer"), 0)
    return Talk(everything, {"customer": customer, "agent": agent}, conversation.message_vectors[first])


def features_of(conversation: Conversation, talk: Talk, side: str, candidates: Sequence[Candidate]) -> FloatArray:
    """(n, len(FEATURE_NAMES)) for the candidates of one side, in order."""
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
        _course(conversation, side, candidates, words),
        _heads(conversation, indices),
    ]
    return np.hstack(columns).astype(np.float32)


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


def _course(conversation: Conversation, side: str, candidates: Sequence[Candidate], cues: FloatArray) -> FloatArray:
    """What the other side said before and after, and whether the own side comes back to it: what was asked for, agreed
    to, objected to, put right. Words alone: the heads have seen the conversations that the selectors learn from."""
    other = "agent" if side == "customer" else "customer"
    around = _neighbours(conversation, side, other)
    rows = np.zeros((len(candidates), len(COURSE_NAMES)), dtype=np.float32)
    for row, candidate in zip(rows, candidates, strict=True):
        row[:_AROUND] = around[candidate.message]
    own = conversation.sentence_vectors[[candidate.index for candidate in candidates]]
    alike = np.triu(own @ own.T, k=1)
    rows[:, _AROUND] = alike.max(axis=1)
    done = cues[:, CUE_NAMES.index("done")] + cues[:, CUE_NAMES.index("settled")] > 0
    rows[:, _AROUND + 1] = np.minimum(done[::-1].cumsum()[::-1] - done, 8)
    return rows


def _neighbours(conversation: Conversation, side: str, other: str) -> dict[int, FloatArray]:
    """The columns of `COURSE_NAMES` that all sentences of a message share, by the messages of `side`."""
    texts = [(m.side, m.text) for m in conversation.messages]
    spoken = [i for i, m in enumerate(conversation.messages) if m.side in (side, other) and not m.internal]
    found: dict[int, FloatArray] = {}
    before, waiting = np.zeros(len(_ASKED), dtype=np.float32), list[int]()
    for i in spoken:
        who, text = texts[i]
        cues = np.frombuffer(packed_cues(text), dtype=np.float32)
        if who == other:
            before = cues[_ASKED_AT]
            answer = [*cues[_ANSWERED_AT], _OBJECTS.match(text) is not None, min(cues[-1], 20), 0]
            for row in waiting:
                found[row][len(_ASKED) :] = answer
            waiting = []
        else:
            found[i] = np.concatenate([before, np.zeros(len(_ANSWERED) + 2), [1.0]]).astype(np.float32)
            waiting.append(i)
    return found


def _heads(conversation: Conversation, indices: list[int]) -> FloatArray:
    scores = conversation.scores
    messages = np.array([conversation.sentences[i].message for i in indices])
    salience = scores.sentence_salience[indices]
    best = max(float(salience.max()), 1e-6)
    return np.column_stack([scores.acts[messages], scores.salience[messages], salience, salience / best])
