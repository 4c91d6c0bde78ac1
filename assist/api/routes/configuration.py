"""What an agent's desk follows: its own preferences, what a supervisor locks for it, a role's defaults, and the result.

`workspace/configuration.py` says which of them counts. An agent's role is that of its key: `agent` where it holds
several, or comes with a token.
"""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from assist.api.auth import AdminUser, CallerDep, DeskUser, Principal
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.desk import examples
from assist.api.desk.access import check_configures
from assist.api.desk.desk import Desk
from assist.api.desk.requests import DeskDep, etag_of_model, json_answer
from assist.api.preconditions import creates_only, if_match, not_modified
from assist.core.configuration import ConfigurationField, Layer, Preferences, RoleDefaults, Source, Supervised
from assist.core.conversation import Id
from assist.core.errors import Forbidden
from assist.core.sessions import Frozen
from assist.core.vocabulary import UserRole
from assist.store.configurations import Values
from assist.workspace.configuration import FIELDS, choose, wished

router = APIRouter(tags=["configuration"])

_CALLED: dict[Layer, str] = {
    "personal": "the preference document of agent '{}'",
    "supervisor": "the lock document of agent '{}'",
    "role": "the document of defaults of role '{}'",
}


class StoredPreferences(Preferences):
    """An agent's preferences with their version; `etag` null where it has none."""

    agent_id: str
    etag: str | None


class StoredLocks(Supervised):
    """What is locked for an agent, with its version; `etag` null where nothing is."""

    agent_id: str
    etag: str | None


class StoredDefaults(RoleDefaults):
    """A role's defaults with their version; `etag` null where it has none."""

    role: UserRole
    etag: str | None


class SourcedValue(BaseModel):
    """A value, which layer it comes from, and whether personal preferences cannot override it."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    value: Any
    source: Source = Field(serialization_alias="from")
    locked: bool


class Configuration(Frozen):
    """What an agent's desk follows now. `reply_tone` null: as the team's reply policy says; `preload_sessions`: all."""

    agent_id: str
    role: UserRole
    values: dict[ConfigurationField, SourcedValue]


@router.put(
    "/v1/agents/{agent_id}/preferences",
    response_model=None,
    openapi_extra=described(Preferences, examples.PREFERENCES),
    responses=answers(StoredPreferences, examples.STORED_PREFERENCES),
)
async def put_preferences(agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Set what an agent wishes, as the agent itself, its supervisor or an admin; what is left out, or null, is as the
    layer below says. It holds from the next message on. A change needs If-Match; locked fields and limits are 422."""
    asked = parse(await json_bytes(request), Supervised)

    def work() -> tuple[StoredPreferences, bool]:
        check_configures(caller, agent_id, works_in=desk.layers.works_in)
        values = wished(asked, desk.configurations.layers(agent_id)[1])
        etag, fresh = _put(request, desk, "personal", agent_id, values)
        return StoredPreferences(**dict(values), agent_id=agent_id, etag=etag), fresh

    return _stored(await run_in_threadpool(work))


