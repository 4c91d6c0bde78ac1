"""Ways to tell one side of a headline: one to three of its best sentences, whole or cut where a clause ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

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
_WORDS, _SCORE = PART_NAMES.index("words"), PART_NAMES.index("score")
_KINDS = ("mean", "most", "least")
WAY_NAMES = (
    "parts", "all_words", "score_by_words", "likeness", "distance", "like_side", "like_all", "like_first",
    *(f"{kind}_{name}" for kind in _KINDS for name in PART_NAMES),
)  # fmt: skip
_WHOLE = len(WAY_NAMES) - len(_KINDS) * len(PART_NAMES)  # columns that no part has


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One side as the selector sees it: candidates, their scores (n,), features (n, F) and sentence vectors (n, d);
    `likes` (3, d): means of the side and of all, the customer's first message."""

    candidates: tuple[Candidate, ...]
    scores: FloatArray
    features: FloatArray
    vectors: FloatArray
    likes: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Parts by number: place among the side's candidates, what is told of it, words; the parts of each way in order,
    and the words (n,) of each, joined."""

    places: list[int]
    texts: list[str]
    lengths: list[int]
    parts: list[tuple[int, ...]]
    words: NDArray[np.int64]

    def texts_of(self, way: int) -> list[str]:
        """What a way tells."""
        return [self.texts[part] for part in self.parts[way]]

    def places_of(self, way: int) -> list[int]:
        """Which candidates it tells."""
        return [self.places[part] for part in self.parts[way]]


def ways_of(candidates: Sequence[Candidate], scores: FloatArray, words: int) -> Ways:
    """All ways of at most `words` words; none without candidates."""
    best = np.argsort(-scores, kind="stable")[:BEST].tolist()
    places, texts = list[int](), list[str]()
    cuts: dict[int, range] = {}
    for place in best:
        told = _cuts(candidates[place].text, min(words, _MOST))[:_CUTS]
        cuts[place] = range(len(texts), len(texts) + len(told))
        places += [place] * len(told)
        texts += told
    lengths = list(map(_length, texts))
    found: list[tuple[int, ...]] = [(part,) for part in range(len(texts))]
    joined = sorted(best[:_JOINED])
    for one, two in combinations(joined, 2):
        found += product(cuts[one][:_CUTS_JOINED], cuts[two][:_CUTS_JOINED])
    shortest = {place: min(cuts[place], key=lengths.__getitem__) for place in joined}
    found += [tuple(shortest[place] for place in three) for three in combinations(joined, 3)]
    sizes = [sum([lengths[part] for part in parts]) + len(parts) - 1 for parts in found]
    kept = [number for number, size in enumerate(sizes) if size <= words]
    return Ways(places, texts, lengths, [found[n] for n in kept], np.array([sizes[n] for n in kept], dtype=np.int64))


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


def way_features(sides: Sequence[tuple[Told, Ways]]) -> FloatArray:
    """(n, len(WAY_NAMES) + F) of all ways of one side or of both, one side's after the other's: together they cost
    hardly more than one alone."""
    of_parts = np.concatenate([_part_features(told, ways) for told, ways in sides])
    held, places, first, side_of = list[int](), list[int](), list[int](), list[int]()
    said: list[int] = []
    part = place = 0
    for side, (told, ways) in enumerate(sides):
        for parts in ways.parts:
            first.append(len(held))
            held += [part + number for number in parts]
            places += [place + ways.places[number] for number in parts]
        side_of += [side] * len(ways.parts)
        part, place = part + len(ways.places), place + len(told.candidates)
        said += [candidate.message for candidate in told.candidates]
    starts = np.array([*first, len(held)])
    sizes = starts[1:] - starts[:-1]
    starts, count = starts[:-1], sizes.astype(np.float32)
    rows = np.repeat(np.arange(len(first)), sizes)
    by_place = np.zeros((len(first), place), dtype=np.float32)
    by_place[rows, places] = (1 / count)[rows]
    own = of_parts[held]
    summed = np.add.reduceat(own, starts)
    mean = by_place @ np.concatenate([told.vectors for told, _ in sides])
    size = np.sqrt(np.einsum("nd,nd->n", mean, mean))
    messages = np.array([said[at] for at in places])
    like = mean @ np.concatenate([told.likes for told, _ in sides]).T
    like = like.reshape(len(like), len(sides), -1)[np.arange(len(like)), side_of]
    found = np.empty((len(first), len(WAY_NAMES) + sides[0][0].features.shape[1]), dtype=np.float32)
    found[:, 0] = count
    found[:, 1] = np.concatenate([ways.words for _, ways in sides])
    found[:, 2] = np.add.reduceat(own[:, _SCORE] * own[:, _WORDS], starts) / summed[:, _WORDS]
    found[:, 3] = np.where(count > 1, (size**2 * count - 1) / np.maximum(count - 1, 1), 0)
    found[:, 4] = np.maximum.reduceat(messages, starts) - np.minimum.reduceat(messages, starts)
    found[:, 5:_WHOLE] = like / np.maximum(size, 1e-6)[:, None]
    mean_of, most, least = (_WHOLE + kind * len(PART_NAMES) for kind in range(len(_KINDS)))
    np.divide(summed, count[:, None], out=found[:, mean_of:most])
    np.maximum.reduceat(own, starts, out=found[:, most:least])
    np.minimum.reduceat(own, starts, out=found[:, least : len(WAY_NAMES)])
    np.matmul(by_place, np.concatenate([told.features for told, _ in sides]), out=found[:, len(WAY_NAMES) :])
    return found


def _part_features(told: Told, ways: Ways) -> FloatArray:
    """(parts, len(PART_NAMES))."""
    whole = {place: _length(told.candidates[place].text) for place in set(ways.places)}
    ranks = np.empty(len(told.scores))
    ranks[np.argsort(-told.scores, kind="stable")] = np.arange(len(told.scores))
    rows = np.empty((len(ways.places), len(PART_NAMES)), dtype=np.float32)
    scores = told.scores[ways.places]
    rows[:, _WORDS] = ways.lengths
    rows[:, 1] = rows[:, _WORDS] / [whole[place] for place in ways.places]
    rows[:, _SCORE], rows[:, 3] = scores, scores / max(float(told.scores.max()), 1e-6)
    rows[:, 4] = ranks[ways.places]
    texts = np.frombuffer(b"".join(map(_packed, ways.texts)), dtype=np.float32)
    rows[:, -len(TEXT_NAMES) :] = texts.reshape(len(ways.texts), -1)
    return rows


@remembered(maxsize=20_000)
def _packed(text: str) -> bytes:
    """`TEXT_NAMES` of a text."""
    counts = (
        sum(map(str.isdigit, text)), sum(map(str.isupper, text)), text.count(","), text.count("("), text.count('"'),
        len(text) / _length(text), _POINTS.match(text) is not None,
    )  # fmt: skip
    return np.array([*counts, *(text.startswith(shape) for shape in _SHAPES)], dtype=np.float32).tobytes()
