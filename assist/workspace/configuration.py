"""Which layer says what an agent's desk follows: built-in < role < personal; what a supervisor sets stays as it is.

A supervisor decides for one agent, so it goes before the role; personal wishes go before both but for what is locked:
everything a supervisor set, and the fields that the role's defaults list. A wish from before a lock waits behind it.
"""

from dataclasses import dataclass
from typing import Any, get_args

from assist.core.configuration import (
    AgentConfiguration,
    ConfigurationField,
    Preferences,
    RoleDefaults,
    Source,
    Supervised,
)
from assist.core.errors import FieldProblem, InvalidInput

FIELDS: tuple[ConfigurationField, ...] = get_args(ConfigurationField)
LIMITS: tuple[ConfigurationField, ...] = tuple(name for name in FIELDS if name not in Preferences.model_fields)


@dataclass(frozen=True, slots=True)
class Layers:
    """What is said of an agent; `built_in` says everything, the others what they want to."""

    built_in: AgentConfiguration
    role: RoleDefaults
    supervisor: Supervised
    personal: Preferences


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value, the layer it comes from, and whether personal preferences cannot override it."""

    value: Any
    source: Source
    locked: bool


def choose(layers: Layers, field: ConfigurationField) -> Chosen:
    """What counts for a field."""
    said: dict[Source, Any] = {
        "supervisor": getattr(layers.supervisor, field),
        "personal": getattr(layers.personal, field, None),
        "role": getattr(layers.role, field),
    }
    locked = said["supervisor"] is not None or field in layers.role.locked or field in LIMITS
    for source, value in said.items():
        if value is not None and not (locked and source == "personal"):
            return Chosen(value, source, locked)
    return Chosen(getattr(layers.built_in, field), "built_in", locked)


def configuration_of(layers: Layers) -> AgentConfiguration:
    """What the desk follows."""
    return AgentConfiguration(**{field: choose(layers, field).value for field in FIELDS})


def wished(asked: Supervised, layers: Layers) -> Preferences:
    """What an agent may wish for itself. Raises InvalidInput, naming each field that is not its own to set.

    A wish that was stored before its field was locked may be sent again.
    """
    problems = [FieldProblem(name, _REFUSED) for name in LIMITS if getattr(asked, name) is not None]
    for name in FIELDS:
        now = choose(layers, name)
        value = getattr(asked, name)
        if name in LIMITS or not now.locked or value is None or value == getattr(layers.personal, name):
            continue
        problems.append(FieldProblem(name, f"is locked {_BY[now.source]} ({_told(now.value)}); leave it out"))
    if problems:
        raise InvalidInput(f"{problems[0].field}: {problems[0].message}", errors=tuple(problems))
    return Preferences.model_validate(asked.model_dump(include=set(Preferences.model_fields)))


_REFUSED = (
    "is a limit, which nobody sets for itself: an admin sets it with PUT /v1/roles/{role}/defaults, a supervisor with "
    "PUT /v1/agents/{id}/locks"
)
_BY: dict[Source, str] = {
    "supervisor": "by a supervisor",
    "role": "by the defaults of the role",
    "built_in": "by the defaults of the role, at the value of the whole service",
}


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"  # pyright: ignore[reportUnknownArgumentType]
    return "no value" if value is None else str(value)
