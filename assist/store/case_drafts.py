"""The case draft of a session: made, edited and refreshed under an ETag, saved as versions that never change."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, func, insert, select, update

from assist.core.errors import NotFound, PreconditionFailed
from assist.core.forgetting import without_message
from assist.core.ports import Page
from assist.core.sessions import CaseDraftRecord, CaseDraftVersion, Frozen
from assist.store.content import decode_cursor, encode_cursor, etag_of, now, number_in_cursor
from assist.store.event_log import EventDraft
from assist.store.idempotency import RequestKey
from assist.store.live import session_topic
from assist.store.preconditions import check_update
from assist.store.schema import case_draft_versions, case_drafts, sessions
from assist.store.session_rows import Check, locked_session, touch_session
from assist.store.unit import LiveStore, Unit

_VOLATILE = {"etag", "updated_at"}
_Record = TypeVar("_Record", CaseDraftRecord, CaseDraftVersion)


class _Saved(Frozen):
    """What a request key remembers: where the version is, not what it says, which may have to be forgotten."""

    session_id: str
    version: int


def forget_in_case_drafts(unit: Unit, session_id: str, *, message_id: str, text: str) -> None:
    """Take what rests on a redacted message out of the draft, and out of saved versions: nothing else changes those."""
    mine = _draft_of(unit.tenant, session_id)
    content = unit.connection.execute(select(case_drafts.c.content).where(mine)).scalar()
    if content is not None:
        record = CaseDraftRecord.model_validate_json(content)
        after = _forgetful(record, message_id, text)
        if after != record:
            after = _stamped(after)
            values = {"content": after.model_dump_json(), "etag": after.etag, "updated_at": after.updated_at}
            unit.connection.execute(update(case_drafts).where(mine).values(**values))
    saved = _versions_of(unit.tenant, session_id)
    for row in unit.connection.execute(select(case_draft_versions).where(saved)).all():
        version = CaseDraftVersion.model_validate_json(row.content)
        changed = _forgetful(version, message_id, text)
        if changed != version:
            this = saved & (case_draft_versions.c.version == row.version)
            unit.connection.execute(update(case_draft_versions).where(this).values(content=changed.model_dump_json()))


def _draft_of(tenant: str, session_id: str) -> Any:
    return (case_drafts.c.tenant_id == tenant) & (case_drafts.c.session_id == session_id)


def _versions_of(tenant: str, session_id: str) -> Any:
    return (case_draft_versions.c.tenant_id == tenant) & (case_draft_versions.c.session_id == session_id)


def _forgetful(record: _Record, message_id: str, text: str) -> _Record:
    draft, evidence = without_message(record.draft, record.evidence, message_id=message_id, text=text)
    return record.model_copy(update={"draft": draft, "evidence": evidence})


def _stamped(record: CaseDraftRecord) -> CaseDraftRecord:
    etag = etag_of(record.model_dump_json(exclude=_VOLATILE))
    return record.model_copy(update={"etag": etag, "updated_at": now()})


class CaseDraftStore:
    """One working draft per session, and its saved versions."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def get(self, session_id: str) -> CaseDraftRecord | None:
        """The working draft; None before it was made."""
        return self._live.read(lambda connection: self._read(connection, session_id))

    def refresh(
        self,
        session_id: str,
        merge: Callable[[CaseDraftRecord | None], CaseDraftRecord],
        *,
        check: Check | None = None,
    ) -> tuple[CaseDraftRecord, bool]:
        """Store what `merge` makes of the present draft (None when there is none); the flag says whether it is new."""

        def work(unit: Unit) -> tuple[CaseDraftRecord, bool]:
            locked_session(unit, session_id, check=check)
            stored = self._read(unit.connection, session_id)
            return self._write(unit, stored, merge(stored)), stored is None

        return self._live.commit(work)

    def edit(
        self,
        session_id: str,
        change: Callable[[CaseDraftRecord], CaseDraftRecord],
        *,
        if_match: str | None,
        check: Check | None = None,
    ) -> CaseDraftRecord:
        """Store an agent's edit. Raises NotFound, PreconditionRequired and PreconditionFailed."""

        def work(unit: Unit) -> CaseDraftRecord:
            locked_session(unit, session_id, check=check)
            stored = self._existing(unit.connection, session_id)
            check_update(stored.etag, if_match=if_match, create_only=False, what="the case draft")
            return self._write(unit, stored, change(stored))

        return self._live.commit(work)

    def save_version(
        self,
        session_id: str,
        *,
        saved_by: str | None,
        if_match: str | None = None,
        request: RequestKey | None = None,
        check: Check | None = None,
    ) -> tuple[CaseDraftVersion, bool]:
        """Keep the working draft as the next version. Raises NotFound when there is no draft."""

        def work(unit: Unit) -> _Saved:
            session = locked_session(unit, session_id, check=check)
            stored = self._existing(unit.connection, session_id)
            if if_match not in (None, "*", stored.etag):
                raise PreconditionFailed(f"the case draft is now at {stored.etag}; read it again before saving")
            version = CaseDraftVersion(
                version=self._last_version(unit.connection, session_id) + 1,
                draft=stored.draft,
                evidence=stored.evidence,
                revision=stored.revision,
                saved_by=saved_by,
                saved_at=now(),
            )
            unit.connection.execute(
                insert(case_draft_versions).values(
                    tenant_id=unit.tenant,
                    session_id=session_id,
                    version=version.version,
                    content=version.model_dump_json(),
                    saved_by=saved_by,
                    saved_at=version.saved_at,
                )
            )
            data = {"case_version": version.version}
            unit.events.append(
                EventDraft(session_topic(session_id), "notification", session_id, session.revision, data)
            )
            return _Saved(session_id=session_id, version=version.version)

        saved, fresh = self._live.commit_once(work, _Saved, request)
        return self._version(session_id, saved.version), fresh

    def versions(self, session_id: str, *, limit: int = 100, cursor: str | None = None) -> Page[CaseDraftVersion]:
        """Saved versions, oldest first."""
        query = (
            select(case_draft_versions.c.version, case_draft_versions.c.content)
            .where(_versions_of(self._live.tenant, session_id))
            .order_by(case_draft_versions.c.version)
            .limit(limit + 1)
        )
        if cursor is not None:
            query = query.where(case_draft_versions.c.version > number_in_cursor(decode_cursor(cursor)[0]))
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return Page(
            items=tuple(CaseDraftVersion.model_validate_json(row.content) for row in rows[:limit]),
            next_cursor=encode_cursor(str(rows[limit - 1].version)) if len(rows) > limit else None,
        )

    def latest_of(self, session_ids: list[str]) -> dict[str, CaseDraftVersion]:
        """The newest saved version of each of these sessions that has one."""
        query = (
            select(case_draft_versions.c.session_id, case_draft_versions.c.content)
            .where(
                case_draft_versions.c.tenant_id == self._live.tenant,
                case_draft_versions.c.session_id.in_(session_ids),
            )
            .order_by(case_draft_versions.c.version)
        )
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return {row.session_id: CaseDraftVersion.model_validate_json(row.content) for row in rows}

    def recent_versions(self, *, limit: int) -> list[tuple[str, CaseDraftVersion]]:
        """(session id, version) of the versions saved last."""
        query = (
            select(case_draft_versions.c.session_id, case_draft_versions.c.content)
            .where(case_draft_versions.c.tenant_id == self._live.tenant)
            .order_by(case_draft_versions.c.saved_at.desc())
            .limit(limit)
        )
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return [(row.session_id, CaseDraftVersion.model_validate_json(row.content)) for row in rows]

    def recent_stamp(self, *, limit: int) -> str:
        """Moves when `recent_versions`, or what one of their sessions lets be seen, changes."""
        newest = (
            select(case_draft_versions.c.session_id, case_draft_versions.c.version)
            .where(case_draft_versions.c.tenant_id == self._live.tenant)
            .order_by(case_draft_versions.c.saved_at.desc())
            .limit(limit)
            .subquery()
        )
        of_them = (sessions.c.tenant_id == self._live.tenant) & (sessions.c.id == newest.c.session_id)
        query = select(newest.c.session_id, newest.c.version, sessions.c.change).join(sessions, of_them)
        rows = self._live.read(lambda connection: connection.execute(query).all())
        return etag_of(repr(sorted(map(tuple, rows))))

    def _version(self, session_id: str, number: int) -> CaseDraftVersion:
        this = _versions_of(self._live.tenant, session_id) & (case_draft_versions.c.version == number)
        query = select(case_draft_versions.c.content).where(this)
        content = self._live.read(lambda connection: connection.execute(query).scalar())
        if content is None:
            raise NotFound(f"session '{session_id}' has no saved version {number}")
        return CaseDraftVersion.model_validate_json(content)

    def _last_version(self, connection: Connection, session_id: str) -> int:
        query = select(func.max(case_draft_versions.c.version)).where(_versions_of(self._live.tenant, session_id))
        return connection.execute(query).scalar() or 0

    def _read(self, connection: Connection, session_id: str) -> CaseDraftRecord | None:
        query = select(case_drafts.c.content).where(_draft_of(self._live.tenant, session_id))
        content = connection.execute(query).scalar()
        return None if content is None else CaseDraftRecord.model_validate_json(content)

    def _existing(self, connection: Connection, session_id: str) -> CaseDraftRecord:
        stored = self._read(connection, session_id)
        if stored is None:
            raise NotFound(f"session '{session_id}' has no case draft yet; make one with POST")
        return stored

    def _write(self, unit: Unit, stored: CaseDraftRecord | None, record: CaseDraftRecord) -> CaseDraftRecord:
        stamped = _stamped(record)
        if stored is not None and stored.etag == stamped.etag:
            return stored
        values = {"content": stamped.model_dump_json(), "etag": stamped.etag, "updated_at": stamped.updated_at}
        if stored is None:
            key = {"tenant_id": unit.tenant, "session_id": record.session_id}
            unit.connection.execute(insert(case_drafts).values(**key, **values))
        else:
            match = _draft_of(unit.tenant, record.session_id)
            unit.connection.execute(update(case_drafts).where(match).values(**values))
        touch_session(unit, record.session_id)
        return stamped
