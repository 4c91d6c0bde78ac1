"""The ETag of a session, in two parts: what people set on it, and all the rest, which moves while they type.

If-None-Match compares both, so that a 304 never hides an unread message. If-Match compares the first alone: in a lively
chat every message and every suggestion moves the rest, and an edit of the subject overwrites none of them.
"""

from assist.core.errors import PreconditionFailed
from assist.core.sessions import Session
from assist.store.content import etag_of

# Tabs have ETags of their own; which session is in front changes with every look at another one.
_MOVES_BY_ITSELF = frozenset(
    "revision unread focused pending_actions sentiment escalation tabs parts_revision updated_at".split()
)


def etag_of_session(session: Session) -> str:
    """Two digests of what the caller sees."""
    return f"{_set_by_people(session)}.{etag_of(session.model_dump_json())}"


def check_unedited(session: Session, expected: str | None) -> None:
    """Raises PreconditionFailed when somebody edited the session since `expected` was its ETag."""
    if expected in (None, "*"):
        return
    if expected.partition(".")[0] != _set_by_people(session):
        raise PreconditionFailed(
            f"If-Match names {expected}, but session '{session.id}' is now at {etag_of_session(session)}; read it again"
        )


def _set_by_people(session: Session) -> str:
    return etag_of(session.model_dump_json(exclude=set(_MOVES_BY_ITSELF)))
