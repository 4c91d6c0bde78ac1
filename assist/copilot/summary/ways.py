"""Ways to tell one side of a headline: one to three of its best sentences, whole or cut where a clause ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

import numpy as np
from numpy.typing import NDArray

from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.compress import clip, parts_number, trim
from assist.copilot.summary.features import FEATURE_NAMES, Rows
from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

BEST = 5  # sentences by the selector's score that are told at all
_JOINED, _PARTS = 4, 3  # so many of them are joined, at most so many in one way
_CUTS, _CUTS_JOINED = 4, 3  # of each, alone and beside another one
_LEAST = 5  # words of what is cut
_MOST = 22  # words of one sentence
_ASIDE = re.compile(r"\s*\([^()]*\)")
# Conditions and contrasts stay with what they limit: `will refund it` is not `will refund it once it is back`.
_ENDS = re.compile(
    r"[,;:]\s+(?!(?:but|not|if|unless|until|once|when|after|although|except|provided|as long|only|or|nor)\b)|"
    r"\s+(?=(?:and|because|so|which|while|since|as)\s)"
)
_ONLY_LEADS = re.compile(
    r"\A(?:(?:says|explains|confirms|reports|asks)(?: that| the customer)? )?(?:if|when|once|as|because|since|while|"
    r"although|unless|after|before|according to|regarding|with regards?|for|in|on|at)\b[^,]*\Z",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:(?:says|explains|confirms)(?: that)? |has |will )?(?:it|that|this|these|those|they|he|she)\b")
_SHAPES = (
    "says ", "asks for", "asks whether", "asks the", "asks ", "will ", "has ", "gives ", "can ", "is ", "would ",
    "wants ", "needs ", "explains ", "confirms ",
)  # fmt: skip
TEXT_NAMES = (
    "digits", "capitals", "commas", "asides", "quotes", "length_of_words", "points_back",
    *(f"starts_{shape.strip()}" for shape in _SHAPES),
)  # fmt: skip
PART_NAMES = ("words", "kept", "score", "score_share", "rank", *TEXT_NAMES)
_WORDS, _SCORE = PART_NAMES.index("words"), PART_NAMES.index("score")
_WEIGHTED, _MESSAGE = len(PART_NAMES), len(PART_NAMES) + 1  # beside them: words times score, and the message
_NOTHING = bytes(4 * (_MESSAGE + 1))
_KINDS = ("mean", "most", "least")
WAY_NAMES = (
    "parts", "all_words", "score_by_words", "likeness", "distance", "like_side", "like_all", "like_first",
    *(f"{kind}_{name}" for kind in _KINDS for name in PART_NAMES),
)  # fmt: skip
_WHOLE = len(WAY_NAMES) - len(_KINDS) * len(PART_NAMES)  # columns that no part has
_LIKES = [len(WAY_NAMES) + FEATURE_NAMES.index(f"like_{what}") for what in ("own_side", "all", "first_customer")]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One side as the selector sees it: candidates, their scores (n,) and rows."""

    candidates: tuple[Candidate, ...]
    scores: FloatArray
    rows: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A sentence or a piece of it; `packed`: its row of `PART_NAMES` but for scores, as float32."""

    text: str
    words: int
    packed: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """`told`: what can be told, with its candidate's place among the side's and rank by score; `parts` (n, 3): which of
    it each way tells in order, -1 for none; `words` (n,): of each way, joined."""

    told: list[Part]
    places: list[int]
    ranks: list[int]
    parts: NDArray[np.intp]
    words: NDArray[np.intp]

    def texts_of(self, way: int) -> list[str]:
        """What a way tells."""
        return [self.told[part].text for part in self.parts[way].tolist() if part >= 0]

    def places_of(self, way: int) -> list[int]:
        """Which candidates it tells."""
        return [self.places[part] for part in self.parts[way].tolist() if part >= 0]


def ways_of(candidates: Sequence[Candidate], scores: FloatArray, words: int) -> Ways:
    """All ways of at most `words` words; none without candidates."""
    best = np.argsort(-scores, kind="stable")[:BEST].tolist()
    each = [_parts_of(candidates[place].text, min(words, _MOST)) for place in best]
    told = [part for its in each for part in its]
    ranks = [rank for rank, its in enumerate(each) for _ in its]
    joined = sorted(range(min(_JOINED, len(best))), key=best.__getitem__)
    parts, threes = _patterns(tuple(map(len, each)), tuple(joined))
    lengths = [part.words for part in told]
    if len(threes):
        first = [ranks.index(rank) for rank in joined]
        ranges = [range(start, start + len(each[rank])) for rank, start in zip(joined, first, strict=True)]
        shortest = np.array([min(its, key=lengths.__getitem__) for its in ranges], dtype=np.intp)
        parts = np.concatenate([parts, shortest[threes]])
    # Each but the first has an `and` before it; what is not there has no words.
    sizes = np.array([*(length + 1 for length in lengths), 0], dtype=np.intp)[parts].sum(axis=1) - 1
    kept = sizes <= words
    return Ways(told, [best[rank] for rank in ranks], ranks, parts[kept], sizes[kept])


@remembered(maxsize=1_024)
def _patterns(counts: tuple[int, ...], joined: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The ways to tell one sentence or two, (n, 3), and places in `joined` of those that are told in threes, (k, 3).

    counts: parts of each sentence by rank; joined: ranks in the order in which the sentences were said.
    """
    starts = list(accumulate((0, *counts)))
    cuts = [range(starts[rank], starts[rank] + min(counts[rank], _CUTS_JOINED)) for rank in joined]
    found = [(part, -1, -1) for part in range(starts[-1])]
    found += [(own, other, -1) for one, two in combinations(cuts, 2) for own in one for other in two]
    threes = list(combinations(range(len(joined)), _PARTS))
    return np.array(found, dtype=np.intp).reshape(-1, _PARTS), np.array(threes, dtype=np.intp).reshape(-1, _PARTS)


