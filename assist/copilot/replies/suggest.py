"""What to say next."""

from assist.copilot.replies.memory import ReplyMemory
from assist.core.encoding import Conversation
from assist.core.ports import ApprovedReplyRepository, ArticleSearch
from assist.core.results import Replies
from assist.core.vocabulary import Length, Tone


class ReplySuggester:
    """Three sources, one ranking."""

    def __init__(self, memory: ReplyMemory, approved: ApprovedReplyRepository, search: ArticleSearch) -> None:
        self._memory = memory
        self._approved = approved
        self._search = search

    def suggest(
        self,
        conversation: Conversation,
        *,
        limit: int = 3,
        tone: Tone | None = None,
        length: Length | None = None,
        agent_id: str | None = None,
    ) -> Replies:
        """Suggestions, best first, or an abstention with its reason."""
        last = next((m for m in reversed(conversation.messages) if m.side != "system" and not m.internal), None)
        if last is None or last.role != "customer":
            return Replies(status="abstained", reason="not_customer_turn")
        return Replies(status="abstained", reason="no_evidence")
