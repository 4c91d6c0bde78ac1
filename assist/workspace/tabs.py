"""Tabs of a session, and which tools the pane offers on each kind of tab."""

from collections.abc import Collection
from typing import Literal, get_args

from assist.core.errors import Conflict, NotFound
from assist.core.sessions import Session, Tab
from assist.core.vocabulary import Channel, Feature, TabKind

Tool = Literal[
    "summary", "replies", "articles", "case_draft", "history", "related_cases", "related_sessions", "similar_cases"
]

ANCHOR_TAB = "anchor"
HOME_TAB = "home"
# Article and form tabs are helpers: the pane stays with the session's anchor.
FOLLOWS_ANCHOR: frozenset[TabKind] = frozenset({"article", "form"})
TOOLS: dict[TabKind, tuple[Tool, ...]] = {
    "conversation": ("summary", "replies", "articles", "case_draft"),
    "customer": ("history", "related_cases", "related_sessions"),
    "case": ("case_draft", "similar_cases", "summary", "articles"),
    "article": (),
    "form": (),
}


def first_tabs(channel: Channel) -> tuple[Tab, ...]:
    """A new session's anchor: the case for the case channel, else the conversation."""
    return (Tab(id=ANCHOR_TAB, kind="case" if channel == "case" else "conversation", anchor=True),)


def put_tab(session: Session, tab: Tab, *, limit: int) -> Session:
    """Open or change a tab. Raises Conflict beyond `limit` tabs or in a closed session."""
    _check_open(session)
    kept = [_without_anchor(other, tab) for other in session.tabs]
    index = next((i for i, other in enumerate(kept) if other.id == tab.id), None)
    if index is not None:
        # The anchor stays one until another tab takes over.
        kept[index] = tab.model_copy(update={"anchor": tab.anchor or kept[index].anchor})
    elif len(kept) >= limit:
        raise Conflict(f"a session holds at most {limit} tabs; close one first", code="tab_limit")
    else:
        kept.append(tab)
    return session.model_copy(update={"tabs": tuple(kept)})


def close_tab(session: Session, tab_id: str) -> Session:
    """Close a tab. Raises NotFound, and Conflict for the first and the anchor tab, which cannot close."""
    _check_open(session)
    tab = find_tab(session, tab_id)
    if tab.anchor or tab.id in (HOME_TAB, ANCHOR_TAB):
        raise Conflict("the first tab and the anchor tab of a session cannot be closed", code="tab_anchor")
    return session.model_copy(update={"tabs": tuple(other for other in session.tabs if other.id != tab_id)})


def find_tab(session: Session, tab_id: str) -> Tab:
    """The tab. Raises NotFound."""
    for tab in session.tabs:
        if tab.id == tab_id:
            return tab
    raise NotFound(f"session '{session.id}' has no tab '{tab_id}'")


def anchor_of(session: Session) -> Tab:
    """The tab that the pane follows by default."""
    return next((tab for tab in session.tabs if tab.anchor), first_tabs(session.channel)[0])


def pane_tab(session: Session, wanted: str | None) -> Tab:
    """The tab the pane is for: the anchor, or `wanted`, given by id or by kind. Raises NotFound."""
    if wanted is None:
        return anchor_of(session)
    for tab in session.tabs:
        if tab.id == wanted:
            return tab
    if wanted in get_args(TabKind):
        return next((tab for tab in session.tabs if tab.kind == wanted), Tab(id=wanted, kind=wanted))  # pyright: ignore[reportArgumentType]
    raise NotFound(f"session '{session.id}' has no tab '{wanted}'")


def tools_of(session: Session, tab: Tab, *, enabled: Collection[Feature]) -> tuple[Tool, ...]:
    """The pane's tools on a tab, without the features that are switched off for the agent."""
    kind = anchor_of(session).kind if tab.kind in FOLLOWS_ANCHOR else tab.kind
    features = frozenset(get_args(Feature))
    return tuple(tool for tool in TOOLS[kind] if tool not in features or tool in enabled)


def _without_anchor(other: Tab, tab: Tab) -> Tab:
    return other.model_copy(update={"anchor": False}) if tab.anchor and other.anchor and other.id != tab.id else other


def _check_open(session: Session) -> None:
    if session.state == "closed":
        raise Conflict("the session is closed, and closed is final; start a new one", code="session_closed")
