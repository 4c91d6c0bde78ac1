"""When to say nothing: after the agent's own turn, on bot lines, and on small talk that needs no help."""

from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.vocabulary import Reason

FROM = 0.5  # chance of small talk from which there is silence


def why_silent(conversation: Conversation) -> Reason | None:
    """The reason to stay silent after the last message that is neither system nor internal; None to speak."""
    index = last_spoken(conversation.messages)
    if index is None or conversation.messages[index].role != "customer":
        return "not_customer_turn"
    if conversation.scores.small_talk >= FROM:
        return "small_talk"
    return None


def last_spoken(messages: tuple[Message, ...]) -> int | None:
    """Index of the last message that is neither system nor internal."""
    return next(
        (i for i in range(len(messages) - 1, -1, -1) if messages[i].side != "system" and not messages[i].internal), None
    )
