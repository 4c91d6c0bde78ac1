"""Which sessions want the agent's or a supervisor's eye."""

import re
from collections.abc import Sequence

from assist.core.conversation import Message
from assist.core.results import CaseFields
from assist.core.vocabulary import Escalation, SentimentLabel

_ASKS_FOR_SUPERVISOR = re.compile(
    r"\b(?:speak|talk|put me through|transfer me|connect me|escalate)\b.{0,40}\b(?:manager|supervisor|superior|boss)\b"
    r"|\b(?:your|a|the)\s+(?:manager|supervisor),?\s+(?:please|now)\b",
    re.IGNORECASE,
)
# The last customer turns that are searched for a wish to escalate.
_RECENT_TURNS = 3


def escalation_of(
    messages: Sequence[Message], *, sentiment: SentimentLabel | None, draft: CaseFields | None
) -> Escalation | None:
    """Why the session may need somebody else; None when nothing says so."""
    if draft is not None and draft.status == "escalated":
        return "escalated"
    said = [message.text for message in messages if message.role == "customer"][-_RECENT_TURNS:]
    if any(_ASKS_FOR_SUPERVISOR.search(text) for text in said):
        return "asked_for_supervisor"
    if sentiment == "negative" and len(said) == _RECENT_TURNS:
        return "negative_sentiment"
    return None


def pending_actions_of(draft: CaseFields | None) -> int:
    """Steps that the agent or the company promised."""
    return 0 if draft is None else sum(1 for step in draft.next_steps if step.owner != "customer")
