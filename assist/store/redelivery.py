"""Messages that are delivered again: which one a message is, and whether it is the one stored under its id."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from assist.core.conversation import Message
from assist.core.errors import Conflict
from assist.store.schema import message_changes, messages
from assist.store.unit import Unit

OF_SESSION = (messages.c.tenant_id == bindparam("of_tenant")) & (messages.c.session_id == bindparam("of_session"))
_HELD = select(
    messages.c.id,
    messages.c.role,
    messages.c.original_digest,
    messages.c.text_digest,
    messages.c.redacted,
    messages.c.revision,
).where(OF_SESSION & messages.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Held:
    """Stored under an id. `original`: digest of role and text as they came, `text`: of the text as it stands."""

    role: str
    original: str
    text: str | None
    redacted: bool = False
    revision: int = 0


def held_messages(unit: Unit, session_id: str, ids: Sequence[str]) -> dict[str, Held]:
    """What is stored under these ids, by id."""
    if not ids:
        return {}
    asked = {"of_tenant": unit.tenant, "of_session": session_id, "ids": list(ids)}
    return {
        row.id: Held(row.role, row.original_digest, row.text_digest, row.redacted, row.revision)
        for row in unit.connection.execute(_HELD, asked)
    }


def check_same(unit: Unit, session_id: str, held: Held, item: Message, *, name: str) -> None:
    """Raises Conflict (`message_conflict`) unless `item` is the stored message, as it came or as any edit left it."""
    if held.original == original_digest(item.role, item.text):
        return
    as_it_stands = _digest_of(item) == held.text and not held.redacted
    if as_it_stands and item.role == held.role:
        return
    if as_it_stands or held.original == original_digest(held.role, item.text):
        raise Conflict(
            f"message '{name}' is already stored with this text and the role '{held.role}', not '{item.role}'; "
            "a role does not change",
            code="message_conflict",
        )
    if item.role == held.role and _stood_once(unit, session_id, name, item.text):
        return
    way = "it was redacted" if held.redacted else "edit it with PATCH"
    raise Conflict(f"message '{name}' is already stored with another text; {way}", code="message_conflict")


def as_held(item: Message) -> Held:
    """A new message, as it will be stored."""
    return Held(item.role, original_digest(item.role, item.text), _digest_of(item))


def text_digest(text: str) -> str:
    """32 hex digits that name a text."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def original_digest(role: str, text: str) -> str:
    """The same of a text with who said it."""
    return text_digest(f"{role}\x1f{text}")


def _stood_once(unit: Unit, session_id: str, name: str, text: str) -> bool:
    """Whether an edit replaced this text; redacted texts are not kept."""
    match = (
        (message_changes.c.tenant_id == unit.tenant)
        & (message_changes.c.session_id == session_id)
        & (message_changes.c.message_id == name)
        & (message_changes.c.previous_text == text)
    )
    return unit.connection.execute(select(message_changes.c.revision).where(match).limit(1)).first() is not None


def _digest_of(item: Message) -> str | None:
    return text_digest(item.text) if item.text else None
