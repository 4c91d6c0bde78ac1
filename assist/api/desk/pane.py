"""The pane: what an agent sees beside a session on one tab, as a stamp that is cheap and a body that is small."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assist.api.desk.written import WrittenTexts
from assist.core.configuration import AgentConfiguration
from assist.core.errors import InvalidInput
from assist.core.results import json_of
from assist.core.sessions import CaseDraftRecord, Draft, Session, SuggestionRecord
from assist.core.vocabulary import FEATURES, DraftKind, Feature
from assist.store.case_drafts import CaseDraftStore
from assist.store.content import etag_of
from assist.store.drafts import DraftStore
from assist.store.sessions import SessionStore
from assist.store.suggestions import SuggestionStore
from assist.workspace.tabs import Tool, pane_tab, tools_of
from assist.workspace.titles import unread_badge

FIELDS = (*FEATURES, "related_sessions", "history", "related_cases", "similar_cases", "drafts")
_OF_CUSTOMER: frozenset[Tool] = frozenset({"related_sessions", "history", "related_cases"})
_OF_COMPUTED = frozenset({"draft", "evidence"})
_OF_ITS_TIME = frozenset({"status", "reason", "messages_used", "last_message_id", "timings_ms", "versions"})
_RELATED = 20
_RELATED_POOL = 100
_SIMILAR_POOL = 200
_SIMILAR_SHOWN = 3
_SIMILAR_FROM = 0.25


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a name for all that decides what `sees` answers, and whether another session may be told of."""

    name: str
    sees: Callable[[Session], bool]


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the pane is wanted: tab by id or kind (None: the anchor), fields (None: all); `since` leaves out
    suggestions of that revision, as they were made at first, and older ones; behind: the caller knows of a newer
    revision."""

    tab: str | None = None
    fields: frozenset[str] | None = None
    since: int | None = None
    behind: bool = False

    def of(self, session: Session, *, min_revision: int) -> "View":
        """The view of a caller who waited for a revision; one that the session never had makes every pane stale."""
        return replace(self, behind=min_revision > session.revision)


class Pane:
    """Assembles panes from the stores; computes nothing itself."""

    def __init__(
        self, *, sessions: SessionStore, suggestions: SuggestionStore, drafts: DraftStore, case_drafts: CaseDraftStore
    ) -> None:
        self._sessions = sessions
        self._suggestions = suggestions
        self._case_drafts = case_drafts
        self._written = WrittenTexts(drafts, case_drafts)

    def forget(self) -> None:
        """Drop what is kept in memory (erasure)."""
        self._suggestions.forget()
        self._written.clear()

    def stamp(self, session: Session, configuration: AgentConfiguration, view: View, viewer: Viewer) -> str:
        """The pane's ETag: everything it is made of has moved when this moves. Raises NotFound for an unknown tab."""
        tools = self.tools(session, configuration, view.tab)
        customer = similar = ""
        if session.customer is not None and not _OF_CUSTOMER.isdisjoint(tools):
            customer = self._sessions.customer_stamp(session.customer.id)
        if "similar_cases" in tools and (view.fields is None or "similar_cases" in view.fields):
            similar = self._case_drafts.recent_stamp(limit=_SIMILAR_POOL)
        made_of = (
            session.id,
            session.change,
            view.tab,
            None if view.fields is None else sorted(view.fields),
            view.since,
            view.behind,
            tools,
            configuration.stamp,
            customer,
            similar,
            viewer.name,
        )
        return etag_of(repr(made_of))

    def tools(self, session: Session, configuration: AgentConfiguration, tab: str | None) -> tuple[Tool, ...]:
        """The tools offered on a tab."""
        return tools_of(session, pane_tab(session, tab), enabled=configuration.features)

    def body(self, session: Session, configuration: AgentConfiguration, view: View, viewer: Viewer) -> dict[str, Any]:
        """The pane as JSON values. Other sessions and their cases are told as far as the viewer sees them."""
        opened = pane_tab(session, view.tab)
        tools = tools_of(session, opened, enabled=configuration.features)
        wanted = frozenset(FIELDS) if view.fields is None else view.fields
        body: dict[str, Any] = {
            "revision": session.revision,
            "parts_revision": session.parts_revision,
            "session_id": session.id,
            "tab": opened.id,
            "tools": list(tools),
            "unread": session.unread,
            "unread_badge": unread_badge(session.unread),
            "sentiment": session.sentiment,
            "escalation": session.escalation,
            "pane_mode": session.pane_mode,
            "stale": view.behind or session.parts_revision < session.revision,
        }
        features = [tool for tool in tools if tool in FEATURES and tool in wanted]
        if features:
            body.update(self._parts(session, features, view.since))
        beside: list[Tool] = [tool for tool in tools if tool in _OF_CUSTOMER and tool in wanted]
        if beside:
            body.update(self._of_customer(session, beside, viewer))
        if "similar_cases" in tools and "similar_cases" in wanted:
            body["similar_cases"] = self._similar_cases(session, viewer)
        if "drafts" in wanted:
            body["drafts"] = _drafts_json(self._written.of(session).drafts)
        return body

    def _parts(self, session: Session, features: list[Any], since: int | None) -> dict[str, Any]:
        newest = self._suggestions.latest(session)
        parts: dict[str, Any] = {}
        for feature in features:
            record = newest.get(feature)
            part = part_of(record)
            if record is not None and part is not None and _is_news(record, since):
                parts[feature] = part
        if "case_draft" in features:
            edited = self._written.of(session).case
            if edited is not None:
                parts["case_draft"] = case_part(edited, parts.get("case_draft"))
        return parts

    def _of_customer(self, session: Session, tools: list[Tool], viewer: Viewer) -> dict[str, Any]:
        every = self._sessions.related(session, limit=_RELATED_POOL)
        related = [other for other in every if viewer.sees(other)][:_RELATED]
        found: dict[str, Any] = {}
        if "related_sessions" in tools:
            found["related_sessions"] = [_brief(other) for other in related if other.state != "closed"]
        if "history" in tools:
            found["history"] = [_brief(other) for other in related if other.state == "closed"]
        if "related_cases" in tools:
            saved = self._case_drafts.latest_of([other.id for other in related])
            found["related_cases"] = [{"session_id": key, **json_of(version)} for key, version in saved.items()]
        return found

    def _similar_cases(self, session: Session, viewer: Viewer) -> list[dict[str, Any]]:
        """Saved cases that share the most words with this one's title and issue."""
        mine = self._suggestions.latest(session).get("case_draft")
        draft = (mine.result or {}).get("draft") if mine is not None else None
        words = _words(draft.get("title"), draft.get("issue")) if draft else frozenset[str]()
        if not words:
            return []
        newest: dict[str, dict[str, Any]] = {}
        for key, version in self._case_drafts.recent_versions(limit=_SIMILAR_POOL):
            if key == session.id or key in newest:
                continue
            theirs = _words(version.draft.title, version.draft.issue)
            overlap = len(words & theirs) / len(words | theirs) if theirs else 0.0
            if overlap >= _SIMILAR_FROM:
                newest[key] = {"session_id": key, "similarity": round(overlap, 3), **json_of(version)}
        shown: list[dict[str, Any]] = []
        for case in sorted(newest.values(), key=lambda case: -case["similarity"]):
            other = self._sessions.get(case["session_id"])
            if other is not None and viewer.sees(other):
                shown.append(case)
            if len(shown) == _SIMILAR_SHOWN:
                break
        return shown


