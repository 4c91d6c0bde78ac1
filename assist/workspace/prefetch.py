"""Which sessions get their suggestions before the pane asks: the agent's configuration in plain values."""

from collections.abc import Callable
from typing import Literal

from assist.core.sessions import Frozen, Session
from assist.core.vocabulary import FEATURES, Feature

Preload = Literal["all", "focused", "none"]


class PaneConfiguration(Frozen):
    """What an agent's pane offers.

    preload: `all` computes at every message, `focused` only for the session in front, `none` when the pane asks;
    preload_sessions: beside the one in front, at most so many of the agent's newest sessions (None: no bound).
    """

    features: frozenset[Feature] = frozenset(FEATURES)
    preload: Preload = "all"
    preload_sessions: int | None = None


def wants_preload(configuration: PaneConfiguration, session: Session, *, newer_sessions: Callable[[], int]) -> bool:
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
