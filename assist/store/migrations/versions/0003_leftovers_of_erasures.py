"""What erasures left behind until now: answers remembered with their words, and rows of sessions that are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OF_SESSION = (
    "feedback",
    "suggestions",
    "case_draft_versions",
    "case_drafts",
    "drafts",
    "message_changes",
    "messages",
    "events",
)


def upgrade() -> None:
    """Request keys remember where a case version or an event of feedback is, no longer what it says."""
    op.execute(sa.text("DELETE FROM idempotency WHERE body LIKE '%\"saved_by\"%' OR body LIKE '%\"final_text\"%'"))
    for table in _OF_SESSION:
        known = f"SELECT 1 FROM sessions s WHERE s.tenant_id = {table}.tenant_id AND s.id = {table}.session_id"
        op.execute(sa.text(f"DELETE FROM {table} WHERE session_id IS NOT NULL AND NOT EXISTS ({known})"))
