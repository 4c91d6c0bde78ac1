"""Sessions, their messages and what agents write in them."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

sessions = tenant_table(
    "sessions",
    key_column("id", primary=True),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("parts_revision", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    Column("parts_change", BigInteger, nullable=False),
    Column("drafts_change", BigInteger, nullable=False),
    key_column("agent_id"),
    key_column("team", nullable=True),
    key_column("customer_id", nullable=True),
    Column("customer_name", Text),
    Column("channel", String(16), nullable=False),
    Column("subject", Text),
    Column("title", Text, nullable=False),
    Column("language", String(35)),
    json_column("context"),
    Column("external_id", Text),
    Column("focused", Boolean, nullable=False),
    Column("unread", Integer, nullable=False),
    Column("pending_actions", Integer, nullable=False),
    Column("sentiment", String(16)),
    Column("escalation", String(32)),
    Column("pane_mode", String(64)),
    json_column("tabs"),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("accepted_at", Moment),
    Column("closed_at", Moment),
    Index("ix_sessions_agent", "tenant_id", "agent_id", "state", "created_at", "id"),
    # Every list is newest first: each kind of list has an index that ends in that order.
    Index("ix_sessions_team", "tenant_id", "team", "state", "created_at", "id"),
    Index("ix_sessions_customer", "tenant_id", "customer_id", "created_at", "id"),
    Index("ix_sessions_state", "tenant_id", "state", "created_at", "id"),
    Index("ix_sessions_closed", "tenant_id", "closed_at"),
)

messages = tenant_table(
    "messages",
    key_column("session_id", primary=True),
    key_column("id", primary=True),
    Column("position", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_revision", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("original_digest", String(32), nullable=False),
    Column("text_digest", String(32)),
    Column("at", Moment),
    Column("participant", Text),
    Column("internal", Boolean, nullable=False),
    json_column("attachments"),
    Column("redacted", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("uq_messages_position", "tenant_id", "session_id", "position", unique=True),
    Index("ix_messages_text_digest", "tenant_id", "text_digest"),
)

message_changes = tenant_table(
    "message_changes",
    key_column("session_id", primary=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    key_column("message_id"),
    Column("kind", String(16), nullable=False),
    Column("previous_text", Text),
    key_column("actor", nullable=True),
    Column("at", Moment, nullable=False),
)

drafts = tenant_table(
    "drafts",
    key_column("session_id", primary=True),
    Column("kind", String(16), primary_key=True),
    Column("text", Text, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

case_drafts = tenant_table(
    "case_drafts",
    key_column("session_id", primary=True),
    json_column("content"),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

case_draft_versions = tenant_table(
    "case_draft_versions",
    key_column("session_id", primary=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    json_column("content"),
    key_column("saved_by", nullable=True),
    Column("saved_at", Moment, nullable=False),
    Index("ix_case_draft_versions_saved", "tenant_id", "saved_at"),
)

events = tenant_table(
    "events",
    key_column("stream", primary=True, length=140),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("type", String(32), nullable=False),
    key_column("session_id"),
    Column("revision", Integer, nullable=False),
    json_column("data"),
    Column("at", Moment, nullable=False),
    Index("ix_events_session", "tenant_id", "session_id"),
    Index("ix_events_at", "tenant_id", "at"),
)
