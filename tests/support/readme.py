"""README's settings table, made from settings.py. `python -m tests.support.readme` writes it anew after a change."""

import re
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic_core import PydanticUndefined

from assist.core.settings import Settings

README = Path(__file__).parents[2] / "README.md"
_TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def settings_table() -> str:
    """One row a setting: its variable, its default, what it is for."""
    rows = ["| variable | default | what |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        words = (field.description or "").replace("|", "\\|")
        choices = _choices(field.annotation)
        more = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
        rows.append(f"| `ASSIST_{name.upper()}` | {_default(name)} | {words}{more} |")
    return "\n".join(rows) + "\n"


def table_in_readme() -> str:
    """What README says now; empty when the markers are missing."""
    found = _TABLE.search(README.read_text(encoding="utf-8"))
    return found.group() if found else ""


def _default(name: str) -> str:
    field = Settings.model_fields[name]
    if field.default is PydanticUndefined:
        return "user's cache folder"
    shown = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return "" if field.default is None else f"`{shown}`"


def _choices(annotation: object) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((_choices(inner) for inner in get_args(annotation) if _choices(inner)), ())


if __name__ == "__main__":
    table = settings_table()
    README.write_text(_TABLE.sub(lambda _: table, README.read_text(encoding="utf-8")), encoding="utf-8")
