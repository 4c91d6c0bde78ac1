"""Tables from office programs, as authors and supervisors upload them."""

from collections.abc import Sequence

import pytest

from assist.core.tables import csv_rows


def lower(written: Sequence[str]) -> list[str]:
    return [column.lower() for column in written]


def rows(content: str | bytes) -> list[tuple[str, dict[str, str] | str]]:
    raw = content.encode() if isinstance(content, str) else content
    return list(csv_rows("t.csv", raw, lower, required=("id", "text")))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_way_to_separate_cells_is_read(mark: str, delimiter: str) -> None:
    lines = [["ID", "Text", "tags"], ["a", '"Hello, {name};\r\nhow are you?"', ""], ["", "", ""], ["b", "Bye", "x"]]
    said = rows(mark + "\r\n".join(delimiter.join(cells) for cells in lines))
    assert said == [
        ("t.csv:3", {"id": "a", "text": "Hello, {name};\r\nhow are you?"}),
        ("t.csv:5", {"id": "b", "text": "Bye", "tags": "x"}),
    ]


def test_utf_16_with_its_mark_is_read_and_other_encodings_are_named() -> None:
    assert rows("id\ttext\na\tcafé\n".encode("utf-16")) == [("t.csv:2", {"id": "a", "text": "café"})]
    assert rows("id,text\na,café\n".encode("latin-1")) == [("t.csv", "not UTF-8 (byte 13); save it as UTF-8")]


@pytest.mark.parametrize("content", ["", "text\nHello\n", "a,b\n1,2\n"])
def test_a_table_without_the_columns_names_those_that_it_needs(content: str) -> None:
    ((item, problem),) = rows(content)
    assert (item, "at least id, text" in str(problem)) == ("t.csv", True)


def test_bad_rows_are_told_and_a_quotation_mark_that_stays_open_swallows_no_row_in_silence() -> None:
    good, long, torn = rows('id,text\na,Hello\nb,Hi,there\nc,"never closed\nd,Bye\ne,Bye\n')
    assert good == ("t.csv:2", {"id": "a", "text": "Hello"})
    assert long == ("t.csv:3", "more cells than columns")
    assert str(torn[1]).startswith("not CSV from here on")
