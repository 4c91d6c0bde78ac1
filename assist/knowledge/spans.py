"""How far each mark for agents only reaches in a Markdown text.

In doubt further: a passage too many is lost to replies, one too few is shown to a customer.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from assist.knowledge.marks import (
    Mark,
    find_mark,
    heads_internal_text,
    is_internal_cell,
    is_internal_class,
    is_internal_element,
    may_hold_marks,
)
from assist.knowledge.outline import Leaf, Lines, Outline

_OWN_LABEL = re.compile(r"[\s>]*(?:\[!\w+\]|(?:\*\*|__)[^*_\n]{1,60}(?:[:.](?:\*\*|__)|(?:\*\*|__)\s*:))")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)\s*:?\s*")
_DELIMITER = re.compile(r"[\s>]*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
_MARKUP_END = re.compile(r"[\s*_`]+$")
_CODE = frozenset({"fence", "code_block"})
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SUMMARY = re.compile(r"\s*<summary\b[^>]*>(.{0,200}?)</summary>", re.IGNORECASE | re.DOTALL)
_CLASSES_OF = re.compile(r"[\w-]+")
MAX_SHORT_CODE = 50_000  # code points between `[internal]` and its end
_SHORT_CODE = re.compile(r"([\[{<])(?:internal[^\]}>\n]{0,40})[\]}>]")
_DIV = re.compile(r"[ \t]*:{3,}[ \t]*(.*?)[ \t]*:*[ \t]*")
_ADMONITION = re.compile(r"([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(.*)")


class Span(NamedTuple):
    """Code points of a body."""

    start: int
    end: int


def internal_spans(outline: Outline) -> list[Span]:
    """What is for agents only, in order and apart."""
    found: list[Span] = []
    if may_hold_marks(outline.body):
        found += [*_sections(outline), *_marked(outline), *_divs(outline), *_elements(outline), *_short_codes(outline)]
    found += _comments(outline)
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _span(outline: Outline, lines: Lines, column: int = 0) -> Span:
    return Span(outline.places[lines[0]][0] + column, outline.places[max(lines[1] - 1, lines[0])][1])


def _sections(outline: Outline) -> Iterator[Span]:
    """From an internal heading to the next of its level or above. Text that a line of dashes turns into a heading by
    mistake does not end a section that `##` began."""
    begun: Leaf | None = None
    for leaf in (leaf for leaf in outline.leaves if leaf.level):
        if begun is not None:
            if leaf.level > begun.level or (leaf.underlined and not begun.underlined):
                continue
            yield _span(outline, (begun.lines[0], leaf.lines[0]))
            begun = None
        if any(_heads(line) for line in outline.text(leaf.lines).splitlines()):
            begun = leaf
    if begun is not None:
        yield _span(outline, (begun.lines[0], len(outline.places)))


def _heads(line: str) -> bool:
    return heads_internal_text(line.strip().strip("#").strip(" *_")) or find_mark(line) is not None


def _marked(outline: Outline) -> Iterator[Span]:
    """Labels in paragraphs, quotations, list items, table rows and code."""
    reached = 0
    for leaf in outline.leaves:
        tables = _tables(outline, leaf)
        for number in range(*leaf.lines):
            if number < reached or (leaf.level and leaf.kind == "heading_open"):
                continue
            if (table := tables.get(number)) is not None:
                mark, lines = _marked_rows(outline, leaf, number, table)
            else:
                mark = _mark(outline, leaf, number)
                lines = _reach(outline, leaf, number, mark) if mark else (number, number)
            if mark is not None:
                reached = lines[1]
                yield _span(outline, lines, mark.column if lines[0] == number else 0)


def _mark(outline: Outline, leaf: Leaf, number: int) -> Mark | None:
    """Of one line; a label may be wrapped onto the next."""
    line, quoted = outline.line(number), leaf.quote is not None
    mark = find_mark(line, quoted=quoted)
    bold = _BOLD_LINE.fullmatch(line) if mark is None or not mark.alone else None
    if bold and leaf.lines[1] - leaf.lines[0] == 1 and heads_internal_text(bold.group(1)):
        return Mark(0, alone=True)
    if mark is None and number + 1 < leaf.lines[1]:
        wrapped = find_mark(f"{line} {outline.line(number + 1).lstrip(' >')}", quoted=quoted)
        mark = wrapped if wrapped and wrapped.column < len(line) else None
    return mark


def _reach(outline: Outline, leaf: Leaf, number: int, mark: Mark) -> Lines:
    first = leaf.lines[0] if mark.around else number
    if leaf.quote is not None:
        last = _joined_quotes(outline, leaf.quote[1])
        rest = outline.text((number + 1, leaf.quote[1]))
        return first, _until_heading(outline, last) if mark.alone and not re.search(r"\w", rest) else last
    if leaf.item is not None:
        rest = outline.text((number + 1, leaf.item[1]))
        alone = mark.alone and leaf.list is not None and not re.search(r"\w", rest)
        return first, leaf.list[1] if alone and leaf.list else leaf.item[1]
    last = leaf.lines[1]
    if leaf.kind != "paragraph_open":
        return first, last
    if mark.alone and last == number + 1:
        return first, _until_heading(outline, last)
    return first, _followed(outline, last)


def _joined_quotes(outline: Outline, last: int) -> int:
    """Quotations that only blank lines part are one for an author, unless the next has a label of its own."""
    for lines, kind in outline.tops_from(last):
        blank = not outline.text((last, lines[0])).strip()
        if not blank or kind != "blockquote_open" or _OWN_LABEL.match(outline.line(lines[0])):
            return last
        last = lines[1]
    return last


def _until_heading(outline: Outline, last: int) -> int:
    """A label on a line of its own is a heading: to the next heading, rule or line in bold."""
    for lines, kind in outline.tops_from(last):
        bold = lines[1] == lines[0] + 1 and _BOLD_LINE.fullmatch(outline.line(lines[0]))
        if bold or kind in {"heading_open", "hr"}:
            return lines[0]
    return len(outline.places)


def _followed(outline: Outline, last: int) -> int:
    """A paragraph, and what it leads to: after a colon, without a blank line between, or in the middle of a sentence
    (the pages of a PDF)."""
    for lines, kind in outline.tops_from(last):
        while not outline.line(last - 1).strip():
            last -= 1
        said = _MARKUP_END.sub("", outline.line(last - 1))
        goes_on = kind == "paragraph_open" and said[-1:] not in '.!?:;)]"”' and outline.line(lines[0])[:1].islower()
        attached = lines[0] == last or said.endswith(":") or goes_on
        if kind in {"heading_open", "hr"} or not attached:
            return last
        last = lines[1]
    return last


def _tables(outline: Outline, leaf: Leaf) -> dict[int, Lines]:
    """Line -> the lines of the table that it is a row of."""
    if leaf.kind in _CODE or leaf.level:
        return {}
    found: dict[int, Lines] = {}
    number, end = leaf.lines
    while number < end:
        last = number
        ruled = number + 1 < end and "|" in outline.line(number) and _DELIMITER.fullmatch(outline.line(number + 1))
        while last < end and ("|" in outline.line(last) if ruled else outline.line(last).lstrip(" >\t")[:1] == "|"):
            last += 1
        for row in range(number, last):
            found[row] = (number, last)
        number = max(last, number + 1)
    return found


def _marked_rows(outline: Outline, leaf: Leaf, number: int, table: Lines) -> tuple[Mark | None, Lines]:
    """An internal cell hides its row, at the head of the table all rows: they hold a cell of that column."""
    cells = outline.line(number).strip(" >\t|").split("|")
    if not any(is_internal_cell(cell) or find_mark(cell.strip()) for cell in cells):
        return None, table
    if leaf.quote is not None:
        return Mark(0), (number, _joined_quotes(outline, leaf.quote[1]))
    return Mark(0), table if number == table[0] else (number, number + 1)


def _divs(outline: Outline) -> Iterator[Span]:
    """`::: internal` to its `:::`, and `!!! internal` with the lines indented under it."""
    count, reached = len(outline.places), 0
    for number in range(count):
        line = outline.line(number)
        if number < reached:
            continue
        if (div := _DIV.fullmatch(line)) and div.group(1) and _names_box(div.group(1)):
            reached = _div_end(outline, number)
            yield _span(outline, (number, reached))
        elif (box := _ADMONITION.fullmatch(line)) and _names_box(box.group(2)):
            last = number + 1
            while last < count and (not outline.line(last).strip() or _indent(outline.line(last)) > len(box.group(1))):
                last += 1
            reached = last
            yield _span(outline, (number, last))


def _names_box(said: str) -> bool:
    words = _CLASSES_OF.findall(said)
    return (
        any(heads_internal_text(part) for part in (said, *re.findall(r'"([^"]*)"', said)))
        or any(is_internal_class(word) for word in words)
        or find_mark(said) is not None
    )


def _div_end(outline: Outline, first: int) -> int:
    depth = 0
    for number in range(first, len(outline.places)):
        if div := _DIV.fullmatch(outline.line(number)):
            depth += 1 if div.group(1) else -1
            if depth == 0:
                return number + 1
    return len(outline.places)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _elements(outline: Outline) -> Iterator[Span]:
    """HTML elements in Markdown: `<div class="internal">`, `<details>` whose summary says so; to their end."""
    code = _CodePlaces(outline)
    tags = [tag for tag in _TAG.finditer(outline.body) if tag.start() not in code]
    reached = 0
    for index, tag in enumerate(tags):
        name = tag.group(2).lower()
        if tag.start() < reached or tag.group(1) or not _is_internal_tag(outline.body, tag, name):
            continue
        depth, reached = 0, len(outline.body)
        for other in (other for other in tags[index:] if other.group(2).lower() == name):
            depth += -1 if other.group(1) else 1
            if depth == 0:
                reached = other.end()
                break
        yield Span(tag.start(), reached)


def _is_internal_tag(body: str, tag: re.Match[str], name: str) -> bool:
    attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(tag.group(3))}
    if is_internal_element(name, attributes):
        return True
    summary = _SUMMARY.match(body, tag.end()) if name == "details" else None
    said = re.sub(r"<[^>]*>", "", summary.group(1)) if summary else ""
    return heads_internal_text(said) or find_mark(said) is not None


def _short_codes(outline: Outline) -> Iterator[Span]:
    """`[internal]` to `[/internal]`, in any brackets."""
    code, lower, position = _CodePlaces(outline), outline.body.lower(), 0
    while match := _SHORT_CODE.search(lower, position):
        position = match.end()
        end = lower.find(f"{match.group(1)}/internal", match.end(), match.end() + MAX_SHORT_CODE)
        if end >= 0 and match.start() not in code:
            position = end + len("[/internal]")
            yield Span(match.start(), position)


def _comments(outline: Outline) -> Iterator[Span]:
    """`<!-- -->`: nobody sees them on the page."""
    position = outline.body.find("<!--")
    code = _CodePlaces(outline) if position >= 0 else None
    while code is not None and position >= 0:
        end = outline.body.find("-->", position + 4)
        end = len(outline.body) if end < 0 else end + 3
        if position not in code:
            yield Span(position, end)
        position = outline.body.find("<!--", end)


class _CodePlaces:
    """Code points that stand in code."""

    def __init__(self, outline: Outline) -> None:
        code = [leaf.lines for leaf in outline.leaves if leaf.kind in _CODE]
        self._starts = [outline.places[first][0] for first, _ in code]
        self._ends = [outline.places[min(last, len(outline.places)) - 1][1] for _, last in code]

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]
