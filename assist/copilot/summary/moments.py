"""When there is too little to summarise: the rules of the moments join, transfer, end and on demand."""

from collections.abc import Sequence

from assist.copilot.summary.candidates import Candidate
from assist.core.conversation import Transcript
from assist.core.vocabulary import Moment, Reason

_ONE_CUSTOMER_MESSAGE = ("email", "case")


def abstain_reason(transcript: Transcript, moment: Moment) -> Reason | None:
    """`too_short` without a customer message; at the end also `one_sided` when only one side spoke.

    E-mails and cases need one customer message at any moment; a bot counts as the agent's side.
    """
    spoken = {m.side for m in transcript.messages if m.text.strip() and not m.internal}
    if "customer" in spoken and (moment != "end" or transcript.channel in _ONE_CUSTOMER_MESSAGE):
        return None
    if moment == "end" and transcript.channel not in _ONE_CUSTOMER_MESSAGE:
        missing = {"customer", "agent"} - spoken
        if not missing:
            return None
        return "one_sided" if len(missing) == 1 else "too_short"
    return "too_short"


def is_small_talk(candidates: Sequence[Candidate]) -> bool:
    """Whether nobody said anything that belongs into a note."""
    return not any(item.side == "customer" for item in candidates)
