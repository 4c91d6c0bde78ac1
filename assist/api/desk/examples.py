"""Example bodies and answers of the stateful calls for /openapi.json."""

from typing import Any

NEW_SESSION: dict[str, Any] = {
    "channel": "chat",
    "agent_id": "ana",
    "team": "north",
    "customer": {"id": "c-481", "name": "Mira Holt"},
    "subject": "Parcel 4471-220",
    "messages": [{"id": "m0", "role": "customer", "text": "Hi, my parcel 4471-220 was due on Monday."}],
}
SESSION: dict[str, Any] = {
    "id": "s-20cf91",
    "state": "open",
    "revision": 1,
    "agent_id": "ana",
    "team": "north",
    "customer": {"id": "c-481", "name": "Mira Holt"},
    "channel": "chat",
    "subject": "Parcel 4471-220",
    "title": "Mira Holt: Parcel 4471-220",
    "language": None,
    "context": [],
    "external_id": None,
    "focused": False,
    "unread": 1,
    "pending_actions": 0,
    "sentiment": "neutral",
    "escalation": None,
    "pane_mode": None,
    "tabs": [{"id": "anchor", "kind": "conversation", "title": None, "record": None, "anchor": True}],
    "parts_revision": 1,
    "created_at": "2026-05-04T09:00:00Z",
    "updated_at": "2026-05-04T09:00:02Z",
    "accepted_at": None,
    "closed_at": None,
}
SESSIONS: dict[str, Any] = {"items": [SESSION], "next_cursor": None}
SESSION_PATCH: dict[str, Any] = {"subject": "Parcel 4471-220, second delivery", "pane_mode": "docked"}
TRANSFER: dict[str, Any] = {"to_agent": "ben"}
MESSAGE: dict[str, Any] = {"id": "m1", "role": "agent", "text": "I can see it has been at the depot since Sunday."}
APPENDED: dict[str, Any] = {"revision": 2, "ids": ["m1"]}
MESSAGE_EDIT: dict[str, Any] = {"text": "I can see it has been at the depot since Saturday."}
STORED_MESSAGE: dict[str, Any] = {
    **MESSAGE,
    "at": None,
    "participant": None,
    "internal": False,
    "attachments": [],
    "revision": 2,
    "edited": False,
    "redacted": False,
}
MESSAGES: dict[str, Any] = {"items": [STORED_MESSAGE], "next_cursor": None, "revision": 2}
NEW_TAB: dict[str, Any] = {"kind": "customer", "title": "Mira Holt", "record": {"type": "contact", "id": "c-481"}}
TAB: dict[str, Any] = {"id": "t1", **NEW_TAB, "anchor": False}
DRAFT_TEXT: dict[str, Any] = {"text": "Dear Mira, your parcel leaves the depot"}
DRAFT: dict[str, Any] = {
    "kind": "email",
    **DRAFT_TEXT,
    "etag": "5f0d5d2b0c1e4a4b8e0f6a7f0c9d1e22",
    "updated_at": "2026-05-04T09:03:00Z",
}
CASE_PATCH: dict[str, Any] = {"resolution": "A second delivery is booked for Thursday.", "status": "pending_company"}
CASE_RECORD: dict[str, Any] = {
    "session_id": "s-20cf91",
    "draft": {
        "title": "Parcel 4471-220 not delivered",
        "customer": None,
        "product": None,
        "issue": "The customer's parcel 4471-220 was due on Monday and has not arrived.",
        "cause": None,
        "steps": [],
        "resolution": "A second delivery is booked for Thursday.",
        "status": "pending_company",
        "next_steps": [],
        "facts": [{"type": "order_id", "value": "4471-220", "normalized": None}],
        "sentiment": {"start": "negative", "end": "neutral"},
        "category": None,
        "priority": "normal",
    },
    "evidence": {"/issue": [{"message_id": "m0", "article_id": None, "start": 4, "end": 40}]},
    "edited": ["resolution", "status"],
    "revision": 2,
    "suggestion_id": "sg-5f2b1c7a90e4",
    "etag": "0b8b1c35d1a84c0f9e6f6f0d2d6a7c11",
    "updated_at": "2026-05-04T09:05:00Z",
}
CASE_VERSION: dict[str, Any] = {
    "version": 1,
    "draft": CASE_RECORD["draft"],
    "evidence": CASE_RECORD["evidence"],
    "revision": 2,
    "saved_by": "ana",
    "saved_at": "2026-05-04T09:06:00Z",
}
FEEDBACK: dict[str, Any] = {
    "event": "edited",
    "final_text": "I have asked the depot to send it again.",
    "rating": 1,
}
PREFERENCES: dict[str, Any] = {"reply_tone": "friendly", "reply_length": "short", "replies_limit": 2}
_NOT_SAID: dict[str, Any] = dict.fromkeys(
    ("features", "preload", "preload_sessions", "articles_limit", "summary_max_words", "summary_sections")
)
STORED_PREFERENCES: dict[str, Any] = {
    **_NOT_SAID,
    **PREFERENCES,
    "agent_id": "ana",
    "etag": "7d1f0a4c2b9e4d5f8a6b3c2d1e0f9a8b",
}
LOCKS: dict[str, Any] = {"session_limit": 3, "preload": "focused"}
_SILENT: dict[str, Any] = {**_NOT_SAID, **dict.fromkeys((*PREFERENCES, "tab_limit"))}
STORED_LOCKS: dict[str, Any] = {**_SILENT, **LOCKS, "agent_id": "ana", "etag": "2c4e6a8b0d1f4a3c9b7d5e3f1a0c8e6d"}
ROLE_DEFAULTS: dict[str, Any] = {"reply_tone": "professional", "tab_limit": 6, "locked": ["reply_tone"]}
STORED_DEFAULTS: dict[str, Any] = {
    **_SILENT,
    "session_limit": None,
    **ROLE_DEFAULTS,
    "role": "agent",
    "etag": "9a8b7c6d5e4f40312a1b0c9d8e7f6a5b",
}
CONFIGURATION: dict[str, Any] = {
    "agent_id": "ana",
    "role": "agent",
    "values": {
        "features": {"value": ["summary", "replies", "case_draft", "articles"], "from": "built_in", "locked": False},
        "preload": {"value": "focused", "from": "supervisor", "locked": True},
        "preload_sessions": {"value": None, "from": "built_in", "locked": False},
        "reply_tone": {"value": "professional", "from": "role", "locked": True},
        "reply_length": {"value": "short", "from": "personal", "locked": False},
        "replies_limit": {"value": 2, "from": "personal", "locked": False},
        "articles_limit": {"value": 3, "from": "built_in", "locked": False},
        "summary_max_words": {"value": 100, "from": "built_in", "locked": False},
        "summary_sections": {
            "value": ["issue", "cause", "actions", "outcome", "next_steps"],
            "from": "built_in",
            "locked": False,
        },
        "session_limit": {"value": 3, "from": "supervisor", "locked": True},
        "tab_limit": {"value": 6, "from": "role", "locked": True},
    },
}
ERASURE: dict[str, Any] = {
    "id": "er-1b2c3d4e5f607182",
    "kind": "customer",
    "sessions": ["s-20cf91"],
    "erased": {"sessions": 1, "messages": 2, "vectors": 2, "suggestions": 8},
    "remaining": {"sessions": 0, "messages": 0, "suggestions": 0},
    "at": "2026-05-04T10:00:00Z",
}

