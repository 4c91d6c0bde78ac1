"""States of a session: what is allowed, and that closed is final."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from assist.core.errors import Conflict
from assist.core.sessions import Session
from assist.core.vocabulary import SessionState
from assist.workspace import lifecycle

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def session(state: str = "open", **changes: object) -> Session:
    values = {"id": "s1", "state": state, "agent_id": "ana", "channel": "chat", "created_at": AT, "updated_at": AT}
    return Session.model_validate({**values, **changes})


# Row: the state it is in; columns: what each verb makes of it, `-` where it is refused.
TABLE = """
          accept  wait     transfer wrap_up  close
open      active  -        open     -        closed
active    active  waiting  open     wrap_up  closed
waiting   active  waiting  open     wrap_up  closed
wrap_up   -       -        -        wrap_up  closed
closed    -       -        -        -        -
"""


def rows() -> list[tuple[str, str, str]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [(line[0], verb, result) for line in lines for verb, result in zip(head, line[1:], strict=True)]


@pytest.mark.parametrize(("state", "verb", "result"), rows())
def test_every_verb_leads_where_the_table_says(state: SessionState, verb: lifecycle.Verb, result: str) -> None:
    if result == "-":
        with pytest.raises(Conflict) as refused:
            lifecycle.next_state(state, verb)
        assert refused.value.code == ("session_closed" if state == "closed" else "session_state")
    else:
        assert lifecycle.next_state(state, verb) == result


def test_the_table_names_every_state() -> None:
    assert {state for state, _, _ in rows()} == set(get_args(SessionState))


def test_repeating_a_verb_changes_nothing() -> None:
    for state, verb in (("active", "accept"), ("waiting", "wait"), ("wrap_up", "wrap_up")):
        before = session(state)
        assert lifecycle.move(before, verb, at=AT) is before  # type: ignore[arg-type]


def test_a_closed_session_is_stamped_and_no_longer_in_front() -> None:
    closed = lifecycle.move(session("active", focused=True, unread=3), "close", at=AT)
    assert (closed.state, closed.closed_at, closed.focused, closed.unread) == ("closed", AT, False, 0)


def test_a_transferred_session_waits_for_the_next_agent() -> None:
    moved = lifecycle.transfer(session("active", focused=True, team="north", accepted_at=AT), "ben", team=None, at=AT)
    assert (moved.state, moved.agent_id, moved.team) == ("open", "ben", "north")
    assert (moved.focused, moved.accepted_at) == (False, None)
    with pytest.raises(Conflict):
        lifecycle.transfer(session("active"), "ana", team=None, at=AT)


def test_looking_at_a_session_reads_everything_in_it() -> None:
    looked = lifecycle.focus(session("active", unread=4))
    assert (looked.focused, looked.unread) == (True, 0)
    assert lifecycle.focus(looked) is looked
    with pytest.raises(Conflict):
        lifecycle.focus(session("closed"))
