"""What the best articles say to a request, put to the customer in two to four sentences. Never an internal word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from assist.copilot.replies.asked import Asked, Meant
from assist.copilot.replies.passages import PassageModel, signs_of
from assist.copilot.replies.phrase import phrase
from assist.copilot.replies.sentence_vectors import SentenceVectors
from assist.copilot.replies.units import MAX_SENTENCES, MAX_WORDS, Unit, runs_of, units_of
from assist.copilot.replies.words import content_words
from assist.core.encoding import Conversation, FloatArray
from assist.core.ports import ArticleHit, Passage
from assist.core.results import Evidence
from assist.core.text.remembered import remembered

PASSAGES_READ = 4
PASSAGES_COMPARED = 8  # whose sentences are compared by their vectors
WORDS = 1.0  # cosine that a passage of these words alone is worth more than one without any
_ROW_COSTS = 0.6  # words; a row of a table is said where it is asked for, not as a neighbour
_EXAMPLE_COSTS = 2.0  # words; an example of somebody else's sums is no answer
_INTERNAL = re.compile(r"internal[ -]note|\binternal(?:ly)?(?: use)? only\b|\bfor agents only\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply from an article, with the spans of its body that it rests on; covers: share, 0-1, of the words of the
    customer's newest turn that it has; likeness: expected cosine to what the agent means, where sentences were
    compared."""

    text: str
    evidence: tuple[Evidence, ...]
    covers: float = 0.0
    likeness: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Compares the sentences of an article with what was `meant`."""

    model: PassageModel
    vectors: SentenceVectors
    meant: Meant


@dataclass(frozen=True, slots=True, eq=False)
class PassageReader:
    """The trained model and the vectors that it reads; one for all conversations."""

    model: PassageModel
    vectors: SentenceVectors

    def of(self, conversation: Conversation) -> Reader:
        """For a conversation that waits for an answer."""
        return Reader(self.model, self.vectors, Meant.of(conversation))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What can be said of an article: its units, their vectors (u, dims), runs of them by their places, and the passage
    that each run is of."""

    units: tuple[Unit, ...]
    vectors: FloatArray
    runs: tuple[tuple[int, ...], ...]
    passages: tuple[Passage, ...]


def answers_from(
    hit: ArticleHit, asked: Asked, *, length: str = "medium", limit: int = 1, reader: Reader | None = None
) -> list[Answer]:
    """What the article says to what was asked, at most `limit` answers that share nothing, the best one first; none
    where nothing public fits that was not said already. Without a `reader` shared words choose.

    A verbatim article's passage is given as it stands, and alone.
    """
    public = _public(hit)
    if not public:
        return []
    if hit.article.verbatim:
        passage = _best_first(public, asked.weights)[0]
        return [Answer(passage.text, (_evidence(hit, passage),), asked.covered_by(passage.text))]
    chosen = (
        _by_words(public[:PASSAGES_READ], asked, length)
        if reader is None
        else _by_meaning(read_article(hit, asked, reader.vectors, length=length), asked, reader)
    )
    answers: list[Answer] = []
    for passage, units, likeness in islice(chosen, limit):
        text = phrase(units)
        answers.append(Answer(text, (_evidence(hit, passage),), asked.covered_by(text), likeness))
    return answers


def read_article(hit: ArticleHit, asked: Asked, vectors: SentenceVectors, *, length: str) -> Reading:
    """What can be said of its nearest public passages."""
    units: list[Unit] = []
    runs: dict[tuple[int, ...], Passage] = {}
    for passage in _public(hit)[:PASSAGES_COMPARED]:
        own = _units(passage, asked)
        rows = any(unit.row for unit in own)
        for run in runs_of(own, length):
            meant = _meant_rows(run, own, asked.weights) if rows else run
            runs.setdefault(tuple(len(units) + place for place in meant), passage)
        units += own
    found = vectors.of([unit.text for unit in units])
    return Reading(tuple(units), found, tuple(runs), tuple(runs.values()))


def _public(hit: ArticleHit) -> list[Passage]:
    if hit.article.audience == "internal":
        return []
    return [passage for passage in hit.public_passages if not _speaks_to_agents(passage.text)]


