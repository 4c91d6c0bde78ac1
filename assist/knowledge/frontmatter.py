"""The `key: value` block at the head of a Markdown file; YAML without aliases, which can be made to explode."""

import re
from typing import Any

import yaml

from assist.knowledge.unreadable import Unreadable

MAX_CHARS = 20_000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class _PlainLoader(yaml.SafeLoader):
    """SafeLoader that knows no aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse `*name`."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read here")
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """(values, the rest). Raises Unreadable when the block is there and wrong."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    if len(match.group(1)) > MAX_CHARS:
        raise Unreadable(f"front matter is longer than {MAX_CHARS:,} characters")
    try:
        loaded: Any = yaml.load(match.group(1), Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Unreadable(f"front matter is not YAML: {reason}") from None
    if not isinstance(loaded, dict):
        raise Unreadable("front matter must be `key: value` lines")
    values = {str(key): value for key, value in loaded.items()}  # pyright: ignore[reportUnknownVariableType]
    return values, text[match.end() :]
