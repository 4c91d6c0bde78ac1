"""Tabs, the anchor, and which tools the pane offers."""

import pytest

from assist.core.errors import Conflict, NotFound
from assist.core.sessions import Session, Tab
from assist.core.vocabulary import FEATURES
from assist.workspace.tabs import anchor_of, close_tab, first_tabs, pane_tab, put_tab, tools_of
from tests.workspace.test_lifecycle import session

ALL = frozenset(FEATURES)


def chat(*tabs: Tab) -> Session:
    return session("active", tabs=(*first_tabs("chat"), *tabs))


def tools(on: Session, wanted: str | None = None) -> tuple[str, ...]:
    return tools_of(on, pane_tab(on, wanted), enabled=ALL)


def test_the_eleventh_tab_is_refused_and_a_known_one_can_still_change() -> None:
    full = chat(*(Tab(id=f"t{n}", kind="article") for n in range(9)))
    with pytest.raises(Conflict) as refused:
        put_tab(full, Tab(id="new", kind="form"), limit=10)
    assert refused.value.code == "tab_limit"
    changed = put_tab(full, Tab(id="t3", kind="form", title="Refund"), limit=10)
    assert [tab.title for tab in changed.tabs if tab.id == "t3"] == ["Refund"]
    assert len(changed.tabs) == 10


def test_home_and_anchor_stay_open() -> None:
    opened = chat(Tab(id="home", kind="form"), Tab(id="t1", kind="article"))
    for key in ("home", "anchor"):
        with pytest.raises(Conflict):
            close_tab(opened, key)
    assert [tab.id for tab in close_tab(opened, "t1").tabs] == ["anchor", "home"]
    with pytest.raises(NotFound):
        close_tab(opened, "t9")


def test_a_new_anchor_takes_over_and_there_is_always_one() -> None:
    moved = put_tab(chat(), Tab(id="case-7", kind="case", anchor=True), limit=10)
    assert [tab.id for tab in moved.tabs if tab.anchor] == ["case-7"]
    kept = put_tab(moved, Tab(id="case-7", kind="case", anchor=False), limit=10)
    assert anchor_of(kept).id == "case-7"
    with pytest.raises(Conflict):  # what the session began with stays, whatever the pane follows
        close_tab(kept, "anchor")


def test_tools_follow_the_kind_of_tab() -> None:
    opened = chat(Tab(id="c", kind="customer"), Tab(id="k", kind="case"), Tab(id="a", kind="article"))
    assert tools(opened) == ("summary", "replies", "articles", "case_draft")
    assert tools(opened, "customer") == tools(opened, "c") == ("history", "related_cases", "related_sessions")
    assert tools(opened, "k")[:2] == ("case_draft", "similar_cases")
    assert tools(opened, "a") == tools(opened)
    assert tools(opened, "form") == tools(opened)


def test_an_article_beside_a_case_keeps_the_cases_tools() -> None:
    on_case = session("active", channel="case", tabs=(*first_tabs("case"), Tab(id="a", kind="article")))
    assert tools(on_case, "a") == tools(on_case) == tools(on_case, "case")


def test_switched_off_features_are_not_offered() -> None:
    opened = chat()
    assert tools_of(opened, anchor_of(opened), enabled=frozenset({"articles"})) == ("articles",)


def test_an_unknown_tab_is_not_found() -> None:
    with pytest.raises(NotFound):
        pane_tab(chat(), "nowhere")


def test_tabs_of_a_closed_session_do_not_change() -> None:
    closed = session("closed", tabs=first_tabs("chat"))
    for change in (lambda: put_tab(closed, Tab(id="t", kind="form"), limit=10), lambda: close_tab(closed, "anchor")):
        with pytest.raises(Conflict) as refused:
            change()
        assert refused.value.code == "session_closed"
