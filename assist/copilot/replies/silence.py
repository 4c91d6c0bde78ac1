"""When to say nothing: after the agent's own turn, on bot lines, and on small talk that needs no help."""

import re

from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.vocabulary import Reason

# Chance of small talk from which there is silence. Between .5 and this the training conversations have 31 moments that
# an agent answered and six that needed nothing (of 862 and 1,514).
FROM = 0.58
SURE = 0.9  # chance from which a wish beside it is small talk too, and a long greeting no matter
MATTER = 6  # words from which a customer's first message says what it is about
_FIRST_PERSON = r"\b(?:i|we)"
_YES = re.compile(r"\W*(?:yes|yeah|yep|ya|sure|agreed|i (?:confirm|agree|understand))\b", re.IGNORECASE)
# What only an answer satisfies, also where it comes with thanks. Of 2,348 customer turns of the training conversations
# that the head is silent on, it wakes 58 that needed an answer and 24 that did not (openings included).
_REQUEST = re.compile(
    rf"{_FIRST_PERSON}(?:['’]?d| would) (?:also |really |still )?(?:like|love|prefer)\b(?! to (?:thank|say))|"
    rf"{_FIRST_PERSON} (?:was|were) (?:hoping|wondering)\b|"
    r"\b(?:can|could) (?:you|u) (?:also |please |just )?[a-z]|\b(?:can|could|will|would) (?:you|u|i|we)\b[^.!?]*\?|"
    r"(?:^|[.!?;,]\s*|\b(?:and|but|so) )(?:can (?:i|we)|can['’]?t (?:you|u|i|we)) [a-z]|"
    r"\b(?:then|so) (?:you )?(?:take|send|cancel|do (?:it|that|so)|bring|give|put|call)\b|"
    r"\bnow (?:get|give|put|send)\b|"
    r"\b(?:please|pls|plz|kindly) (?:also |just )?(?:send|give|tell|check|confirm|cancel|refund|change|find|call|add|"
    r"get|show|explain|help|update|move|remove|look|fix|replace|arrange|include|forward|e-?mail|transfer|connect|return|"
    r"pay|stop)\b|"
    rf"{_FIRST_PERSON} (?:don['’]?t|do not) want (?:you|your|that|this|it|an?|the|to (?:speak|wait|talk|pay|move))\b",
    re.IGNORECASE | re.MULTILINE,
)
# `ok good. I expect it on Monday`: where the head is sure, no wish of the training conversations was a moment that an
# agent answered, and eleven needed nothing.
_WISH = re.compile(
    r"(?:^|[.!?;,]\s*|\b(?:and|but|so) )(?:i|we) (?:just |also |really |still |do |only |actually )?"
    r"(?:want|need|expect|demand|insist)\b(?! (?:nothing|anything else|any ?more|to (?:thank|say)))",
    re.IGNORECASE | re.MULTILINE,
)


# A statement that wants to be confirmed, also without its mark: `so Spain's free then, isn't it`.
_TAG = re.compile(
    r", (?:is|are|was|were|wo|do|does|did|ca|could|would|should|has|have|had)n['’]?t "
    r"(?:it|that|they|you|he|she|i|we|there|this)\b(?=[.!?\s]*(?:\Z|[.!?] ))",
    re.IGNORECASE,
)
_ANYTHING_ELSE = re.compile(r"\b(?:anything|something|what|how) (?:else|more|further)\b[^?]*\?\s*\Z", re.IGNORECASE)


def why_silent(conversation: Conversation) -> Reason | None:
    """The reason to stay silent after the last message that is neither system nor internal; None to speak."""
    index = last_spoken(conversation.messages)
    if index is None or conversation.messages[index].role != "customer":
        return "not_customer_turn"
    chance = conversation.scores.small_talk
    if chance >= FROM and not wants_something(conversation.messages[: index + 1], sure=chance >= SURE):
        return "small_talk"
    return None


def wants_something(messages: tuple[Message, ...], *, sure: bool = False) -> bool:
    """Whether the newest message asks for something of its own accord, or opens with what the matter is; what answers
    the agent's question may be a mere yes. `sure`: it sounds so much like small talk that only a request counts."""
    text = messages[-1].text
    asked = next((m.text for m in reversed(messages) if m.side == "agent" and not m.internal), None)
    if asked is None and len(text.split()) >= MATTER and not sure:
        return True
    if _YES.match(text):
        return False
    answers = asked is not None and "?" in asked[-160:] and not _ANYTHING_ELSE.search(asked)
    if _TAG.search(text):
        return True
    return not answers and bool(_REQUEST.search(text) or (not sure and _WISH.search(text)))


def last_spoken(messages: tuple[Message, ...]) -> int | None:
    """Index of the last message that is neither system nor internal."""
    return next(
        (i for i in range(len(messages) - 1, -1, -1) if messages[i].side != "system" and not messages[i].internal), None
    )
