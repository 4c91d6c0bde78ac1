"""Summaries: a headline and sections in the third person, each claim with its evidence. Pure functions, no model call.

`summarize(conversation, moment=..., sections=..., max_words=..., encoder=...)` -> Summary.
"""

from assist.copilot.summary.summarize import summarize

__all__ = ["summarize"]
