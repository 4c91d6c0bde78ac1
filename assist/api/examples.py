"""Example bodies and answers for /openapi.json; a test sends every request example to its endpoint."""

from typing import Any

TRANSCRIPT: dict[str, Any] = {
    "channel": "chat",
    "messages": [
        {"id": "m0", "role": "customer", "text": "Hi, my parcel 4471-220 was due on Monday and it still isn't here."},
        {"id": "m1", "role": "agent", "text": "Sorry about that. I can see it has been at the depot since Sunday."},
        {"id": "m2", "role": "customer", "text": "Can you send it again? I need it before Friday."},
    ],
}

AZURE: dict[str, Any] = {
    "conversations": [
        {
            "id": "1",
            "language": "en",
            "modality": "text",
            "conversationItems": [
                {"id": "1", "participantId": "Customer", "role": "Customer", "text": "Where is my parcel?"},
                {"id": "2", "participantId": "Agent", "role": "Agent", "text": "Let me look."},
            ],
        }
    ]
}

PLAIN = "Customer: Where is my parcel?\nAgent: Let me look."

WEBVTT = """WEBVTT

00:00.000 --> 00:02.000
<v Agent>Thank you for calling, how can I help?

00:02.500 --> 00:05.000
<v Customer>My parcel has not arrived.
"""

OUTCOME: dict[str, Any] = {
    "status": "completed",
    "reason": None,
    "degraded": False,
    "degraded_reason": None,
    "messages_used": 3,
    "last_message_id": "m2",
    "versions": {
        "encoder": "all-MiniLM-L6-v2@53aa51172d14",
        "heads": "heads@1f0c2a9b7d3e",
        "index": None,
        "generator": None,
        "prompt": None,
    },
    "timings_ms": {"encode": 18.4, "total": 24.9},
}

SUMMARY: dict[str, Any] = OUTCOME | {
    "headline": {
        "text": "Customer reports that parcel 4471-220 is late and asks for it to be sent again before Friday.",
        "evidence": [{"message_id": "m0", "article_id": None, "start": 4, "end": 62}],
    },
    "sections": [
        {
            "name": "issue",
            "title": "Issue",
            "text": "The customer's parcel 4471-220 was due on Monday and has not arrived.",
            "claims": [
                {
                    "text": "The customer's parcel 4471-220 was due on Monday and has not arrived.",
                    "evidence": [{"message_id": "m0", "article_id": None, "start": 4, "end": 62}],
                }
            ],
        }
    ],
}

REPLIES: dict[str, Any] = OUTCOME | {
    "suggestions": [
        {
            "id": "sg-5f2b1c7a90e4",
            "text": "I have asked the depot to send your parcel again today; it will reach you before Friday.",
            "confidence": 0.82,
            "source": {"kind": "approved", "id": "parcel-resend", "title": "Send again", "label": None},
            "evidence": [],
            "placeholders": [],
            "duplicate_of": None,
        }
    ]
}

CASE_DRAFT: dict[str, Any] = OUTCOME | {
    "draft": {
        "title": "Parcel 4471-220 not delivered",
        "customer": None,
        "product": None,
        "issue": "The customer's parcel 4471-220 was due on Monday and has not arrived.",
        "cause": "The parcel has been at the depot since Sunday.",
        "steps": [],
        "resolution": None,
        "status": "pending_company",
        "next_steps": [],
        "facts": [{"type": "order_id", "value": "4471-220", "normalized": None}],
        "sentiment": {"start": "negative", "end": "negative"},
        "category": None,
        "priority": "normal",
    },
    "evidence": {"/issue": [{"message_id": "m0", "article_id": None, "start": 4, "end": 62}]},
}

CARD: dict[str, Any] = {
    "id": "late-parcels",
    "title": "Late and missing parcels",
    "snippet": "A parcel that has been at the depot for two days can be sent again free of charge.",
    "highlights": [[2, 8]],
    "score": 0.84,
    "relevance": "high",
    "why": ["parcel", "depot"],
    "section": "Sending again",
    "url": None,
    "revision": 3,
    "audience": "public",
}

ARTICLES: dict[str, Any] = OUTCOME | {"articles": [CARD]}

ASSISTANCE: dict[str, Any] = {
    "summary": SUMMARY,
    "replies": REPLIES,
    "case_draft": CASE_DRAFT,
    "articles": ARTICLES,
}

ARTICLE: dict[str, Any] = {
    "title": "Late and missing parcels",
    "body": "## Sending again\nA parcel that has been at the depot for two days can be sent again free of charge.",
    "product": "Delivery",
    "company": "Lunvik",
    "audience": "public",
    "locale": "en",
    "tags": ["parcel", "delivery"],
    "state": "published",
}

