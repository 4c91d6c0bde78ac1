"""Evidence in place: messages cut into plain and marked pieces, each mark with the number of its statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluation.report.views import Statement, Turn


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message; `numbers` of the statements that rest on it, empty for plain text."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedTurn:
    """A message in pieces."""

    role: str
    key: str
    pieces: list[Piece]


def mark_turns(turns: Sequence[Turn], statements: Sequence[Statement]) -> list[MarkedTurn]:
    """Every message, its evidence marked. Statements count from 1."""
    return [MarkedTurn(turn.role, turn.key, _pieces(turn, statements)) for turn in turns]


def _pieces(turn: Turn, statements: Sequence[Statement]) -> list[Piece]:
    spans = [
        (start, min(end, len(turn.text)), number)
        for number, statement in enumerate(statements, start=1)
        for key, start, end in statement.evidence
        if key == turn.key and key
    ]
    cuts = sorted({0, len(turn.text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    pieces: list[Piece] = []
    for left, right in pairwise(cuts):
        numbers = tuple(sorted({number for start, end, number in spans if start <= left and right <= end}))
        if left < right:
            pieces.append(Piece(turn.text[left:right], numbers))
    return pieces
