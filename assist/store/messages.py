"""Messages: append-only, safe against repeated and reordered delivery; edits and redactions are recorded changes."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from assist.core.conversation import Message
from assist.core.errors import Conflict, NotFound
from assist.core.ports import Page
from assist.core.sessions import Appended, Session, StoredMessage
from assist.store import prepared
from assist.store.case_drafts import forget_in_case_drafts
from assist.store.content import check_match, content_of, decode_cursor, encode_cursor, etag_of, now, number_in_cursor
from assist.store.event_log import EventDraft
from assist.store.idempotency import RequestKey
from assist.store.live import agent_topic, session_topic
from assist.store.redelivery import OF_SESSION, Held, as_held, check_same, held_messages, text_digest
from assist.store.schema import message_changes, messages
from assist.store.session_rows import Check, locked_session, save_session, unread_after
from assist.store.suggestions import forget_results
from assist.store.unit import LiveStore, Unit

_TAKEN = select(messages.c.id).where(OF_SESSION & messages.c.id.like("m%"))
_CHANGED = (
    select(messages)
    .where(OF_SESSION & (messages.c.changed_revision > bindparam("since")))
    .order_by(messages.c.position)
)
_INSERT = insert(messages)
Arrived = Callable[[Session, Session, Sequence[Message]], object]


class MessageStore:
    """The messages of a session in order of arrival."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def append(
        self,
        session_id: str,
        items: Sequence[Message],
        *,
        request: RequestKey | None = None,
        check: Check | None = None,
        arrived: Arrived | None = None,
    ) -> tuple[Appended, bool]:
        """Store messages; the flag says whether any was new. `check` sees the session first and may refuse; `arrived`
        sees it before and after and the messages, where all are new, just before they are durable.

        A message that is already stored is left alone, whether it comes as it was first or as it was edited. Raises
        NotFound for the session, Conflict when it is closed (`session_closed`) or an id is stored with another text or
        role (`message_conflict`); then nothing is stored.
        """

        def work(unit: Unit) -> Appended:
            session = locked_session(unit, session_id, check=check)
            after, appended = append_messages(unit, session, items)
            if arrived is not None and after.revision - session.revision == len(items):
                arrived(session, after, _named(items, appended.ids))
            return appended

        appended, fresh = self._live.commit_once(work, Appended, request)
        return appended, fresh and appended.created

    def page(self, session_id: str, *, limit: int = 100, cursor: str | None = None) -> Page[StoredMessage]:
        """Messages in order of arrival; `cursor` also accepts the id of a message."""
        query = self._all(session_id).order_by(messages.c.position).limit(limit + 1)
        if cursor is not None:
            query = query.where(messages.c.position > number_in_cursor(decode_cursor(cursor)[0]))
        rows = self._live.read(lambda connection: connection.execute(query).all())
        more = len(rows) > limit
        return Page(
            items=tuple(stored_message(row) for row in rows[:limit]),
            next_cursor=encode_cursor(str(rows[limit - 1].position)) if more else None,
        )

    def get(self, session_id: str, message_id: str) -> StoredMessage:
        """One message. Raises NotFound."""
        tenant = self._live.tenant
        return stored_message(self._live.read(lambda c: read_message(c, tenant, session_id, message_id)))

    def cursor_after(self, session_id: str, message_id: str) -> str:
        """The cursor that continues after a message. Raises NotFound."""
        row = self._live.read(lambda connection: read_message(connection, self._live.tenant, session_id, message_id))
        return encode_cursor(str(row.position))

    def changed_since(self, session_id: str, revision: int) -> list[tuple[int, int, StoredMessage]]:
        """(position, revision of the change, message) of all that was appended, edited or redacted after `revision`."""
        asked = {"of_tenant": self._live.tenant, "of_session": session_id, "since": revision}
        rows = self._live.read(lambda connection: connection.execute(_CHANGED, asked).all())
        return [(row.position, row.changed_revision, stored_message(row)) for row in rows]

    def edit(
        self,
        session_id: str,
        message_id: str,
        text: str,
        *,
        actor: str | None,
        if_match: str | None = None,
        check: Check | None = None,
    ) -> Session:
        """Give a message another text; the former one stays in the record of changes."""
        return self._live.commit(lambda unit: self._change(unit, session_id, message_id, text, actor, if_match, check))

    def redact(
        self,
        session_id: str,
        message_id: str,
        *,
        actor: str | None,
        if_match: str | None = None,
        check: Check | None = None,
    ) -> Session:
        """Take a message's text away for good, also from the record of changes and from what was suggested since."""
        return self._live.commit(lambda unit: self._change(unit, session_id, message_id, None, actor, if_match, check))

    def as_of(self, session_id: str, revision: int) -> list[Message] | None:
        """The messages as they were at `revision`; None when one of them has been redacted since."""
        tenant = self._live.tenant

        def work(connection: Connection) -> list[Message] | None:
            query = self._all(session_id).where(messages.c.revision <= revision).order_by(messages.c.position)
            stored = {row.id: stored_message(row) for row in connection.execute(query)}
            later = (
                select(message_changes)
                .where(
                    message_changes.c.tenant_id == tenant,
                    message_changes.c.session_id == session_id,
                    message_changes.c.revision > revision,
                )
                .order_by(message_changes.c.revision.desc())
            )
            # Walking back from the present, the earliest later edit has the last word.
            for change in connection.execute(later):
                message = stored.get(change.message_id)
                if message is None:
                    continue
                if change.previous_text is None:
                    return None
                stored[change.message_id] = message.model_copy(update={"text": change.previous_text})
            return [message for message in (item.as_message() for item in stored.values()) if message is not None]

        return self._live.read(work)

    def _all(self, session_id: str) -> Any:
        return select(messages).where(messages.c.tenant_id == self._live.tenant, messages.c.session_id == session_id)

    def _change(
        self,
        unit: Unit,
        session_id: str,
        message_id: str,
        text: str | None,
        actor: str | None,
        if_match: str | None,
        check: Check | None,
    ) -> Session:
        before = locked_session(unit, session_id, check=check)
        if before.state == "closed" and text is not None:
            raise closed_error(session_id)
        row = read_message(unit.connection, unit.tenant, session_id, message_id)
        check_match(if_match, etag_of_message(stored_message(row)), what=f"message '{message_id}'")
        if row.redacted or row.text == text:
            if text is not None and row.redacted:
                raise Conflict(f"message '{message_id}' was redacted and cannot be edited", code="message_redacted")
            return before
        revision = before.revision + 1
        kind = "edited" if text is not None else "redacted"
        values: dict[str, Any] = {"text": text or "", "changed_revision": revision, "redacted": text is None}
        values["text_digest"] = text_digest(text) if text else None
        if text is None:
            values["attachments"] = "[]"
            _forget_former_texts(unit, session_id, message_id)
            forget_results(unit, session_id, since=row.revision)
            forget_in_case_drafts(unit, session_id, message_id=message_id, text=row.text)
        match = _match(unit.tenant, session_id) & (messages.c.id == message_id)
        unit.connection.execute(update(messages).where(match).values(**values))
        unit.connection.execute(
            insert(message_changes).values(
                tenant_id=unit.tenant,
                session_id=session_id,
                revision=revision,
                message_id=message_id,
                kind=kind,
                previous_text=row.text if text is not None else None,
                actor=actor,
                at=now(),
            )
        )
        moved = {"revision": revision}
        if text is None:
            moved |= {"parts_change": before.change + 1, "drafts_change": before.change + 1}
        session = save_session(unit, before, before.model_copy(update=moved))
        _announce(unit, session, [message_id], kind)
        return session


