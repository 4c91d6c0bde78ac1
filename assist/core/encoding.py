"""What a conversation looks like once encoded: sentences, vectors, head scores. One forward pass a message."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.vocabulary import ACTS, Act

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """Identity and limits of an encoder; `revision` names the exact weights.

    traits: numbers that it tells of a text besides its vector, 0 for none; traits_revision names what makes them.
    """

    id: str
    revision: str
    dims: int
    max_tokens: int
    traits: int = 0
    traits_revision: str = ""

    @property
    def version(self) -> str:
        """Short stamp for `versions.encoder`."""
        return f"{self.id}@{self.revision[:12]}"


@dataclass(frozen=True, slots=True)
class SpannedText:
    """A text and the spans (code points, end exclusive) that also want a vector."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def _no_traits() -> FloatArray:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SpanVectors:
    """`text`: (dims,) vector of the whole text; `spans`: (n_spans, dims), pooled from the same pass. Unit length.

    traits: (EncoderInfo.traits,) of the whole text, what layers tuned on dialogue labels read in the same pass.
    """

    text: FloatArray
    spans: FloatArray
    traits: FloatArray = field(default_factory=_no_traits)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a message: `start`/`end` are code points of the message text, end exclusive."""

    message: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class TalkScores:
    """What the heads say of a conversation as a whole; see `HeadScores`."""

    sentiment_start: FloatArray
    sentiment_end: FloatArray
    status: FloatArray
    small_talk: float = 0.0


@dataclass(frozen=True, eq=False)
class HeadScores:
    """What the heads say of a conversation of m messages and s sentences. All probabilities.

    acts (m, 12) over `vocabulary.ACTS`; salience (m,) and sentence_salience (s,): chance that a colleague's note
    would use it; read_talk: reads the rest, which a summary does without, when it is asked for first.
    """

    acts: FloatArray
    salience: FloatArray
    sentence_salience: FloatArray
    read_talk: Callable[[], TalkScores]

    _lock: AbstractContextManager[object] = field(default_factory=Lock, init=False, repr=False)
    _read: list[TalkScores] = field(default_factory=list[TalkScores], init=False, repr=False)

    @property
    def talk(self) -> TalkScores:
        """Scores of the whole conversation."""
        # A lock of its own: `cached_property` of Python 3.11 has one for all conversations.
        with self._lock:
            if not self._read:
                self._read.append(self.read_talk())
            return self._read[0]

    @property
    def sentiment_start(self) -> FloatArray:
        """(3,) over `vocabulary.SENTIMENTS`."""
        return self.talk.sentiment_start

    @property
    def sentiment_end(self) -> FloatArray:
        """(3,) over `vocabulary.SENTIMENTS`."""
        return self.talk.sentiment_end

    @property
    def status(self) -> FloatArray:
        """(5,) over `vocabulary.CASE_STATUSES`."""
        return self.talk.status

    @property
    def small_talk(self) -> float:
        """That the newest message is the customer's and needs no answer."""
        return self.talk.small_talk


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Conversation:
    """An encoded transcript, the input of every copilot feature.

    sentences: all sentences in order; message_vectors (m, dims); sentence_vectors (s, dims); unit length;
    message_traits (m, traits): see `SpanVectors`.
    """

    transcript: Transcript
    sentences: tuple[Sentence, ...]
    message_vectors: FloatArray
    sentence_vectors: FloatArray
    message_traits: FloatArray
    scores: HeadScores

    @property
    def messages(self) -> tuple[Message, ...]:
        """The transcript's messages."""
        return self.transcript.messages

    def act(self, index: int) -> Act:
        """The most likely dialogue act of message `index`."""
        return ACTS[int(np.argmax(self.scores.acts[index]))]

    def sentences_of(self, index: int) -> Sequence[int]:
        """Indices into `sentences` of message `index`."""
        return [i for i, sentence in enumerate(self.sentences) if sentence.message == index]
