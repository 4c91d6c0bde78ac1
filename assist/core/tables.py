"""Tables that people save as CSV from their office programs: commas, semicolons or tabs, UTF-8 with or without a mark.

What cannot be read is told by row, and the rest is kept.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

MAX_FIELD_CHARS = 1_000_000


def csv_rows(
    name: str, content: bytes, columns: Callable[[Sequence[str]], Sequence[str]], *, required: Sequence[str]
) -> Iterator[tuple[str, dict[str, str] | str]]:
    """(item, filled cells by column) of each row, or (item, what is wrong with it). The first row names the columns.

    columns: what the names, as written, stand for; required: those that there must be.
    """
    csv.field_size_limit(MAX_FIELD_CHARS)
    try:
        text = decode_text(content)
    except UnicodeDecodeError as error:
        yield name, f"not UTF-8 (byte {error.start}); save it as UTF-8"
        return
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    # Strict: a quotation mark that is never closed would make one cell of all that follows, without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        written = [column.strip() for column in next(reader, [])]
        header = columns(written)
        if not set(required) <= set(header):
            needed, named = ", ".join(required), ", ".join(written) or "none"
            yield name, f"the first row must name the columns, at least {needed}; it names {named}"
            return
        for cells in reader:
            item = f"{name}:{reader.line_num}"
            row = {column: cell for column, cell in zip(header, cells, strict=False) if cell.strip()}
            if len(cells) > len(header):
                yield item, "more cells than columns"
            elif row:
                yield item, row
    except csv.Error as error:
        yield f"{name}:{reader.line_num}", f"not CSV from here on: {error}"


def decode_text(content: bytes) -> str:
    """UTF-8, or UTF-16 where its mark says so (spreadsheets). Raises UnicodeDecodeError."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")
