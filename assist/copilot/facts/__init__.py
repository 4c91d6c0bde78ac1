"""Values worth noting: order numbers, accounts, amounts, dates, names and the like, each with its place and plain form.

`find_facts(conversation)` -> facts with evidence; `resolve_due(words, at)` -> the deadline that the words mean.
"""

from assist.copilot.facts.finder import find_mentions
from assist.copilot.facts.select import FoundFact, find_facts
from assist.copilot.facts.when import resolve_date, resolve_due

__all__ = ["FoundFact", "find_facts", "find_mentions", "resolve_date", "resolve_due"]
