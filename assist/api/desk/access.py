"""Whose session it is: an agent sees its own, a supervisor its teams', an admin all; the rest does not exist."""

from assist.api.auth import Principal
from assist.core.errors import Forbidden, NotFound
from assist.core.sessions import Session, SuggestionRecord


def may_see(principal: Principal, session: Session) -> bool:
    """Whether the session exists for this caller."""
    if "admin" in principal.roles:
        return True
    if "supervisor" in principal.roles and session.team is not None and session.team in principal.teams:
        return True
    return "agent" in principal.roles and session.agent_id == principal.subject


def visible(principal: Principal, session: Session | None, session_id: str) -> Session:
    """The session. Raises NotFound when there is none or it is not the caller's."""
    if session is None or not may_see(principal, session):
        raise NotFound(f"there is no session '{session_id}'")
    return session


def may_see_agent(principal: Principal, agent_id: str) -> bool:
    """Whether the caller may follow an agent's own stream and list."""
    return "admin" in principal.roles or ("agent" in principal.roles and principal.subject == agent_id)


def check_creates_for(principal: Principal, agent_id: str, team: str | None) -> None:
    """Raises Forbidden when a session for this agent is not the caller's to create."""
    if "admin" in principal.roles:
        return
    if "supervisor" in principal.roles and team is not None and team in principal.teams:
        return
    if "agent" in principal.roles and principal.subject == agent_id:
        return
    raise Forbidden("an agent creates sessions for itself, a supervisor for its teams")


def owns_record(principal: Principal, record: SuggestionRecord) -> bool:
    """Whether a suggestion without a session is the caller's own."""
    return "admin" in principal.roles or record.agent_id == principal.subject
