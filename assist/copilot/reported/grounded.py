"""Reports of single sentences that are covered by what was said, remembered for all who tell them."""

from assist.copilot.grounding import is_grounded
from assist.copilot.reported.notes import report_note
from assist.copilot.reported.sentence import report_sentence
from assist.core.text.remembered import remembered


@remembered(maxsize=20_000)
def report_grounded(text: str, role: str) -> str | None:
    """The sentence reported; None for mere talk and for a report that says more than was said."""
    said = report_sentence(text, role=role)
    return said if said is None or is_grounded(said, text) else None


@remembered(maxsize=2_048)
def note_grounded(text: str) -> str | None:
    """An internal note's sentence as a colleague reads it; None for one that says more than was noted."""
    said = report_note(text)
    return said if said is None or is_grounded(said, text) else None
