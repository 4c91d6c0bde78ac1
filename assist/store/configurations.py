"""The layers of agents' configurations: defaults of roles, what supervisors set, what agents wish."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from sqlalchemy import Connection, insert, select, update

from assist.core.configuration import Layer, Preferences, RoleDefaults, Supervised
from assist.core.vocabulary import UserRole
from assist.store.content import content_of, etag_of, now
from assist.store.counters import advance
from assist.store.live import CONFIGURED_TOPIC
from assist.store.preconditions import check_update
from assist.store.schema import api_keys, configuration_layers, sessions
from assist.store.unit import LiveStore, Unit

COUNTER = "configuration"
# Which of them an erased agent takes along.
OF_AGENTS: tuple[Layer, ...] = ("supervisor", "personal")
# Who holds several keys is an agent before anything else, and so is who comes with a token.
_ROLES: tuple[UserRole, ...] = get_args(UserRole)
_WITHOUT_KEY: UserRole = "agent"
Values = TypeVar("Values", bound=Preferences)


@dataclass(frozen=True, slots=True)
class AgentLayers:
    """What is stored for an agent, and the role whose defaults are its own."""

    role: UserRole
    defaults: RoleDefaults
    supervisor: Supervised
    personal: Preferences


class ConfigurationStore:
    """One document for each layer and subject: a role, or an agent."""

    def __init__(self, live: LiveStore) -> None:
        self._live = live

    def get(self, layer: Layer, subject: str, kind: type[Values]) -> tuple[Values, str | None]:
        """What is stored and its ETag; nothing said, and None, where nothing is."""
        row = self._live.read(lambda connection: self._row(connection, layer, subject))
        return (kind(), None) if row is None else (kind.model_validate_json(row.content), row.etag)

    def put(
        self, layer: Layer, subject: str, values: Preferences, *, if_match: str | None, create_only: bool, what: str
    ) -> tuple[str, bool]:
        """Store; the ETag, and whether it is the first. Every process reads its agents' configurations anew.

        Raises PreconditionRequired and PreconditionFailed, in which `what` names the document.
        """
        content = content_of(values)
        etag = etag_of(content)

        def work(unit: Unit) -> tuple[str, bool]:
            # Two that write the first one at once take turns.
            advance(unit.connection, tenant=unit.tenant, name=COUNTER)
            stored = self._row(unit.connection, layer, subject)
            if stored is not None and stored.etag == etag and not create_only:
                return etag, False  # the same once more, after its answer was lost
            check_update(stored.etag if stored else None, if_match=if_match, create_only=create_only, what=what)
            written: dict[str, Any] = {"content": content, "etag": etag, "updated_at": now()}
            if stored is None:
                key = {"tenant_id": unit.tenant, "layer": layer, "subject": subject}
                unit.connection.execute(insert(configuration_layers).values(**key, **written))
            else:
                change = update(configuration_layers).where(self._match(layer, subject)).values(**written)
                unit.connection.execute(change)
            unit.topics.append(CONFIGURED_TOPIC)
            return etag, stored is None

        return self._live.commit(work)

    def of_agent(self, agent_id: str) -> AgentLayers:
        """Everything that is said of an agent."""

        def work(connection: Connection) -> AgentLayers:
            held = {key.role for key in self._keys(connection, agent_id)}
            role = _role_of(held)
            subjects: tuple[tuple[Layer, str], ...] = (("role", role), *((layer, agent_id) for layer in OF_AGENTS))
            found = [self._row(connection, layer, subject) for layer, subject in subjects]
            defaults, supervisor, personal = (None if row is None else row.content for row in found)
            return AgentLayers(
                role=role,
                defaults=RoleDefaults.model_validate_json(defaults) if defaults else RoleDefaults(),
                supervisor=Supervised.model_validate_json(supervisor) if supervisor else Supervised(),
                personal=Preferences.model_validate_json(personal) if personal else Preferences(),
            )

        return self._live.read(work)

    def works_in(self, agent_id: str, teams: Sequence[str]) -> bool:
        """Whether the agent is of one of `teams`: by a key of its own, or by a session that it has or had in one."""
        sessions_there = (
            select(sessions.c.id)
            .where(sessions.c.tenant_id == self._live.tenant, sessions.c.agent_id == agent_id)
            .where(sessions.c.team.in_(teams))
            .limit(1)
        )

        return not set(self.teams_of(agent_id)).isdisjoint(teams) or self._live.read(
            lambda connection: connection.execute(sessions_there).first() is not None
        )

    def teams_of(self, agent_id: str) -> tuple[str, ...]:
        """The teams that the agent's keys name, as far as it has keys and no token of another service's."""
        keys = self._live.read(lambda connection: self._keys(connection, agent_id))
        return tuple(dict.fromkeys(team for key in keys for team in json.loads(key.teams)))

    def _keys(self, connection: Connection, agent_id: str) -> Sequence[Any]:
        query = select(api_keys.c.role, api_keys.c.teams).where(
            api_keys.c.tenant_id == self._live.tenant,
            api_keys.c.agent_id == agent_id,
            api_keys.c.revoked_at.is_(None),
        )
        return connection.execute(query).all()

    def _match(self, layer: Layer, subject: str) -> Any:
        table = configuration_layers.c
        return (table.tenant_id == self._live.tenant) & (table.layer == layer) & (table.subject == subject)

    def _row(self, connection: Connection, layer: Layer, subject: str) -> Any:
        return connection.execute(select(configuration_layers).where(self._match(layer, subject))).first()


def _role_of(held: set[str]) -> UserRole:
    for role in _ROLES:
        if role in held:
            return role
    return _WITHOUT_KEY