def _length(text: str) -> int:
    return len(text.split())


@remembered(maxsize=20_000)
def _parts_of(text: str, words: int) -> tuple[Part, ...]:
    """`text` clipped to `words`, without what stands in brackets, and cut at its clauses."""
    found: dict[str, None] = {}
    for whole in (text, _ASIDE.sub("", text)):
        found[clip(whole, words)] = None
        for end in _ENDS.finditer(whole):
            cut = whole[: end.start()]
            if parts_number(whole, end.start()):
                continue
            if _LEAST <= _length(cut) <= words and not _ONLY_LEADS.match(cut):
                found[trim(cut)] = None
    kept = [cut for cut in found if not _ONLY_LEADS.match(cut)] or [clip(text, words)]
    return tuple(_part(cut, _length(text)) for cut in kept[:_CUTS])


def _part(text: str, whole: int) -> Part:
    """`whole`: words of its sentence."""
    words = _length(text)
    row = np.zeros(_MESSAGE + 1, dtype=np.float32)
    row[_WORDS], row[1] = words, words / whole
    row[_WEIGHTED - len(TEXT_NAMES) : _WEIGHTED] = [
        sum(map(str.isdigit, text)), sum(map(str.isupper, text)), text.count(","), text.count("("), text.count('"'),
        len(text) / words, _POINTS.match(text) is not None, *(text.startswith(shape) for shape in _SHAPES),
    ]  # fmt: skip
    return Part(text, words, row.tobytes())


def way_features(sides: Sequence[tuple[Told, Ways]]) -> FloatArray:
    """(n, len(WAY_NAMES) + F) of all ways of one side or of both, one side's after the other's: together they cost
    hardly more than one alone."""
    parts, places, total = _side_by_side(sides)
    own = _part_rows(sides)
    none = parts < 0
    sizes = (_PARTS - none.sum(axis=1)).astype(np.float32)
    summed = own.take(parts.T, axis=0).sum(axis=0)  # the last row, of what is not there, is nothing
    chosen = own.take(np.where(none, parts[:, :1], parts).T, axis=0)
    most, least = chosen.max(axis=0), chosen.min(axis=0)
    weights = np.zeros((len(parts), total + 1), dtype=np.float32)
    weights[np.arange(len(parts))[:, None], places[parts]] = (1 / sizes)[:, None]
    weights = weights[:, :total]
    alike = np.zeros((total, total), dtype=np.float32)
    start = 0
    for told, _ in sides:
        stop = start + len(told.candidates)
        alike[start:stop, start:stop] = told.rows.alike
        start = stop
    squared = np.einsum("nd,nd->n", weights @ alike, weights)  # length of the mean vector
    found = np.empty((len(parts), len(WAY_NAMES) + len(FEATURE_NAMES)), dtype=np.float32)
    np.matmul(weights, np.concatenate([told.rows.features for told, _ in sides]), out=found[:, len(WAY_NAMES) :])
    found[:, 0] = sizes
    found[:, 1] = np.concatenate([ways.words for _, ways in sides])
    found[:, 2] = summed[:, _WEIGHTED] / summed[:, _WORDS]
    found[:, 3] = np.where(sizes > 1, (squared * sizes - 1) / np.maximum(sizes - 1, 1), 0)
    found[:, 4] = most[:, _MESSAGE] - least[:, _MESSAGE]
    found[:, 5:_WHOLE] = found[:, _LIKES] / np.maximum(np.sqrt(squared), 1e-6)[:, None]
    width = len(PART_NAMES)
    np.divide(summed[:, :width], sizes[:, None], out=found[:, _WHOLE : _WHOLE + width])
    found[:, _WHOLE + width : _WHOLE + 2 * width] = most[:, :width]
    found[:, _WHOLE + 2 * width : len(WAY_NAMES)] = least[:, :width]
    return found


def _side_by_side(sides: Sequence[tuple[Told, Ways]]) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Parts of each way and place of each part's candidate, numbered through; the number of candidates, which is the
    place of what is not there."""
    parts: list[NDArray[np.intp]] = []
    places: list[int] = []
    total = 0
    for told, ways in sides:
        parts.append(np.where(ways.parts < 0, -1, ways.parts + len(places)))
        places += [total + place for place in ways.places]
        total += len(told.candidates)
    return np.concatenate(parts), np.array([*places, total], dtype=np.intp), total


def _part_rows(sides: Sequence[tuple[Told, Ways]]) -> FloatArray:
    """(parts + 1, len(PART_NAMES) + 2): all parts, and an empty row."""
    packed = [part.packed for _, ways in sides for part in ways.told]
    rows = np.frombuffer(b"".join([*packed, _NOTHING]), dtype=np.float32).reshape(len(packed) + 1, -1).copy()
    score = np.concatenate([told.scores[ways.places] for told, ways in sides])
    most = np.repeat([max(float(told.scores.max()), 1e-6) for told, _ in sides], [len(ways.told) for _, ways in sides])
    rows[:-1, _SCORE], rows[:-1, _SCORE + 1] = score, score / most.astype(np.float32)
    rows[:-1, _SCORE + 2] = [rank for _, ways in sides for rank in ways.ranks]
    rows[:-1, _WEIGHTED] = score * rows[:-1, _WORDS]
    rows[:-1, _MESSAGE] = [told.candidates[place].message for told, ways in sides for place in ways.places]
    return rows
