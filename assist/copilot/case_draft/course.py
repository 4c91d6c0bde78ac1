"""How a talk went on after something was said: what the other side objected to, what the speaker took back."""

import re
from itertools import pairwise

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
# What was promised has happened: `spoke to you just now`, `it came this morning`, `I'm in!`.
_HAPPENED = re.compile(
    r"\b(?:(?:spoke|spoken|talked) (?:to|with) (?:you|him|her|them|[A-Z]\w+)(?: \w+){0,2} (?:just now|today|earlier|"
    r"this morning|this afternoon)|(?:just|already) (?:spoke|spoken|talked) (?:to|with) |(?:got|had|thanks for|thank "
    r"you "
    r"for) (?:your|the) (?:phone )?call(?! (?:cent|log))|(?:i'm|im|i am|we're|we are) (?:back )?in(?: now| again)?"
    r"(?=\W*(?:\Z|[.!\n]))|(?:it|they)(?:'s| has|'ve| have)? just (?:come|came|arrived)|(?:it|they) (?:came|arrived) "
    r"(?:today|this morning|just now))",
    re.IGNORECASE,
)
# `that explains it`, says the agent: the cause is what the customer has just said.
_EXPLAINED = re.compile(
    r"(?:(?:ah|oh|okay|ok|right|yes|well|so|then|and)[,. ]+)*(?:that(?:'ll|’ll|ll| will| must) be (?:it|why)|"
    r"that(?:'s|’s| is) (?:it then|why|(?:the|your|our) (?:problem|reason|cause|culprit|snag))|"
    r"(?:that|this)(?: would| will)? explains? (?:it|that|why|everything))(?: then)?[.!]*",
    re.IGNORECASE,
)
_SENTENCE, _OPENING = re.compile(r"(?<=[.!?]) +|\n+"), 160  # characters of an answer in which it says so
_BUT = re.compile(r"\b(?:but|not|never|still|missed)\b|n't\b", re.IGNORECASE)
_MAKES_DO = re.compile(r"\b(?:i|we)(?:'ll|’ll|ll| will)\b[^.?!]*\bthen\W*\Z", re.IGNORECASE)
_REFUSES = re.compile(
    r"(?:(?:hmm|well|oh|um|er|ah|sorry|i'm)[,. ]+)*(?:no\b|not\b|afraid\b|unfortunately\b)", re.IGNORECASE
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


def has_happened(conversation: Conversation, message: int) -> bool:
    """Whether the customer says later that what was promised in `message` has happened."""
    return any(m.role == "customer" and _happened(m.text) for m in conversation.messages[message + 1 :])


def makes_do(conversation: Conversation, message: int, said: str) -> bool:
    """Whether the customer only says what they do instead, since the answer to their question was no."""
    if message < 2 or not _MAKES_DO.search(said):
        return False
    asked, answer = conversation.messages[message - 2 : message]
    return asked.text.rstrip().endswith("?") and answer.side == "agent" and bool(_REFUSES.match(answer.text))


def asks_by_the_way(conversation: Conversation, message: int, matter: int) -> bool:
    """Whether `message` answers a question that the customer asked after their `matter` was told."""
    before = [(i, m) for i, m in enumerate(conversation.messages[:message]) if _speaks(m)]
    return bool(before) and before[-1][0] > matter and before[-1][1].role == "customer" and "?" in before[-1][1].text


def explained(conversation: Conversation) -> frozenset[int]:
    """The customer's messages of which the agent's next words say that they explain it."""
    messages = conversation.messages
    return frozenset(
        i
        for i, (said, answer) in enumerate(pairwise(messages))
        if said.role == "customer" and answer.role == "agent" and _explains(answer.text)
    )


@remembered(maxsize=8_192)
def _explains(text: str) -> bool:
    return any(_EXPLAINED.fullmatch(sentence) for sentence in _SENTENCE.split(text[:_OPENING]))


@remembered(maxsize=8_192)
def _happened(text: str) -> bool:
    return _HAPPENED.search(text) is not None and _BUT.search(text) is None


@remembered(maxsize=8_192)
def _objects(text: str) -> bool:
    return _OBJECTS.match(text) is not None


@remembered(maxsize=8_192)
def _takes_back(text: str) -> bool:
    return _TAKES_BACK.search(text) is not None


def _speaks(message: Message) -> bool:
    return message.side in ("customer", "agent") and not message.internal and bool(message.text.strip())
