"""Titles, badges, and which sessions want somebody's eye."""

import pytest

from assist.core.configuration import AgentConfiguration
from assist.core.conversation import Message
from assist.core.results import CaseFields, NextStep
from assist.core.sessions import Customer
from assist.workspace.attention import escalation_of, pending_actions_of
from assist.workspace.prefetch import wants_preload
from assist.workspace.titles import title_of, unread_badge
from tests.workspace.test_lifecycle import session


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"title": "VIP", "customer": Customer(id="c", name="Mira"), "subject": "Parcel"}, "VIP"),
        ({"customer": Customer(id="c", name="Mira"), "subject": "Parcel"}, "Mira: Parcel"),
        ({"customer": Customer(id="c", name="Mira")}, "Mira"),
        ({"customer": Customer(id="c"), "subject": "Parcel"}, "Parcel"),
        ({"external_id": "4471"}, "Call 4471"),
        ({}, "Call"),
    ],
)
def test_a_session_is_called_by_the_best_that_is_known(given: dict[str, object], title: str) -> None:
    rule = {"title": None, "customer": None, "subject": None, "channel": "voice", "external_id": None}
    assert title_of(**{**rule, **given}) == title  # type: ignore[arg-type]


def test_the_badge_stops_at_nine_plus() -> None:
    assert [unread_badge(n) for n in (0, 1, 9, 10, 250)] == ["", "1", "9", "9+", "9+"]


def said(*texts: str) -> list[Message]:
    return [Message(role="customer", text=text) for text in texts]


def test_asking_for_a_supervisor_escalates() -> None:
    for text in ("Let me speak to your manager", "I want to talk with a supervisor now", "get me the manager, please"):
        assert escalation_of(said("Hi", text), sentiment="neutral", draft=None) == "asked_for_supervisor", text
    for text in ("I am a project manager", "The manager of the shop was kind", "Who manages my account?"):
        assert escalation_of(said("Hi", text), sentiment="neutral", draft=None) is None, text


def test_lasting_anger_escalates_and_a_first_angry_line_does_not() -> None:
    assert escalation_of(said("This is bad"), sentiment="negative", draft=None) is None
    assert escalation_of(said("bad", "worse", "worst"), sentiment="negative", draft=None) == "negative_sentiment"
    assert escalation_of(said("x"), sentiment=None, draft=CaseFields(status="escalated")) == "escalated"


def test_pending_actions_are_what_our_side_promised() -> None:
    steps = tuple(NextStep(owner=owner, action="call back") for owner in ("agent", "company", "customer"))  # type: ignore[arg-type]
    assert pending_actions_of(CaseFields(next_steps=steps)) == 2
    assert pending_actions_of(None) == 0


def test_prefetch_follows_the_agents_configuration() -> None:
    front, back, closed = session("active", focused=True), session("active"), session("closed")
    everything, focused, none = (AgentConfiguration(preload=mode) for mode in ("all", "focused", "none"))  # type: ignore[arg-type]
    assert [wants_preload(everything, s, newer_sessions=_none) for s in (front, back, closed)] == [True, True, False]
    assert [wants_preload(focused, s, newer_sessions=_none) for s in (front, back)] == [True, False]
    assert wants_preload(none, front, newer_sessions=_none) is False
    few = AgentConfiguration(preload_sessions=2)
    assert [wants_preload(few, back, newer_sessions=lambda n=n: n) for n in (1, 2)] == [True, False]
    assert wants_preload(few, front, newer_sessions=lambda: 5) is True


def _none() -> int:
    return 0
