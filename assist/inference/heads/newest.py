"""Is the newest customer message only small talk? Read with what came before it, as the agent sees it.

The acts of the other heads are learned on whole conversations, where the last message mostly says goodbye; in the
middle of a live one that silenced every seventh message that needed an answer.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist.core.conversation import Message, Transcript
from assist.core.encoding import FloatArray
from assist.core.vocabulary import ACTS, Channel
from assist.inference.heads.cues import cues, word_buckets
from assist.inference.heads.features import CHANNELS
from assist.inference.heads.network import sigmoid
from assist.inference.heads.valence import valence

WORDS = 512
_OWN, _BEFORE, _CUES_BEFORE, _WORDS = 6.0, 4.0, 0.7, 0.5  # weights that bring the parts to one spread
_ASKS = re.compile(r"\?\s*$|\b(?:what|when|where|how|why|which|who|can you|could you|will you|would you|do i)\b", re.I)
_LONG = 35
OPINIONS = 6 + 3 * len(ACTS)
_UNTOLD = 1e-3  # beside every chance of an act, so that its logarithm is never far away
_ASKED = 0.6  # log-odds that a question mark takes away; chosen by cross-validation


# What did not help is no small talk, however short it is said.
_STILL_WRONG = re.compile(
    r"\b(?:still (?:not|no\b|nothing|zero|broken|the same|doesn'?t|won'?t|can'?t|isn'?t|getting|says|shows|"
    r"showing|there|blank|down|"
    r"waiting|missing)|no (?:change|luck|difference|joy)\b|same (?:thing|problem|error|issue|message|result)\b|"
    r"(?:didn'?t|doesn'?t|hasn'?t|not|isn'?t) (?:work(?:ed|ing)?|help(?:ed)?|fix(?:ed)? it|show(?:ing)? up)\b)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|in case|unless|when|hope|hopefully|otherwise)\b[^.!?]*\Z", re.IGNORECASE)


# Nor is what objects or insists.
_OBJECTS = re.compile(
    r"\Ano,? (?:it|that|they|i|he|she|we|you) (?:was|is|did|do|were|have|has|does|ca|wo|are)n['\u2019]?t\b|"
    r"\A(?:(?:please|then|well),? )?(?:look|check) again\b|"
    r"\b(?:fed up|not good enough|in writing|your (?:manager|supervisor) to (?:call|ring|write|contact))\b",
    re.IGNORECASE,
)


def is_unsettled(text: str) -> bool:
    """Whether a message says that the trouble goes on, or objects: `did that, still zero`; `no it wasn't`."""
    return bool(_OBJECTS.search(text)) or any(
        not _SUPPOSED.search(text, 0, match.start()) for match in _STILL_WRONG.finditer(text)
    )


# A question without its mark, as in calls: `right and have you charged me for that`.
_INVERTED = re.compile(
    r"(?:\A|[,.!] |\b(?:and|so|but|right|ok|okay|well|then|yes|yeah|no) )"
    r"(?:do (?:you|i|we|they|he|she)|may (?:i|we)|"
    r"(?:have|has|did|does|is|are|was|were|will|would|can|could|should|am) "
    r"(?:you|i|we|it|they|there|he|she|my|the|this|that))\b(?= \w)(?! (?:not|all)\b)",
    re.IGNORECASE,
)


def asks(text: str, channel: Channel) -> bool:
    """Whether a message has a question; in calls also one without its mark, which nobody writes there."""
    return "?" in text or (channel == "voice" and bool(_INVERTED.search(text)))


def newest_said(messages: Sequence[Message]) -> int | None:
    """The row of the newest message when it is the customer's, else None."""
    newest = next((i for i in range(len(messages) - 1, -1, -1) if _said(messages[i])), None)
    return newest if newest is not None and messages[newest].role == "customer" else None


def newest_features(transcript: Transcript, vectors: FloatArray, newest: int) -> FloatArray:
    """(width,) of the customer's message `newest`, the last one said; `vectors` (m, dims)."""
    messages = transcript.messages
    heard = [i for i, m in enumerate(messages) if _said(m)]
    agent = [i for i in heard if messages[i].side == "agent"]
    text, before = messages[newest].text, messages[agent[-1]].text if agent else ""
    count = len(text.split())
    place = (
        min(len(agent), 12) / 12,
        len(agent) <= 1,
        min(count, 40) / 20,
        count <= 3,
        count <= 6,
        count > _LONG,
        bool(_ASKS.search(text)),
        before.rstrip().endswith("?"),
        newest == heard[0],
        any(char.isdigit() for char in text),
        min(len(messages), 20) / 20,
        1.0,
        *(transcript.channel == channel for channel in CHANNELS),
    )
    words = np.zeros(WORDS, dtype=np.float32)
    words[word_buckets(text, "customer") % WORDS] = _WORDS
    return np.concatenate(
        [
            vectors[newest] * _OWN,
            vectors[agent[-1]] * _BEFORE if agent else np.zeros(vectors.shape[1], dtype=np.float32),
            np.array(place, dtype=np.float32),
            cues(text),
            cues(before) * _CUES_BEFORE,
            valence(text),
            words,
        ]
    ).astype(np.float32)


def _said(message: Message) -> bool:
    return message.side != "system" and not message.internal


def alone_chances(ours: FloatArray, questions: NDArray[np.bool_]) -> FloatArray:
    """(n,) chances of small talk by the head's (n,) alone.

    questions (n,): texts with a question mark, on which silence is worse.
    """
    return sigmoid(np.asarray(log_odds(ours) - _ASKED * questions, dtype=np.float32))


def opinions(transcript: Transcript, newest: int, ours: float, theirs: float, acts: FloatArray) -> FloatArray:
    """(OPINIONS,) inputs of the last word on small talk: what the head (`ours`) and the traits (`theirs`) think, and
    `acts` (m, 12), which the traits tell of each message without its context: of this one, and of the last ones of
    agent and customer before it."""
    messages, before = transcript.messages, range(newest)
    agent = [i for i in before if messages[i].side == "agent" and not messages[i].internal]
    customer = [i for i in before if messages[i].role == "customer"]
    text = messages[newest].text
    odds = log_odds(np.array([ours, theirs], dtype=np.float32))
    place = (asks(text, transcript.channel), len(agent) <= 1, not agent, min(len(text.split()), 40) / 20)
    told = np.full((3, len(ACTS)), _UNTOLD, dtype=np.float32)
    for row, said in zip(told, ([newest], agent, customer), strict=True):
        if said:
            row += acts[said[-1]]
    return np.concatenate([odds, np.array(place, dtype=np.float32), np.log(told).ravel()])


def log_odds(chances: FloatArray) -> FloatArray:
    """Of chances, kept from the ends."""
    bounded = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(bounded / (1 - bounded)), dtype=np.float32)
