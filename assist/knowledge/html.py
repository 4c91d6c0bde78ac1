"""HTML of articles to Markdown: headings, lists, tables, quotations and code keep their place; what an element's name
or first words mark as internal becomes a quotation that says so."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assist.knowledge.marks import find_mark, heads_internal_text, is_internal_cell, is_internal_element
from assist.knowledge.markup import as_text
from assist.knowledge.unreadable import Unreadable

MAX_LABEL = 200  # characters of a cell that may be one
MAX_DEPTH = 200  # elements in one another
_BLOCK_TAG = re.compile(r"<(p|div|h[1-6]|ul|ol|li|table|body|html|blockquote|section|details|aside|dl)\b[^>]*>", re.I)
_INLINE_TAG = re.compile(r"<(br|span|strong|em|b|i|a)\b[^>]*>", re.I)
_MARKDOWN = re.compile(r"^ {0,3}(?:#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s|\||```|~~~)", re.MULTILINE)
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)
_BLOCKS = frozenset(
    "p div dl ul ol table section article main header footer figure figcaption details summary aside fieldset legend "
    "caption address form".split()
)
_BOXES = frozenset("aside blockquote details fieldset table li dd div section figure".split())
_WRAPPERS = frozenset("div section".split())
INTERNAL_LABEL = "**Internal note:**"


def looks_like_html(body: str) -> bool:
    """Whether a body is HTML rather than Markdown, in which a few `<br>` do not count."""
    if body.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        return True
    head = body[:5_000]
    inline = 0 if _MARKDOWN.search(head) else len(_INLINE_TAG.findall(head))
    return len(_BLOCK_TAG.findall(head)) + inline >= 2


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
    """(title, body): headings, lists, tables and image texts kept as Markdown; scripts and styles dropped.

    Raises Unreadable for elements nested more than 200 deep.
    """
    tree = LexborHTMLParser(html)
    title_node = tree.css_first("title") or tree.css_first("h1")
    title = title_node.text(strip=True) if title_node else None
    for node in tree.css("script, style, nav, noscript, template, head"):
        node.decompose()
    text = _page(tree.body) if tree.body is not None else ""
    text = re.sub(r"[ \t]+", " ", text)
    return title, re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


def _page(body: LexborNode) -> str:
    out: list[str] = []
    _walk(body, out, 0, page=True)
    root = body.parent
    if _is_named(body) or (root is not None and _is_named(root)):
        return _quoted("".join(out), labelled=False)
    return "".join(out)


def _walk(node: LexborNode, out: list[str], depth: int, *, page: bool = False) -> None:
    """The children of `node`. page: it holds all of the article, so that a label at its beginning is not said of it."""
    if depth > MAX_DEPTH:
        raise Unreadable(f"its HTML is nested more than {MAX_DEPTH} elements deep")
    children = list(node.iter(include_text=True))
    alone = page and sum(bool(_words(child)) for child in children) == 1
    number, defined = 0, False  # of the list item; whether the last <dt> was internal
    for child in children:
        tag = child.tag or ""
        number += tag == "li"
        if tag == "-text":
            out.append(_text(child, page=page))
            continue
        if tag.startswith(("-", "!")):
            continue
        wrapper = alone and tag in {*_WRAPPERS, "main", "article"}
        inner: list[str] = []
        bullet = f"{number}." if tag == "li" and node.tag == "ol" else "-"
        _element(child, tag, inner, depth, page=wrapper, bullet=bullet)
        text = "".join(inner)
        if tag == "dt":
            defined = _is_named(child) or _begins_internal(text)
        if _is_named(child) or (tag == "dd" and defined):
            out.append(_quoted(text, labelled=_begins_internal(text)) if not re.fullmatch(r"h[1-6]", tag) else text)
        elif tag in _BOXES and not wrapper and _begins_internal(text) and "\n" in text.strip():
            out.append(text if tag == "blockquote" else _quoted(text, labelled=True))
        elif tag == "table" and _spans_rows(child):
            out.append(_quoted(text, labelled=False))
        else:
            out.append(text)


def _element(child: LexborNode, tag: str, out: list[str], depth: int, *, page: bool, bullet: str) -> None:
    if re.fullmatch(r"h[1-6]", tag):
        words = f"{_line(child, depth)} (internal)" if _is_named(child) else _line(child, depth)
        out.append(f"\n\n{'#' * int(tag[1])} {words}\n\n")
    elif tag == "img":
        out.append(child.attributes.get("alt") or "")
    elif tag == "br":
        out.append("\n")
    elif tag == "tr":
        out.append("\n| " + " | ".join(_cell(cell, depth) for cell in child.css("td, th")) + " |")
    elif tag == "pre":
        out.append(_code(child))
    elif tag in {"li", "dt", "dd"}:
        out.append(f"\n{bullet} ")
        _walk(child, out, depth + 1)
    elif tag == "blockquote":
        quoted: list[str] = []
        _walk(child, quoted, depth + 1)
        out.append(_quoted("".join(quoted), labelled=True))
    elif tag == "p" and _is_bold(child):
        out.append(f"\n\n**{_line(child, depth)}**\n\n")
    elif tag in _BLOCKS:
        out.append("\n\n")
        _walk(child, out, depth + 1, page=page)
        out.append("\n\n")
    else:
        _walk(child, out, depth + 1)


def _text(node: LexborNode, *, page: bool) -> str:
    """Its words; a `#` at the beginning is no heading. Between the elements of a page authors write Markdown too."""
    text = node.text(deep=False)
    if page and _MARKDOWN.search(text):
        return text
    return as_text(re.sub(r"\s+", " ", text))


def _quoted(text: str, *, labelled: bool) -> str:
    lines = [line.strip() for line in text.strip().splitlines()]
    if not lines:
        return ""
    lines = lines if labelled else [INTERNAL_LABEL, *lines]
    return "\n\n" + "\n".join(f"> {line}" for line in lines) + "\n\n"


def _is_named(node: LexborNode) -> bool:
    return is_internal_element(node.tag or "", node.attributes)


def _begins_internal(text: str) -> bool:
    """Whether the first line is a label or an internal heading, in a box that may hold more."""
    first = text.strip().partition("\n")[0]
    mark = find_mark(first)
    return (mark is not None and mark.column == 0 and not mark.around) or heads_internal_text(first.strip("#>*-| "))


def _spans_rows(table: LexborNode) -> bool:
    """Whether an internal cell belongs to several rows, of which only the first shows it."""
    cells = table.css("td[rowspan], th[rowspan]")
    return any(is_internal_cell(_words(cell)[:MAX_LABEL]) or _is_named(cell) for cell in cells)


def _cell(cell: LexborNode, depth: int) -> str:
    text = _line(cell, depth).replace("|", "/")
    return f"Internal note: {text}" if _is_named(cell) else text


def _is_bold(paragraph: LexborNode) -> bool:
    words = _words(paragraph)
    return 0 < len(words) <= 120 and any(_words(bold) == words for bold in paragraph.css("strong, b"))


def _words(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def _code(node: LexborNode) -> str:
    text = node.text(deep=True).strip("\n")
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"\n\n{fence}\n{text}\n{fence}\n\n" if text.strip() else ""


def _line(node: LexborNode, depth: int) -> str:
    """Everything in a heading or cell on one line, texts of images too."""
    pieces: list[str] = []
    _walk(node, pieces, depth + 1)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
