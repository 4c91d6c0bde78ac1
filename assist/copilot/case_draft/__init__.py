"""The structured case note."""

from assist.copilot.case_draft.draft import draft_case

__all__ = ["draft_case"]
