"""What pydantic refused, in words for callers: one problem a field, without the names of its internals."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from assist.core.errors import FieldProblem
from assist.core.vocabulary import ID_PATTERN, LANGUAGE_PATTERN

PROBLEMS_SHOWN = 20
_PATTERNS = {
    ID_PATTERN: "takes 1 to 128 characters: letters A to Z, digits and any of . _ : -",
    LANGUAGE_PATTERN: "takes a language tag such as en or en-GB",
}
_SCALARS = frozenset({"int", "float", "bool", "str", "constrained-str", "none"})


def problems_in(error: ValidationError) -> tuple[FieldProblem, ...]:
    """The first problems of a refused value, in its order; never empty."""
    return readable(error.errors(include_url=False, include_input=False))


def readable(found: Sequence[Any], *, placed: bool = False) -> tuple[FieldProblem, ...]:
    """The same for pydantic's own list of errors. The branches of a union become one problem.

    placed: the first part of each location says where in a request the value was (`query`, `path`, `body`).
    """
    messages: dict[tuple[str, ...], list[str]] = {}
    for item in found:
        path = _path(item["loc"][placed:])
        # A list whose items were refused counts as too short as well, which would only mislead.
        if item["type"] == "too_short" and any(len(known) > len(path) and _begins(known, path) for known in messages):
            continue
        said = messages.setdefault(path, [])
        if (message := _message(item)) not in said:
            said.append(message)
    shown = list(messages.items())[:PROBLEMS_SHOWN]
    return tuple(FieldProblem(".".join(path), _joined(said)) for path, said in shown)


def first_of(error: ValidationError, *, whole: str) -> str:
    """One line for a report of rows; `whole` names the value when no single field is wrong."""
    first = problems_in(error)[0]
    return f"{first.field or whole}: {first.message}"


def _joined(said: Sequence[str]) -> str:
    """Alternatives share their beginning: "Input should be a valid string or a valid integer"."""
    lead = "Input should be "
    if len(said) > 1 and all(message.startswith(lead) for message in said):
        return lead + " or ".join(message.removeprefix(lead) for message in said)
    return "; or ".join(said)


def _path(location: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(part) for part in location if not _names_a_branch(str(part)))


def _names_a_branch(part: str) -> bool:
    """Whether pydantic named a member of a union here (`int`, `CustomSection`, `function-after[...]`)."""
    return part in _SCALARS or "[" in part or part[:1].isupper()


def _begins(path: tuple[str, ...], start: tuple[str, ...]) -> bool:
    return path[: len(start)] == start


def _message(item: Mapping[str, Any]) -> str:
    context: Mapping[str, Any] = item.get("ctx") or {}
    match item["type"]:
        case "missing":
            return "is required"
        case "extra_forbidden":
            return "is not a known field"
        case "tuple_type" | "list_type":
            return "Input should be a list"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "Input should be an object"
        case "too_short":
            least = _count(context["min_length"], _unit(context))
            return f"needs at least {least}, has {context['actual_length']:,}"
        case "too_long":
            unit = _unit(context)
            actual = context.get("actual_length")
            has = f", has {actual:,}" if actual is not None else ""
            return f"takes at most {_count(context['max_length'], unit)}{has}"
        case "string_pattern_mismatch" if context["pattern"] in _PATTERNS:
            return _PATTERNS[context["pattern"]]
        case "datetime_type" | "datetime_parsing" | "datetime_from_date_parsing":
            return "takes an RFC 3339 time such as 2026-05-04T09:00:00Z"
        case "string_too_short":
            return f"needs at least {_count(context['min_length'], 'character')}"
        case "string_too_long":
            return f"takes at most {_count(context['max_length'], 'character')}"
        case _:
            return str(item["msg"]).removeprefix("Value error, ")


def _unit(context: Mapping[str, Any]) -> str:
    """What pydantic counted; texts that went through a check of ours are a mere "Value" to it."""
    return "character" if context["field_type"] == "Value" else "item"


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}" + ("" if number == 1 else "s")
