"""Which layer counts, and what an agent may not set for itself."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.copilot.options import ArticleOptions, ReplyOptions, SummaryOptions
from assist.core.configuration import (
    AgentConfiguration,
    ConfigurationField,
    Preferences,
    RoleDefaults,
    Supervised,
)
from assist.core.errors import InvalidInput
from assist.core.vocabulary import FEATURES, SECTIONS
from assist.workspace.configuration import FIELDS, LIMITS, Layers, choose, configuration_of, wished

BUILT_IN = AgentConfiguration(session_limit=5)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "features": st.lists(st.sampled_from(FEATURES), unique=True).map(tuple),
    "preload": st.sampled_from(("all", "focused", "none")),
    "preload_sessions": st.integers(0, 9),
    "reply_tone": st.sampled_from(("friendly", "professional", "formal")),
    "reply_length": st.sampled_from(("short", "medium", "long")),
    "replies_limit": st.integers(1, 20),
    "articles_limit": st.integers(1, 50),
    "summary_max_words": st.integers(10, 1_000),
    "summary_sections": st.lists(st.sampled_from(SECTIONS), unique=True).map(tuple),
    "session_limit": st.integers(1, 99),
    "tab_limit": st.integers(1, 99),
}
OWN = {name: values for name, values in VALUES.items() if name not in ("session_limit", "tab_limit")}


def said(kind: type[Any], fields: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=fields).map(kind.model_validate)


LOCKED = {"locked": st.lists(st.sampled_from(FIELDS), unique=True).map(tuple)}
layers_said = st.builds(
    Layers,
    built_in=st.just(BUILT_IN),
    role=said(RoleDefaults, {**VALUES, **LOCKED}),
    supervisor=said(Supervised, VALUES),
    personal=said(Preferences, OWN),
)


def layers(**given: Any) -> Layers:
    silent = {"built_in": BUILT_IN, "role": RoleDefaults(), "supervisor": Supervised(), "personal": Preferences()}
    return Layers(**{**silent, **given})


@given(said=layers_said)
def test_every_value_is_the_one_that_the_order_of_the_layers_gives(said: Layers) -> None:
    for field in FIELDS:
        free = None if field in said.role.locked else getattr(said.personal, field, None)
        order = [getattr(said.supervisor, field), free, getattr(said.role, field), getattr(said.built_in, field)]
        sources = ("supervisor", "personal", "role", "built_in")
        expected = next(((v, s) for v, s in zip(order, sources, strict=True) if v is not None), (None, "built_in"))
        chosen = choose(said, field)
        assert (chosen.value, chosen.source) == expected, field
        assert getattr(configuration_of(said), field) == expected[0]


@given(said=layers_said, asked=said(Supervised, VALUES))
def test_a_wish_that_is_taken_comes_true_and_nothing_locked_moves(said: Layers, asked: Supervised) -> None:
    refused = {
        name
        for name in FIELDS
        if (value := getattr(asked, name)) is not None
        and (name in LIMITS or (choose(said, name).locked and value != getattr(said.personal, name)))
    }
    if refused:
        with pytest.raises(InvalidInput) as raised:
            wished(asked, said)
        assert {problem.field for problem in raised.value.errors} == refused
        return
    wishes = wished(asked, said)
    after = Layers(said.built_in, said.role, said.supervisor, wishes)
    for field in FIELDS:
        if choose(said, field).locked:
            assert choose(after, field) == choose(said, field)
        elif getattr(asked, field) is not None:
            assert choose(after, field).value == getattr(asked, field)


def test_a_wish_from_before_its_lock_may_be_sent_again_but_not_changed() -> None:
    now = layers(
        role=RoleDefaults(reply_tone="formal", locked=("reply_tone",)), personal=Preferences(reply_tone="friendly")
    )
    assert choose(now, "reply_tone").value == "formal"
    assert wished(Supervised(reply_tone="friendly", replies_limit=1), now).replies_limit == 1
    with pytest.raises(InvalidInput, match=r"reply_tone: is locked by the defaults of the role \(formal\)"):
        wished(Supervised(reply_tone="professional"), now)


def test_a_field_may_be_locked_at_the_value_of_the_whole_service() -> None:
    now = layers(role=RoleDefaults(locked=("features",)), personal=Preferences(features=("summary",)))
    assert (choose(now, "features").value, choose(now, "features").source) == (FEATURES, "built_in")


def test_a_limit_is_refused_with_who_may_set_it() -> None:
    with pytest.raises(InvalidInput, match=r"session_limit: is a limit.*admin.*supervisor"):
        wished(Supervised(session_limit=50), layers())


def test_all_layers_and_the_result_know_the_same_fields_and_the_built_in_values_are_those_of_the_calls() -> None:
    assert set(get_args(ConfigurationField)) == set(AgentConfiguration.model_fields) == set(Supervised.model_fields)
    assert set(OWN) == set(Preferences.model_fields)
    built_in = AgentConfiguration()
    assert (built_in.replies_limit, built_in.articles_limit) == (ReplyOptions().limit, ArticleOptions().limit)
    assert built_in.summary_max_words == SummaryOptions().max_words


def test_any_other_value_is_another_stamp() -> None:
    other: dict[str, Any] = {"features": (), "preload": "none", "reply_tone": "formal", "reply_length": "long"}
    other |= {"summary_sections": (), "preload_sessions": 1, "replies_limit": 1, "articles_limit": 1}
    other |= {"summary_max_words": 10, "session_limit": 1, "tab_limit": 1}
    assert set(other) == set(FIELDS)
    stamps = {AgentConfiguration(**{name: value}).stamp for name, value in other.items()}
    assert len(stamps | {AgentConfiguration().stamp}) == len(FIELDS) + 1
    assert AgentConfiguration().stamp == AgentConfiguration().stamp
