"""PDF to Markdown-like text: headings by their size, lists, paragraphs joined again, alternative texts of images."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assist.knowledge.markup import as_text
from assist.knowledge.unreadable import Unreadable

MAX_PAGES = 2_000
MAX_CHARS = 500_000
HEADING = 1.15  # times the size of most text
HEADING_CHARS = 150
_BULLET = re.compile(r"^\s*[•◦▪●‣·*–-]\s+")
_NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+")
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=[^\W\d_])")
_MARKER = re.compile(r"(?:(?:\d{1,3}[.)]?|[•◦▪●‣·*–-])\s+(?=\S))?")
_LIST_GAP = 4  # lines of one item
_ALT_DEPTH = 50
_lib: Any = raw


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float


def pdf_to_markdown(content: bytes) -> tuple[str | None, str]:
    """(title, body). Raises Unreadable for what is no PDF, needs a password, or holds no text."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        reason = "it needs a password" if "password" in str(error).lower() else "it is damaged or no PDF"
        raise Unreadable(f"not a readable PDF: {reason}") from None
    try:
        if len(document) > MAX_PAGES:
            raise Unreadable(f"more than {MAX_PAGES:,} pages")
        lines = [line for number in range(len(document)) for line in _page(document[number])]
        title = (document.get_metadata_value("Title") or "").strip()
    finally:
        document.close()
    if not any(line.text for line in lines):
        raise Unreadable("it holds no text (scanned pages are pictures); export it with text")
    return _assemble(lines, title)


def _page(page: Any) -> Iterator[_Line]:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    position = 0
    for raw_line in text.splitlines(keepends=True):
        line = raw_line.replace("\ufffe", "-").strip()
        # The number or bullet of a list is often larger than its text.
        marker = _MARKER.match(line)
        start = position + len(raw_line) - len(raw_line.lstrip()) + (marker.end() if marker else 0)
        yield _Line(line, _size(text_page, start) if line else 0.0)
        position += len(raw_line)
    yield from (_Line(f"Image: {alt}", -1.0) for alt in _alternatives(page))
    yield _Line("", 0.0)


def _size(text_page: Any, index: int) -> float:
    """Height of the box of a character; font sizes in PDF files are often scaled afterwards."""
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page.raw, index, ctypes.byref(box)):
        return 0.0
    return round(abs(box.top - box.bottom), 1)


def _alternatives(page: Any) -> list[str]:
    tree = _lib.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    found: list[str] = []
    try:
        for number in range(_lib.FPDF_StructTree_CountChildren(tree)):
            _collect(_lib.FPDF_StructTree_GetChildAtIndex(tree, number), found, _ALT_DEPTH)
    finally:
        _lib.FPDF_StructTree_Close(tree)
    return found


def _collect(element: Any, found: list[str], depth: int) -> None:
    if not element or not depth:
        return
    size = _lib.FPDF_StructElement_GetAltText(element, None, 0)
    if size > 2:
        buffer = ctypes.create_string_buffer(size)
        _lib.FPDF_StructElement_GetAltText(element, buffer, size)
        alt = buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()
        found += [" ".join(alt.split())] if alt else []
    for number in range(max(0, _lib.FPDF_StructElement_CountChildren(element))):
        _collect(_lib.FPDF_StructElement_GetChildAtIndex(element, number), found, depth - 1)


def _assemble(lines: list[_Line], title: str) -> tuple[str | None, str]:
    """Headings marked, lists as lists, the lines of a paragraph as one."""
    weights = Counter[float]()
    for line in lines:
        if line.size > 0:
            weights[line.size] += len(line.text)
    usual = weights.most_common(1)[0][0] if weights else 0.0
    sizes = sorted({line.size for line in lines if _is_heading(line, usual)}, reverse=True)
    out: list[str] = []
    for line in _numbered(lines, usual):
        if not line.text:
            out.append("")
        elif _is_heading(line, usual):
            if not title and line.size == sizes[0]:
                title = line.text
                continue
            out += ["", f"{'#' * min(6, max(2, 1 + sizes.index(line.size)))} {line.text}", ""]
        elif _BULLET.match(line.text):
            out.append("- " + _BULLET.sub("", line.text))
        elif _NUMBER.match(line.text) or line.size < 0 or not _continues(out, line.text):
            out.append(as_text(line.text))
        else:
            out[-1] = out[-1][:-1] + line.text if re.search(r"[a-z]-$", out[-1]) else f"{out[-1]} {line.text}"
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()
    return title or None, body[:MAX_CHARS]


def _numbered(lines: list[_Line], usual: float) -> list[_Line]:
    """`1 Unplug it.`, `2 Open it.` as `1.` and `2.`: a list whose numbers have no full stop."""
    found = {i: int(m[1]) for i, line in enumerate(lines) if (m := _BARE_NUMBER.match(line.text))}
    found = {i: number for i, number in found.items() if not _is_heading(lines[i], usual)}
    items: set[int] = set()
    for i, number in found.items():
        follows = next((j for j in range(i + 1, i + 1 + _LIST_GAP) if found.get(j) == number + 1), None)
        if follows is not None and (number == 1 or i in items):
            items |= {i, follows}
    return [
        _Line(_BARE_NUMBER.sub(r"\1. ", line.text, count=1), line.size) if i in items else line
        for i, line in enumerate(lines)
    ]


def _is_heading(line: _Line, usual: float) -> bool:
    """Large and short, and no item of a list that reads as a sentence."""
    item = _BULLET.match(line.text) or (_NUMBER.match(line.text) and line.text.endswith((".", ";", ":", "!", "?")))
    return bool(line.text) and not item and line.size > usual * HEADING and len(line.text) <= HEADING_CHARS


def _continues(out: list[str], text: str) -> bool:
    """Whether a line goes on with the one before: that one is long enough and not finished."""
    last = out[-1] if out else ""
    if not last or last.startswith("#"):
        return False
    return text[:1].islower() or (len(last) > 60 and not last.endswith((".", ":", "!", "?")))
