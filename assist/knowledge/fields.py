"""Fields of an article as authors write them in files, front matter or rows: names in any case, tags as one text."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assist.core.articles import Article, split_tags
from assist.knowledge.unreadable import Unreadable

_KNOWN = {name.replace("_", ""): name for name in (*Article.model_fields, "internal")}
_TEXTS = ("id", "title", "body", "product", "company", "locale", "url")
_CHOICES = ("audience", "state")


def field_name(written: str) -> str:
    """The field that `written` names, whatever its case, spaces and hyphens; other names stay as they are."""
    return _KNOWN.get(re.sub(r"[\s_-]+", "", written).lower(), written)


def is_field(written: str) -> bool:
    """Whether `written` names a field."""
    return field_name(written) in _KNOWN.values()


def named(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """By the names of fields. Raises Unreadable when two names mean one field and their values differ."""
    values: dict[str, Any] = {}
    for key, value in pairs:
        name = field_name(key)
        if values.setdefault(name, value) != value:
            raise Unreadable(f"{name} is set twice; keep one")
    return values


def as_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for `Article`: numbers as text where text is meant, tags apart, choices in small letters."""
    fields = dict(values)
    for name in _TEXTS:
        if name in fields:
            fields[name] = _as_text(fields[name])
    for name in _CHOICES:
        if isinstance(fields.get(name), str):
            fields[name] = fields[name].strip().lower()
    if "tags" in fields:
        fields["tags"] = split_tags(fields["tags"])
    return fields


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
