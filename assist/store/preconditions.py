"""Conditional writes of everything that an agent edits (RFC 9110, section 13)."""

from assist.core.errors import PreconditionFailed, PreconditionRequired
from assist.store.content import check_match


def check_update(stored: str | None, *, if_match: str | None, create_only: bool, what: str) -> None:
    """Let a write through only when the writer knows what it replaces.

    stored: ETag of what is there; None when nothing is. Raises PreconditionRequired when something is there and
    neither condition was sent, PreconditionFailed when a condition does not hold.
    """
    if create_only and stored is not None:
        raise PreconditionFailed(f"{what} exists already; read it and send If-Match")
    if stored is not None and if_match is None:
        raise PreconditionRequired(f"{what} exists: send If-Match with the ETag you read, so that no edit is lost")
    check_match(if_match, stored, what=what)