def append_messages(unit: Unit, before: Session, items: Sequence[Message]) -> tuple[Session, Appended]:
    """Append within a unit; see `MessageStore.append`."""
    held = held_messages(unit, before.id, [item.id for item in items if item.id])
    names = _names(unit, before, items)
    fresh: list[dict[str, Any]] = []
    revision = before.revision
    highest = 0
    for name, item in zip(names, items, strict=True):
        known = held.get(name)
        if known is None:
            revision += 1
            held[name] = as_held(item)
            fresh.append(_row(unit.tenant, before.id, name, item, revision, held[name]))
        else:
            check_same(unit, before.id, known, item, name=name)
            highest = max(highest, known.revision)
    if not fresh:
        return before, Appended(revision=highest, ids=names, created=False)
    if before.state == "closed":
        raise closed_error(before.id)
    prepared.run_all(unit.connection, _INSERT, fresh)
    session = save_session(
        unit, before, before.model_copy(update={"revision": revision, "unread": unread_after(before, fresh)})
    )
    _announce(unit, session, [row["id"] for row in fresh], "appended")
    return session, Appended(revision=revision, ids=names)


def read_message(connection: Connection, tenant: str, session_id: str, message_id: str) -> Row[Any]:
    """The row of a message. Raises NotFound."""
    query = select(messages).where(_match(tenant, session_id) & (messages.c.id == message_id))
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"there is no message '{message_id}' in session '{session_id}'")
    return row


