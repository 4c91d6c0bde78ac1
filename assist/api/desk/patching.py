"""How a PATCH changes a session."""

from typing import Any

from assist.api.desk.bodies import SessionPatch
from assist.core.conversation import MAX_CONTEXT_ENTRIES, ContextEntry
from assist.core.errors import InvalidInput
from assist.core.sessions import Session
from assist.store.messages import closed_error
from assist.workspace.titles import title_of


def patched_session(session: Session, patch: SessionPatch) -> Session:
    """The session with what was sent; a title that followed the rules goes on following them."""
    if session.state == "closed":
        raise closed_error(session.id)
    sent: dict[str, Any] = {name: getattr(patch, name) for name in patch.model_fields_set}
    if "context" in sent:
        sent["context"] = merged_context(session.context, patch.context or ())
    given = sent.pop("title", None)
    followed = session.title == _rule(session, None)
    after = session.model_copy(update=sent)
    if given is not None or followed or "title" in patch.model_fields_set:
        after = after.model_copy(update={"title": _rule(after, given)})
    return after


def _rule(session: Session, given: str | None) -> str:
    return title_of(
        title=given,
        customer=session.customer,
        subject=session.subject,
        channel=session.channel,
        external_id=session.external_id,
    )


def merged_context(former: tuple[ContextEntry, ...], sent: tuple[ContextEntry, ...]) -> tuple[ContextEntry, ...]:
    """Entries by name; a null value removes one."""
    entries = {entry.name: entry for entry in (*former, *sent)}
    merged = tuple(entry for entry in entries.values() if entry.value is not None)
    if len(merged) > MAX_CONTEXT_ENTRIES:
        raise InvalidInput(f"context: at most {MAX_CONTEXT_ENTRIES} entries")
    return merged
