"""Every table of the service, one metadata; `tenant_id` leads every primary key."""

from assist.store.schema.base import metadata
from assist.store.schema.configuration import configuration_layers
from assist.store.schema.knowledge import approved_replies, article_versions, articles, golden_queries
from assist.store.schema.operations import api_keys, counters, idempotency, jobs
from assist.store.schema.records import erasures, feedback, suggestions, vectors
from assist.store.schema.replies import reply_memory, reply_models, reply_policies, reply_tallies
from assist.store.schema.sessions import (
    case_draft_versions,
    case_drafts,
    drafts,
    events,
    message_changes,
    messages,
    sessions,
)

__all__ = [
    "api_keys",
    "approved_replies",
    "article_versions",
    "articles",
    "case_draft_versions",
    "case_drafts",
    "configuration_layers",
    "counters",
    "drafts",
    "erasures",
    "events",
    "feedback",
    "golden_queries",
    "idempotency",
    "jobs",
    "message_changes",
    "messages",
    "metadata",
    "reply_memory",
    "reply_models",
    "reply_policies",
    "reply_tallies",
    "sessions",
    "suggestions",
    "vectors",
]
