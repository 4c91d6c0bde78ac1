"""Layers of configurations on SQLite and PostgreSQL: kept apart, guarded, told to other processes, erased."""

import threading
from typing import Any

import pytest

from assist.core.configuration import Preferences, RoleDefaults, Supervised
from assist.core.errors import PreconditionFailed, PreconditionRequired
from assist.store.api_keys import ApiKeyStore
from assist.store.configurations import ConfigurationStore
from assist.store.live import CONFIGURED_TOPIC
from tests.support.sessions import Stores

SHORT, LONG = Preferences(reply_length="short"), Preferences(reply_length="long")


@pytest.fixture
def layers(stores: Stores) -> ConfigurationStore:
    return stores.configurations


def put(layers: ConfigurationStore, values: Preferences, *, subject: str = "ana", **more: Any) -> tuple[str, bool]:
    conditions = {"if_match": None, "create_only": False, **more}
    return layers.put("personal", subject, values, what="what ana prefers", **conditions)


def test_nothing_said_reads_as_nothing_said(layers: ConfigurationStore) -> None:
    assert layers.get("personal", "ana", Preferences) == (Preferences(), None)
    assert layers.of_agent("ana").role == "agent"
    assert layers.of_agent("ana").personal == Preferences()


def test_each_layer_and_each_subject_has_its_own_document(layers: ConfigurationStore) -> None:
    put(layers, SHORT)
    put(layers, LONG, subject="agent")  # an agent that is called like a role
    none = {"if_match": None, "create_only": False, "what": "it"}
    layers.put("supervisor", "ana", Supervised(session_limit=2), **none)
    layers.put("role", "agent", RoleDefaults(tab_limit=3, locked=("tab_limit",)), **none)
    layers.put("role", "author", RoleDefaults(tab_limit=7), **none)
    found = layers.of_agent("ana")
    assert (found.personal, found.supervisor.session_limit) == (SHORT, 2)
    assert found.defaults == RoleDefaults(tab_limit=3, locked=("tab_limit",))
    assert layers.of_agent("ben").defaults.tab_limit == 3
    assert layers.of_agent("ben").personal == Preferences()
    assert layers.get("personal", "agent", Preferences)[0] == LONG


def test_an_update_names_the_version_that_it_replaces(layers: ConfigurationStore) -> None:
    first, fresh = put(layers, SHORT, create_only=True)
    assert fresh
    assert put(layers, SHORT) == (first, False)
    with pytest.raises(PreconditionRequired):
        put(layers, LONG)
    with pytest.raises(PreconditionFailed):
        put(layers, LONG, create_only=True)
    with pytest.raises(PreconditionFailed):
        put(layers, LONG, if_match="another")
    with pytest.raises(PreconditionFailed):
        put(layers, LONG, subject="ben", if_match=first)
    second, fresh = put(layers, LONG, if_match=first)
    assert (fresh, second == first) == (False, False)
    assert layers.get("personal", "ana", Preferences) == (LONG, second)


def test_two_that_write_the_first_document_at_once_do_not_overwrite_each_other(layers: ConfigurationStore) -> None:
    outcomes: list[str] = []

    def write(number: int) -> None:
        try:
            put(layers, Preferences(replies_limit=number), create_only=True)
            outcomes.append("stored")
        except PreconditionFailed:
            outcomes.append("refused")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(1, 9)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["stored"]


def test_a_change_is_told_once_it_is_stored_and_what_changes_nothing_is_not(stores: Stores) -> None:
    seen: list[Preferences] = []
    layers = stores.configurations
    stores.live.hub.subscribe((CONFIGURED_TOPIC,), lambda: seen.append(layers.get("personal", "ana", Preferences)[0]))
    put(layers, SHORT)
    put(layers, SHORT)
    assert seen == [SHORT]


def test_an_agent_has_the_role_and_the_teams_of_its_keys_and_the_teams_of_its_sessions(stores: Stores) -> None:
    keys, layers = ApiKeyStore(stores.live.database), stores.configurations
    lead, _ = keys.create(role="supervisor", agent_id="lea", teams=("north", "east"))
    assert layers.of_agent("lea").role == "supervisor"
    assert layers.works_in("lea", ("east",))
    assert not layers.works_in("lea", ("nort",))
    keys.create(role="agent", agent_id="lea")
    assert layers.of_agent("lea").role == "agent"
    keys.revoke(lead.id)
    assert not layers.works_in("lea", ("north",))
    stores.start("s1", agent_id="ana", team="south")
    assert layers.works_in("ana", ("north", "south"))
    assert not layers.works_in("ana", ("north",))
    assert not layers.works_in("ana", ())


def test_an_erased_agent_takes_its_documents_along_and_leaves_those_of_roles_and_others(stores: Stores) -> None:
    layers, none = stores.configurations, {"if_match": None, "create_only": False, "what": "it"}
    put(layers, SHORT, subject="agent")
    put(layers, LONG, subject="ben")
    layers.put("supervisor", "agent", Supervised(session_limit=2), **none)
    layers.put("role", "agent", RoleDefaults(tab_limit=3), **none)
    report = stores.eraser.erase_agent("agent")
    assert (report.erased["configuration_layers"], report.remaining["configuration_layers"]) == (2, 0)
    assert layers.get("personal", "agent", Preferences) == (Preferences(), None)
    assert layers.get("supervisor", "agent", Supervised) == (Supervised(), None)
    assert layers.get("role", "agent", RoleDefaults)[0].tab_limit == 3
    assert layers.get("personal", "ben", Preferences)[0] == LONG
