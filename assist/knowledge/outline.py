"""The blocks of a Markdown text as CommonMark reads them: what belongs to which quotation, list item or code.

Lazy lines, fences and indented code are the parser's business; lines are counted from 0, ends are exclusive.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_NESTING = 60  # containers in one another; the parser recurses
_NEEDS_PARSING = re.compile(r"```|~~~|<[A-Za-z!/]|^ {1,3}#{1,6}[ \t]", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_LEAVES = frozenset({"paragraph_open", "heading_open", "fence", "code_block", "html_block", "hr"})
_CONTAINERS = frozenset({"blockquote_open", "bullet_list_open", "ordered_list_open", "list_item_open"})

Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds text. quote: the outermost quotation around it; item: the innermost list item, and its list.

    level: of a heading that stands in no container, else 0; underlined: by `---` instead of `##`.
    """

    lines: Lines
    kind: str
    quote: Lines | None = None
    item: Lines | None = None
    list: Lines | None = None
    level: int = 0
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """places: code points of each line without its end; headings: line -> level and words of each `#` heading.

    tops: blocks that stand in no container, with their kind; they and the leaves are known only after parsing.
    """

    body: str
    places: tuple[Lines, ...]
    headings: dict[int, tuple[int, str]]
    leaves: tuple[Leaf, ...] = ()
    tops: tuple[tuple[Lines, str], ...] = ()

    def line(self, number: int) -> str:
        """Its text."""
        start, end = self.places[number]
        return self.body[start:end]

    def text(self, lines: Lines) -> str:
        """The text of some lines."""
        return "\n".join(self.line(number) for number in range(*lines))

    def tops_from(self, number: int) -> Iterator[tuple[Lines, str]]:
        """The blocks that begin at this line or below."""
        first = bisect_left(self.tops, number, key=lambda top: top[0][0])
        return (self.tops[index] for index in range(first, len(self.tops)))


def outline(body: str, *, parse: bool = False) -> Outline:
    """The blocks of `body`. Without code, HTML and indented headings its lines say enough, unless `parse`: parsing
    takes ten times as long."""
    places = tuple(_places(body))
    if not parse and not _NEEDS_PARSING.search(body):
        return Outline(body, places, _headings(body, places, range(len(places))))
    leaves, tops, containers = _walk(_parser().parse(body))
    covered = {number for leaf in leaves for number in range(*leaf.lines)}
    for number, (start, end) in enumerate(places):
        if number not in covered and body[start:end].strip():
            leaves.append(_stray(number, containers))
    leaves.sort(key=lambda leaf: leaf.lines)
    hashed = [leaf.lines[0] for leaf in leaves if leaf.level and not leaf.underlined]
    return Outline(body, places, _headings(body, places, hashed), tuple(leaves), tuple(tops))


def _headings(body: str, places: Sequence[Lines], numbers: Iterable[int]) -> dict[int, tuple[int, str]]:
    matches = ((number, _HEADING.match(body[places[number][0] : places[number][1]])) for number in numbers)
    return {number: (len(m.group(1)), m.group(2)) for number, m in matches if m and m.group(2)}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.disable(["reference"])


def _places(body: str) -> list[Lines]:
    places: list[Lines] = []
    for match in _LINE.finditer(body):
        text = match.group()
        if text or not places:
            places.append((match.start(), match.start() + len(text.rstrip("\r\n"))))
    return places


def _walk(tokens: list[Token]) -> tuple[list[Leaf], list[tuple[Lines, str]], list[tuple[str, Lines]]]:
    leaves: list[Leaf] = []
    tops: list[tuple[Lines, str]] = []
    containers: list[tuple[str, Lines]] = []
    open_: list[tuple[str, Lines]] = []
    for token in tokens:
        if token.nesting < 0 and token.type.replace("_close", "_open") in _CONTAINERS:
            open_.pop()
        if token.map is None or not (token.type in _LEAVES or token.type in _CONTAINERS):
            continue
        lines = (token.map[0], token.map[1])
        if not open_:
            tops.append((lines, token.type))
        if token.type in _CONTAINERS:
            open_.append((token.type, lines))
            containers.append(open_[-1])
        else:
            leaves.append(_leaf(token, lines, open_))
    return leaves, tops, containers


def _leaf(token: Token, lines: Lines, open_: list[tuple[str, Lines]]) -> Leaf:
    quotes = [found for kind, found in open_ if kind == "blockquote_open"]
    items = [found for kind, found in open_ if kind == "list_item_open"]
    lists = [found for kind, found in open_ if kind.endswith("_list_open")]
    level = int(token.tag[1]) if token.type == "heading_open" and not open_ else 0
    return Leaf(
        lines,
        token.type,
        quote=quotes[0] if quotes else None,
        item=items[-1] if items else None,
        list=lists[-1] if lists else None,
        level=level,
        underlined=token.markup in {"-", "="},
    )


def _stray(number: int, containers: list[tuple[str, Lines]]) -> Leaf:
    """A line that the parser left out, nested too deeply: it belongs to the outermost block around it."""
    around = next((lines for _, lines in containers if lines[0] <= number < lines[1]), None)
    return Leaf((number, number + 1), "stray", quote=around)
