"""What each agent's desk follows, in memory: a message asks several times. Dropped when any process changes a layer."""

import threading
import time
from dataclasses import dataclass

from assist.core.configuration import AgentConfiguration
from assist.core.vocabulary import UserRole
from assist.store.configurations import ConfigurationStore
from assist.store.live import CONFIGURED_TOPIC, LiveHub
from assist.workspace.configuration import Layers, configuration_of

_AGENTS_KEPT = 10_000
# A new key gives an agent another role, and a wake-up from another worker may get lost with its connection.
_REMEMBERED_S = 30.0


@dataclass(frozen=True, slots=True)
class _Kept:
    configuration: AgentConfiguration
    until: float


class Configurations:
    """Configurations by agent. Thread-safe."""

    def __init__(self, store: ConfigurationStore, *, built_in: AgentConfiguration, hub: LiveHub) -> None:
        self._store = store
        self._built_in = built_in
        self._kept: dict[str, _Kept] = {}
        self._drops = 0
        self._lock = threading.Lock()
        hub.subscribe((CONFIGURED_TOPIC,), self.forget)

    def of(self, agent_id: str) -> AgentConfiguration:
        """What the agent's desk follows now."""
        kept = self._kept.get(agent_id)
        if kept is not None and kept.until > time.monotonic():
            return kept.configuration
        with self._lock:
            drops = self._drops
        _, layers = self.layers(agent_id)
        found = configuration_of(layers)
        with self._lock:
            # What was read before a change must not be kept after it.
            if self._drops == drops:
                if len(self._kept) >= _AGENTS_KEPT:
                    self._kept.clear()
                self._kept[agent_id] = _Kept(found, time.monotonic() + _REMEMBERED_S)
        return found

    def known(self, agent_id: str) -> AgentConfiguration | None:
        """The same from memory alone, for callers that must not wait for the database; None where it is not there."""
        kept = self._kept.get(agent_id)
        return None if kept is None else kept.configuration

    def layers(self, agent_id: str) -> tuple[UserRole, Layers]:
        """The agent's role and what is said of it, as stored now."""
        stored = self._store.of_agent(agent_id)
        said = Layers(self._built_in, role=stored.defaults, supervisor=stored.supervisor, personal=stored.personal)
        return stored.role, said

    def forget(self) -> None:
        """Drop everything: a layer changed, or somebody was erased."""
        with self._lock:
            self._drops += 1
            self._kept.clear()
