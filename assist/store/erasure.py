"""Erasure: all of a customer, or an agent's own traces, removed in one transaction, counted and checked."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Table, insert, select

from assist.core.sessions import Frozen
from assist.store.agent_erasure import agent_left, erase_agent_traces
from assist.store.content import now
from assist.store.erased_rows import count_rows, delete_rows
from assist.store.event_log import leave_gap, stream_counter
from assist.store.live import ERASED_TOPIC, agent_topic, session_topic
from assist.store.schema import (
    case_draft_versions,
    case_drafts,
    counters,
    drafts,
    erasures,
    events,
    feedback,
    idempotency,
    message_changes,
    messages,
    sessions,
    suggestions,
    vectors,
)
from assist.store.unit import LiveStore, Unit

_OF_SESSION: tuple[Table, ...] = (
    feedback,
    suggestions,
    case_draft_versions,
    case_drafts,
    drafts,
    message_changes,
    messages,
    events,
)
_SLICE = 500
# Whoever writes in a session holds its row: what is being written is waited for, and what comes later finds nothing.
_LOCKED = select(sessions.c.id, sessions.c.agent_id).with_for_update()


class ErasureReport(Frozen):
    """Proof of an erasure: rows removed per table, and rows found afterwards (all 0)."""

    id: str
    kind: str
    sessions: tuple[str, ...]
    erased: dict[str, int]
    remaining: dict[str, int]
    at: datetime


class Eraser:
    """Removes what must not be kept. The record of an erasure holds a digest of the subject, not the subject."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def erase_customer(self, customer_id: str) -> ErasureReport:
        """Every session of a customer with all that hangs on it, vectors included."""
        query = _LOCKED.where(sessions.c.tenant_id == self._live.tenant, sessions.c.customer_id == customer_id)

        def work(unit: Unit) -> ErasureReport:
            rows = unit.connection.execute(query.order_by(sessions.c.id)).all()
            ids = [row.id for row in rows]
            erased = _erase_sessions(unit, ids)
            for agent_id in sorted({row.agent_id for row in rows}):
                # Desktops that show these sessions are told to read anew.
                leave_gap(unit.connection, unit.tenant, agent_topic(agent_id))
                unit.topics.append(agent_topic(agent_id))
            remaining = {**_left(unit, ids), "sessions": len(unit.connection.execute(query).all())}
            return _record(unit, "customer", customer_id, ids, erased, remaining)

        return self._finish(self._live.commit(work))

    def erase_agent(self, agent_id: str) -> ErasureReport:
        """An agent's drafts, feedback, events, keys, wishes; sessions stay with the customer under a neutral name."""

        def work(unit: Unit) -> ErasureReport:
            theirs = _LOCKED.where(sessions.c.tenant_id == unit.tenant, sessions.c.agent_id == agent_id)
            ids = list(unit.connection.execute(theirs.order_by(sessions.c.id)).scalars())
            erased = erase_agent_traces(unit, agent_id)
            return _record(unit, "agent", agent_id, ids, erased, agent_left(unit, agent_id))

        return self._finish(self._live.commit(work))

    def closed_before(self, moment: datetime, *, limit: int = 500) -> list[str]:
        """Retention: ids of up to `limit` sessions closed before `moment`, oldest first."""
        match = (sessions.c.tenant_id == self._live.tenant) & (sessions.c.closed_at < moment)
        query = select(sessions.c.id).where(match).order_by(sessions.c.closed_at).limit(limit)
        return self._live.read(lambda connection: list(connection.execute(query).scalars()))

    def erase_closed(self, ids: Sequence[str]) -> ErasureReport | None:
        """Retention: the closed ones among these sessions; None when another worker was there first."""
        query = _LOCKED.where(
            sessions.c.tenant_id == self._live.tenant, sessions.c.id.in_(ids), sessions.c.closed_at.is_not(None)
        )

        def work(unit: Unit) -> ErasureReport | None:
            found = list(unit.connection.execute(query.order_by(sessions.c.id)).scalars())
            if not found:
                return None
            return _record(unit, "retention", "", found, _erase_sessions(unit, found), _left(unit, found))

        report = self._live.commit(work)
        return None if report is None else self._finish(report)

    def _finish(self, report: ErasureReport) -> ErasureReport:
        self._live.database.scrub()
        return report


def _erase_sessions(unit: Unit, ids: list[str]) -> dict[str, int]:
    erased = dict.fromkeys((*(table.name for table in _OF_SESSION), "vectors", "sessions"), 0)
    for start in range(0, len(ids), _SLICE):
        part = ids[start : start + _SLICE]
        digests = _digests(unit, part)
        for table in _OF_SESSION:
            erased[table.name] += delete_rows(unit, table, table.c.session_id.in_(part))
        erased["sessions"] += delete_rows(unit, sessions, sessions.c.id.in_(part))
        unit.all_sessions = True
        erased["vectors"] += _erase_vectors(unit, digests)
        for session_id in part:
            unit.topics.append(session_topic(session_id))
            delete_rows(unit, counters, counters.c.name == stream_counter(session_topic(session_id)))
            delete_rows(unit, idempotency, idempotency.c.body.contains(f'"{session_id}"', autoescape=True))
    return erased


def _left(unit: Unit, ids: list[str]) -> dict[str, int]:
    left = {table.name: 0 for table in _OF_SESSION}
    for start in range(0, len(ids), _SLICE):
        for table in _OF_SESSION:
            left[table.name] += count_rows(unit, table, table.c.session_id.in_(ids[start : start + _SLICE]))
    return left


def _digests(unit: Unit, ids: list[str]) -> list[str]:
    query = (
        select(messages.c.text_digest)
        .where(messages.c.tenant_id == unit.tenant, messages.c.session_id.in_(ids), messages.c.text_digest.is_not(None))
        .distinct()
    )
    return [digest for digest in unit.connection.execute(query).scalars() if digest is not None]


def _erase_vectors(unit: Unit, digests: list[str]) -> int:
    """Vectors of texts that no message holds any more."""
    erased = 0
    for start in range(0, len(digests), _SLICE):
        part = digests[start : start + _SLICE]
        used = select(messages.c.text_digest).where(
            messages.c.tenant_id == unit.tenant, messages.c.text_digest.in_(part)
        )
        erased += delete_rows(unit, vectors, vectors.c.text_digest.in_(part) & vectors.c.text_digest.not_in(used))
    return erased


def _record(
    unit: Unit, kind: str, subject: str, ids: list[str], erased: dict[str, int], remaining: dict[str, int]
) -> ErasureReport:
    report = ErasureReport(
        id=f"er-{secrets.token_hex(8)}",
        kind=kind,
        sessions=tuple(ids),
        erased=erased,
        remaining=remaining,
        at=now(),
    )
    unit.topics.append(ERASED_TOPIC)
    kept = report.model_dump(mode="json", exclude={"sessions"})
    digest = hashlib.sha256(subject.encode()).hexdigest()
    unit.connection.execute(
        insert(erasures).values(
            tenant_id=unit.tenant,
            id=report.id,
            kind=kind,
            subject_digest=digest,
            report=json.dumps(kept),
            at=report.at,
        )
    )
    return report
