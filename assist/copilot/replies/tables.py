"""Rows of an article's tables as sentences: `Saturday group: weeks 10, price £270.` Only where columns are named."""

from assist.core.ports import Passage

_LABEL_WORDS = 1  # a label of so few words, such as `B2`, needs the name of its column


def rows_said(passage: Passage) -> dict[int, str]:
    """The rows that can be said, by the line of the passage they stand in."""
    lines = passage.text.split("\n")
    said: dict[int, str] = {}
    head: tuple[str, list[str]] | None = None
    for number in passage.rows:
        if number >= len(lines):
            break
        label, cells = _cells(lines[number])
        if number in passage.heads:
            head = (label, cells)
        elif head is not None and label and len(cells) == len(head[1]):
            said[number] = _sentence(head, label, cells)
    return said


def _cells(line: str) -> tuple[str, list[str]]:
    label, _, rest = line.partition(": ")
    return label.strip(), [cell.strip() for cell in rest.split(", ") if cell.strip()]


def _sentence(head: tuple[str, list[str]], label: str, cells: list[str]) -> str:
    column, names = head
    if len(cells) == 1:
        short = len(label.split()) <= _LABEL_WORDS
        where = f" ({_low(column)} {label})" if short else f", {_low(label)}"
        return f"{names[0]}{where}: {cells[0]}"
    values = ", ".join(f"{_low(name)} {cell}" for name, cell in zip(names, cells, strict=True) if cell != "-")
    return f"{label}: {values}"


def _low(text: str) -> str:
    """In mid-sentence: a first word that is no code or name of several capitals loses its capital."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() else text
