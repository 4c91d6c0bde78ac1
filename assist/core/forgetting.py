"""What a case draft must lose when a message it was made from is redacted."""

import re
from collections.abc import Mapping
from typing import Any

from assist.core.results import CaseFields, Evidence

EvidenceMap = Mapping[str, tuple[Evidence, ...]]

# Labels from a closed list tell nothing of a message's words.
_TEXTS = ("title", "customer", "product", "issue", "cause", "resolution")
_LISTS = ("steps", "next_steps", "facts")
_TOKEN = re.compile(r"[^\W_]+(?:[.@_/+-][^\W_]+)*")
_SHORTEST_CODE = 3
_RUN = 4  # as many words in a row are no accident


def without_message(
    fields: CaseFields, evidence: EvidenceMap, *, message_id: str, text: str
) -> tuple[CaseFields, dict[str, tuple[Evidence, ...]]]:
    """The draft without what rests on the message or repeats its codes, names or wording, and the evidence left.

    A field that somebody typed has no evidence: there the words decide.
    """
    secret = _Words(text)
    changes: dict[str, Any] = {}
    kept = {
        pointer: tuple(span for span in spans if span.message_id != message_id) for pointer, spans in evidence.items()
    }

    def rests(pointer: str) -> bool:
        return any(
            span.message_id == message_id
            for key, spans in evidence.items()
            if key == pointer or key.startswith(f"{pointer}/")
            for span in spans
        )

    for name in _TEXTS:
        value = getattr(fields, name)
        if value is not None and (rests(f"/{name}") or secret.told_by(value)):
            changes[name] = None
            _drop(kept, f"/{name}")
    for name in _LISTS:
        items = getattr(fields, name)
        stay = [n for n, item in enumerate(items) if not (rests(f"/{name}/{n}") or secret.told_by(_said(item)))]
        if len(stay) < len(items):
            changes[name] = tuple(items[n] for n in stay)
            _renumber(kept, f"/{name}", stay)
    return fields.model_copy(update=changes), {pointer: spans for pointer, spans in kept.items() if spans}


class _Words:
    def __init__(self, text: str) -> None:
        tokens = _tokens(text)
        self._codes = {_plain(token) for token in tokens if _is_code(token)}
        self._names = {token.lower() for token in tokens if token[:1].isupper()}
        self._runs = _runs(tokens)

    def told_by(self, said: str) -> bool:
        tokens = _tokens(said)
        if any(_plain(token) in self._codes for token in tokens):
            return True
        short = len(tokens) < _RUN and any(token[:1].isupper() for token in tokens)
        if short and all(token.lower() in self._names for token in tokens):
            return True
        return not self._runs.isdisjoint(_runs(tokens))


def _said(item: Any) -> str:
    if isinstance(item, str):
        return item
    return " ".join(str(value) for value in item.model_dump().values() if isinstance(value, str))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _is_code(token: str) -> bool:
    return "@" in token or (len(token) >= _SHORTEST_CODE and any(c.isdigit() for c in token))


def _plain(token: str) -> str:
    return "".join(c for c in token.lower() if c.isalnum() or c == "@")


def _runs(tokens: list[str]) -> set[tuple[str, ...]]:
    words = [token.lower() for token in tokens]
    return {tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}


def _drop(evidence: dict[str, tuple[Evidence, ...]], pointer: str) -> None:
    for key in [key for key in evidence if key == pointer or key.startswith(f"{pointer}/")]:
        del evidence[key]


def _renumber(evidence: dict[str, tuple[Evidence, ...]], name: str, stay: list[int]) -> None:
    """Evidence of list items follows them to their new places."""
    moved = {str(former): str(place) for place, former in enumerate(stay)}
    for key in [key for key in evidence if key.startswith(f"{name}/")]:
        number, slash, rest = key[len(name) + 1 :].partition("/")
        spans = evidence.pop(key)
        if number in moved:
            evidence[f"{name}/{moved[number]}{slash}{rest}"] = spans
