"""The case's title: the subject that the customer gave their mail, else the label of the sentence that tells most."""

import re
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import chain

from assist.copilot.case_draft.label import label_of, short
from assist.copilot.case_draft.parts import Entry, Parts, grounded
from assist.copilot.case_draft.wording import capital
from assist.copilot.facts.spoken import NUMBER_WORD
from assist.copilot.grounding import is_grounded
from assist.copilot.reported.casing import COMMON
from assist.copilot.reported.mail import subject_line
from assist.copilot.reported.person import ADVERBS
from assist.copilot.reported.statements import has_verb
from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import Conversation
from assist.core.results import span_of
from assist.core.text.remembered import remembered

# Taken from the weight of a sentence.
_SHORT = 0.6  # a label of one or two words says too little
_UNFIT = 1.0  # a label that points at another sentence or has lost its thing
_POINTS = re.compile(
    r"\b(?:they|them|it|he|she|him|this|these|those|that(?! \w+ing \w)|I|we|you|us|me|themselves|customer)\b|"
    r"\A(?:is|are|was|could|can|would|will|at|in|on|from|of|by|and|or|seems?|there|who|name|never|about|has|because)\b",
    re.IGNORECASE,
)
_WEAK = 0.5  # a label that begins with a verb without its subject, a question word, or is mostly numbers or letters
_WEAKLY = re.compile(
    r"\A(?:why|what|how|when|whether|getting|writing|e?-?mailing|calling|ringing|going|gone|dropped|turned|took|"
    r"got|had|"
    r"having|bit of|says?|asks?|hello|hi|oh|just|now|so)\b|(?:\b\w\b ){2}|\A\W*\d\S* \S*\Z|\A.*\bones?\Z",
    re.IGNORECASE,
)
# Begins with who or where, with talk or with a verb of saying: nobody's label of a case.
_TALK = re.compile(
    r"(?:they|them|it|he|she|him|I|we|you|us|me|is|are|was|were|could|can|would|will|at|in|on|from|of|by|and|or|who|"
    r"never|company (?:can|will|would|is|was|has|does|did|should|must)|help(?! (?:desk|page|cent\w+|line))|about|"
    r"has|because|for|further|(?:this|that|these|those) (?:is|was|are|were|has|have|will|one)|"
    r"gives?|gave|says?|said|tells?|told|asks?|asked|seems?|seen|looks?|looking|feels?|hello|morning|afternoon|evening|"
    r"(?:looked|stood|spoke|talked|sat|went|walked|drove|thought|heard|spent|hopes?|hoped|makes|read|reads|rang|called|"
    r"emailed|wrote|waited) |bought (?:in|on|at|from) |(?:book|put|move|take|send|get) (?:him|her|it|them|this)\b|"
    r"(?:guy|bloke|gone|took|keep|get) |no good\b|(?:next|first|last|earliest) (?:slot|one|appointment)\b|"
    r"good|too|any|only (?!\w+(?:ed|ot)\b|\S+ of\b)|even|still|really|also|then|well|sorry|please|thanks?)\b",
    re.IGNORECASE,
)
# What the customer does or is like, and what begins with a number.
_PERSONAL = re.compile(
    r"(?:does|did|wants|needs|pays|works|keeps|goes|gets|knows|likes?|forgot|paid|spoken|been|taken|gone|given|"
    r"has|this|"
    rf"[\W\d]*\d|(?:{NUMBER_WORD})\b)",
    re.IGNORECASE,
)
# Somebody corrects or interrupts themselves, or names a thing by what it does.
_MUTTERED = re.compile(
    r" (?:yes|yeah|sorry|um|uh|er|erm|hello|oh|hang on)\b|\A(?:things? (?:where|that|which)|one (?:says|of))\b",
    re.IGNORECASE,
)
# Who rings, and nothing else: `Bride's sister tess`, `Daughter keira simmons`.
_SOMEBODY = re.compile(
    r"\A(?:[\w']+ ){0,2}(?:daughter|son|sister|brother|mother|mum|father|dad|wife|husband|partner|aunt|uncle|friend|"
    r"neighbour|colleague|carer|bookkeeper|secretary|assistant|landlord|landlady|tenant)(?: (?:at|of|from|for))?(?: "
    r"\w+){0,3}\Z",
    re.IGNORECASE,
)
_ORDER_ONLY = re.compile(
    r"(?:order|booking|claim|case|ticket|account|reservation) \S*\d\S*(?: \w+)?|can(?:not|'t) do (?:\w+day|that|it|"
    r"then)\b.*",
    re.IGNORECASE,
)
_MUCH_LESS = 2.0
_GRAVE = frozenset({"Damaged or faulty", "Security and fraud"})
_THING = re.compile(r"[a-z]{3}")
_PRODUCT_WORDS = 5
_SUBJECT_WORDS = 14
_TELLING = 3  # words from which a subject says enough without its reference
_DONE = 0.1  # chance of being the outcome
_CONDITIONS = frozenset("because since as if when while although though otherwise unless until once".split())
_BE = frozenset("is are was were".split())  # what was said of a number that a label leaves out
_EMPTY = (
    COMMON
    | _CONDITIONS
    | ADVERBS
    | frozenset(
        "thing things question questions issue issues problem problems point points matter matters request requests "
        "i me us him them myself is are was were be have has had do does did ok okay yes hi hello hey thanks "
        "help quick small little couple few first second third".split()
    )
)
_UNITS = frozenset(
    "hour hours hr hrs minute minutes min mins day days week weeks month months year years am pm pounds quid pence "
    "euros dollars cents".split()
)
_QUOTES = frozenset("\"'“‘")
_PARTS = re.compile(r"\s+[-–—/|]\s+|[,;:]\s+")
_REFERENCE = re.compile(
    r"(?:(?:my|our|your|the|account|customer|policy|plan|order|booking|reservation|case|dispute|claim|invoice|"
    r"contract|ticket|"
    r"workspace|member\w*|reference|ref|number|no)\b[.:#\s]*)*(?=[\w-]*(?:\d|-))[\w#-]+(?: \d+)*\Z",
    re.IGNORECASE,
)
_SAID_TO = re.compile(
    r"(?:please(?: read)?|urgent\w*|important|help|complaint|question|attention|thank(?:s| you))\W*\Z", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:for me|my|our|your)(?: |\Z)|\A(?:an?|the) ", re.IGNORECASE)
