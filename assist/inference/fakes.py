"""Fakes for the fast test lane: instant, deterministic, and near for texts that share words."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from assist.core.conversation import Message, Transcript
from assist.core.encoding import EncoderInfo, FloatArray, HeadScores, Sentence, SpannedText, SpanVectors, TalkScores
from assist.core.vocabulary import ACTS, CASE_STATUSES, SENTIMENTS, Act

_WORD = re.compile(r"[a-z0-9]+")


class FakeEncoder:
    """Hashed bags of words as unit vectors, as long as the default encoder's so that trained parts run over them."""

    def __init__(self, dims: int = 384) -> None:
        self._info = EncoderInfo(id="fake", revision="0" * 64, dims=dims, max_tokens=256)

    @property
    def info(self) -> EncoderInfo:
        """Identity and limits."""
        return self._info

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """(n, dims) unit vectors."""
        vectors = [self._vector(text) for text in texts]
        return np.stack(vectors) if vectors else np.zeros((0, self._info.dims), dtype=np.float32)

    def encode_spans(self, items: Sequence[SpannedText]) -> list[SpanVectors]:
        """Whole-text and span vectors."""
        return [
            SpanVectors(text=self._vector(item.text), spans=self.encode([item.text[a:b] for a, b in item.spans]))
            for item in items
        ]

    def _vector(self, text: str) -> FloatArray:
        vector = np.full(self._info.dims, 1e-3, dtype=np.float32)
        for word in _WORD.findall(text.lower()):
            digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
            vector[digest[0] % self._info.dims] += 1.0 if digest[1] % 2 else -1.0
            vector[digest[2] % self._info.dims] += 1.0
        return (vector / np.linalg.norm(vector)).astype(np.float32)


class NullHeads:
    """Heads that know only role and punctuation."""

    version = "null"

    def read_ahead(self, message: Message, sentences: Sequence[str]) -> None:
        """Nothing to read."""

    def score(
        self,
        transcript: Transcript,
        sentences: Sequence[Sentence],
        message_vectors: FloatArray,
        sentence_vectors: FloatArray,
        message_traits: FloatArray,
    ) -> HeadScores:
        """Cue-based scores in the shapes of `HeadScores`."""
        messages = transcript.messages
        acts = np.full((len(messages), len(ACTS)), 0.02, dtype=np.float32)
        for row, message in enumerate(messages):
            acts[row, ACTS.index(_guess(message.side, message.text))] = 1 - 0.02 * (len(ACTS) - 1)
        long_enough = np.array([0.7 if len(m.text.split()) > 5 else 0.2 for m in messages], dtype=np.float32)
        talk = TalkScores(
            sentiment_start=np.full(len(SENTIMENTS), 1 / len(SENTIMENTS), dtype=np.float32),
            sentiment_end=np.full(len(SENTIMENTS), 1 / len(SENTIMENTS), dtype=np.float32),
            status=np.full(len(CASE_STATUSES), 1 / len(CASE_STATUSES), dtype=np.float32),
            small_talk=float(_guess(messages[-1].side, messages[-1].text) in ("greeting", "closing")),
        )
        return HeadScores(
            acts=acts,
            salience=long_enough,
            sentence_salience=np.array([long_enough[s.message] for s in sentences], dtype=np.float32),
            read_talk=lambda: talk,
        )


def _guess(side: str, text: str) -> Act:
    lowered = text.lower()
    if len(lowered.split()) <= 3 and any(word in lowered for word in ("hi", "hello")):
        return "greeting"
    if "thank" in lowered or "bye" in lowered:
        return "closing"
    if "?" in text:
        return "question_agent" if side == "agent" else "question_customer"
    return "advice" if side == "agent" else "issue"
