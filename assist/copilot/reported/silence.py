"""Sentences of which nothing is reported."""

import re

from assist.copilot.reported import greetings, talk

_MORE = re.compile(
    r"(?:is there )?any(?:thing)? (?:else|other) .*\b(?:I|you)\b.{8,}|is there any(?:thing)? (?:else|other)\b",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(
    r"(?:ok(?:ay)?,? )?(?:now )?(?:I|we) (?:now )?(?:understand(?: that\b.{20,}| it| now| this)?|(?:get|see|know) "
    r"that\b.{20,})[.!]?\Z",
    re.IGNORECASE,
)
_CUT_SHORT = re.compile(
    r"(?:is|are|am|was|were|do|does|did|can|could|have|has|will|would) (?:you|I|he|she|they|we)", re.I
)
_LIST_MARK = re.compile(r"\W*(?:\d[.)]|[a-z])\W*", re.IGNORECASE)


def says_nothing(text: str, sentence: str, role: str) -> bool:
    """Whether a (normalised) sentence is mere talk, an agent's greeting, initials or the mark of a list."""
    if not any(char.isalnum() for char in sentence) or is_talk(sentence, role, understood=role == "customer"):
        return True
    if _CUT_SHORT.fullmatch(sentence):
        return True  # a question of which only the beginning was heard; with its mark it is one
    return role != "customer" and (
        greetings.is_greeting(sentence) or bool(_LIST_MARK.fullmatch(text.strip())) or greetings.is_signed(text)
    )


def is_talk(sentence: str, role: str, *, understood: bool = True) -> bool:
    """Mere talk; a customer who asks for more says something, and so does (`understood`) one who has understood."""
    if not talk.is_talk(sentence):
        return False
    return not ((understood and _ACCEPTS.match(sentence)) or (role == "customer" and _MORE.match(sentence)))
