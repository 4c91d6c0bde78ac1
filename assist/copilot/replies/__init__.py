"""Suggested replies: approved wording, what agents said before, the answer of the best article."""

from assist.copilot.replies.memory import ReplyMemory
from assist.copilot.replies.suggest import ReplySuggester

__all__ = ["ReplyMemory", "ReplySuggester"]
