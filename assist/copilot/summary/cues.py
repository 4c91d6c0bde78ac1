"""Cheap signs in a sentence's words, remembered by text: what the selector sees besides place, acts and salience."""

import re

import numpy as np

from assist.core.text.caseless import Caseless
from assist.core.text.remembered import remembered

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("question", r"\?|^(?:can|could|would|will|do|did|is|are|what|when|where|why|how|which)\b"),
    ("wh", r"^(?:what|when|where|why|how|which|who)\b"),
    ("asks_favour", r"\b(?:can|could|would|will) you\b"),
    ("first_person", r"\b(?:i|i'm|i've|i'd|i'll|my|me)\b"),
    ("plural_person", r"\b(?:we|we're|we've|we'll|our|us)\b"),
    ("second_person", r"\b(?:you|your|you're|you've|you'll)\b"),
    ("need", r"\b(?:need|want|would like|i'd like|looking for|trying to|wish|require|hoping)\b"),
    ("problem", r"\b(?:not|no|never|can't|cannot|won't|doesn't|didn't|isn't|wasn't|haven't|hasn't|don't|error|"
                r"issue|problem|broken|wrong|fail\w*|missing|late|delay\w*|damaged|stuck|unable|lost)\b"),
    ("done", r"\b(?:have|has|i've|we've) (?:\w+ )?\w+(?:ed|en|nt)\b|\b(?:sent|booked|issued|initiated|processed|"
             r"cancelled|canceled|submitted|arranged|opened|refunded|escalated|updated|added|changed|reset)\b"),
    ("promise", r"\b(?:will|'ll|shall|going to)\b"),
    ("advice", r"\b(?:you can|you could|you'll need|you need|recommend|suggest|advise|try|should|please)\b"),
    ("modal", r"\b(?:can|could|may|might|would)\b"),
    ("refusal", r"\b(?:unfortunately|unable|can't|cannot|not able|not possible|not available|isn't possible)\b"),
    ("cause", r"\b(?:because|due to|caused|reason|since|as a result|turns out|it (?:appears|seems|looks)|"
              r"known issue)\b"),
    ("sorry", r"\b(?:sorry|apolog\w+|inconvenience)\b"),
    ("thanks", r"\b(?:thank\w*|thanks|appreciate|cheers|ta)\b"),
    ("empathy", r"\b(?:understand|frustrat\w+|hear that|glad|happy to|welcome)\b"),
    ("closing", r"\b(?:anything else|have a (?:great|good|nice)|bye|goodbye|take care|no worries)\b"),
    ("wait", r"\b(?:moment|hold on|bear with|one sec|checking|let me check|look into)\b"),
    ("digit", r"\d"),
    ("address", r"@|http|www\.|\[link\]"),
    ("identifier", r"\b(?:order|account|booking|reservation|case|ticket|reference|confirmation|tracking)\b"),
    ("money", r"[$€£₹]|\b(?:refund\w*|charge\w*|fee|paid|payment|credit\w*|price)\b"),
    ("time", r"\b(?:today|tomorrow|yesterday|hours?|days?|week\w*|month\w*|minutes?|am|pm)\b"),
    ("exclaim", r"!"),
    ("insists", r"\b(?:still|again|already|ridiculous|unacceptable|worst|terrible|angry|disappointed)\b"),
    ("day", r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|"
            r"october|november|december|\d{1,2}(?:st|nd|rd|th)|between \w+ and)\b"),
    ("settled", r"\b(?:booked|arranged|moved|blocked|posted|shipped|resent|restored|unlocked|waived|approved|credited|"
                r"scheduled|reserved|activated|replaced|found|fixed|on (?:its|their) way|sorted|in place)\b"),
    ("corrects", r"\b(?:actually|instead|correction|my mistake|sorry|scrap that|i was wrong|you're right|you are right|"
                 r"(?:i've|i have|we've|we have) (?:changed|corrected|swapped|switched|put) )"),
    ("condition", r"\b(?:if|unless|once|until|as soon as|in case)\b"),
    ("after_matter", r"\b(?:keep (?:the|your)|"
                     r"you'll (?:get|receive) (?:a|an) (?:e-?mail|text|message|confirmation|letter)|"
                     r"receipt|survey|reference|for (?:your|the) (?:records?|trouble)|by the way)\b"),
)  # fmt: skip
CUE_NAMES = tuple(name for name, _ in _PATTERNS)
_COMPILED = tuple(Caseless(pattern) for _, pattern in _PATTERNS)


_SHAPES = (
    "says", "asks for", "asks whether", "asks the", "asks", "will", "has ", "gives", "can", "is ", "would", "wants",
    "needs", "does", "confirms",
)  # fmt: skip
SHAPE_NAMES = ("reported_words", "log_reported_words", *(f"starts_{shape.strip()}" for shape in _SHAPES))


@remembered(maxsize=20_000)
def packed_words(said: str, told: str) -> bytes:
    """float32: a 0/1 flag a pattern of `CUE_NAMES` in what was `said`, its number of words capped at 40, and
    `SHAPE_NAMES` of how it is `told`."""
    plain = said.replace("’", "'")
    words = len(told.split())
    row: list[float] = [*Caseless.which_occur(_COMPILED, plain)]
    row += [min(len(plain.split()), 40), min(words, 40), np.log1p(words)]
    row += [told.startswith(shape) for shape in _SHAPES]
    return np.array(row, dtype=np.float32).tobytes()


ASKED_NAMES = ("question", "wh", "asks_favour", "need", "problem")
_ANSWER = ("question", "problem", "thanks", "closing", "insists", "corrects")
_OBJECTS = re.compile(r"(?:no\b|but\b|that's (?:not|wrong)|not\b|nobody\b|i (?:did not|didn't|never)\b)", re.IGNORECASE)
ANSWER_NAMES = (*_ANSWER, "objects", "words")
_BY_NAME = dict(zip(CUE_NAMES, _COMPILED, strict=True))
_ASKED_SIGNS, _ANSWER_SIGNS = ([_BY_NAME[name] for name in names] for names in (ASKED_NAMES, _ANSWER))


@remembered(maxsize=8_192)
def packed_asked(text: str) -> bytes:
    """float32: one 0/1 flag a cue of `ASKED_NAMES`, of the message before a sentence's own."""
    plain = text.replace("’", "'")
    return np.array(Caseless.which_occur(_ASKED_SIGNS, plain), dtype=np.float32).tobytes()


@remembered(maxsize=8_192)
def packed_answer(text: str) -> bytes:
    """float32: `ANSWER_NAMES` of the message after a sentence's own (words capped at 20), and 0: it was answered."""
    plain = text.replace("’", "'")
    flags = Caseless.which_occur(_ANSWER_SIGNS, plain)
    row = (*flags, _OBJECTS.match(text) is not None, min(len(plain.split()), 20), 0.0)
    return np.array(row, dtype=np.float32).tobytes()
