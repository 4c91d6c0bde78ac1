"""The answer passage of the best article, put to the customer in two to four sentences. Never an internal word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assist.copilot.replies.tables import rows_said
from assist.core.conversation import Message
from assist.core.ports import ArticleHit, Passage
from assist.core.results import Evidence
from assist.core.text.function_words import FUNCTION_WORDS
from assist.core.text.remembered import remembered
from assist.core.text.sentences import split_sentences

MAX_WORDS = {"short": 30, "medium": 60, "long": 95}
MAX_SENTENCES = {"short": 2, "medium": 4, "long": 6}
PASSAGES_READ = 4
ASKED_MESSAGES = 3  # of the customer, whose words choose the sentences of an article
EARLIER = 0.3  # what a word of the messages before the newest turn counts
WORDS = 1.0  # cosine that a passage of these words alone is worth more than one without any
TOLD, MIN_TOLD = 0.9, 3  # share of a sentence's words in one message of the agent from which it was said; of how many
_ROW_COSTS = 0.6  # words; a row of a table is said where it is asked for, not as a neighbour
_EXAMPLE_COSTS = 2.0  # words; an example of somebody else's sums is no answer
_FUNCTION_WORDS = frozenset(FUNCTION_WORDS["en"].split())
_INTERNAL = re.compile(r"internal[ -]note|\binternal(?:ly)?(?: use)? only\b|\bfor agents only\b", re.IGNORECASE)
_STEP = re.compile(r"^\s*(?:\d{1,2}[.)]|step \d+[:.]?)\s+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-*•]\s+")
_TABLE = re.compile(r"\||\t")
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*", re.IGNORECASE)
_ABOUT_CUSTOMERS = (
    (re.compile(r"\b(?:the|a) (?:customer|caller|member|guest|passenger|user)'s\b", re.IGNORECASE), "your"),
    (re.compile(r"\b(?:customers|callers|members) (?:can|may)\b", re.IGNORECASE), "you can"),
    (re.compile(r"\bthe (?:customer|caller) (?:can|may)\b", re.IGNORECASE), "you can"),
    (re.compile(r"\bthe (?:customer|caller) must\b", re.IGNORECASE), "you must"),
    (re.compile(r"\bthe (?:customer|caller) needs\b", re.IGNORECASE), "you need"),
    (re.compile(r"\bthe (?:customer|caller) has\b", re.IGNORECASE), "you have"),
    (re.compile(r"\bask (?:the )?(?:customers?|callers?) to\b", re.IGNORECASE), "please"),
    (re.compile(r"\b(?:to|from|by|with|for) the customer\b", re.IGNORECASE), ""),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply from an article, with the spans of its body that it rests on; covers: share, 0-1, of the words of the
    customer's newest turn that it has."""

    text: str
    evidence: tuple[Evidence, ...]
    covers: float = 0.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Content words of the customer's newest turn, of the messages `before` it, and what the agent has `told`."""

    newest: frozenset[str]
    before: frozenset[str] = frozenset()
    told: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, messages: Sequence[Message]) -> "Asked":
        """Of a conversation that waits for an answer."""
        spoken = [m for m in messages if m.side != "system" and not m.internal]
        turn = next((n for n, m in enumerate(reversed(spoken)) if m.role != "customer"), len(spoken))
        customer = [content_words(m.text) for m in spoken if m.role == "customer"][-max(turn, ASKED_MESSAGES) :]
        newest = frozenset[str]().union(*customer[len(customer) - turn :])
        earlier = frozenset[str]().union(*customer[: len(customer) - turn])
        return cls(newest, earlier - newest, tuple(content_words(m.text) for m in spoken if m.role == "agent"))

    @property
    def weights(self) -> dict[str, float]:
        """What each word counts."""
        return dict.fromkeys(self.newest, 1.0) | dict.fromkeys(self.before, EARLIER)

    def covered_by(self, text: str) -> float:
        """Share of the newest words that a text has."""
        return len(self.newest & content_words(text)) / max(1, len(self.newest))

    def was_told(self, text: str) -> bool:
        """Whether the agent has said this already."""
        words = content_words(text)
        return len(words) >= MIN_TOLD and any(len(words & told) >= TOLD * len(words) for told in self.told)


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    step: bool = False
    bullet: bool = False
    row: bool = False


def answers_from(hit: ArticleHit, asked: Asked, *, length: str = "medium", limit: int = 1) -> list[Answer]:
    """What the article says to what was asked, of at most `limit` passages, the best one first; none where nothing
    public fits that was not said already.

    A verbatim article's passage is given as it stands, and alone.
    """
    if hit.article.audience == "internal" or not hit.public_passages:
        return []
    public = [passage for passage in hit.public_passages if not _INTERNAL.search(passage.text)]
    if not public:
        return []
    wanted = asked.weights
    if hit.article.verbatim:
        passage = _best_first(public, wanted)[0]
        return [Answer(passage.text, (_evidence(hit, passage),), asked.covered_by(passage.text))]
    units = {passage: [u for u in _units(passage) if not asked.was_told(u.text)] for passage in public[:PASSAGES_READ]}
    answers: list[Answer] = []
    for passage in _best_first([passage for passage, own in units.items() if own], wanted)[:limit]:
        chosen = _choose(units[passage], wanted, length)
        if not chosen:
            break
        text = _phrase(chosen)
        answers.append(Answer(text, (_evidence(hit, passage),), asked.covered_by(text)))
    return answers


