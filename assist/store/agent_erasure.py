"""An agent's traces: what is only the agent's goes, what belongs to a customer's conversation loses the name."""

from typing import Any

from sqlalchemy import ColumnElement, Table, func, or_, select, update

from assist.core.sessions import CaseDraftVersion
from assist.store.configurations import OF_AGENTS
from assist.store.erased_rows import count_rows, delete_rows
from assist.store.event_log import stream_counter
from assist.store.live import agent_topic
from assist.store.schema import (
    api_keys,
    article_versions,
    articles,
    case_draft_versions,
    configuration_layers,
    counters,
    drafts,
    events,
    feedback,
    idempotency,
    message_changes,
    messages,
    sessions,
    suggestions,
)
from assist.store.sessions import ACCEPT_COUNTER, FOCUS_COUNTER
from assist.store.unit import Unit

ERASED_AGENT = "erased"


def erase_agent_traces(unit: Unit, agent_id: str) -> dict[str, int]:
    """Remove an agent's drafts, feedback, events, keys and configuration, and its name everywhere else.

    Its sessions are locked.
    """
    own = select(sessions.c.id).where(sessions.c.tenant_id == unit.tenant, sessions.c.agent_id == agent_id)
    spoke = messages.c.session_id.in_(own) & (messages.c.role == "agent")
    _set(unit, messages, spoke | _spoke_as(agent_id), participant=None)
    _set(unit, message_changes, message_changes.c.actor == agent_id, actor=None)
    _set(unit, suggestions, suggestions.c.agent_id == agent_id, agent_id=None)
    _set(unit, articles, articles.c.author == agent_id, author=None)
    _set(unit, article_versions, article_versions.c.author == agent_id, author=None)
    _forget_who_saved(unit, agent_id)
    erased = {
        "feedback": delete_rows(unit, feedback, feedback.c.agent_id == agent_id),
        "drafts": delete_rows(unit, drafts, drafts.c.session_id.in_(own)),
        "events": delete_rows(unit, events, events.c.stream == agent_topic(agent_id)),
        "api_keys": delete_rows(unit, api_keys, api_keys.c.agent_id == agent_id),
        "configuration_layers": delete_rows(unit, configuration_layers, _configures(agent_id)),
        "idempotency": delete_rows(unit, idempotency, _answered(agent_id)),
        "sessions_unnamed": _set(
            unit,
            sessions,
            sessions.c.agent_id == agent_id,
            agent_id=ERASED_AGENT,
            change=sessions.c.change + 1,
            drafts_change=sessions.c.change + 1,
        ),
    }
    unit.all_sessions = True
    # Others' events say where a session went.
    named, neutral = _in_event(agent_id), _in_event(ERASED_AGENT)
    _set(unit, events, _tells_of(agent_id), data=func.replace(events.c.data, named, neutral))
    names = [stream_counter(agent_topic(agent_id)), ACCEPT_COUNTER + agent_id, FOCUS_COUNTER + agent_id]
    delete_rows(unit, counters, counters.c.name.in_(names))
    return erased


def agent_left(unit: Unit, agent_id: str) -> dict[str, int]:
    """What still names the agent, per table."""
    conditions: dict[Table, ColumnElement[bool]] = {
        feedback: feedback.c.agent_id == agent_id,
        events: (events.c.stream == agent_topic(agent_id)) | _tells_of(agent_id),
        api_keys: api_keys.c.agent_id == agent_id,
        configuration_layers: _configures(agent_id),
        sessions: sessions.c.agent_id == agent_id,
        suggestions: suggestions.c.agent_id == agent_id,
        messages: _spoke_as(agent_id),
        message_changes: message_changes.c.actor == agent_id,
        case_draft_versions: case_draft_versions.c.saved_by == agent_id,
        idempotency: _answered(agent_id),
        articles: articles.c.author == agent_id,
        article_versions: article_versions.c.author == agent_id,
    }
    return {table.name: count_rows(unit, table, condition) for table, condition in conditions.items()}


def _spoke_as(agent_id: str) -> ColumnElement[bool]:
    """Messages under the agent's name; a customer may have the same."""
    return (messages.c.participant == agent_id) & (messages.c.role != "customer")


def _configures(agent_id: str) -> ColumnElement[bool]:
    """What the agent wished and a supervisor set for it; a role may have the same name."""
    return configuration_layers.c.layer.in_(OF_AGENTS) & (configuration_layers.c.subject == agent_id)


def _forget_who_saved(unit: Unit, agent_id: str) -> None:
    theirs = (case_draft_versions.c.tenant_id == unit.tenant) & (case_draft_versions.c.saved_by == agent_id)
    for row in unit.connection.execute(select(case_draft_versions).where(theirs)).all():
        version = CaseDraftVersion.model_validate_json(row.content).model_copy(update={"saved_by": None})
        this = (case_draft_versions.c.session_id == row.session_id) & (case_draft_versions.c.version == row.version)
        _set(unit, case_draft_versions, this, content=version.model_dump_json(), saved_by=None)


def _answered(agent_id: str) -> ColumnElement[bool]:
    """Remembered answers to the agent, or about its sessions."""
    about = idempotency.c.body.contains(f'"agent_id":"{agent_id}"', autoescape=True)
    return or_(idempotency.c.caller == agent_id, about)


def _tells_of(agent_id: str) -> ColumnElement[bool]:
    return events.c.data.contains(_in_event(agent_id), autoescape=True)


def _in_event(agent_id: str) -> str:
    return f'"agent_id": "{agent_id}"'


def _set(unit: Unit, table: Table, condition: Any, **values: Any) -> int:
    changed = update(table).where(table.c.tenant_id == unit.tenant, condition).values(**values)
    return unit.connection.execute(changed).rowcount
