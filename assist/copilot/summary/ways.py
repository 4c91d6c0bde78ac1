"""Ways to tell one side of a headline: one to three of its best sentences, whole or cut where a clause ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.compress import clip, trim
from assist.core.encoding import FloatArray
from assist.core.text.remembered import remembered

BEST = 5  # sentences by the selector's score that are told at all
_JOINED, _JOINED_THREE = 4, 3  # of them are joined in pairs, in threes
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
_KINDS = ("mean", "most", "least")
WAY_NAMES = (
    "parts", "all_words", "score_by_words", "likeness", "distance", "like_side", "like_all", "like_first",
    *(f"{kind}_{name}" for kind in _KINDS for name in PART_NAMES),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """`at`: places among the side's candidates, in order; `texts`: what is told of each; `words`: of all, joined."""

    at: tuple[int, ...]
    texts: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One side as the selector sees it: candidates, their scores (n,), features (n, F) and sentence vectors (n, d)."""

    candidates: tuple[Candidate, ...]
    scores: FloatArray
    features: FloatArray
    vectors: FloatArray


def ways_of(candidates: Sequence[Candidate], scores: FloatArray, words: int) -> list[Way]:
    """All ways of at most `words` words; none without candidates."""
    best = [int(place) for place in np.argsort(-scores, kind="stable")[:BEST]]
    cuts = {place: _cuts(candidates[place].text, min(words, _MOST)) for place in best}
    found = [_way((place,), (text,)) for place in best for text in cuts[place][:_CUTS]]
    for one, two in combinations(sorted(best[:_JOINED]), 2):
        found += [_way((one, two), (a, b)) for a in cuts[one][:_CUTS_JOINED] for b in cuts[two][:_CUTS_JOINED]]
    for places in combinations(sorted(best[:_JOINED]), 3):
        found.append(_way(places, tuple(min(cuts[place], key=_length) for place in places)))
    return [way for way in found if way.words <= words]


def _way(at: tuple[int, ...], texts: tuple[str, ...]) -> Way:
    return Way(at, texts, sum(map(_length, texts)) + len(texts) - 1)


def _length(text: str) -> int:
    return len(text.split())


@remembered(maxsize=20_000)
def _cuts(text: str, words: int) -> tuple[str, ...]:
    """`text` clipped to `words`, without what stands in brackets, and cut at its clauses."""
    found: dict[str, None] = {}
    for whole in (text, _ASIDE.sub("", text)):
        found[clip(whole, words)] = None
        for end in _ENDS.finditer(whole):
            cut = whole[: end.start()]
            if _LEAST <= _length(cut) <= words and not _ONLY_LEADS.match(cut):
                found[trim(cut)] = None
    return tuple(cut for cut in found if not _ONLY_LEADS.match(cut)) or (clip(text, words),)


def way_features(told: Told, ways: Sequence[Way], likes: FloatArray) -> FloatArray:
    """(n, len(WAY_NAMES) + F) of n ways; `likes` (3, d): means of the side and of all, the customer's first message."""
    told_of = [part for way in ways for part in zip(way.at, way.texts, strict=True)]
    parts = {part: number for number, part in enumerate(dict.fromkeys(told_of))}
    of_parts = _part_features(told, list(parts))
    count = np.array([len(way.at) for way in ways], dtype=np.float32)
    rows = np.repeat(np.arange(len(ways)), count.astype(np.int64))
    held = np.array([parts[part] for part in told_of])
    places = np.array([place for way in ways for place in way.at])
    share = np.zeros((len(ways), len(parts)), dtype=np.float32)
    share[rows, held] = (1 / count)[rows]
    by_place = np.zeros((len(ways), len(told.candidates)), dtype=np.float32)
    by_place[rows, places] = (1 / count)[rows]
    first = np.searchsorted(rows, np.arange(len(ways)))
    most, least = np.maximum.reduceat(of_parts[held], first), np.minimum.reduceat(of_parts[held], first)
    mean = by_place @ told.vectors
    size = np.linalg.norm(mean, axis=1)
    alike = np.where(count > 1, (size**2 * count - 1) / np.maximum(count - 1, 1), 0)
    said = np.array([candidate.message for candidate in told.candidates])
    ends = said[[way.at[-1] for way in ways]] - said[[way.at[0] for way in ways]]
    words = of_parts[:, 0]
    weighted = (share @ (of_parts[:, 2] * words)) / (share @ words)
    total = np.array([way.words for way in ways])
    like = (mean / np.maximum(size, 1e-6)[:, None]) @ likes.T
    own = np.column_stack([count, total, weighted, alike, ends, like])
    return np.hstack([own, share @ of_parts, most, least, by_place @ told.features]).astype(np.float32)


def _part_features(told: Told, parts: Sequence[tuple[int, str]]) -> FloatArray:
    """(n, len(PART_NAMES))."""
    places = np.array([place for place, _ in parts])
    words = np.array([_length(text) for _, text in parts])
    whole = np.array([_length(candidate.text) for candidate in told.candidates])[places]
    ranks = np.empty(len(told.scores))
    ranks[np.argsort(-told.scores, kind="stable")] = np.arange(len(told.scores))
    scores = told.scores[places]
    shapes = np.frombuffer(b"".join(_packed(text) for _, text in parts), dtype=np.float32).reshape(len(parts), -1)
    share = scores / max(float(told.scores.max()), 1e-6)
    return np.column_stack([words, words / whole, scores, share, ranks[places], shapes]).astype(np.float32)


@remembered(maxsize=20_000)
def _packed(text: str) -> bytes:
    """`TEXT_NAMES` of a text."""
    counts = (
        sum(map(str.isdigit, text)), sum(map(str.isupper, text)), text.count(","), text.count("("), text.count('"'),
        len(text) / _length(text), _POINTS.match(text) is not None,
    )  # fmt: skip
    return np.array([*counts, *(text.startswith(shape) for shape in _SHAPES)], dtype=np.float32).tobytes()
