"""Counters, jobs, API keys and remembered answers of repeated requests."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

counters = tenant_table(
    "counters",
    key_column("name", primary=True, length=160),
    Column("value", BigInteger, nullable=False),
)

jobs = tenant_table(
    "jobs",
    key_column("id", primary=True),
    Column("kind", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("unit", String(32), nullable=False),
    json_column("errors"),
    json_column("result", nullable=True),
    Column("cancel_requested", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Column("heartbeat_at", Moment, nullable=False),
    Index("ix_jobs_kind_state", "tenant_id", "kind", "state"),
)

api_keys = tenant_table(
    "api_keys",
    key_column("id", primary=True),
    Column("digest", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    key_column("agent_id", nullable=True),
    json_column("teams"),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

idempotency = tenant_table(
    "idempotency",
    key_column("caller", primary=True),
    Column("key", String(255), primary_key=True),
    Column("request_digest", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    json_column("body"),
    Column("created_at", Moment, nullable=False),
    Index("ix_idempotency_created_at", "created_at"),
)
