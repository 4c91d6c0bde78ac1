"""When to say nothing: after the agent's own turn, on bot lines, and on small talk that needs no help."""

import re

from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.vocabulary import ACTS, Reason

SMALL_TALK = ("closing", "greeting", "confirm")
FROM = 0.4  # chance of small talk from which there is silence
_ASKS_SOMETHING = re.compile(
    r"\?\s*$|\b(?:what|when|where|how|why|which|who|can you|could you|will you|would you|do i)\b", re.I
)
_LONG = 35  # words; a longer message is never only small talk


def why_silent(conversation: Conversation) -> Reason | None:
    """The reason to stay silent after the last message that is neither system nor internal; None to speak."""
    index = last_spoken(conversation.messages)
    if index is None or conversation.messages[index].role != "customer":
        return "not_customer_turn"
    if small_talk(conversation, index) >= FROM:
        return "small_talk"
    return None


def last_spoken(messages: tuple[Message, ...]) -> int | None:
    """Index of the last message that is neither system nor internal."""
    return next(
        (i for i in range(len(messages) - 1, -1, -1) if messages[i].side != "system" and not messages[i].internal), None
    )


def small_talk(conversation: Conversation, index: int) -> float:
    """Chance that message `index` is a greeting, a thank-you or a goodbye, or a plain yes."""
    text = conversation.messages[index].text
    if len(text.split()) > _LONG:
        return 0.0
    chance = float(sum(conversation.scores.acts[index][ACTS.index(act)] for act in SMALL_TALK))
    return chance * 0.5 if _ASKS_SOMETHING.search(text) else chance