STORED_ARTICLE: dict[str, Any] = ARTICLE | {
    "id": "late-parcels",
    "verbatim": False,
    "expires_at": None,
    "url": None,
    "revision": 3,
    "etag": "5d41402abc4b2a76b9719d911017c592",
    "author": None,
    "created_at": "2026-03-02T09:00:00Z",
    "updated_at": "2026-03-09T14:30:00Z",
}

APPROVED_REPLY: dict[str, Any] = {
    "title": "Send again",
    "text": "I have asked the depot to send your parcel {parcel} again today.",
    "tags": ["parcel"],
    "channel": "chat",
    "locale": "en",
    "owner": "delivery",
    "state": "published",
}

STORED_REPLY: dict[str, Any] = APPROVED_REPLY | {"id": "parcel-resend", "etag": "7d793037a0760186574b0282f2f435e7"}

REPLY_POLICY: dict[str, Any] = {
    "banned": [{"phrase": "no problem", "reason": "house style"}],
    "approval": ["refund", "legal"],
    "remember": True,
    "tone": "friendly",
    "signature": None,
}

STORED_POLICY: dict[str, Any] = REPLY_POLICY | {"team": "north", "etag": "5f1d7a84db00d2fce00b31a7fc73224f"}

GOLDEN_QUERY: dict[str, Any] = {"text": "parcel is late, can it be sent again", "expected": ["late-parcels"]}

STORED_GOLDEN_QUERY: dict[str, Any] = {"id": "gq-1", "text": GOLDEN_QUERY["text"], "messages": None} | {
    "expected": GOLDEN_QUERY["expected"],
    "etag": "0cc175b9c0f1b6a831c399e269772661",
}

ARTICLE_VERSION: dict[str, Any] = STORED_ARTICLE | {
    "diff": {
        "fields": [{"field": "title", "before": "Late parcels", "after": "Late and missing parcels"}],
        "body": "--- before\n+++ after\n@@ -2 +2 @@\n-Sent again after three days.\n+Sent again after two days.",
    }
}

LIVE: dict[str, Any] = {
    "id": "late-parcels",
    "live": True,
    "reason": None,
    "revision": 3,
    "live_revision": 3,
    "live_since": "2026-03-09T14:30:00.412Z",
    "snapshot": "20260309T143004-6fa1c2",
}

UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                    "required": ["files"],
                }
            },
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"id": "late-parcels", "title": "Late parcels", "body": "Sent again free of charge."}',
            },
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

REPLY_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": UPLOAD["requestBody"]["content"]["multipart/form-data"],
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"id": "ask-order", "text": "May I have your order number, {name}?", "tags": ["orders"]}',
            },
            "text/csv": {
                "schema": {"type": "string"},
                "example": 'id,text,tags\nask-order,"May I have your order number, {name}?",orders;identity\n',
            },
        },
    }
}

HISTORY_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": UPLOAD["requestBody"]["content"]["multipart/form-data"],
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"id": "c1", "messages": [{"role": "customer", "text": "Where is my parcel?"}, '
                '{"role": "agent", "text": "May I have the order number, please?"}]}',
            },
            "text/csv": {
                "schema": {"type": "string"},
                "example": "conversation_id,role,text\nc1,customer,Where is my parcel?\nc1,agent,I will look it up.\n",
            },
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

JOB_STARTED: dict[str, Any] = {"job_id": "job-9f8a7c6b5d4e3f21"}

JOB: dict[str, Any] = {
    "id": "job-9f8a7c6b5d4e3f21",
    "kind": "index_rebuild",
    "state": "running",
    "progress": {"done": 120, "total": 410, "unit": "passages"},
    "errors": [],
    "result": None,
    "created_at": "2026-03-09T14:30:00Z",
    "started_at": "2026-03-09T14:30:00Z",
    "finished_at": None,
}

INDEX: dict[str, Any] = {
    "snapshot": "20260309T143004-6fa1c2",
    "built_at": "2026-03-09T14:30:04+00:00",
    "encoder": "all-MiniLM-L6-v2@53aa51172d14",
    "articles": 96,
    "passages": 410,
    "changed_since": 0,
    "waiting": 0,
    "problem": None,
    "golden": None,
    "history": [
        {
            "snapshot": "20260309T143004-6fa1c2",
            "built_at": "2026-03-09T14:30:04+00:00",
            "articles": 96,
            "passages": 410,
        }
    ],
}


def page(item: dict[str, Any]) -> dict[str, Any]:
    """A list with one item."""
    return {"items": [item], "next_cursor": None}
