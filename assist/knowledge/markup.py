"""Article markup to what people read: HTML to Markdown-like text, Markdown lines to blocks and plain text."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAG = re.compile(r"<(p|div|h[1-6]|ul|ol|li|table|br|body|html|span|strong|em|a)\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}.*$")
_INTERNAL = re.compile(r"^>\s*\*\*internal note[^*]*\*\*", re.IGNORECASE)
_INTERNAL_HEADING = re.compile(r"^internal notes?\b", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w))")
_LEAD = re.compile(r"^\s*(?:>\s*)?(?:[-*+]\s+|\d+[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph of a body: code points of the body, the headings above it, and whether agents only."""

    start: int
    end: int
    section: str | None
    internal: bool
    heading: bool = False


def looks_like_html(body: str) -> bool:
    """Whether a body is HTML rather than Markdown."""
    return len(_TAG.findall(body[:5_000])) >= 2 or body.lstrip()[:15].lower().startswith(("<!doctype", "<html"))


def decode_html(content: bytes) -> str:
    """As its byte order mark or its `meta charset` says, else UTF-8. Raises UnicodeDecodeError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    declared = _CHARSET.search(content[:4_000])
    try:
        return content.decode(declared.group(1).decode("ascii") if declared else "utf-8-sig")
    except LookupError:
        return content.decode("utf-8-sig")


def html_to_markdown(html: str) -> tuple[str | None, str]:
    """(title, body): headings, lists, tables and image texts kept as Markdown; scripts and styles dropped."""
    tree = LexborHTMLParser(html)
    title_node = tree.css_first("title") or tree.css_first("h1")
    title = title_node.text(strip=True) if title_node else None
    for node in tree.css("script, style, nav, noscript, template, head"):
        node.decompose()
    lines: list[str] = []
    if tree.body is not None:
        _walk(tree.body, lines)
    text = re.sub(r"[ \t]+", " ", "".join(lines))
    return title, re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


_BLOCKS = frozenset("p div dl ul ol table section article main header footer figure figcaption pre".split())


def _walk(node: LexborNode, out: list[str]) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            out.append(re.sub(r"\s+", " ", child.text(deep=False)))
        elif re.fullmatch(r"h[1-6]", tag):
            out.append(f"\n\n{'#' * int(tag[1])} {_line(child)}\n\n")
        elif tag == "img":
            out.append(child.attributes.get("alt") or "")
        elif tag == "br":
            out.append("\n")
        elif tag == "tr":
            out.append("\n| " + " | ".join(_line(cell).replace("|", "/") for cell in child.css("td, th")) + " |")
        elif tag in {"li", "dt", "dd"}:
            out.append(f"\n{_bullet(child)} ")
            _walk(child, out)
        elif tag == "blockquote":
            quoted: list[str] = []
            _walk(child, quoted)
            lines = "".join(quoted).strip().splitlines()
            out.append("\n\n" + "\n".join(f"> {line.strip()}" for line in lines) + "\n\n")
        elif tag in _BLOCKS:
            out.append("\n\n")
            _walk(child, out)
            out.append("\n\n")
        else:
            _walk(child, out)


def _line(node: LexborNode) -> str:
    """Everything in a heading or cell on one line, texts of images too."""
    pieces: list[str] = []
    _walk(node, pieces)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _bullet(item: LexborNode) -> str:
    """`1.` in an ordered list, `-` elsewhere."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "-"
    number, before = 1, item.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    return f"{number}."


def blocks_of(body: str) -> list[Block]:
    """The lines of a Markdown body that carry text, with section path and audience."""
    blocks: list[Block] = []
    headings: dict[int, str] = {}
    internal_quote = internal_section = False
    position = 0
    for line in body.splitlines(keepends=True):
        start, text = position, line.rstrip("\r\n")
        position += len(line)
        heading = _HEADING.match(text)
        if heading:
            level = len(heading.group(1))
            headings = {k: v for k, v in headings.items() if k < level} | {level: plain_text(heading.group(2))}
            internal_section = any(_INTERNAL_HEADING.match(h) for h in headings.values())
            internal_quote = False
        if not text.startswith(">"):
            internal_quote = False
        elif _INTERNAL.match(text):
            internal_quote = True
        if not text.strip() or _RULE.match(text):
            continue
        section = " › ".join(headings[k] for k in sorted(headings)) or None
        blocks.append(Block(start, start + len(text), section, internal_quote or internal_section, heading is not None))
    return blocks


def plain_text(markdown: str) -> str:
    """Markdown without its marks: links by their text, table cells joined, list bullets dropped."""
    lines: list[str] = []
    for raw in markdown.splitlines():
        if _RULE.match(raw) or not raw.strip():
            continue
        line = _HEADING.sub(r"\2", raw.strip())
        line = _LEAD.sub("", line) if not line.startswith("|") else _row(line)
        lines.append(_MARKS.sub("", _LINK.sub(r"\1", line)).strip())
    return "\n".join(line for line in lines if line)


def _row(line: str) -> str:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return ": ".join([cells[0], ", ".join(c for c in cells[1:] if c)]) if len(cells) > 1 else cells[0]