@remembered(maxsize=8_192)
def _speaks_to_agents(text: str) -> bool:
    return _INTERNAL.search(text) is not None


def _units(passage: Passage, asked: Asked) -> tuple[Unit, ...]:
    units = units_of(passage)
    if not asked.told:
        return units
    return tuple(replace(unit, told=True) if asked.was_told(unit.text) else unit for unit in units)


def _evidence(hit: ArticleHit, passage: Passage) -> Evidence:
    return Evidence(article_id=hit.article.id, start=passage.start, end=passage.end)


_Chosen = tuple[Passage, Sequence[Unit], float | None]


def _by_meaning(read: Reading, asked: Asked, reader: Reader) -> Iterator[_Chosen]:
    """Runs that share nothing with one before, the likeliest first."""
    if not read.runs:
        return
    likeness = reader.model.likeness(signs_of(read.runs, read.units, read.vectors, asked, reader.meant))
    used: set[int] = set()
    for row in np.argsort(-likeness, kind="stable").tolist():
        if used.isdisjoint(read.runs[row]):
            used.update(read.runs[row])
            yield read.passages[row], [read.units[place] for place in read.runs[row]], float(likeness[row])


def _by_words(passages: Sequence[Passage], asked: Asked, length: str) -> Iterator[_Chosen]:
    left = {passage: [unit for unit in _units(passage, asked) if not unit.told] for passage in passages}
    for passage in _best_first([passage for passage, own in left.items() if own], asked.weights):
        if chosen := _choose(left[passage], asked.weights, length):
            yield passage, chosen, None


def _best_first(passages: Sequence[Passage], wanted: Mapping[str, float]) -> list[Passage]:
    """Mostly by nearness in meaning; shared words decide between near ones."""
    most = sum(wanted.values()) ** 0.5

    def worth(passage: Passage) -> float:
        own = content_words(f"{passage.section or ''} {passage.text}")
        return passage.score + WORDS * _shared(own, wanted) / (most * len(own) ** 0.5 + 1e-6)

    return sorted(passages[:PASSAGES_READ], key=worth, reverse=True)


def _shared(words: frozenset[str], wanted: Mapping[str, float]) -> float:
    return sum([wanted[word] for word in words if word in wanted])


def _choose(units: list[Unit], wanted: Mapping[str, float], length: str) -> list[Unit]:
    """The run of neighbouring units that shares most with what was asked; a list keeps its lead-in."""
    if not units:
        return []
    worths = [
        _shared(content_words(unit.text), wanted)
        + 0.3 * bool(unit.step)
        - _EXAMPLE_COSTS * unit.text.startswith("Example")
        - _ROW_COSTS * unit.row
        for unit in units
    ]
    limit, budget = MAX_SENTENCES[length], MAX_WORDS[length]
    best: tuple[float, int, int] = (-1.0, 0, 1)
    for start in range(len(units)):
        words = 0
        for end in range(start, min(start + limit, len(units))):
            words += len(units[end].text.split())
            if words > budget and end > start:
                break
            worth = sum(worths[start : end + 1]) + 0.05 * (end - start) - 0.02 * start
            best = max(best, (worth, -start, end + 1), key=lambda item: item[0])
    _, negative, end = best
    start = -negative
    chosen = [units[place] for place in _meant_rows(tuple(range(start, end)), units, wanted)]
    if chosen[0].bullet and chosen[0].text[:1].islower():
        lead = next((unit for unit in reversed(units[:start]) if not unit.bullet), None)
        chosen = [lead, *chosen] if lead is not None else [unit for unit in chosen if unit.text[:1].isupper()]
    return chosen


def _meant_rows(run: tuple[int, ...], units: Sequence[Unit], wanted: Mapping[str, float]) -> tuple[int, ...]:
    """Of the rows of a table only those that are meant."""
    meant = {place: _shared(content_words(units[place].text), wanted) for place in run if units[place].row}
    return tuple(place for place in run if place not in meant or meant[place] == max(meant.values()))
