"""The closed sets of the contract: one spelling each, shared by every room."""

from typing import Literal, get_args

Redaction = Literal["outbound", "at_rest", "off"]
Role = Literal["customer", "agent", "bot", "system"]
Channel = Literal["chat", "voice", "email", "messaging", "case"]
Feature = Literal["summary", "replies", "case_draft", "articles"]
Status = Literal["completed", "abstained"]
Reason = Literal[
    "too_short",
    "one_sided",
    "no_evidence",
    "low_confidence",
    "small_talk",
    "not_customer_turn",
    "language_unsupported",
    "index_empty",
    "disabled",
    "over_capacity",
    "policy_blocked",
    "untrusted_instruction",
    "timeout",
    "generator_failed",
    "unfaithful",
]
CaseStatus = Literal["resolved", "pending_customer", "pending_company", "escalated", "unresolved"]
FactType = Literal[
    "order_id",
    "account",
    "case_id",
    "amount",
    "date",
    "product",
    "person",
    "location",
    "phone",
    "email",
    "error_code",
    "policy",
    "other",
]
SentimentLabel = Literal["negative", "neutral", "positive"]
Owner = Literal["agent", "company", "customer"]
Priority = Literal["low", "normal", "high", "urgent"]
JobState = Literal["queued", "running", "succeeded", "failed", "cancelled", "blocked"]
ArticleState = Literal["draft", "approved", "published", "archived"]
Audience = Literal["public", "internal"]
Relevance = Literal["high", "medium", "low"]
SectionName = Literal["issue", "cause", "actions", "outcome", "next_steps"]
Moment = Literal["on_demand", "join", "transfer", "end"]
Tone = Literal["friendly", "professional", "formal"]
Length = Literal["short", "medium", "long"]
Preload = Literal["all", "focused", "none"]
UserRole = Literal["agent", "author", "supervisor", "engineer", "admin"]
SessionState = Literal["open", "active", "waiting", "wrap_up", "closed"]
TabKind = Literal["conversation", "customer", "case", "article", "form"]
DraftKind = Literal["reply", "email", "note"]
FeedbackEvent = Literal["shown", "accepted", "edited", "rejected", "copied", "clicked"]
Escalation = Literal["negative_sentiment", "asked_for_supervisor", "escalated"]
SourceKind = Literal["approved", "history", "knowledge", "generated"]
Act = Literal[
    "greeting",
    "issue",
    "detail",
    "question_customer",
    "question_agent",
    "action",
    "advice",
    "commitment",
    "confirm",
    "complaint",
    "closing",
    "other",
]

FEATURES: tuple[Feature, ...] = get_args(Feature)
ACTS: tuple[Act, ...] = get_args(Act)
CASE_STATUSES: tuple[CaseStatus, ...] = get_args(CaseStatus)
SENTIMENTS: tuple[SentimentLabel, ...] = get_args(SentimentLabel)
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)

ID_PATTERN = r"^[A-Za-z0-9._:-]{1,128}$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
RESERVED_IDS = frozenset({"search", "suggest", "import", "export"})
