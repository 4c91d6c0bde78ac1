"""Whose session it is: an agent sees its own, a supervisor its teams', an admin all; the rest does not exist."""

from collections.abc import Callable, Sequence

from assist.api.auth import Principal
from assist.core.errors import Forbidden, NotFound
from assist.core.sessions import Session, SuggestionRecord

WorksIn = Callable[[str, Sequence[str]], bool]


def may_see(principal: Principal, session: Session) -> bool:
    """Whether the session exists for this caller."""
    if "admin" in principal.roles:
        return True
    if "supervisor" in principal.roles and session.team is not None and session.team in principal.teams:
        return True
    return "agent" in principal.roles and session.agent_id == principal.subject


def may_see_beside(principal: Principal, session: Session, other: Session, *, team_history: bool) -> bool:
    """Whether a pane beside `session` may tell of `other`: the caller's own, and its team's where that is shared."""
    shared = team_history and other.team is not None and other.team == session.team
    return shared or may_see(principal, other)


def check_moves_to(principal: Principal, session: Session, team: str | None) -> None:
    """Raises Forbidden when a session would leave the sight of who watches over it."""
    if team == session.team or "admin" in principal.roles:
        return
    watched = {"supervisor", "agent"} & principal.roles and team is not None and team in principal.teams
    if not watched and not (session.team is None and "agent" in principal.roles and not principal.teams):
        raise Forbidden("a session's team is changed by a supervisor or agent of the new team, or by an admin")


def visible(principal: Principal, session: Session | None, session_id: str) -> Session:
    """The session. Raises NotFound when there is none or it is not the caller's."""
    if session is None or not may_see(principal, session):
        raise NotFound(f"there is no session '{session_id}'")
    return session


def owned_by(principal: Principal, session_id: str) -> Callable[[Session], Session]:
    """A check for the stores, which hold the session's lock then: after a transfer nothing more is written in it."""
    return lambda session: visible(principal, session, session_id)


def may_see_agent(principal: Principal, agent_id: str) -> bool:
    """Whether the caller may follow an agent's own stream and list."""
    return "admin" in principal.roles or ("agent" in principal.roles and principal.subject == agent_id)


def check_configures(principal: Principal, agent_id: str, *, works_in: WorksIn) -> bool:
    """Whether the caller decides for an agent, as its supervisor or an admin; else it is the agent itself, a
    supervisor's own person included.

    works_in: whether an agent is of one of some teams. Raises NotFound for anybody else.
    """
    if "admin" in principal.roles:
        return True
    if principal.subject == agent_id:
        return False
    if "supervisor" in principal.roles and principal.teams and works_in(agent_id, principal.teams):
        return True
    raise NotFound(f"there is no agent '{agent_id}', or it is not of your team")


def check_creates_for(principal: Principal, agent_id: str, team: str | None) -> None:
    """Raises Forbidden when a session for this agent is not the caller's to create."""
    if "admin" in principal.roles:
        return
    if "supervisor" in principal.roles and team is not None and team in principal.teams:
        return
    if "agent" in principal.roles and principal.subject == agent_id:
        if team is not None and principal.teams and team not in principal.teams:
            raise Forbidden(f"team '{team}' is not one of yours ({', '.join(principal.teams)}); leave it out")
        return
    raise Forbidden("an agent creates sessions for itself, a supervisor for its teams")


def owns_record(principal: Principal, record: SuggestionRecord) -> bool:
    """Whether a suggestion without a session is the caller's own."""
    return "admin" in principal.roles or record.agent_id == principal.subject
