"""Conditional writes of everything that an agent edits (RFC 9110, section 13)."""

from assist.core.errors import PreconditionFailed, PreconditionRequired
from assist.store.content import check_match


def check_update(stored: str | None, *, if_match: str | None, create_only: bool, what: str) -> None:
    """Let a write through only when the writer knows what it replaces.

    stored: ETag of what is there; None when nothing is. Raises PreconditionRequired when something is there and
    neither condition was sent, PreconditionFailed when a condition does not hold.
    """
    if stored is not None and if_match is None and not create_only:
        raise PreconditionRequired(f"{what} exists: send If-Match with the ETag you read, so that no edit is lost")
    check_conditions(stored, if_match=if_match, create_only=create_only, what=what)


def check_conditions(stored: str | None, *, if_match: str | None, create_only: bool, what: str) -> None:
    """As `check_update`, for what may be changed without a condition: one that is sent must hold."""
    if create_only and stored is not None:
        raise PreconditionFailed(f"{what} exists already; read it and send If-Match")
    check_match(if_match, stored, what=what)
