"""Suggested replies: approved wording, what agents said before, the answer of the best article."""

from assist.copilot.replies.approved import ApprovedReplies
from assist.copilot.replies.memory import ReplyMemory
from assist.copilot.replies.models import ReplyModels
from assist.copilot.replies.suggest import ReplySuggester

__all__ = ["ApprovedReplies", "ReplyMemory", "ReplyModels", "ReplySuggester"]