SUGGESTION_RECORD: dict[str, Any] = {
    "id": "sg-5f2b1c7a90e4",
    "session_id": "s-20cf91",
    "agent_id": "ana",
    "feature": "articles",
    "moment": None,
    "revision": 1,
    "versions": {
        "encoder": "all-MiniLM-L6-v2@53aa51172d14",
        "heads": "heads@1f0c2a9b7d3e",
        "index": "20260309T143004-6fa1c2",
        "generator": None,
        "prompt": None,
    },
    "result": {"status": "abstained", "reason": "low_confidence", "articles": []},
    "created_at": "2026-03-09T14:30:00Z",
}

REPLAY: dict[str, Any] = {
    "suggestion_id": "sg-5f2b1c7a90e4",
    "matches": True,
    "reason": None,
    "changed": [],
    "versions": {"stored": SUGGESTION_RECORD["versions"], "recomputed": SUGGESTION_RECORD["versions"]},
    "stored": SUGGESTION_RECORD["result"],
    "recomputed": SUGGESTION_RECORD["result"],
}

PANE: dict[str, Any] = {
    "revision": 1,
    "parts_revision": 1,
    "session_id": "s-20cf91",
    "tab": "anchor",
    "tools": ["summary", "replies", "articles"],
    "unread": 1,
    "unread_badge": "1",
    "sentiment": "neutral",
    "escalation": None,
    "pane_mode": None,
    "stale": False,
    "articles": {
        "revision": 1,
        "suggestion_id": "sg-5f2b1c7a90e4",
        "status": "abstained",
        "reason": "low_confidence",
        "articles": [],
    },
    "drafts": {},
}

FEEDBACK_ROW: dict[str, Any] = {
    "id": "fb-71c0",
    "suggestion_id": "sg-5f2b1c7a90e4",
    "event": "accepted",
    "at": "2026-03-09T14:31:00Z",
    "final_text": "Dear [NAME_204118337], the label is on its way to [EMAIL_730015526].",
    "rating": None,
    "comment": None,
    "agent_id": "ana",
    **{name: SUGGESTION_RECORD[name] for name in ("session_id", "feature", "revision", "versions", "result")},
}
