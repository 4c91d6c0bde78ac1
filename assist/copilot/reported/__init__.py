"""Reported speech: one message or sentence of customer or agent in the third person, by rules over the text alone.

`report_message(text, role=...)` -> Reported (`text`: "Customer needs ...", `step`: "Asked for ...", `spans`: evidence);
`report_sentence(text, role=...)` -> the predicate alone ("needs ..."), None for mere talk.
"""

from assist.copilot.reported.message import (
    Predicate,
    Reported,
    join_predicates,
    own_sentences,
    report_message,
    subject_of,
)
from assist.copilot.reported.sentence import report_sentence

__all__ = [
    "Predicate",
    "Reported",
    "join_predicates",
    "own_sentences",
    "report_message",
    "report_sentence",
    "subject_of",
]
