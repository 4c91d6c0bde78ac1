"""Results as records and rows; replies and cards inside a result get ids of their own."""

import json
import secrets
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row

from assist.core.results import Outcome, Versions, json_of
from assist.core.sessions import Session, SuggestionRecord
from assist.core.vocabulary import Feature
from assist.store.content import now

ITEM = "."


def record_of(
    feature: Feature,
    result: Outcome,
    *,
    session: Session | None,
    revision: int,
    moment: str | None,
    options: BaseModel | None = None,
) -> SuggestionRecord:
    """A result with its id; replies and cards inside get theirs."""
    record_id = f"sg-{secrets.token_hex(10)}"
    return SuggestionRecord(
        id=record_id,
        session_id=session.id if session else None,
        agent_id=session.agent_id if session else None,
        feature=feature,
        moment=moment,
        revision=revision,
        versions=result.versions,
        result=_with_ids(json_of(result), record_id),
        options=None if options is None else options.model_dump(mode="json", exclude_unset=True),
        created_at=now(),
    )


def _with_ids(result: dict[str, Any], record_id: str) -> dict[str, Any]:
    result["suggestion_id"] = record_id
    for number, reply in enumerate(result.get("suggestions", ())):
        reply["id"] = f"{record_id}{ITEM}{number}"
    for number, card in enumerate(result.get("articles", ())):
        card["suggestion_id"] = f"{record_id}{ITEM}{number}"
    return result


def has_item(record: SuggestionRecord, suggestion_id: str) -> bool:
    """Whether an id names this result or one of its items."""
    if suggestion_id == record.id or record.result is None:
        return suggestion_id.split(ITEM, 1)[0] == record.id
    items = [*record.result.get("suggestions", ()), *record.result.get("articles", ())]
    return any(suggestion_id in (item.get("id"), item.get("suggestion_id")) for item in items)


def values_of(tenant: str, record: SuggestionRecord) -> dict[str, Any]:
    return {
        "tenant_id": tenant,
        "id": record.id,
        "session_id": record.session_id,
        "agent_id": record.agent_id,
        "feature": record.feature,
        "moment": record.moment,
        "revision": record.revision,
        "versions": record.versions.model_dump_json(),
        "result": None if record.result is None else json.dumps(record.result),
        "transcript": None if record.transcript is None else json.dumps(record.transcript),
        "created_at": record.created_at,
        "options": None if record.options is None else json.dumps(record.options),
    }


def read_record(row: Row[Any], *, again: bool = False) -> SuggestionRecord:
    return SuggestionRecord(
        again=again,
        id=row.id,
        session_id=row.session_id,
        agent_id=row.agent_id,
        feature=row.feature,
        moment=row.moment,
        revision=row.revision,
        versions=Versions.model_validate_json(row.versions),
        result=None if row.result is None else json.loads(row.result),
        transcript=None if row.transcript is None else json.loads(row.transcript),
        options=None if row.options is None else json.loads(row.options),
        created_at=row.created_at,
    )
