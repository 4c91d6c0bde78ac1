"""What all readers share: roles by their many names, and turns into a checked transcript."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from assist.core.conversation import Transcript
from assist.core.errors import InvalidInput
from assist.core.problems import problems_in
from assist.core.vocabulary import ID_PATTERN, LANGUAGE_PATTERN, RESERVED_IDS, Role

_NAMES: dict[Role, str] = {
    "customer": "customer client user caller visitor guest member patient buyer consumer shopper subscriber enduser "
    "end_user",
    "agent": "agent human_agent rep representative support advisor adviser operator associate csr employee staff "
    "specialist team advocate consultant supervisor clerk helpdesk",
    "bot": "bot chatbot automated_agent virtual_agent virtual_assistant assistant ivr custom_bot",
    "system": "system note event info custom",
}
_ROLES: dict[str, Role] = {name: role for role, names in _NAMES.items() for name in names.split()}
_AGENT_SPEECH = re.compile(
    r"thank(?:s| you) for (?:calling|contacting|choosing|waiting|holding)|my name is|how (?:can|may) i help"
    r"|speaking,? how|can i (?:have|get|take) your (?:name|account|order)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance as a reader found it; `speaker` is a role word or a name."""

    speaker: str
    text: str
    id: str | None = None
    at: datetime | None = None
    role: Role | None = None


def role_of(speaker: str) -> Role | None:
    """The role that a speaker label names (`Customer`, `HUMAN_AGENT`, `Agent 2 (Anna)`), None for a person's name."""
    words = re.sub(r"[^a-z]+", "_", speaker.lower()).strip("_")
    if words in _ROLES:
        return _ROLES[words]
    return next((_ROLES[word] for word in words.split("_") if word in _ROLES), None)


def guess_roles(turns: Sequence[Turn]) -> dict[str, Role]:
    """Roles of all speakers. Labels decide; of two plain names, the one who talks like an agent is it, else the first.

    Raises InvalidInput when names remain that nothing tells apart.
    """
    speakers = list(dict.fromkeys(turn.speaker for turn in turns))
    roles: dict[str, Role] = {speaker: role for speaker in speakers if (role := role_of(speaker))}
    unknown = [speaker for speaker in speakers if speaker not in roles]
    if not unknown:
        return roles
    taken = set(roles.values())
    if len(unknown) == 1 and len(taken & {"customer", "agent"}) == 1:
        roles[unknown[0]] = "agent" if "customer" in taken else "customer"
        return roles
    if len(unknown) == 2 and not taken & {"customer", "agent"}:
        spoken = {name: sum(bool(_AGENT_SPEECH.search(t.text)) for t in turns if t.speaker == name) for name in unknown}
        agent = max(unknown, key=lambda name: spoken[name])
        for name in unknown:
            roles[name] = "agent" if name == agent else "customer"
        return roles
    raise InvalidInput(
        f"cannot tell who is customer and who is agent among {', '.join(unknown[:5])}; "
        "label the speakers 'Customer' and 'Agent'"
    )


def to_transcript(turns: Iterable[Turn], *, channel: str, language: str | None = None, source: str) -> Transcript:
    """A checked transcript. Raises InvalidInput when no turn has text, or a limit is passed."""
    spoken = [turn for turn in turns if turn.text.strip()]
    if not spoken:
        raise InvalidInput(f"the {source} document has no message with text")
    roles = guess_roles([turn for turn in spoken if turn.role is None])
    taken: set[str] = set()
    messages: list[dict[str, Any]] = []
    for turn in spoken:
        role = turn.role or roles[turn.speaker]
        message: dict[str, Any] = {"role": role, "text": turn.text.strip(), "at": turn.at}
        if turn.id and re.match(ID_PATTERN, turn.id) and turn.id not in RESERVED_IDS and turn.id not in taken:
            taken.add(turn.id)
            message["id"] = turn.id
        if role_of(turn.speaker) is None and turn.speaker:
            message["participant"] = turn.speaker[:256]
        messages.append(message)
    values = {"channel": channel, "language": _language(language), "messages": messages}
    return checked(values, source=source)


def checked(values: dict[str, Any], *, source: str) -> Transcript:
    """Validate as a transcript. Raises InvalidInput naming each wrong field."""
    try:
        return Transcript.model_validate(values)
    except ValidationError as error:
        problems = problems_in(error)
        first = problems[0]
        raise InvalidInput(f"{source}: {first.field or 'transcript'}: {first.message}", errors=problems) from None


def merge(turns: Iterable[Turn]) -> list[Turn]:
    """Join pieces that one speaker says in a row (captions cut sentences)."""
    merged: list[Turn] = []
    for turn in turns:
        if merged and merged[-1].speaker == turn.speaker:
            last = merged[-1]
            merged[-1] = Turn(last.speaker, f"{last.text} {turn.text}", last.id, last.at, last.role)
        else:
            merged.append(turn)
    return merged


def time_of(value: Any) -> datetime | None:
    """An RFC 3339 string, or None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def rows_of(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON array; [] for anything else."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text_of(row: dict[str, Any], *names: str) -> str:
    """The first non-empty string under one of `names`."""
    return next((value for name in names if isinstance(value := row.get(name), str) and value.strip()), "")


def _language(value: str | None) -> str | None:
    return value if value and re.match(LANGUAGE_PATTERN, value) else None
