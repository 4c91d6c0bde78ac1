"""The `key: value` block at the head of a file; YAML without aliases, which can be made to explode.

Settings that were plainly meant and cannot be read are a failure: as text they would be shown to customers.
"""

import re
from typing import Any

import yaml

from assist.knowledge.fields import field_name, is_field, named
from assist.knowledge.unreadable import Unreadable

MAX_CHARS = 20_000
_FRONT_MATTER = re.compile(
    r"\A(?P<before>(?:[ \t]*\r?\n)*)---[ \t]*\r?\n(?P<values>(?:.*?\r?\n)??)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_OPENING = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\r?\n")
_SETTING = re.compile(r"([A-Za-z][A-Za-z _-]{0,30}?)[ \t]*[:=](?:[ \t]|$)")
_SAFETY = frozenset({"audience", "internal", "state", "expires_at"})  # what may keep an article from customers
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
CLOSE_IT = "front matter has no closing --- line; add one after the last setting"


class _PlainLoader(yaml.BaseLoader):
    """Reads every value as text (an id `1234`, a title `404`) and knows no aliases and no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse `*name`."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read here")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a key that is there twice: YAML lets the last one win."""
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.YAMLError(f"{twice} is set twice; keep one")
        return super().construct_mapping(node, deep=deep)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """(values by the names of fields, the rest). Raises Unreadable when the block is there and wrong."""
    match = _FRONT_MATTER.match(text)
    if match is None or (match["before"] and not _has_settings(match["values"])):
        _refuse_loose_settings(text)
        return {}, text
    if len(match["values"]) > MAX_CHARS:
        raise Unreadable(f"front matter is longer than {MAX_CHARS:,} characters")
    return _values(match["values"]), text[match.end() :]


def _values(block: str) -> dict[str, Any]:
    try:
        loaded: Any = yaml.load(block, Loader=_PlainLoader) or {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Unreadable(f"front matter is not YAML: {reason}") from None
    if not isinstance(loaded, dict):
        raise Unreadable("front matter must be `key: value` lines")
    pairs: list[tuple[str, Any]] = [(str(key), value) for key, value in loaded.items()]  # pyright: ignore[reportUnknownVariableType]
    values = named((key, value) for key, value in pairs)
    return {key: value for key, value in values.items() if not (isinstance(value, str) and value in _NOTHING)}


def _has_settings(block: str) -> bool:
    """Whether a line of a block sets a field."""
    return any((found := _SETTING.match(line)) and is_field(found[1]) for line in block.splitlines())


def _refuse_loose_settings(text: str) -> None:
    """Settings between no lines, one line or the lines of another notation. Raises Unreadable for them."""
    opening = _OPENING.match(text)
    head = text[opening.end() :] if opening else text.lstrip()
    block = re.split(r"\n[ \t]*\r?\n", head[:MAX_CHARS], maxsplit=1)[0]
    if opening:
        if _has_settings(block):
            raise Unreadable(
                CLOSE_IT if opening[1] == "---" else "settings between +++ are not read; use --- and key: value"
            )
        return
    found = [_SETTING.match(line) for line in block.splitlines()]
    names = [field_name(match[1]) for match in found if match]
    if len(names) == len(found) and len(names) > 1 and all(map(is_field, names)) and _SAFETY & set(names):
        raise Unreadable("settings must stand between two --- lines at the head of the file")
