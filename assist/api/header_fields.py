"""Header fields that calls read beside Authorization, and the statuses that come of them, for the OpenAPI document.

A test walks every call and watches which fields are really read.
"""

from typing import Any

_SESSION = "/v1/sessions/{session_id}"
_TAB, _DRAFT, _CASE = _SESSION + "/tabs/{tab}", _SESSION + "/drafts/{kind}", _SESSION + "/case-draft"
_MESSAGE = _SESSION + "/messages/{message_id}"
_ARTICLE, _REPLY, _QUERY = (
    "/v1/articles/{article_id}",
    "/v1/approved-replies/{reply_id}",
    "/v1/golden-queries/{query_id}",
)
_POLICY = "/v1/teams/{team_id}/reply-policy"
_AGENT = "/v1/agents/{agent_id}"
_PREFERENCES, _LOCKS, _DEFAULTS = f"{_AGENT}/preferences", f"{_AGENT}/locks", "/v1/roles/{role}/defaults"
_SET = (_POLICY, _PREFERENCES, _LOCKS, _DEFAULTS)
_EDITED = (_TAB, _DRAFT, _ARTICLE, _REPLY, _QUERY)

_IF_MATCH = frozenset(
    {("put", path) for path in (*_EDITED, *_SET)}
    | {("delete", path) for path in _EDITED}
    | {("patch", _MESSAGE), ("delete", _MESSAGE)}
    | {("patch", _SESSION), ("patch", _CASE), ("post", f"{_CASE}/versions")}
    | {("post", f"{_SESSION}/{verb}") for verb in ("focus", "accept", "wait", "transfer", "wrap-up", "close")}
)
_CREATE_ONLY = frozenset(("put", path) for path in (*_EDITED, *_SET))
_CACHED = frozenset(
    ("get", path)
    for path in (*_EDITED, *_SET, _SESSION, _MESSAGE, _CASE, f"{_SESSION}/pane", f"{_AGENT}/configuration")
)
_ONCE = frozenset(
    ("post", path)
    for path in (
        "/v1/sessions",
        f"{_SESSION}/messages",
        f"{_CASE}/versions",
        "/v1/suggestions/{suggestion_id}/feedback",
    )
)
_FIELDS = (
    (_IF_MATCH, "If-Match", "ETag of the version that is changed; another one is 412"),
    (_CREATE_ONLY, "If-None-Match", "`*`: create, and change nothing that is there already (412)"),
    (_CACHED, "If-None-Match", "ETags that the caller has; 304 when one of them is still right"),
    (_ONCE, "Idempotency-Key", "Names the request: sent again with the same body, it is answered as before"),
)
# Where a call answers with one of two statuses: the one that its route does not describe, and what it says.
_OTHERWISE = {
    ("put", _DRAFT): ("200", "201", "The first one"),
    **{("put", path): ("200", "201", "The first ones") for path in (_PREFERENCES, _LOCKS, _DEFAULTS)},
    ("post", _CASE): ("200", "201", "The first one"),
    ("post", f"{_SESSION}/messages"): ("201", "200", "All of them were stored before"),
}


def add_header_fields(operation: dict[str, Any], method: str, path: str) -> None:
    """Describe the fields that this call reads, and the answers that they bring."""
    for calls, name, description in _FIELDS:
        if (method, path) in calls:
            field = {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}
            operation.setdefault("parameters", []).append({**field, "description": description})
    if (method, path) in _CACHED:
        operation["responses"]["304"] = {"description": "The caller's version is still right"}
    if (method, path) in _OTHERWISE:
        described, other, words = _OTHERWISE[method, path]
        operation["responses"][other] = {**operation["responses"][described], "description": words}