def parse_fields(texts: Sequence[str]) -> frozenset[str] | None:
    """The wanted fields of all lists; None, which means all, without a list. Raises InvalidInput for an unknown one."""
    if not texts:
        return None
    wanted = frozenset(part.strip() for text in texts for part in text.split(",") if part.strip())
    unknown = wanted - set(FIELDS)
    if unknown:
        raise InvalidInput(f"fields: unknown {', '.join(sorted(unknown))}; known are {', '.join(FIELDS)}")
    return wanted


def _is_news(record: SuggestionRecord, since: int | None) -> bool:
    """Whether who has the parts of revision `since` may lack this one: also where that revision got another one."""
    return since is None or record.revision > since or (record.again and record.revision == since)


def part_of(record: SuggestionRecord | None) -> dict[str, Any] | None:
    """A stored result as the pane carries it."""
    if record is None or record.result is None:
        return None
    return {**record.result, "revision": record.revision, "moment": record.moment}


def case_part(edited: CaseDraftRecord, computed: Mapping[str, Any] | None) -> dict[str, Any]:
    """The agent's own case draft takes the computed one's place; `stale`: messages came after it was made."""
    outcome = {name: value for name, value in (computed or {}).items() if name not in _OF_COMPUTED}
    stale = edited.revision < (computed or {}).get("revision", edited.revision)
    if stale:
        # These tell of the newer computation, not of the draft that is shown.
        outcome = {name: value for name, value in outcome.items() if name not in _OF_ITS_TIME}
    return {"status": "completed", "reason": None, **outcome, **json_of(edited), "stale": stale}


def features_of(tools: tuple[Tool, ...]) -> tuple[Feature, ...]:
    """The features among tools."""
    return tuple(feature for feature in FEATURES if feature in tools)


def _drafts_json(drafts: Mapping[DraftKind, Draft]) -> dict[str, Any]:
    return {kind: draft.model_dump(mode="json", exclude={"kind"}) for kind, draft in drafts.items()}


def _brief(session: Session) -> dict[str, Any]:
    return session.model_dump(
        mode="json", include={"id", "state", "channel", "title", "subject", "agent_id", "sentiment", "created_at"}
    )


def _words(*texts: str | None) -> frozenset[str]:
    return frozenset(word for text in texts if text for word in text.lower().split() if len(word) > 3)
