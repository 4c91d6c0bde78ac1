"""Statements put in disbelief, with marks of a question: `my order is late and it says delivered??`."""

import re

_DISBELIEF = re.compile(r"(?:\?[?!]+|!+\?)[\s?!]*\Z")
_IT_SAYS = re.compile(r"(?:\w+ )?(?:it|he|she|they|app|site|page) (?:just )?(?:says?|said|shows?)\b", re.IGNORECASE)
_STATES = re.compile(
    r"(?:(?:and|but|so|then|now|ok|hey|hi|hello|wait|omg)[,.]? )*(?:my|the|our|it|it's|this|that|he|she|they|i|"
    r"i'm|i've|we|we've|there|"
    r"there's)\b(?! the\b)(?:(?!,? (?:and|but|so|or)\b)[^?])*? (?:is|are|was|were|has|have|had|says|said|got|"
    r"came|shows|keeps|told|"
    r"doesn't|didn't|hasn't|isn't|don't|can't|won't|ordered|paid|been|waited|asked|bought|booked|received|returned|called|tried)\b",
    re.IGNORECASE,
)


def is_exclaimed(text: str, sentence: str, role: str) -> bool:
    """`my order is late and it says delivered??`: a customer's statement, put in disbelief."""
    least = 3 if _IT_SAYS.match(sentence) else 6
    told = role == "customer" and len(sentence.split()) > least and _DISBELIEF.search(text)
    return bool(told and _STATES.match(sentence))
