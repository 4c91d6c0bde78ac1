"""Articles with their versions, approved replies, and golden queries."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String

from assist.store.schema.base import Moment, json_column, key_column, tenant_table

articles = tenant_table(
    "articles",
    key_column("id", primary=True),
    json_column("content"),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("author", String(128)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Index("ix_articles_sequence", "tenant_id", "sequence"),
)

article_versions = tenant_table(
    "article_versions",
    key_column("id", primary=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    json_column("content"),
    Column("sequence", BigInteger, nullable=False),
    Column("etag", String(64), nullable=False),
    Column("author", String(128)),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("deleted", Boolean, nullable=False),
)

approved_replies = tenant_table(
    "approved_replies",
    key_column("id", primary=True),
    json_column("content"),
    Column("state", String(16), nullable=False),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)

golden_queries = tenant_table(
    "golden_queries",
    key_column("id", primary=True),
    json_column("content"),
    Column("etag", String(64), nullable=False),
    Column("updated_at", Moment, nullable=False),
)
