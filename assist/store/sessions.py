"""Sessions: create, read, list and change under checked rules."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import get_args

from sqlalchemy import ColumnElement, func, select, tuple_, update

from assist.core.conversation import Message
from assist.core.errors import Conflict
from assist.core.ports import Page
from assist.core.sessions import Session
from assist.core.vocabulary import SessionState
from assist.store.content import decode_cursor, encode_cursor, number_in_cursor
from assist.store.counters import advance
from assist.store.event_log import EventDraft
from assist.store.idempotency import RequestKey
from assist.store.live import agent_topic
from assist.store.messages import append_messages
from assist.store.schema import sessions
from assist.store.session_rows import (
    STAMP_OF,
    announce,
    insert_session,
    locked_session,
    read_session,
    save_session,
    session_of,
)
from assist.store.unit import LiveStore, Unit

# Sessions in these states are on the agent's hands.
ACCEPTED: tuple[SessionState, ...] = ("active", "wrap_up")
IN_WORK: tuple[SessionState, ...] = ("open", "active", "waiting", "wrap_up")
# An agent takes on one session at a time, and one comes to the front at a time.
ACCEPT_COUNTER, FOCUS_COUNTER = "accept:", "focus:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Decide = Callable[[Session], Session]


class SessionStore:
    """Sessions of all agents; who may see which is the caller's business."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def create(
        self, session: Session, messages: Sequence[Message] = (), *, request: RequestKey | None = None
    ) -> tuple[Session, bool]:
        """Store a session with its first messages; the flag is False when `request` was answered before.

        Raises Conflict when the id is taken.
        """

        def work(unit: Unit) -> Session:
            if read_session(unit.connection, unit.tenant, session.id) is not None:
                raise Conflict(f"session '{session.id}' exists already", code="exists")
            stored = insert_session(unit, session)
            announce(unit, stored)
            return append_messages(unit, stored, messages)[0] if messages else stored

        return self._live.commit_once(work, Session, request)

    def get(self, session_id: str) -> Session | None:
        """The session; None when unknown."""
        tenant = self._live.tenant
        return self._live.session(
            session_id,
            lambda connection: read_session(connection, tenant, session_id),
            (STAMP_OF, (tenant, session_id)),
        )

    def known(self, session_id: str) -> Session | None:
        """The session as committed last, from memory alone; None where this process cannot tell."""
        return self._live.known_session(session_id)

    def page(
        self,
        *,
        agent_id: str | None = None,
        teams: Sequence[str] | None = None,
        own: str | None = None,
        customer_id: str | None = None,
        states: Sequence[SessionState] | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[Session]:
        """Sessions, newest first; `own`: this agent's as well as those of `teams`.

        Read branch by branch, one for each state (and team): every branch comes ordered from an index, so that a page
        costs the same whatever is stored beside it.
        """
        common = [sessions.c.tenant_id == self._live.tenant]
        if cursor is not None:
            moment, key = decode_cursor(cursor, parts=2)
            after = (_EPOCH + timedelta(microseconds=number_in_cursor(moment)), key)
            common.append(tuple_(sessions.c.created_at, sessions.c.id) < after)
        newest = (sessions.c.created_at.desc(), sessions.c.id.desc())
        queries = [
            select(sessions).where(*common, *branch).order_by(*newest).limit(limit + 1)
            for branch in _branches(agent_id, teams, own, customer_id, states)
        ]
        rows = self._live.read(lambda connection: [row for query in queries for row in connection.execute(query)])
        # One of the agent's own that is also its team's comes twice.
        once = {row.id: row for row in rows}.values()
        found = sorted(map(session_of, once), key=lambda session: (session.created_at, session.id), reverse=True)
        more = len(found) > limit
        return Page(items=tuple(found[:limit]), next_cursor=_cursor(found[limit - 1]) if more else None)

    def change(
        self, session_id: str, decide: Decide, *, accepted_limit: int | None = None, to_front: bool = False
    ) -> Session:
        """Apply a pure rule to the locked session and store what it returns; nothing is written when it is the same.

        accepted_limit: sessions its agent may have accepted; one that would be over it raises Conflict. to_front: the
        rule may bring the session to the front.
        Raises NotFound, and whatever `decide` raises.
        """

        def work(unit: Unit) -> Session:
            if to_front:
                self._await_turn(unit, session_id)
            before = locked_session(unit, session_id)
            after = decide(before)
            if after == before:
                return before
            if accepted_limit is not None and after.state in ACCEPTED and before.state not in ACCEPTED:
                self._check_limit(unit, after.agent_id, accepted_limit)
            if after.focused and not before.focused:
                self._unfocus_others(unit, after)
            if after.agent_id != before.agent_id:
                left = {"state": after.state, "agent_id": after.agent_id}
                unit.events.append(
                    EventDraft(agent_topic(before.agent_id), "session", before.id, before.revision, left)
                )
            stored = save_session(unit, before, after)
            announce(unit, stored)
            return stored

        return self._live.commit(work)

    def _await_turn(self, unit: Unit, session_id: str) -> None:
        # Before any session is held, since the one in front until now is needed as well: two cannot end up in front.
        session = read_session(unit.connection, unit.tenant, session_id)
        if session is not None:
            advance(unit.connection, tenant=unit.tenant, name=FOCUS_COUNTER + session.agent_id)

    def _check_limit(self, unit: Unit, agent_id: str, limit: int) -> None:
        # So that two cannot both take the last place.
        advance(unit.connection, tenant=unit.tenant, name=ACCEPT_COUNTER + agent_id)
        match = (
            (sessions.c.tenant_id == unit.tenant) & (sessions.c.agent_id == agent_id) & sessions.c.state.in_(ACCEPTED)
        )
        held = unit.connection.execute(select(func.count()).select_from(sessions).where(match)).scalar_one()
        if held >= limit:
            raise Conflict(
                f"agent '{agent_id}' already works on {held} sessions and the limit is {limit}; "
                "close one or put one on hold first (wrapping up still takes a place)",
                code="session_limit",
            )

    def _unfocus_others(self, unit: Unit, session: Session) -> None:
        match = (
            (sessions.c.tenant_id == unit.tenant)
            & (sessions.c.agent_id == session.agent_id)
            & sessions.c.state.in_(IN_WORK)
            & (sessions.c.id != session.id)
            & sessions.c.focused.is_(True)
        )
        unit.connection.execute(update(sessions).where(match).values(focused=False, change=sessions.c.change + 1))
        unit.all_sessions = True

    def related(self, session: Session, *, limit: int = 10) -> tuple[Session, ...]:
        """Other sessions of the same customer, newest first."""
        if session.customer is None:
            return ()
        page = self.page(customer_id=session.customer.id, limit=limit + 1)
        return tuple(other for other in page.items if other.id != session.id)[:limit]

    def count_newer(self, session: Session) -> int:
        """How many of the agent's sessions in work began after this one."""
        match = (
            (sessions.c.tenant_id == self._live.tenant)
            & (sessions.c.agent_id == session.agent_id)
            & sessions.c.state.in_(IN_WORK)
            & (sessions.c.created_at > session.created_at)
        )
        query = select(func.count()).select_from(sessions).where(match)
        return self._live.read(lambda connection: connection.execute(query).scalar_one())

    def customer_stamp(self, customer_id: str) -> str:
        """Moves when any session of the customer changes."""
        match = (sessions.c.tenant_id == self._live.tenant) & (sessions.c.customer_id == customer_id)
        query = select(func.count(), func.sum(sessions.c.change)).where(match)
        count, total = self._live.read(lambda connection: connection.execute(query).one())
        return f"{count}.{total}"


def _branches(
    agent_id: str | None,
    teams: Sequence[str] | None,
    own: str | None,
    customer_id: str | None,
    states: Sequence[SessionState] | None,
) -> list[list[ColumnElement[bool]]]:
    """Conditions that together select the wanted sessions, and that an index answers in order."""
    if own is not None and teams is not None:
        return [
            *_branches(agent_id, teams, None, customer_id, states),
            *([] if agent_id not in (None, own) else _branches(own, None, None, customer_id, states)),
        ]
    wanted = [sessions.c.state == state for state in (states if states is not None else get_args(SessionState))]
    if customer_id is not None:
        theirs: list[ColumnElement[bool]] = [sessions.c.customer_id == customer_id]
        theirs += [sessions.c.state.in_(states)] if states is not None else []
        theirs += [sessions.c.agent_id == agent_id] if agent_id is not None else []
        return [theirs + ([sessions.c.team.in_(teams)] if teams is not None else [])]
    if agent_id is not None:
        of_agent: list[ColumnElement[bool]] = [sessions.c.agent_id == agent_id]
        of_agent += [sessions.c.team.in_(teams)] if teams is not None else []
        return [[*of_agent, state] for state in wanted]
    if teams is not None:
        return [[sessions.c.team == team, state] for team in dict.fromkeys(teams) for state in wanted]
    return [[state] for state in wanted]


def _cursor(session: Session) -> str:
    return encode_cursor(str((session.created_at - _EPOCH) // timedelta(microseconds=1)), session.id)
