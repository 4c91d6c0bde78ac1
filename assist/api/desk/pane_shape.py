"""What `GET /v1/sessions/{id}/pane` answers, described; the pane itself is written from stored JSON (`pane.py`)."""

from datetime import datetime

from assist.core.results import Articles, CaseDraft, Replies, Summary
from assist.core.sessions import CaseDraftVersion, Frozen
from assist.core.vocabulary import Channel, DraftKind, Escalation, SentimentLabel, SessionState
from assist.workspace.tabs import Tool


class _Part(Frozen):
    """What was made for `revision`; `moment`: `join` or `end`, of a summary that was written for one."""

    suggestion_id: str
    revision: int
    moment: str | None = None


class SummaryPart(_Part, Summary):
    """The summary."""


class RepliesPart(_Part, Replies):
    """Suggested replies. Feedback goes to the id of a suggestion, or to `suggestion_id`."""


class ArticlesPart(_Part, Articles):
    """Articles."""


class CaseDraftPart(_Part, CaseDraft):
    """The computed draft, or the agent's own, which has `edited`, `etag` and `stale` (messages came after it)."""

    suggestion_id: str | None = None  # pyright: ignore[reportIncompatibleVariableOverride]
    session_id: str | None = None
    edited: tuple[str, ...] = ()
    etag: str | None = None
    updated_at: datetime | None = None
    stale: bool = False


class SessionBrief(Frozen):
    """Another session of the same customer."""

    id: str
    state: SessionState
    channel: Channel
    title: str
    subject: str | None = None
    agent_id: str
    sentiment: SentimentLabel | None = None
    created_at: datetime


class RelatedCase(CaseDraftVersion):
    """The newest saved case of another session; `similarity`: share of words, where it is of another customer."""

    session_id: str
    similarity: float | None = None


class DraftText(Frozen):
    """What the agent was typing."""

    text: str
    etag: str
    updated_at: datetime


class PaneBody(Frozen):
    """What to show beside a session. Parts are there as far as the tab has their tool and `fields` and `since` want
    them; `stale`: parts, or the whole pane, are older than the newest message, or than `min_revision`."""

    revision: int
    parts_revision: int
    session_id: str
    tab: str
    tools: tuple[Tool, ...]
    unread: int
    unread_badge: str
    sentiment: SentimentLabel | None = None
    escalation: Escalation | None = None
    pane_mode: str | None = None
    stale: bool
    summary: SummaryPart | None = None
    replies: RepliesPart | None = None
    case_draft: CaseDraftPart | None = None
    articles: ArticlesPart | None = None
    related_sessions: tuple[SessionBrief, ...] | None = None
    history: tuple[SessionBrief, ...] | None = None
    related_cases: tuple[RelatedCase, ...] | None = None
    similar_cases: tuple[RelatedCase, ...] | None = None
    drafts: dict[DraftKind, DraftText] | None = None
