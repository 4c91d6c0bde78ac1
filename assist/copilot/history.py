"""Past conversations into the reply memory: JSON, JSONL, CSV and the formats of core/formats; bad rows are reported."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from assist.copilot.imports import json_lines
from assist.copilot.replies.harvest import PastConversation, harvest
from assist.copilot.replies.memory import ReplyMemory
from assist.core.conversation import Transcript
from assist.core.errors import AssistError
from assist.core.formats.convert import convert, from_row
from assist.core.ports import Encoder, JobContext
from assist.core.reports import ImportReport
from assist.core.tables import csv_rows

BATCH = 48  # conversations encoded together
_ID = ("conversation_id", "conversation", "id", "session_id", "ticket_id")
_ROLE = ("role", "speaker", "sender", "from", "author")
_TEXT = ("text", "message", "content", "body", "utterance")
_ROLES = {
    "customer": "customer", "user": "customer", "client": "customer", "visitor": "customer", "consumer": "customer",
    "agent": "agent", "assistant": "agent", "operator": "agent", "representative": "agent", "employee": "agent",
    "bot": "bot", "system": "system",
}  # fmt: skip

Loaded = tuple[str, PastConversation | str]  # item, and the conversation or what is wrong with it


def import_history(
    files: Sequence[tuple[str, Path]],
    memory: ReplyMemory,
    encoder: Encoder,
    context: JobContext,
    *,
    team: str | None = None,
) -> ImportReport:
    """Remember how agents answered. A conversation that is known already counts as unchanged."""
    report = ImportReport()
    batch: list[PastConversation] = []

    def flush() -> None:
        examples = harvest(batch, encoder=encoder, towers=memory.towers)
        before = {example.id for example in examples} - memory.unknown([example.id for example in examples])
        memory.add(examples)
        fresh = {example.conversation for example in examples if example.id not in before}
        for talk in batch:
            report.count("created" if talk.id in fresh else "unchanged")
        batch.clear()
        context.report(done=report.total, total=report.total, unit="conversations")
        context.check_cancelled()

    for name, path in files:
        for item, loaded in read_history(name, path):
            if isinstance(loaded, str):
                report.fail(item, loaded)
                context.error(item, loaded)
                continue
            batch.append(loaded if loaded.team or not team else replace(loaded, team=team))
            if len(batch) >= BATCH:
                flush()
    flush()
    if report.created:
        memory.learn_labels()
    return report


def read_history(name: str, path: Path) -> Iterator[Loaded]:
    """The conversations of one file, by its ending; anything else is read as one transcript document."""
    lower = name.lower()
    if lower.endswith((".jsonl", ".ndjson", ".jsonl.gz")):
        for item, row in json_lines(name, path):
            yield item, row if isinstance(row, str) else _from_row(row)
    elif lower.endswith(".csv"):
        yield from _from_csv(name, path)
    else:
        yield from _from_document(name, path)


def _from_document(name: str, path: Path) -> Iterator[Loaded]:
    content = path.read_bytes()
    if name.lower().endswith(".gz"):
        content = gzip.decompress(content)
    try:
        document: Any = json.loads(content) if content.lstrip()[:1] in (b"{", b"[") else None
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, list):
        for number, row in enumerate(cast(list[Any], document), start=1):
            item = f"{name}:{number}"
            yield item, _from_row(cast(dict[str, Any], row)) if isinstance(row, dict) else "not a JSON object"
        return
    if isinstance(document, dict) and "messages" in document:
        yield name, _from_row(cast(dict[str, Any], document))
        return
    try:
        yield name, _past(convert(content), {})
    except AssistError as error:
        yield name, str(error)


def _from_csv(name: str, path: Path) -> Iterator[Loaded]:
    """One message a row, in order; rows of a conversation share its id."""
    talks: dict[str, list[dict[str, str]]] = {}
    for item, row in csv_rows(name, path.read_bytes(), _columns, required=(_ID[0], "role", "text")):
        if isinstance(row, str):
            yield item, row
        elif _ID[0] not in row:
            yield item, "the row names no conversation"
        else:
            talks.setdefault(row[_ID[0]], []).append({"role": "", "text": "", **row})
    for talk, rows in talks.items():
        first = rows[0]
        known = {
            n: first[n]
            for n in ("channel", "agent_id", "team", "customer_id", "customer_name", "outcome")
            if n in first
        }
        yield f"{name}:{talk}", _from_row({"id": talk, "messages": rows, **known})


def _columns(written: Sequence[str]) -> list[str]:
    """In small letters; the first of the usual names for conversation, role and text that there is stands for it."""
    names = [column.lower() for column in written]
    for usual, name in ((_ID, _ID[0]), (_ROLE, "role"), (_TEXT, "text")):
        found = next((alias for alias in usual if alias in names), None)
        names = [name if column == found else column for column in names]
    return names


def _from_row(row: dict[str, Any]) -> PastConversation | str:
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        return "needs a list of messages"
    plain = [_message(m) for m in cast(list[Any], messages)]
    try:
        transcript = from_row({**row, "messages": plain})
    except AssistError as error:
        return str(error)
    return _past(transcript, row)


def _message(message: Any) -> Any:
    if not isinstance(message, dict):
        return message
    values = cast(dict[str, Any], message)
    role = str(values.get("role", "")).strip().lower()
    return {k: v for k, v in values.items() if k not in ("role", "at") or (k == "at" and v)} | {
        "role": _ROLES.get(role, values.get("role"))
    }


def _past(transcript: Transcript, row: dict[str, Any]) -> PastConversation:
    raw = cast(list[Any], row.get("messages") or ())
    customer: Any = row.get("customer")
    named = cast(dict[str, Any], customer) if isinstance(customer, dict) else {"id": customer}
    said = "\x1f".join(f"{m.role}:{m.text}" for m in transcript.messages)
    digest = hashlib.blake2b(f"{row.get('id')}\x1e{said}".encode(), digest_size=10).hexdigest()
    return PastConversation(
        id=f"past-{digest}",
        messages=transcript.messages,
        channel=transcript.channel,
        actions=tuple(_action(message) for message in raw),
        agent_id=_text(row.get("agent_id") or row.get("agent")),
        team=_text(row.get("team")),
        customer_id=_text(row.get("customer_id") or named.get("id")),
        customer_name=_text(row.get("customer_name") or named.get("name") or transcript.value("customer_name")),
        outcome=_outcome(row),
        at=_moment(row.get("at") or row.get("closed_at")),
    )


def _action(message: Any) -> str | None:
    """The canned action that the agent picked; none for what was typed."""
    if not isinstance(message, dict):
        return None
    values = cast(dict[str, Any], message)
    action = values.get("action") or values.get("label")
    if not isinstance(action, str) or values.get("source") == "typed":
        return None
    return action[:128]


def _outcome(row: dict[str, Any]) -> str | None:
    if isinstance(row.get("outcome"), str):
        return str(row["outcome"])[:32]
    return (
        {True: "happy", False: "unhappy"}.get(cast(bool, row.get("happy")))
        if isinstance(row.get("happy"), bool)
        else None
    )


def _text(value: Any) -> str | None:
    return str(value)[:128] if isinstance(value, str | int) and str(value).strip() else None


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
