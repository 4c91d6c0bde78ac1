"""How a talk went on after something was said: what the other side objected to, what the speaker took back."""

import re

from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.text.remembered import remembered

_OBJECTS = re.compile(
    r"(?:(?:oh|um|uh|er|well|sorry|yeah|yes|ok|okay|hi|hang on|wait|what)[,.! ]+)*"
    r"(?:no+\b(?!,? (?:problem|worries|thanks|thank|that(?:'s| is) (?:all|fine|it|ok|okay|great|right)|it(?:'s| is) "
    r"(?:fine|ok|okay)|i (?:understand|see|agree)|more|need|rush))|nope\b|but\b|"
    r"that(?:'s| is) (?:not|wrong|impossible|a lie)|not (?:true|right|mine|me|what)\b|nobody\b|"
    r"i (?:did not|didn't|never|don't have|haven't)\b|it (?:was|is) not\b|it (?:wasn't|isn't)\b|wrong\b)",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:my mistake|i was wrong|i stand corrected|you(?:'re| are) (?:quite |absolutely |completely )?right|"
    r"so (?:it's )?not the|scrap that|correction|i misread|i misspoke|"
    r"(?:i've|i have|we've|we have) (?:now )?(?:changed|corrected|reversed|swapped|put) (?:that|it|this)|"
    r"apologies,? (?:it|that|i)|sorry,? (?:it's|that's|i (?:meant|misread)))\b",
    re.IGNORECASE,
)
_ALIKE = 0.45  # cosine to what takes it back
_BACK = 2  # of the own messages before it


def contested(conversation: Conversation) -> frozenset[int]:
    """Messages that the other side's next words object to."""
    messages = conversation.messages
    found: set[int] = set()
    for i, message in enumerate(messages):
        if _speaks(message):
            answer = next((m for m in messages[i + 1 :] if _speaks(m) and m.side != message.side), None)
            if answer is not None and _objects(answer.text):
                found.add(i)
    return frozenset(found)


def taken_back(conversation: Conversation) -> frozenset[int]:
    """Messages whose speaker puts them right in one of their next words about the same."""
    messages, vectors = conversation.messages, conversation.message_vectors
    found: set[int] = set()
    for i, message in enumerate(messages):
        if _speaks(message) and _takes_back(message.text):
            own = [j for j in range(i) if messages[j].side == message.side and _speaks(messages[j])][-_BACK:]
            found |= {j for j in own if float(vectors[i] @ vectors[j]) >= _ALIKE}
    return frozenset(found)


@remembered(maxsize=8_192)
def _objects(text: str) -> bool:
    return _OBJECTS.match(text) is not None


@remembered(maxsize=8_192)
def _takes_back(text: str) -> bool:
    return _TAKES_BACK.search(text) is not None


def _speaks(message: Message) -> bool:
    return message.side in ("customer", "agent") and not message.internal and bool(message.text.strip())