_PERSON = re.compile(r"(?: (?:that|which|where|when))?(?: |\A)(?:I|we|you|they|he|she)(?:'\w+)? .*", re.IGNORECASE)


def title_of(conversation: Conversation, parts: Parts, safe: Callable[[], Entry | None]) -> Entry | None:
    """At most nine words; `safe` where the best sentence names no case, else what is clear by itself, or None."""
    subject = _subject_title(conversation)
    if subject:
        return subject
    labels = _labels(parts)
    best = next(labels, None)
    if best is None:
        return _first_grounded(conversation, _done(parts))
    least, (label, item, _) = parts.matter[0].weight - _MUCH_LESS, best
    told = None if _is_nonsense(label) else grounded(conversation, label, (item,))
    clear = ((text, one) for text, one, weight in labels if weight > least and _may_stand_in(text))
    return told or safe() or _first_grounded(conversation, chain(clear, _done(parts)))


def _first_grounded(conversation: Conversation, labels: Iterable[tuple[str, Candidate]]) -> Entry | None:
    return next((entry for text, item in labels if (entry := grounded(conversation, text, (item,)))), None)


def _may_stand_in(label: str) -> bool:
    return len(label.split()) > 2 and _is_clear(label) and not (_is_nonsense(label) or _PERSONAL.match(label))


def safe_title(category: Entry | None, product: Entry | None) -> Entry | None:
    """`Kettle: delivery`, `Delivery enquiry`: what a colleague writes who has only the kind of matter.

    Damage and fraud are not said of anybody on the strength of one word.
    """
    if category is None or category.text in _GRAVE:
        return None
    kind = category.text if category.text.endswith("problem") else f"{category.text} enquiry"
    if product is None or len(product.text.split()) > _PRODUCT_WORDS or not _THING.search(product.text):
        return Entry(kind, category.evidence)
    return Entry(f"{capital(product.text)}: {category.text.lower()}", (*product.evidence, *category.evidence))


