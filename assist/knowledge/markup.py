"""Markdown of articles to what people read: lines to blocks with their audience, and plain text."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from assist.core.text.remembered import remembered
from assist.knowledge.marks import may_hold_marks
from assist.knowledge.outline import outline
from assist.knowledge.spans import internal_spans

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*(?:\|?\s*:?-{2,}.*|~{3,}.*)$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|\\(?=#))")
_LEAD = re.compile(r"^\s*(?:>\s*)*(?:(?P<point>[-*+])\s+|(?P<step>\d{1,9})[.)]\s+)?")
_DELIMITER = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph of a body: code points of the body, the headings above it, and whether agents only."""

    start: int
    end: int
    section: str | None
    internal: bool
    heading: bool = False


def blocks_of(body: str) -> list[Block]:
    """The lines of a Markdown body that carry text, with section path and audience.

    A line in which an internal label begins is two blocks: what is for everybody and the rest.
    """
    marked = may_hold_marks(body) or "<!--" in body
    shape = outline(body, parse=marked)
    spans = internal_spans(shape) if marked else []
    blocks: list[Block] = []
    headings: dict[int, str] = {}
    section: str | None = None
    upcoming = 0
    for number, (start, end) in enumerate(shape.places):
        text = body[start:end]
        heading = shape.headings.get(number)
        if heading:
            level, words = heading
            headings = {k: v for k, v in headings.items() if k < level} | {level: plain_text(words)}
            section = " › ".join(headings[k] for k in sorted(headings)) or None
        if not text.strip() or _RULE.match(text):
            continue
        while upcoming < len(spans) and spans[upcoming].end <= start:
            upcoming += 1
        internal = spans[upcoming].start if upcoming < len(spans) else end
        if start < internal < end and _WORD.search(text, 0, internal - start):
            blocks.append(Block(start, internal, section, internal=False, heading=heading is not None))
            blocks.append(Block(internal, end, section, internal=True, heading=heading is not None))
        else:
            blocks.append(Block(start, end, section, internal=internal < end, heading=heading is not None))
    return blocks


def has_text(body: str) -> bool:
    """Whether it says anything: marks, rules and the head of a table without rows do not."""
    lines = [line for line in body.splitlines() if line.strip()]
    if len(lines) == 1 and lines[0].strip().startswith("|"):
        return False
    kept: list[str] = []
    for i, line in enumerate(lines):
        heads = "|" in line and i + 1 < len(lines) and _DELIMITER.fullmatch(lines[i + 1]) is not None
        if not heads or (i + 2 < len(lines) and "|" in lines[i + 2]):
            kept.append(line)
    said = plain_text("\n".join(kept))
    return any(c.isalnum() or (c > "\x7f" and not c.isspace()) for c in said)


def as_text(line: str) -> str:
    """A line of a document that is no Markdown: a `#` at its beginning is no heading."""
    return re.sub(r"^(\s*)(?=#{1,6}\s)", r"\1\\", line)


def plain_text(markdown: str) -> str:
    """Markdown without its marks: links by their text, table cells joined, list bullets dropped."""
    return "\n".join(one.text for one in _plain_lines(markdown))


@remembered(maxsize=4_096)
def table_rows(markdown: str) -> tuple[int, ...]:
    """Which lines of its plain text, from 0, are rows of a table."""
    if "|" not in markdown:
        return ()
    return tuple(number for number, one in enumerate(_plain_lines(markdown)) if one.row)


@remembered(maxsize=4_096)
def list_points(markdown: str) -> tuple[int, ...]:
    """Which lines of its plain text, from 0, are points of a list."""
    return tuple(number for number, one in enumerate(_plain_lines(markdown)) if one.point)


@remembered(maxsize=4_096)
def list_steps(markdown: str) -> tuple[tuple[int, int], ...]:
    """Which lines of its plain text, from 0, are numbered, and their numbers."""
    return tuple((number, one.step) for number, one in enumerate(_plain_lines(markdown)) if one.step is not None)


@remembered(maxsize=4_096)
def table_heads(markdown: str) -> tuple[int, ...]:
    """Which lines of its plain text, from 0, are heads of a table: a rule follows them."""
    if "|" not in markdown:
        return ()
    lines = [line for line in markdown.splitlines() if line.strip()]
    heads = {line for line, below in itertools.pairwise(lines) if _RULE.match(below)}
    said = (line for line in lines if not _RULE.match(line) and list(_plain_lines(line)))
    return tuple(number for number, line in enumerate(said) if line in heads and line.lstrip().startswith("|"))


class _Line(NamedTuple):
    """A line in plain text; step: its number in a list."""

    text: str
    row: bool
    point: bool
    step: int | None


def _plain_lines(markdown: str) -> Iterator[_Line]:
    """Each line that says something, and what it is."""
    for raw in markdown.splitlines():
        if _RULE.match(raw) or not raw.strip():
            continue
        line = _HEADING.sub(r"\2", raw.strip())
        row = line.startswith("|")
        mark = None if row else _LEAD.match(line)
        line = line[mark.end() :] if mark else _row(line)
        if line := _MARKS.sub("", _LINK.sub(r"\1", line)).strip():
            step = int(mark["step"]) if mark and mark["step"] else None
            yield _Line(line, row, bool(mark and mark["point"]), step)


def _row(line: str) -> str:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return ": ".join([cells[0], ", ".join(c for c in cells[1:] if c)]) if len(cells) > 1 else cells[0]
