"""Small PDF and Word files made on the spot."""

import io
import struct
import zlib
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def _pixel() -> bytes:
    """A PNG of one pixel."""

    def part(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + part(b"IDAT", zlib.compress(b"\x00\x00")) + part(b"IEND", b"")


def pdf(lines: list[tuple[int, str]], *, title: str = "") -> bytes:
    """A page of (font size, text) lines."""
    commands, y = [], 780
    for size, text in lines:
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        commands.append(f"BT /F1 {size} Tf 40 {y} Td ({escaped}) Tj ET")
        y -= size + 8
    stream = "\n".join(commands).encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) >>" % title.encode("latin-1"),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, xref)
    return bytes(out)


def docx() -> bytes:
    """A Word file with a title, a heading, a list, a table and an image that has an alternative text."""
    document: Any = Document()
    document.add_paragraph("Returning a kettle", style="Title")
    document.add_heading("Steps", level=1)
    document.add_paragraph("Pack the kettle.", style="List Bullet")
    document.add_paragraph("Print the label.", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, words in enumerate((("Country", "Days"), ("Norway", "14"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_picture(io.BytesIO(_pixel()))
    next(document.element.iter(qn("wp:docPr"))).set("descr", "The label with its bar code")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