def _evidence(hit: ArticleHit, passage: Passage) -> Evidence:
    return Evidence(article_id=hit.article.id, start=passage.start, end=passage.end)


@remembered(maxsize=32_768)
def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to a crude stem so that `refunds` meets `refund`."""
    stems = map(_content, _WORD.findall(text.lower()))
    return frozenset([stem for stem in stems if stem])


@remembered(maxsize=32_768)
def _content(word: str) -> str:
    """Its crude stem; nothing where it carries no meaning."""
    if len(word) <= 2 or word in _FUNCTION_WORDS:
        return ""
    for ending in ("ings", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _best_first(passages: Sequence[Passage], wanted: Mapping[str, float]) -> list[Passage]:
    """Mostly by nearness in meaning; shared words decide between near ones."""
    most = sum(wanted.values()) ** 0.5

    def worth(passage: Passage) -> float:
        own = content_words(f"{passage.section or ''} {passage.text}")
        return passage.score + WORDS * _shared(own, wanted) / (most * len(own) ** 0.5 + 1e-6)

    return sorted(passages[:PASSAGES_READ], key=worth, reverse=True)


def _shared(words: frozenset[str], wanted: Mapping[str, float]) -> float:
    return sum([wanted[word] for word in words if word in wanted])


def _units(passage: Passage) -> Iterator[_Unit]:
    """Sentences, steps, bullet points and rows of tables in order; headings are left out."""
    rows = rows_said(passage)
    for number, line in enumerate(passage.text.split("\n")):
        if number in rows:
            yield _Unit(rows[number], row=True)
        if number in passage.rows or not line.strip() or _TABLE.search(line) or line.lstrip().startswith("#"):
            continue
        step, bullet = bool(_STEP.match(line)), bool(_BULLET.match(line))
        plain = _BULLET.sub("", _STEP.sub("", line)).strip()
        if step or bullet:
            yield _Unit(plain, step, bullet)
            continue
        for start, end in split_sentences(plain):
            yield _Unit(plain[start:end])


def _choose(units: list[_Unit], wanted: Mapping[str, float], length: str) -> list[_Unit]:
    """The run of neighbouring units that shares most with what was asked; a list keeps its lead-in."""
    if not units:
        return []
    worths = [
        _shared(content_words(unit.text), wanted)
        + 0.3 * unit.step
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
    chosen = _best_rows(units[start:end], wanted)
    if chosen[0].bullet and chosen[0].text[:1].islower():
        lead = next((unit for unit in reversed(units[:start]) if not unit.bullet), None)
        chosen = [lead, *chosen] if lead is not None else [unit for unit in chosen if unit.text[:1].isupper()]
    return chosen


def _best_rows(units: list[_Unit], wanted: Mapping[str, float]) -> list[_Unit]:
    """Of the rows of a table only those that are meant."""
    meant = {unit.text: _shared(content_words(unit.text), wanted) for unit in units if unit.row}
    return [unit for unit in units if not unit.row or meant[unit.text] == max(meant.values())]


def _phrase(units: Sequence[_Unit]) -> str:
    pieces: list[str] = []
    steps = [unit for unit in units if unit.step]
    for number, unit in enumerate(units):
        text = _to_customer(unit.text)
        if unit.step and len(steps) > 1:
            first, last = unit is steps[0], unit is steps[-1]
            text = f"{'First, ' if first else 'Finally, ' if last and len(steps) > 2 else 'Then '}{_lower_first(text)}"
        if unit.bullet and number and pieces and pieces[-1].endswith((":", ",")):
            text = _lower_first(text)
        follows = number + 1 < len(units) and units[number + 1].bullet
        pieces.append(_ended(text, ":" if follows and not unit.bullet and not text.endswith((".", "!", "?")) else "."))
    return " ".join(pieces)


def _to_customer(text: str) -> str:
    for pattern, words in _ABOUT_CUSTOMERS:
        text = pattern.sub(lambda m, words=words: words.capitalize() if m.group()[0].isupper() else words, text)
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    return re.sub(r"\s+([,.;:!?])", r"\1", text)


def _lower_first(text: str) -> str:
    """Lower case at the start unless the first word is a name, a code or stands alone."""
    first = text.split(" ", 1)[0]
    if not first or not first[1:].islower() or first.lower() in {"i"}:
        return text
    return text[0].lower() + text[1:] if is_verb_like(first) else text


def is_verb_like(word: str) -> bool:
    """Whether a capitalised first word of a step is a plain instruction, not a name."""
    return word.lower() in _INSTRUCTIONS or word.lower() in _FUNCTION_WORDS


_INSTRUCTIONS = frozenset(
    "open choose select go click tap press enter sign log send call ask tell check test make create add remove "
    "deactivate lower raise switch turn set unplug plug restart reset hold wait take keep put pull push move "
    "print attach reply "
    "confirm cancel pay book give show use write upload download install update connect disconnect repair lift clean "
    "allow let bring return pack drop hand weigh measure compare look find scan photograph collect follow "
    "complete fill submit request report start stop close leave pick point replace run save search type view "
    "visit".split()
)


def _ended(text: str, mark: str) -> str:
    text = text.rstrip(" ;,")
    return text if text.endswith((".", "!", "?", ":")) else text + mark