@remembered(maxsize=8_192)
def _is_nonsense(label: str) -> bool:
    """Whether nobody would name a case so: `She has had her hip done`, `Gives order`, `Flight to Oslo no sorry`."""
    if _TALK.match(label) or _MUTTERED.search(label):
        return True
    if _ORDER_ONLY.fullmatch(label):
        return True
    return _SOMEBODY.match(label) is not None and not has_verb(label.lower().split())


def names_a_matter(label: str) -> bool:
    """Not `Two things`, `1 hour 50` or `Because new people`, which only lead to what was said."""
    words = [word.strip(",.;:!?'\"").lower() for word in label.split()]
    if all(word in _EMPTY or word in _UNITS or not any(char.isalpha() for char in word) for word in words):
        return False
    return words[0] not in _BE and (words[0] not in _CONDITIONS or has_verb(words))


def _subject_title(conversation: Conversation) -> Entry | None:
    message = next((m for m in conversation.messages if m.role == "customer" and not m.internal), None)
    span = subject_line(message.text) if message else None
    if message is None or span is None:
        return None
    said = message.text[span[0] : span[1]]
    text = subject_label(said)
    if text is None or not is_grounded(text, said):
        return None
    return Entry(text, (span_of(message.key, *span),))


def subject_label(subject: str) -> str | None:
    """A mail's subject as a label: no references, no `please`, nobody's; None where it names nothing."""
    if len(subject.split()) > _SUBJECT_WORDS:
        return None
    said = [_PERSON.sub("", part.strip(" !?.")) for part in _PARTS.split(subject) if part[:1] not in _QUOTES]
    named = [part for part in said if part and not _SAID_TO.match(part)]
    kept = [part for part in named if not _REFERENCE.match(part)]
    if 1 < len(" ".join(kept).split()) < _TELLING:  # `Invoice 118 - wrong company`
        kept = [part for part in named if part in kept or not part[:1].isdigit()]
    text = short(_OWN.sub("", ", ".join(part.lower() if part.isupper() and " " in part else part for part in kept)))
    return capital(text) if len(text.split()) > 1 else None


def _labels(parts: Parts) -> Iterator[tuple[str, Candidate, float]]:
    """Labels of two words and more with their sentences and those sentences' weights, best first; none is made that
    cannot be the best."""
    waiting: list[tuple[float, int, str]] = []
    for place, one in enumerate(parts.matter):
        while waiting and -waiting[0][0] >= one.weight:
            yield _pop(waiting, parts)
        text = label_of(one.candidate.text)
        loss = _loss_of(text)
        if loss is not None:
            heappush(waiting, (loss - one.weight, place, text))
    while waiting:
        yield _pop(waiting, parts)


@remembered(maxsize=8_192)
def _loss_of(label: str) -> float | None:
    """What a label takes from the weight of its sentence; None where it is none."""
    words = label.split()
    if len(words) < 2 or not names_a_matter(label):
        return None
    repeats = len({word.strip(",").lower() for word in words}) < 2
    loss = _SHORT * (len(words) < 3) + _UNFIT * (repeats or bool(_POINTS.search(label)))
    return loss + _WEAK * bool(_WEAKLY.search(label))


@remembered(maxsize=8_192)
def _is_clear(label: str) -> bool:
    return len(label.split()) > 1 and names_a_matter(label) and not (_POINTS.search(label) or _WEAKLY.match(label))


def _done(parts: Parts) -> Iterator[tuple[str, Candidate]]:
    """What the other side did about it, where the customer names no matter."""
    for item in parts.outcomes(_DONE):
        text = label_of(item.text)
        if _may_stand_in(text):
            yield text, item


def _pop(waiting: list[tuple[float, int, str]], parts: Parts) -> tuple[str, Candidate, float]:
    _, place, text = heappop(waiting)
    return text, parts.matter[place].candidate, parts.matter[place].weight
