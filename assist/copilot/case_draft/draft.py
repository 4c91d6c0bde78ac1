"""From a conversation to the fields of a case."""

from assist.core.encoding import Conversation
from assist.core.results import CaseDraft, CaseFields


def draft_case(conversation: Conversation, *, known: CaseFields | None = None) -> CaseDraft:
    """A draft to review, or an abstention."""
    return CaseDraft(status="abstained", reason="no_evidence")
