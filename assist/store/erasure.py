"""Erasure: all of a customer, or an agent's own traces, removed in one transaction, counted and checked."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update

from assist.core.sessions import Frozen
from assist.store.content import now
from assist.store.live import ERASED_TOPIC, agent_topic, session_topic
from assist.store.schema import (
    api_keys,
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
ERASED_AGENT = "erased"
_SLICE = 500


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
        query = select(sessions.c.id).where(
            sessions.c.tenant_id == self._live.tenant, sessions.c.customer_id == customer_id
        )

        def work(unit: Unit) -> ErasureReport:
            ids = list(unit.connection.execute(query).scalars())
            erased = _erase_sessions(unit, ids)
            remaining = {**_left(unit, ids), "sessions": len(unit.connection.execute(query).all())}
            return _record(unit, "customer", customer_id, ids, erased, remaining)

        return self._finish(self._live.commit(work))

    def erase_agent(self, agent_id: str) -> ErasureReport:
        """An agent's drafts, feedback, events and keys; sessions stay with the customer under a neutral name."""

        def work(unit: Unit) -> ErasureReport:
            ids = list(
                unit.connection.execute(
                    select(sessions.c.id).where(sessions.c.tenant_id == unit.tenant, sessions.c.agent_id == agent_id)
                ).scalars()
            )
            erased = _erase_agent(unit, agent_id, ids)
            return _record(unit, "agent", agent_id, ids, erased, _agent_left(unit, agent_id))

        return self._finish(self._live.commit(work))

    def erase_closed_before(self, moment: datetime, *, limit: int = 500) -> ErasureReport | None:
        """Retention: up to `limit` sessions closed before `moment`, oldest first; None when there is none."""
        query = (
            select(sessions.c.id)
            .where(sessions.c.tenant_id == self._live.tenant, sessions.c.closed_at < moment)
            .order_by(sessions.c.closed_at)
            .limit(limit)
        )

        def work(unit: Unit) -> ErasureReport | None:
            ids = list(unit.connection.execute(query).scalars())
            if not ids:
                return None
            return _record(unit, "retention", "", ids, _erase_sessions(unit, ids), _left(unit, ids))

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
            erased[table.name] += _delete(unit, table, table.c.session_id.in_(part))
        erased["sessions"] += _delete(unit, sessions, sessions.c.id.in_(part))
        unit.all_sessions = True
        erased["vectors"] += _erase_vectors(unit, digests)
        for session_id in part:
            _delete(unit, counters, counters.c.name == f"events:{session_topic(session_id)}")
            _delete(unit, idempotency, idempotency.c.body.contains(f'"{session_id}"', autoescape=True))
    return erased


def _erase_agent(unit: Unit, agent_id: str, ids: list[str]) -> dict[str, int]:
    neutral = update(sessions).where(sessions.c.tenant_id == unit.tenant, sessions.c.agent_id == agent_id)
    speakers = update(messages).where(
        messages.c.tenant_id == unit.tenant, messages.c.session_id.in_(ids), messages.c.role == "agent"
    )
    unnamed = update(suggestions).where(suggestions.c.tenant_id == unit.tenant, suggestions.c.agent_id == agent_id)
    saved = update(case_draft_versions).where(
        case_draft_versions.c.tenant_id == unit.tenant, case_draft_versions.c.saved_by == agent_id
    )
    renamed = unit.connection.execute(
        neutral.values(agent_id=ERASED_AGENT, change=sessions.c.change + 1, drafts_change=sessions.c.change + 1)
    ).rowcount
    unit.all_sessions = True
    unit.connection.execute(speakers.values(participant=None))
    unit.connection.execute(unnamed.values(agent_id=None))
    unit.connection.execute(saved.values(saved_by=None))
    return {
        "feedback": _delete(unit, feedback, feedback.c.agent_id == agent_id),
        "drafts": _delete(unit, drafts, drafts.c.session_id.in_(ids)),
        "events": _delete(unit, events, events.c.stream == agent_topic(agent_id)),
        "api_keys": _delete(unit, api_keys, api_keys.c.agent_id == agent_id),
        "idempotency": _delete(unit, idempotency, idempotency.c.caller == agent_id),
        "sessions_unnamed": renamed,
    }


def _agent_left(unit: Unit, agent_id: str) -> dict[str, int]:
    return {
        "feedback": _count(unit, feedback, feedback.c.agent_id == agent_id),
        "events": _count(unit, events, events.c.stream == agent_topic(agent_id)),
        "api_keys": _count(unit, api_keys, api_keys.c.agent_id == agent_id),
        "sessions": _count(unit, sessions, sessions.c.agent_id == agent_id),
        "suggestions": _count(unit, suggestions, suggestions.c.agent_id == agent_id),
    }


def _left(unit: Unit, ids: list[str]) -> dict[str, int]:
    left = {table.name: 0 for table in _OF_SESSION}
    for start in range(0, len(ids), _SLICE):
        for table in _OF_SESSION:
            left[table.name] += _count(unit, table, table.c.session_id.in_(ids[start : start + _SLICE]))
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
        erased += _delete(unit, vectors, vectors.c.text_digest.in_(part) & vectors.c.text_digest.not_in(used))
    return erased


def _delete(unit: Unit, table: Table, condition: Any) -> int:
    return unit.connection.execute(delete(table).where(table.c.tenant_id == unit.tenant, condition)).rowcount


def _count(unit: Unit, table: Table, condition: Any) -> int:
    query = select(func.count()).select_from(table).where(table.c.tenant_id == unit.tenant, condition)
    return unit.connection.execute(query).scalar_one()


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
