"""The first tables."""

import sqlalchemy as sa
from alembic import op

from assist.store.schema import base

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    op.create_table(
        "api_keys",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("agent_id", base.key_type(128), nullable=True),
        sa.Column("teams", sa.Text(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("revoked_at", base.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_keys")),
    )
    op.create_table(
        "approved_replies",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_approved_replies")),
    )
    op.create_table(
        "article_versions",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=128), nullable=True),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", "revision", name=op.f("pk_article_versions")),
    )
    op.create_table(
        "articles",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=128), nullable=True),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_articles")),
    )
    op.create_index("ix_articles_sequence", "articles", ["tenant_id", "sequence"], unique=False)
    op.create_table(
        "case_draft_versions",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_by", base.key_type(128), nullable=True),
        sa.Column("saved_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "version", name=op.f("pk_case_draft_versions")),
    )
    op.create_table(
        "case_drafts",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", name=op.f("pk_case_drafts")),
    )
    op.create_table(
        "counters",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("name", base.key_type(160), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_counters")),
    )
    op.create_table(
        "drafts",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "kind", name=op.f("pk_drafts")),
    )
    op.create_table(
        "erasures",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_digest", sa.String(length=64), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "events",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("stream", base.key_type(140), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "stream", "seq", name=op.f("pk_events")),
    )
    op.create_index("ix_events_at", "events", ["tenant_id", "at"], unique=False)
    op.create_index("ix_events_session", "events", ["tenant_id", "session_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("suggestion_id", base.key_type(128), nullable=False),
        sa.Column("item_id", base.key_type(128), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=True),
        sa.Column("agent_id", base.key_type(128), nullable=True),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("at", base.Moment(), nullable=False),
        sa.Column("final_text", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_feedback")),
    )
    op.create_index("ix_feedback_created", "feedback", ["tenant_id", "created_at", "id"], unique=False)
    op.create_index("ix_feedback_session", "feedback", ["tenant_id", "session_id"], unique=False)
    op.create_index("ix_feedback_suggestion", "feedback", ["tenant_id", "suggestion_id"], unique=False)
    op.create_index("ix_case_draft_versions_saved", "case_draft_versions", ["tenant_id", "saved_at"], unique=False)
    op.create_table(
        "golden_queries",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_golden_queries")),
    )
    op.create_table(
        "idempotency",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("caller", base.key_type(128), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "caller", "key", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("started_at", base.Moment(), nullable=True),
        sa.Column("finished_at", base.Moment(), nullable=True),
        sa.Column("heartbeat_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_kind_state", "jobs", ["tenant_id", "kind", "state"], unique=False)
    op.create_table(
        "message_changes",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", base.key_type(128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("previous_text", sa.Text(), nullable=True),
        sa.Column("actor", base.key_type(128), nullable=True),
        sa.Column("at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "revision", name=op.f("pk_message_changes")),
    )
    op.create_table(
        "messages",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_revision", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original_digest", sa.String(length=32), nullable=False),
        sa.Column("text_digest", sa.String(length=32), nullable=True),
        sa.Column("at", base.Moment(), nullable=True),
        sa.Column("participant", sa.Text(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "session_id", "id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_text_digest", "messages", ["tenant_id", "text_digest"], unique=False)
    op.create_index("uq_messages_position", "messages", ["tenant_id", "session_id", "position"], unique=True)
    op.create_table(
        "reply_memory",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=128), nullable=True),
        sa.Column("conversation", base.key_type(128), nullable=False),
        sa.Column("agent_id", base.key_type(128), nullable=True),
        sa.Column("team", base.key_type(128), nullable=True),
        sa.Column("customer_id", base.key_type(128), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("at", base.Moment(), nullable=True),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_reply_memory")),
    )
    for name in ("sequence", "conversation"):
        op.create_index(f"ix_reply_memory_{name}", "reply_memory", ["tenant_id", name], unique=False)
    op.create_index("ix_reply_memory_agent", "reply_memory", ["tenant_id", "agent_id"], unique=False)
    op.create_index("ix_reply_memory_customer", "reply_memory", ["tenant_id", "customer_id"], unique=False)
    op.create_table(
        "reply_models",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("name", base.key_type(128), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "name", name=op.f("pk_reply_models")),
    )
    op.create_table(
        "reply_policies",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("team", base.key_type(128), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "team", name=op.f("pk_reply_policies")),
    )
    op.create_table(
        "reply_tallies",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("cluster", base.key_type(128), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "cluster", name=op.f("pk_reply_tallies")),
    )
    op.create_table(
        "sessions",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("parts_revision", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("parts_change", sa.BigInteger(), nullable=False),
        sa.Column("drafts_change", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", base.key_type(128), nullable=False),
        sa.Column("team", base.key_type(128), nullable=True),
        sa.Column("customer_id", base.key_type(128), nullable=True),
        sa.Column("customer_name", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("focused", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("pending_actions", sa.Integer(), nullable=False),
        sa.Column("sentiment", sa.String(length=16), nullable=True),
        sa.Column("escalation", sa.String(length=32), nullable=True),
        sa.Column("pane_mode", sa.String(length=64), nullable=True),
        sa.Column("tabs", sa.Text(), nullable=False),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.Column("updated_at", base.Moment(), nullable=False),
        sa.Column("accepted_at", base.Moment(), nullable=True),
        sa.Column("closed_at", base.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sessions")),
    )
    op.create_index(
        "ix_sessions_agent", "sessions", ["tenant_id", "agent_id", "state", "created_at", "id"], unique=False
    )
    op.create_index("ix_sessions_closed", "sessions", ["tenant_id", "closed_at"], unique=False)
    op.create_index("ix_sessions_customer", "sessions", ["tenant_id", "customer_id", "created_at", "id"], unique=False)
    op.create_index("ix_sessions_state", "sessions", ["tenant_id", "state", "created_at", "id"], unique=False)
    op.create_index("ix_sessions_team", "sessions", ["tenant_id", "team", "state", "created_at", "id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("id", base.key_type(128), nullable=False),
        sa.Column("session_id", base.key_type(128), nullable=True),
        sa.Column("agent_id", base.key_type(128), nullable=True),
        sa.Column("feature", sa.String(length=16), nullable=False),
        sa.Column("moment", sa.String(length=16), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("created_at", base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_suggestions")),
    )
    op.create_index("ix_suggestions_session", "suggestions", ["tenant_id", "session_id", "revision"], unique=False)
    op.create_table(
        "vectors",
        sa.Column("tenant_id", base.key_type(64), nullable=False),
        sa.Column("text_digest", sa.String(length=32), nullable=False),
        sa.Column("encoder", sa.String(length=128), nullable=False),
        sa.Column("spans", sa.LargeBinary(), nullable=False),
        sa.Column("values", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "text_digest", "encoder", name=op.f("pk_vectors")),
    )
