"""What feedback teaches: counts at once, and an approved reply proposed where agents keep editing to the same words."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.replies.memory import ReplyMemory
from assist.copilot.replies.moves import SAME, bag_of, similarity
from assist.copilot.replies.placeholders import generalise
from assist.core.articles import ApprovedReply
from assist.core.ports import ApprovedReplyRepository
from assist.core.replies import ReplyEdit, ReplyVerdict
from assist.core.vocabulary import FeedbackEvent

CONVERGED = 3  # edits that say the same before they are proposed
_VERDICTS: dict[FeedbackEvent, ReplyVerdict] = {
    "shown": "shown",
    "accepted": "accepted",
    "copied": "accepted",
    "edited": "edited",
    "rejected": "rejected",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion with what the agent did; `cluster` is its `source.id`."""

    cluster: str
    event: FeedbackEvent
    final_text: str | None = None
    agent_id: str | None = None
    session_id: str | None = None
    team: str | None = None


def learn(judged: Judged, memory: ReplyMemory, approved: ApprovedReplyRepository) -> ApprovedReply | None:
    """Count the verdict; the approved reply that was proposed because of it, if any (state draft)."""
    verdict = _VERDICTS.get(judged.event)
    if verdict is None:
        return None
    edit = None
    if verdict == "edited" and judged.final_text:
        edit = ReplyEdit(generalise(judged.final_text), judged.agent_id, judged.session_id)
    after = memory.count(judged.cluster, verdict, edit=edit)
    agreed = converged([one.text for one in after.edits]) if edit is not None else None
    if agreed is None:
        return None
    proposal = ApprovedReply(
        id=f"proposed-{hashlib.blake2b(judged.cluster.encode(), digest_size=6).hexdigest()}",
        title="Proposed: agents keep editing to this",
        text=agreed,
        tags=("proposed",),
        owner=judged.team,
        state="draft",
    )
    if approved.get(proposal.id) is not None:
        return None
    return approved.put(proposal, create_only=True)[0]


def converged(edits: Sequence[str]) -> str | None:
    """The wording that at least three edits share, the newest of them; None when they differ."""
    bags = [bag_of(edit) for edit in edits]
    for edit, bag in zip(reversed(edits), reversed(bags), strict=True):
        if sum(similarity(bag, other) >= SAME for other in bags) >= CONVERGED:
            return edit
    return None
