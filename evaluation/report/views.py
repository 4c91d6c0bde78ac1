"""Any item and output as a reader sees them: who said what, what the system made of it, what it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.items import Item, Output
from evaluation.schema import ConversationRow, PiiRow, RatedRow, ReportedRow
from evaluation.tasks.queries import Question
from evaluation.tasks.replies import Moment

_SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Turn:
    """One message; `key` is what evidence refers to."""

    key: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A labelled part of an output; `evidence`: (message key, start, end)."""

    label: str
    text: str
    evidence: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemView:
    """What was asked and what people wrote."""

    turns: list[Turn] = field(default_factory=list[Turn])
    gold: list[Statement] = field(default_factory=list[Statement])


def view_item(item: Item) -> ItemView:
    """The item's texts and gold; empty for payloads that no view knows."""
    payload: Any = item.payload[0] if isinstance(item.payload, tuple) else item.payload
    if isinstance(item.payload, tuple):
        index: int = item.payload[1]
        turns = [Turn(m.key, m.role, m.text) for m in payload.transcript.messages[: index + 1]]
        return ItemView(turns)
    if isinstance(payload, ConversationRow):
        turns = [Turn(m.key, m.role, m.text) for m in payload.transcript.messages]
        return ItemView(turns, list(_conversation_gold(payload)))
    if isinstance(payload, Question):
        turns = [Turn(m.key, m.role, m.text) for m in payload.transcript.messages] if payload.transcript else []
        asked = turns or [Turn("", "question", payload.text)]
        return ItemView(asked, [Statement("article", one) for one in payload.gold] or [Statement("article", "none")])
    if isinstance(payload, Moment):
        turns = [Turn(m.key, m.role, m.text) for m in payload.transcript.messages]
        return ItemView(turns, [Statement("wanted", text) for text in payload.wanted])
    if isinstance(payload, ReportedRow):
        gold = [Statement("people", text) for text in (payload.reported, payload.alt) if text]
        return ItemView([Turn("", payload.role, payload.text)], gold)
    if isinstance(payload, PiiRow):
        spans = [Statement(span.type, payload.text[span.start : span.end]) for span in payload.spans]
        return ItemView([Turn("", "text", payload.text)], spans or [Statement("personal values", "none")])
    if isinstance(payload, RatedRow):
        turns = [Turn("", "passage", passage.text) for passage in payload.passages]
        ratings = ", ".join(f"{name} {list(values)}" for name, values in payload.human.items())
        return ItemView([*turns, Turn("", "reply", payload.response)], [Statement("people's ratings", ratings)])
    return ItemView()


def _conversation_gold(row: ConversationRow) -> Iterator[Statement]:
    gold = row.gold
    yield from (Statement("summary", text) for text in row.summaries)
    if gold.headline:
        yield Statement("headline", gold.headline)
    if gold.case:
        case = gold.case.model_dump(exclude_none=True)
        yield from _fields(case, {})
    if gold.labels:
        yield Statement("acts", " · ".join(gold.labels))
    if gold.salient is not None:
        yield Statement("salient messages", ", ".join(f"m{index}" for index in gold.salient))
    yield from (Statement("reply", text) for text in gold.replies or ())


def view_output(output: Output, text: str = "") -> list[Statement]:
    """An output as labelled statements. `text`: what spans of a redaction refer to."""
    if "draft" in output:
        return list(_fields(output["draft"] or {}, output.get("evidence") or {})) or [_silence(output)]
    if "spans" in output:
        spans = [Statement(span["type"], text[span["start"] : span["end"]]) for span in output["spans"]]
        return spans or [Statement("found", "nothing")]
    if "acts" in output:
        chosen = [f"m{index}" for index, value in enumerate(output["salience"]) if value >= 0.5]
        return [Statement("acts", " · ".join(output["acts"])), Statement("salient messages", ", ".join(chosen))]
    if "total" in output:
        return [Statement(name, f"{milliseconds:.0f} ms") for name, milliseconds in output.items()]
    statements = [*_summary(output), *_cards(output), *_replies(output)]
    if "text" in output:
        statements.append(Statement("text", str(output["text"]) or "(nothing)"))
    if not statements and output.get("status"):
        return [_silence(output)]
    rest = {name: value for name, value in output.items() if isinstance(value, float | int | bool)}
    return statements or [Statement(name, f"{value:g}") for name, value in rest.items()]


def _summary(output: Output) -> Iterator[Statement]:
    if output.get("headline"):
        yield Statement("headline", str(output["headline"]["text"]), _spans(output["headline"]["evidence"]))
    for section in output.get("sections") or ():
        for claim in section["claims"]:
            yield Statement(str(section["name"]), str(claim["text"]), _spans(claim["evidence"]))


def _cards(output: Output) -> Iterator[Statement]:
    for place, card in enumerate(output.get("articles") or (), start=1):
        score = f" ({card['score']:.2f})" if "score" in card else ""
        title = f" {card['title']}: {_short(card.get('snippet', ''))}" if card.get("title") else ""
        yield Statement(f"card {place}", f"{card['id']}{score}{title}")


def _short(text: str) -> str:
    return text if len(text) <= _SNIPPET else f"{text[:_SNIPPET].rsplit(' ', 1)[0]} ..."


def _replies(output: Output) -> Iterator[Statement]:
    for place, reply in enumerate(output.get("suggestions") or (), start=1):
        yield Statement(f"reply {place}", str(reply["text"]), _spans(reply.get("evidence") or ()))


def _fields(draft: Mapping[str, Any], evidence: Mapping[str, Any]) -> Iterator[Statement]:
    for name, value in draft.items():
        if isinstance(value, list | tuple):
            for place, part in enumerate(value):
                yield Statement(name, _flat(part), _spans(evidence.get(f"/{name}/{place}") or ()))
        elif value not in (None, ""):
            yield Statement(name, _flat(value), _spans(evidence.get(f"/{name}") or ()))


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return " · ".join(f"{part}" for part in value.values() if part not in (None, ""))
    return str(value)


def _spans(evidence: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, int, int], ...]:
    spans = [(str(one.get("message_id") or one.get("article_id")), one["start"], one["end"]) for one in evidence]
    return tuple(dict.fromkeys(spans))


def _silence(output: Output) -> Statement:
    return Statement("silent", f"{output.get('status')}, reason {output.get('reason')}")
