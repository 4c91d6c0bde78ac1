"""Lists, numbered or with dashes: the sentence that leads in and its items are one statement."""

import re
from dataclasses import dataclass

from assist.copilot.reported.statements import lower_first

_MARK = re.compile(r"(?:(?<=\s)|(?<=:)|\A)\(?(?P<number>\d{1,2})[.)]\s+(?=\S)")
_DASH = re.compile(r"(?<=\s)[-\u2022]\s+(?=\*\*|[A-Z])")
_ITEM_END = re.compile(
    r"[.!?](?=\s|\Z)|(?<=[^:]\*\*)\s(?=[A-Z])|\n\s*\n|\s(?=(?:Could|Would|Please|Kindly|Do|Is|Are|Can|Let|If|Once|"
    r"Which|What|When|How)\s)"
)
_SENTENCE_END = re.compile(r"[.!?]\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class NumberedList:
    """`start`/`end`: code points from the leading sentence to the last item; `text`: the same as one sentence."""

    start: int
    end: int
    text: str


def find_list(text: str, start: int, end: int) -> NumberedList | None:
    """The first list numbered 1, 2, ... within `text[start:end]`, or None."""
    marks = _consecutive(list(_MARK.finditer(text, start, end)))
    numbered = len(marks) > 1
    if not numbered and " - " in text and "\n" not in text[start:end]:
        marks = list(_DASH.finditer(text, start, end))
        marks = marks if len(marks) > 1 and text[: marks[0].start()].rstrip().endswith(":") else []
    if len(marks) < 2:
        return None
    last = _ITEM_END.search(text, marks[-1].end(), end)
    stop = last.start() if last else end
    edges = [*(mark.start() for mark in marks[1:]), stop]
    items = [text[mark.end() : edge].strip(" .;,\n") for mark, edge in zip(marks, edges, strict=True)]
    first = _lead_start(text, start, marks[0].start())
    lead = text[first : marks[0].start()].strip(" :\n.?!")
    joined = ", ".join(
        f"({number}) {_inline(item)}" if numbered else _inline(item) for number, item in enumerate(items, 1) if item
    )
    return NumberedList(first, stop, f"{lead}: {joined}" if lead else joined)


def _inline(item: str) -> str:
    return lower_first(re.sub(r"\.\s+", ", ", item))


def _consecutive(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The run 1, 2, 3, ... that starts at the first mark with 1."""
    run: list[re.Match[str]] = []
    for mark in marks:
        if int(mark["number"]) == len(run) + 1:
            run.append(mark)
    return run


def _lead_start(text: str, start: int, before: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, before) if match.end() < before]
    return ends[-1] if ends else start