def stored_message(row: Row[Any]) -> StoredMessage:
    """The message in a row."""
    return StoredMessage.model_construct(
        id=row.id,
        role=row.role,
        text=row.text,
        at=row.at,
        participant=row.participant,
        internal=row.internal,
        attachments=tuple(json.loads(row.attachments)),
        revision=row.revision,
        edited=row.changed_revision != row.revision and not row.redacted,
        redacted=row.redacted,
    )


def etag_of_message(message: StoredMessage) -> str:
    """The ETag of a message as it stands."""
    return etag_of(content_of(message))


def closed_error(session_id: str) -> Conflict:
    """A closed session takes nothing more."""
    return Conflict(f"session '{session_id}' is closed, and closed is final; start a new one", code="session_closed")


def _match(tenant: str, session_id: str) -> Any:
    return (messages.c.tenant_id == tenant) & (messages.c.session_id == session_id)


def _names(unit: Unit, session: Session, items: Sequence[Message]) -> tuple[str, ...]:
    """Every message's id; missing ones become the next free `m<number>`."""
    if all(item.id for item in items):
        return tuple(item.id or "" for item in items)
    asked = {"of_tenant": unit.tenant, "of_session": session.id}
    taken = set(prepared.scalars(unit.connection, _TAKEN, asked)) | {item.id for item in items if item.id}
    number = 0
    names: list[str] = []
    for item in items:
        name = item.id
        if name is None:
            while f"m{number}" in taken:
                number += 1
            name = f"m{number}"
            taken.add(name)
        names.append(name)
    return tuple(names)


def _named(items: Sequence[Message], names: Sequence[str]) -> list[Message]:
    return [item if item.id else item.model_copy(update={"id": name}) for item, name in zip(items, names, strict=True)]


def _row(tenant: str, session_id: str, name: str, item: Message, revision: int, held: Held) -> dict[str, Any]:
    return {
        "tenant_id": tenant,
        "session_id": session_id,
        "id": name,
        # Appending is what moves a revision most often, and it rises under the session's lock: it orders arrival.
        "position": revision,
        "revision": revision,
        "changed_revision": revision,
        "role": item.role,
        "text": item.text,
        "original_digest": held.original,
        "text_digest": held.text,
        "at": item.at,
        "participant": item.participant,
        "internal": item.internal,
        "attachments": json.dumps([attachment.model_dump() for attachment in item.attachments]),
        "redacted": False,
        "created_at": now(),
    }


def _forget_former_texts(unit: Unit, session_id: str, message_id: str) -> None:
    match = (
        (message_changes.c.tenant_id == unit.tenant)
        & (message_changes.c.session_id == session_id)
        & (message_changes.c.message_id == message_id)
    )
    unit.connection.execute(update(message_changes).where(match).values(previous_text=None))


def _announce(unit: Unit, session: Session, ids: list[str], kind: str) -> None:
    data = {"change": kind, "message_ids": ids, "unread": session.unread}
    for stream in (session_topic(session.id), agent_topic(session.agent_id)):
        unit.events.append(EventDraft(stream, "message", session.id, session.revision, data))


def read_messages(connection: Connection, tenant: str, session_id: str, ids: Sequence[str]) -> list[StoredMessage]:
    """These messages of a session, in order of arrival."""
    query = select(messages).where(_match(tenant, session_id) & messages.c.id.in_(ids)).order_by(messages.c.position)
    return [stored_message(row) for row in connection.execute(query)]