@router.get(
    "/v1/agents/{agent_id}/preferences",
    response_model=None,
    responses=answers(StoredPreferences, examples.STORED_PREFERENCES),
)
async def get_preferences(agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """What an agent wishes; all null before it said so. What counts in the end is its configuration."""
    values, etag = await run_in_threadpool(_said, desk, caller, "personal", agent_id, Preferences)
    return _read(request, StoredPreferences(**dict(values), agent_id=agent_id, etag=etag))


@router.put(
    "/v1/agents/{agent_id}/locks",
    response_model=None,
    openapi_extra=described(Supervised, examples.LOCKS),
    responses=answers(StoredLocks, examples.STORED_LOCKS),
)
async def put_locks(agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """Set values and limits for one agent that it cannot override, as a supervisor of its team or an admin. An agent is
    of the teams of its key and of its sessions. A change needs If-Match; `{}` unlocks everything."""
    values = parse(await json_bytes(request), Supervised)

    def work() -> tuple[StoredLocks, bool]:
        _check_supervises(desk, caller, agent_id)
        etag, fresh = _put(request, desk, "supervisor", agent_id, values)
        return StoredLocks(**dict(values), agent_id=agent_id, etag=etag), fresh

    return _stored(await run_in_threadpool(work))


@router.get("/v1/agents/{agent_id}/locks", response_model=None, responses=answers(StoredLocks, examples.STORED_LOCKS))
async def get_locks(agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """What is locked for an agent, which may read it; all null where nothing is."""
    values, etag = await run_in_threadpool(_said, desk, caller, "supervisor", agent_id, Supervised)
    return _read(request, StoredLocks(**dict(values), agent_id=agent_id, etag=etag))


@router.get(
    "/v1/agents/{agent_id}/configuration",
    response_model=None,
    responses=answers(Configuration, examples.CONFIGURATION),
)
async def get_configuration(agent_id: Id, request: Request, desk: DeskDep, caller: DeskUser) -> Response:
    """What an agent's desk follows, each value with the layer that it comes from: built-in (the service's settings) <
    role < personal, but for what a supervisor set or the role locked, and limits, which nobody sets for itself."""

    def work() -> Configuration:
        check_configures(caller, agent_id, works_in=desk.layers.works_in)
        role, layers = desk.configurations.layers(agent_id)
        values: dict[ConfigurationField, SourcedValue] = {}
        for field in FIELDS:
            one = choose(layers, field)
            values[field] = SourcedValue(value=one.value, source=one.source, locked=one.locked)
        return Configuration(agent_id=agent_id, role=role, values=values)

    configuration = await run_in_threadpool(work)
    etag = etag_of_model(configuration)
    return not_modified(request, etag) or json_answer(configuration, etag=etag)


@router.put(
    "/v1/roles/{role}/defaults",
    response_model=None,
    openapi_extra=described(RoleDefaults, examples.ROLE_DEFAULTS),
    responses=answers(StoredDefaults, examples.STORED_DEFAULTS),
)
async def put_defaults(role: UserRole, request: Request, desk: DeskDep, _caller: AdminUser) -> Response:
    """Set what whoever has the role begins with, and which of it nobody overrides for itself (`locked`). Only an admin
    may, since a role reaches over all teams. A change needs If-Match; it holds from the next message on."""
    values = parse(await json_bytes(request), RoleDefaults)

    def work() -> tuple[StoredDefaults, bool]:
        etag, fresh = _put(request, desk, "role", role, values)
        return StoredDefaults(**dict(values), role=role, etag=etag), fresh

    return _stored(await run_in_threadpool(work))


@router.get(
    "/v1/roles/{role}/defaults", response_model=None, responses=answers(StoredDefaults, examples.STORED_DEFAULTS)
)
async def get_defaults(role: UserRole, request: Request, desk: DeskDep, _caller: CallerDep) -> Response:
    """What whoever has the role begins with; all null before an admin said so."""
    values, etag = await run_in_threadpool(desk.layers.get, "role", role, RoleDefaults)
    return _read(request, StoredDefaults(**dict(values), role=role, etag=etag))


def _check_supervises(desk: Desk, caller: Principal, agent_id: str) -> None:
    if not check_configures(caller, agent_id, works_in=desk.layers.works_in):
        raise Forbidden("what is locked for an agent is set by a supervisor of its team or an admin")


def _said(desk: Desk, caller: Principal, layer: Layer, agent_id: str, kind: type[Values]) -> tuple[Values, str | None]:
    check_configures(caller, agent_id, works_in=desk.layers.works_in)
    return desk.layers.get(layer, agent_id, kind)


def _put(request: Request, desk: Desk, layer: Layer, subject: str, values: Preferences) -> tuple[str, bool]:
    return desk.layers.put(
        layer,
        subject,
        values,
        if_match=if_match(request),
        create_only=creates_only(request),
        what=_CALLED[layer].format(subject),
    )


def _stored(written: tuple[StoredPreferences | StoredLocks | StoredDefaults, bool]) -> Response:
    document, fresh = written
    return json_answer(document, status=201 if fresh else 200, etag=document.etag)


def _read(request: Request, document: StoredPreferences | StoredLocks | StoredDefaults) -> Response:
    known = None if document.etag is None else not_modified(request, document.etag)
    return known or json_answer(document, etag=document.etag)
