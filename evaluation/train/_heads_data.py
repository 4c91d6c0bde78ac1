"""Annotated conversations as arrays for the heads: features by the serving code, labels from the gold annotation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Transcript
from assist.core.encoding import FloatArray, Sentence, SpannedText
from assist.core.ports import Encoder
from assist.core.text.sentences import split_sentences
from assist.core.vocabulary import ACTS, CASE_STATUSES, SENTIMENTS
from assist.inference.heads.features import Features, message_features, sentence_features
from evaluation.schema import ConversationRow, GoldCase

MIN_OVERLAP = 0.34  # share of a sentence's content words that the note uses, from which it counts as used
_WORD = re.compile(r"[a-z0-9][a-z0-9'.-]*")
_STOP = frozenset("the a an and or to of in on for is are was were be it this that i you we my your me with so".split())


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """One conversation with its labels, as row arrays."""

    transcript: Transcript
    sentences: tuple[Sentence, ...]
    vectors: FloatArray
    messages: Features
    pieces: FloatArray
    acts: NDArray[np.int64]
    salient: FloatArray
    used: FloatArray
    start: int
    end: int
    status: int
    cut: int | None


def annotate(row: ConversationRow, encoder: Encoder) -> Annotated:
    """An annotated conversation (`gold` as `read_annotated_rows` checks it)."""
    gold, case, transcript = row.gold, row.gold.case, row.transcript
    assert case
    assert gold.labels
    spans = [tuple(split_sentences(m.text)) for m in transcript.messages]
    encoded = encoder.encode_spans([SpannedText(m.text, s) for m, s in zip(transcript.messages, spans, strict=True)])
    sentences = tuple(
        Sentence(i, a, b, m.text[a:b])
        for i, (m, pairs) in enumerate(zip(transcript.messages, spans, strict=True))
        for a, b in pairs
    )
    vectors = np.stack([e.text for e in encoded])
    messages = message_features(transcript, vectors)
    pieces = sentence_features(transcript, sentences, messages, np.concatenate([e.spans for e in encoded]))
    salient = np.zeros(len(spans), dtype=np.float32)
    salient[list(gold.salient or ())] = 1.0
    return Annotated(
        transcript,
        sentences,
        vectors,
        messages,
        pieces,
        np.array([ACTS.index(a) for a in gold.labels]),
        salient,
        _used(sentences, salient, _note_words(gold.headline or "", case)),
        SENTIMENTS.index(case.sentiment.start),
        SENTIMENTS.index(case.sentiment.end),
        CASE_STATUSES.index(case.status),
        gold.cut,
    )


def _note_words(headline: str, case: GoldCase) -> set[str]:
    parts = [headline, case.issue, case.cause, case.resolution, *case.steps]
    parts += [step.action for step in case.next_steps] + [fact.value for fact in case.facts]
    return set(_content(" ".join(part for part in parts if part)))


def _used(sentences: Iterable[Sentence], salient: FloatArray, note: set[str]) -> FloatArray:
    """1 where the sentence's message is salient and the note uses its words (weak labels)."""
    used: list[float] = []
    for sentence in sentences:
        words = _content(sentence.text)
        overlap = sum(word in note for word in words) / len(words) if words else 0.0
        used.append(float(salient[sentence.message] > 0 and overlap >= MIN_OVERLAP))
    return np.array(used, dtype=np.float32)


def _content(text: str) -> list[str]:
    return [w[:6] for w in _WORD.findall(text.lower()) if w not in _STOP]
