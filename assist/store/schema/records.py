"""What was suggested, what became of it, and the vectors behind it."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Text

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

suggestions = tenant_table(
    "suggestions",
    key_column("id", primary=True),
    key_column("session_id", nullable=True),
    key_column("agent_id", nullable=True),
    Column("feature", String(16), nullable=False),
    Column("moment", String(16)),
    Column("revision", Integer, nullable=False),
    json_column("versions"),
    json_column("result", nullable=True),
    json_column("transcript", nullable=True),
    Column("created_at", Moment, nullable=False),
    json_column("options", nullable=True),
    Index("ix_suggestions_session", "tenant_id", "session_id", "revision"),
)

feedback = tenant_table(
    "feedback",
    key_column("id", primary=True),
    key_column("suggestion_id"),
    key_column("item_id"),
    key_column("session_id", nullable=True),
    key_column("agent_id", nullable=True),
    Column("event", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("final_text", Text),
    Column("rating", Integer),
    Column("comment", Text),
    Column("created_at", Moment, nullable=False),
    Index("ix_feedback_suggestion", "tenant_id", "suggestion_id"),
    Index("ix_feedback_session", "tenant_id", "session_id"),
    Index("ix_feedback_created", "tenant_id", "created_at", "id"),
)

vectors = tenant_table(
    "vectors",
    Column("text_digest", String(32), primary_key=True),
    Column("encoder", String(128), primary_key=True),
    Column("spans", LargeBinary, nullable=False),
    Column("values", LargeBinary, nullable=False),
)

erasures = tenant_table(
    "erasures",
    key_column("id", primary=True),
    Column("kind", String(16), nullable=False),
    Column("subject_digest", String(64), nullable=False),
    json_column("report"),
    Column("at", Moment, nullable=False),
)
