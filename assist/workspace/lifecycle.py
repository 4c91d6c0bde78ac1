"""How a session moves: one table of verbs, the states they start from and the state they lead to. Closed is final."""

from datetime import datetime
from typing import Literal

from assist.core.errors import Conflict
from assist.core.sessions import Session
from assist.core.vocabulary import SessionState

Verb = Literal["accept", "wait", "transfer", "wrap_up", "close"]

# Waiting frees the agent's hands (asynchronous channels); a transfer puts the session before the next agent unaccepted.
TRANSITIONS: dict[Verb, dict[SessionState, SessionState]] = {
    "accept": {"open": "active", "waiting": "active", "active": "active"},
    "wait": {"active": "waiting", "waiting": "waiting"},
    "transfer": {"open": "open", "active": "open", "waiting": "open"},
    "wrap_up": {"active": "wrap_up", "waiting": "wrap_up", "wrap_up": "wrap_up"},
    "close": {"open": "closed", "active": "closed", "waiting": "closed", "wrap_up": "closed"},
}


def next_state(state: SessionState, verb: Verb) -> SessionState:
    """The state that `verb` leads to. Raises Conflict (`session_closed`, `session_state`) where it does not apply."""
    if state == "closed" and verb == "close":
        raise Conflict("the session is closed already", code="session_closed")
    if state == "closed":
        raise Conflict("the session is closed, and closed is final; start a new one", code="session_closed")
    following = TRANSITIONS[verb].get(state)
    if following is None:
        allowed = " or ".join(TRANSITIONS[verb])
        raise Conflict(
            f"a session that is {state} cannot {verb.replace('_', ' ')}; it must be {allowed}", code="session_state"
        )
    return following


def move(session: Session, verb: Verb, *, at: datetime) -> Session:
    """The session after `verb`; the same object where nothing changes."""
    state = next_state(session.state, verb)
    if state == session.state and verb != "transfer":
        return session
    changes: dict[str, object] = {"state": state}
    if verb == "accept":
        changes["accepted_at"] = at
    if verb == "close":
        changes.update(closed_at=at, focused=False, unread=0)
    return session.model_copy(update=changes)


def transfer(session: Session, to_agent: str, *, team: str | None, at: datetime) -> Session:
    """The session before its next agent: unaccepted, unfocused, with everything that hangs on it."""
    if to_agent == session.agent_id:
        raise Conflict(f"agent '{to_agent}' already has this session", code="same_agent")
    moved = move(session, "transfer", at=at)
    return moved.model_copy(
        update={"agent_id": to_agent, "team": team or session.team, "focused": False, "accepted_at": None}
    )


def focus(session: Session) -> Session:
    """The session the agent looks at: nothing in it is unread. Raises Conflict when it is closed."""
    if session.state == "closed":
        raise Conflict("the session is closed; read it with GET", code="session_closed")
    if session.focused and session.unread == 0:
        return session
    return session.model_copy(update={"focused": True, "unread": 0})
