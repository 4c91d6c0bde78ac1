"""Word to Markdown: headings, lists, tables and alternative texts of images in the order of the document."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assist.knowledge.html import INTERNAL_LABEL
from assist.knowledge.marks import heads_internal_text, is_internal_class
from assist.knowledge.markup import as_text
from assist.knowledge.unreadable import Unreadable

MAX_UNPACKED = 200_000_000
MAX_RATIO = 200  # unpacked to packed, beyond 10 MB: more is a bomb and no text
MAX_CHARS = 500_000
BOLD_CHARS = 120  # of a paragraph in bold that may be a heading
_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NUMBERED = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}numPr"


def docx_to_markdown(content: bytes) -> tuple[str | None, str]:
    """(title, body). Raises Unreadable for what is no Word file, a bomb, or empty."""
    _check(content)
    try:
        document = Document(io.BytesIO(content))
    except Exception as error:  # python-docx lets through whatever its XML and zip readers raise
        raise Unreadable(f"not a readable Word file: {type(error).__name__}") from None
    named = (document.core_properties.title or "").strip()
    title = ""
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["", *_rows(block), ""]
            continue
        text, style = _text(block), (block.style.name if block.style is not None else "") or ""
        if style == "Title" and text and not title:
            title = text
        elif text:
            lines += _paragraph(block, text, style, quoted=_in_quotation(lines))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    title = title or named
    first = re.match(r"(#+ )?(.+)\n*", body)
    if first and (_same(first.group(2), title) or (not title and first.group(1))):
        title, body = first.group(2), body[first.end() :]
    if not body:
        raise Unreadable("it holds no text besides its title" if title else "it holds no text")
    return title or None, body[:MAX_CHARS]


def _same(text: str, title: str) -> bool:
    return text.strip(" *").casefold() == title.casefold()


def _check(content: bytes) -> None:
    """Before anything is unpacked: sizes as declared, and no document types, which can be made to explode."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
            if size > MAX_UNPACKED or (size > 10_000_000 and size > MAX_RATIO * len(content)):
                raise Unreadable("it unpacks to far more than a Word file holds")
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        if _ENTITY.search(part.read(4_000)):
                            raise Unreadable("it declares XML entities, which a Word file does not")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(f"not a readable Word file: {error}") from None


def _paragraph(block: Paragraph, text: str, style: str, *, quoted: bool) -> list[str]:
    """quoted: the lines before end with a quotation, which this paragraph goes on with when it is one too."""
    heading = re.fullmatch(r"[Hh]eading (\d)", style)
    internal = is_internal_class(style) or heads_internal_text(style)
    if heading:
        return ["", f"{'#' * min(6, int(heading.group(1)) + 1)} {text}", ""]
    if internal or "Quote" in style or style == "Block Text":
        label = [f"> {INTERNAL_LABEL}", ">"] if internal and not quoted else []
        return [*([">"] if quoted else ["", *label]), f"> {text}", ""]
    if "Number" in style:
        return [f"1. {text}"]
    if "List" in style or next(block._p.iter(_NUMBERED), None) is not None:  # pyright: ignore[reportPrivateUsage]
        return [f"- {text}"]
    return ["", f"**{text}**" if _is_bold(block, text) else as_text(text), ""]


def _in_quotation(lines: list[str]) -> bool:
    """Whether the last line is one of a quotation; the blank line after it is taken back."""
    if len(lines) > 1 and not lines[-1] and lines[-2].startswith(">"):
        lines.pop()
        return True
    return False


def _is_bold(paragraph: Paragraph, text: str) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and len(text) <= BOLD_CHARS and all(run.bold for run in runs)


def _text(paragraph: Paragraph) -> str:
    """The paragraph on one line, with the texts of its images and without what the author hid."""
    words = (
        piece.text for piece in paragraph.iter_inner_content() if not (isinstance(piece, Run) and piece.font.hidden)
    )
    pieces = ["".join(words), *(f"Image: {alt}" for alt in _alternatives(paragraph._p))]  # pyright: ignore[reportPrivateUsage]
    return " ".join(" ".join(pieces).split())


def _alternatives(element: Any) -> Iterator[str]:
    for found in element.iter(_ALT):
        alt = " ".join((found.get("descr") or "").split())
        if alt:
            yield alt


def _rows(table: Table) -> list[str]:
    rows: list[str] = []
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) in seen:  # a merged cell comes once for each column  # pyright: ignore[reportPrivateUsage]
                continue
            seen.add(id(cell._tc))  # pyright: ignore[reportPrivateUsage]
            cells.append(" ".join(_text(p) for p in cell.paragraphs).strip().replace("|", "/"))
        rows.append(f"| {' | '.join(cells)} |")
        if len(rows) == 1:
            rows.append("|" + "---|" * len(cells))
    return rows
