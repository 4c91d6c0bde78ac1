"""The reply memory: examples, tallies of its suggestions, team policies, and the model trained on it."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Text

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

reply_memory = tenant_table(
    "reply_memory",
    key_column("id", primary=True, length=64),
    Column("sequence", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", String(128)),
    key_column("conversation"),
    key_column("agent_id", nullable=True),
    key_column("team", nullable=True),
    key_column("customer_id", nullable=True),
    Column("channel", String(16), nullable=False),
    Column("outcome", String(32)),
    Column("at", Moment),
    Column("vectors", LargeBinary, nullable=False),
    Column("state", LargeBinary),
    Column("model", String(32), nullable=False, server_default=""),
    Index("ix_reply_memory_sequence", "tenant_id", "sequence"),
    Index("ix_reply_memory_conversation", "tenant_id", "conversation"),
    Index("ix_reply_memory_agent", "tenant_id", "agent_id"),
    Index("ix_reply_memory_customer", "tenant_id", "customer_id"),
)

reply_tallies = tenant_table(
    "reply_tallies",
    key_column("cluster", primary=True),
    Column("shown", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("edited", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    json_column("edits"),
    Column("updated_at", Moment, nullable=False),
)

reply_policies = tenant_table(
    "reply_policies",
    key_column("team", primary=True),
    json_column("content"),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

reply_models = tenant_table(
    "reply_models",
    key_column("name", primary=True),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Moment, nullable=False),
)
