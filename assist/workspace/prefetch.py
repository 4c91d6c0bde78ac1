"""Which sessions get their suggestions before the pane asks."""

from collections.abc import Callable

from assist.core.configuration import AgentConfiguration
from assist.core.sessions import Session


def wants_preload(configuration: AgentConfiguration, session: Session, *, newer_sessions: Callable[[], int]) -> bool:
    """Whether a new message of this session is worked on at once.

    newer_sessions: counts the agent's sessions in work that began after it; asked only where it matters.
    """
    if session.state == "closed" or configuration.preload == "none":
        return False
    if configuration.preload == "focused" and not session.focused:
        return False
    if session.focused or configuration.preload_sessions is None:
        return True
    return newer_sessions() < configuration.preload_sessions
