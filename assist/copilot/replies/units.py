"""An article's passage as what can be said of it: sentences, steps, points and rows, and which runs of them hold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assist.copilot.replies.tables import rows_said
from assist.core.ports import Passage
from assist.core.text.remembered import remembered
from assist.core.text.sentences import split_sentences

MAX_WORDS = {"short": 30, "medium": 60, "long": 95}
MAX_SENTENCES = {"short": 2, "medium": 4, "long": 6}
_STEP = re.compile(r"^\s*(?:step )?(\d{1,2})[.:)]\s+", re.IGNORECASE)  # where no Markdown marks it
_BULLET = re.compile(r"^\s*[-*•]\s+")
_TABLE = re.compile(r"\||\t")
# What only the sentence before explains, and what the one behind goes on with.
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|them|their|he|she|such|both|neither|otherwise|then|until then|after that|"
    r"afterwards|in that case|instead|so|but|and|also|the (?:same|other|others|rest|former|latter|first|second))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[:,;?]|\b(?:and|or|but|if|only if))\s*\Z")
# A list of which every point counts: a condition said by half would be wrong.
_EVERY = re.compile(
    r"\b(?:only (?:if|when|where)|if|when|unless|provided|all of|both|must|needs?|requires?)\b[^.]*:?\Z"
)
# What an article says of itself, and where it sends its reader.
_OF_THE_PAGE = re.compile(
    r"(?:this|the) (?:page|article|guide|section|table|list|document)\b|"
    r"use this (?:page |article |guide )?(?:when|if|for)\b",
    re.IGNORECASE,
)
_SEE = re.compile(
    r"\s*\((?:please )?see [^()]*\)|[;,] (?:please )?see [A-Z][^.;()]*(?=\.|\Z)|\s*\bSee [A-Z][^.;()]*\.\Z"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is said as one sentence; step: its number in a list, 0 for none; told: the agent has said it already."""

    text: str
    step: int = 0
    bullet: bool = False
    row: bool = False
    told: bool = False

    @property
    def length(self) -> int:
        """Words."""
        return len(self.text.split())


def units_of(passage: Passage) -> tuple[Unit, ...]:
    """Sentences, steps, bullet points and rows of tables in order; headings and what is about the page are left out."""
    return _read(replace(passage, score=0.0))  # which is all that a conversation changes


@remembered(maxsize=8_192)
def _read(passage: Passage) -> tuple[Unit, ...]:
    return tuple(unit for unit in _lines_of(passage) if unit.text and not _OF_THE_PAGE.match(unit.text))


def _lines_of(passage: Passage) -> Iterator[Unit]:
    rows, steps = rows_said(passage), dict(passage.steps)
    for number, line in enumerate(passage.text.split("\n")):
        if number in rows:
            yield Unit(rows[number], row=True)
        if number in passage.rows or not line.strip() or _TABLE.search(line) or line.lstrip().startswith("#"):
            continue
        numbered = _STEP.match(line)
        step = steps.get(number) or (int(numbered[1]) if numbered else 0)
        bullet = number in passage.points or bool(_BULLET.match(line))
        plain = _SEE.sub("", _BULLET.sub("", _STEP.sub("", line))).strip()
        if step and plain[:1].islower():  # `1. the pot is dry, and`: half a sentence, whatever numbers it
            step, bullet = 0, True
        if step or bullet:
            yield Unit(plain, step, bullet)
            continue
        for start, end in split_sentences(plain):
            yield Unit(plain[start:end])


@remembered(maxsize=8_192)
def runs_of(units: tuple[Unit, ...], length: str) -> tuple[tuple[int, ...], ...]:
    """Places of neighbouring units that can be said without the others, none of them told already.

    Points come with their lead-in, like steps from the first that was not told, as many as there is room for, and all
    of them where they make a condition; nothing leans on a sentence that is left out. Where no run is so whole, single
    units do.
    """
    limit, budget = MAX_SENTENCES[length], MAX_WORDS[length]
    found: list[tuple[int, ...]] = []
    for start in range(len(units)):
        lead = _lead_of(units, start)
        if units[start].told or lead is None or not _may_begin(units, start):
            continue
        words = sum(units[place].length for place in lead)
        for end in range(start + 1, len(units) + 1):
            if units[end - 1].told or end - start > limit:
                break
            words += units[end - 1].length
            if words > budget and end - start > 1:
                break
            full = end - start == limit or (end < len(units) and words + units[end].length > budget)
            if _may_end(units, end, full=full):
                found.append((*lead, *range(start, end)))
    alone = ((place,) for place, unit in enumerate(units) if not unit.told and _stands_alone(unit))
    return tuple(found or alone)


def _stands_alone(unit: Unit) -> bool:
    return not _GOES_ON.search(unit.text) and not (unit.bullet and unit.text[:1].islower())


def _lead_of(units: Sequence[Unit], start: int) -> tuple[int, ...] | None:
    """What introduces the point at `start`; None where the list began in a passage before this one."""
    if not units[start].bullet:
        return ()
    lead = next((place for place in range(start - 1, -1, -1) if not units[place].bullet), None)
    if lead is not None and (_GOES_ON.search(units[lead].text) or units[lead + 1].text[:1].islower()):
        return (lead,) if all(unit.told for unit in units[lead + 1 : start]) else None
    return None if lead is None and units[start].text[:1].islower() else ()


def _may_begin(units: Sequence[Unit], start: int) -> bool:
    before = units[start - 1] if start else None
    if before is None or before.told:
        return True
    if (units[start].step > 1 and before.step) or before.text.endswith("?"):  # `Bought second-hand?`
        return False
    return not (_LEANS.match(units[start].text) and not units[start].bullet)


def _may_end(units: Sequence[Unit], end: int, *, full: bool) -> bool:
    last = units[end - 1]
    if not last.bullet and _GOES_ON.search(last.text):
        return False
    if end == len(units):
        return True
    following = units[end]
    if following.bullet and last.bullet:
        first = next((place for place in range(end - 1, -1, -1) if not units[place].bullet), None)
        introduced = first is not None and bool(_GOES_ON.search(units[first].text))
        every = first is not None and bool(_EVERY.search(units[first].text))
        if _GOES_ON.search(last.text) or every or (introduced and not full):
            return False
    return full or not (following.step and last.step)
