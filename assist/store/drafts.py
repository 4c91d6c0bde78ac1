"""Drafts an agent types (reply, e-mail, note): saved as typed, guarded against a second window, kept until erased."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from assist.core.sessions import Draft
from assist.core.vocabulary import DraftKind
from assist.store.content import check_match, etag_of, now
from assist.store.messages import closed_error
from assist.store.preconditions import check_update
from assist.store.schema import drafts
from assist.store.session_rows import Check, locked_session, touch_session
from assist.store.unit import LiveStore, Unit


class DraftStore:
    """One draft of each kind per session."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def put(
        self,
        session_id: str,
        kind: DraftKind,
        text: str,
        *,
        if_match: str | None,
        create_only: bool,
        check: Check | None = None,
    ) -> tuple[Draft, bool]:
        """Save; the flag says whether it is new. Raises the preconditions' errors, Conflict, NotFound."""
        etag = etag_of(text)

        def work(unit: Unit) -> tuple[Draft, bool]:
            session = locked_session(unit, session_id, check=check)
            stored = self._read(unit.connection, session_id, kind)
            if stored is not None and stored.text == text and not create_only:
                # The same save once more, after its answer was lost.
                return stored, False
            check_update(
                stored.etag if stored else None, if_match=if_match, create_only=create_only, what=f"the {kind} draft"
            )
            if session.state == "closed":
                raise closed_error(session_id)
            draft = Draft(kind=kind, text=text, etag=etag, updated_at=now())
            values = draft.model_dump(exclude={"kind"})
            if stored is None:
                key = {"tenant_id": unit.tenant, "session_id": session_id, "kind": kind}
                unit.connection.execute(insert(drafts).values(**key, **values))
            else:
                unit.connection.execute(update(drafts).where(self._match(session_id, kind)).values(**values))
            touch_session(unit, session_id)
            return draft, stored is None

        return self._live.commit(work)

    def get(self, session_id: str, kind: DraftKind) -> Draft | None:
        """The draft; None when there is none."""
        return self._live.read(lambda connection: self._read(connection, session_id, kind))

    def all_of(self, session_id: str) -> dict[DraftKind, Draft]:
        """The session's drafts by kind."""
        query = select(drafts).where(drafts.c.tenant_id == self._live.tenant, drafts.c.session_id == session_id)
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return {row.kind: _draft(row) for row in rows}

    def delete(self, session_id: str, kind: DraftKind, *, if_match: str | None, check: Check | None = None) -> bool:
        """Throw away; False when there was none."""

        def work(unit: Unit) -> bool:
            locked_session(unit, session_id, check=check)
            stored = self._read(unit.connection, session_id, kind)
            check_match(if_match, stored.etag if stored else None, what=f"the {kind} draft")
            if stored is None:
                return False
            unit.connection.execute(delete(drafts).where(self._match(session_id, kind)))
            touch_session(unit, session_id)
            return True

        return self._live.commit(work)

    def _match(self, session_id: str, kind: DraftKind) -> Any:
        return (drafts.c.tenant_id == self._live.tenant) & (drafts.c.session_id == session_id) & (drafts.c.kind == kind)

    def _read(self, connection: Connection, session_id: str, kind: DraftKind) -> Draft | None:
        row = connection.execute(select(drafts).where(self._match(session_id, kind))).first()
        return None if row is None else _draft(row)


def _draft(row: Any) -> Draft:
    return Draft(kind=row.kind, text=row.text, etag=row.etag, updated_at=row.updated_at)
