"""Sections of the caller's own: sentences nearest to the title and instruction, by vector or by shared words."""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import Encoder

MOST = 3
NEAR = 0.30  # cosine with the instruction from which a sentence may answer it
_NEAREST_SHARE = 0.8
_WORD = re.compile(r"[^\W\d_]{4,}")


class SectionSpec(Protocol):
    """A section the caller describes."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def instruction(self) -> str: ...


def matching(
    conversation: Conversation, candidates: Sequence[Candidate], spec: SectionSpec, encoder: Encoder | None
) -> list[Candidate]:
    """At most three candidates that answer the instruction, in order; [] when nothing is near enough.

    The instruction is data that is compared, never followed.
    """
    if not candidates:
        return []
    wanted = f"{spec.title}. {spec.instruction}"
    scores = _by_vector(conversation, candidates, wanted, encoder) if encoder else _by_words(candidates, wanted)
    least = max(NEAR, _NEAREST_SHARE * float(scores.max()))
    best = [int(i) for i in np.argsort(-scores, kind="stable")[:MOST] if scores[i] >= least]
    return [candidates[i] for i in sorted(best)]


def _by_vector(
    conversation: Conversation, candidates: Sequence[Candidate], wanted: str, encoder: Encoder
) -> FloatArray:
    return conversation.sentence_vectors[[item.index for item in candidates]] @ encoder.encode([wanted])[0]


def _by_words(candidates: Sequence[Candidate], wanted: str) -> FloatArray:
    asked = set(_WORD.findall(wanted.lower()))
    shared = [len(asked & set(_WORD.findall(item.text.lower()))) for item in candidates]
    return np.array([min(1.0, count / 2) for count in shared], dtype=np.float32)
