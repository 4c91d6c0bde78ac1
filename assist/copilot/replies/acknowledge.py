"""What the customer just asked or wants, said back: `Let me check whether the next day is available.`

Active listening for moments that neither colleagues nor articles cover: composed from the reported speech of the newest
customer turn, so it claims and promises nothing of its own. Where a sentence cannot be said back well it is left out.
"""

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assist.copilot.replies.words import content_words
from assist.copilot.reported import inflect
from assist.copilot.reported.grounded import report_grounded
from assist.copilot.reported.message import own_sentences
from assist.copilot.reported.statements import has_verb
from assist.core.conversation import Message
from assist.core.results import Evidence

MAX_PARTS = 2
MIN_CONTENT = 2  # words that say what it is about; one beside a question word
# Log-odds that an agent says it back like that (cosine .55 to a good reply), of how many of the customer's words of
# content it names, up to six, and of the share that they are. Fitted on 206 of gold train, written and trades: AUROC
# .78 and a Brier score of .172 in cross-validation, .216 of a constant.
NAMES, MOST_NAMED, COVERS, SAYS = 0.62, 6, 2.0, -4.0
MAX_WORDS = 26  # of one part; a longer one would repeat the customer word for word
Kind = Literal["check", "find", "look", "see", "want", "asked"]

_LEAD = (
    r"(?:(?:ok|okay|so|and|but|then|also|well|yes|no|right|fine|oh|hi|hello|please|sorry|thanks|thank you)\b[,.!]* )*"
)
_INVERTED = re.compile(
    rf"{_LEAD}(?:can|could|will|would|is|are|was|were|do|does|did|has|have|had|should|may|isn't|aren't|can't|couldn't|"
    r"don't|doesn't|didn't|won't)\b",
    re.IGNORECASE,
)
# An order that names neither side may be pasted from anywhere.
_REQUEST = re.compile(r"(?=.*\b(?:can|could|will|would|please|kindly|me|my|us|our|i)\b)", re.IGNORECASE | re.DOTALL)
_WH = re.compile(rf"{_LEAD}(?:when|where|how|what|which|who|why)\b", re.IGNORECASE)
_NAMED = r"(?:there|they|the|their|this|that|it|an?|any|some)"
_NO_ORDER = r"\S+ (?:it|this|that|he|she) (?:is|was)\b|(?:for|make sure|tell|try|stop|hurry|be|get)\b"
_WAIT = r"an? (?:sec|second|minute|min|moment)\b"
_KINDS: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str] | None], ...] = (
    ("check", re.compile(rf"asks (?P<rest>(?:whether|if) {_NAMED} .+)"), _INVERTED),
    ("find", re.compile(r"asks (?P<rest>(?:when|where|how|what|which|who|why) (?!(?:kind|sort)\b)\S+ .+)"), _WH),
    ("look", re.compile(r"asks about (?P<rest>(?:the|their|this|that) \S+ .+)"), None),
    ("see", re.compile(rf"asks the (?:agent|company) to (?P<rest>(?!{_NO_ORDER}).+)"), _REQUEST),
    ("asked", re.compile(rf"asks for (?P<rest>(?!{_WAIT})(?:the|their|this|that|an?|another|some|\d+) .+)"), None),
    ("want", re.compile(r"(?P<rest>(?:would like|wants|prefers|needs) .+)"), None),
)  # fmt: skip
# Only such sentences are worth reading: a question, or a beginning or word without which none of the kinds comes about.
_MAY_ASK = re.compile(
    rf"(?=.*\?)(?:{_INVERTED.pattern}|.*\b(?:the|this|that|your|my|our|about|abt|w[a-z]{{0,2}}ts?|wen|wer)\b)|"
    rf"{_WH.pattern}|{_INVERTED.pattern} (?:i|you|u|we|they|it|there)\b|"
    r".*(?:\b(?:can|could|would|will|wants?|needs?|prefers?|please|kindly|me|us|gimme)\b|['’]d\b)",
    re.IGNORECASE | re.DOTALL,
)
_LONG_ENOUGH = re.compile(r"\s*\S+\s+(?:\S+\s+\S|happening|wrong\b)", re.IGNORECASE)
_THIRD = re.compile(r"\b(?:they|them|their|theirs|themselves|themself)\b", re.IGNORECASE)
_YOU = {
    "they": "you", "them": "you", "their": "your", "theirs": "yours", "themselves": "yourself", "themself": "yourself",
}  # fmt: skip
_OWNER = re.compile(r"\bthe (?:agent|company)'s\b")
_COMPANY = re.compile(
    r"\bthe (?:agent|company)\b(?P<next>(?: (?:even|also|really|just|still|already|actually|ever))? [\w']+)?"
)
_AGREE = {
    "is": "are", "has": "have", "does": "do", "was": "were", "needs": "need", "wants": "want", "prefers": "prefer",
    "expects": "expect", "are": "are", "have": "have", "do": "do", "were": "were",
}  # fmt: skip
_AND_VERB = re.compile(r"(?P<link>\b(?:and|but|or)(?: (?:also|just|still|now))? )(?P<verb>[a-z]+)(?= )")
# A new clause behind a comma, or what only the talk before explains.
_SPLICED = re.compile(
    r"[,;:]? (?:in that case|then|or what)\Z|"
    r"[,;:] (?:(?:it|that|this|he|she|there|they|but|so|otherwise|because|since|or|is|are)\b.*)\Z"
)
_SLOPPY = re.compile(
    r"[!?\"“”*#@\n]|\.\.|\b[A-Z]{4,}\b|\b(?:NOW|NOT|ALL|ANY|TWO|WHY|HOW|NO|ONE)\b|\b[b-hj-z]\b(?![.)])|"
    r"\b(?i:ur|wat|wt|idk|dnt|da|cn|plz|pls|ya|lah|bhai|yaar|hai|wtf|ffs|smthing|tym|shud|(?<!would )like|or something|"
    r"guys|man|dude|bro|no see|gonna|gotta|asap)\b"
)
_STANCE = re.compile(
    r"\b(?:jok\w+|ridiculous|unacceptable|nonsense|rubbish|scam\w*|useless|worst|stupid|serious(?:ly)?|kidding|trust|sue|"
    r"lawyer|angry|annoy\w*|furious|disappoint\w+|fed up|sick of|pathetic|terrible|horrible|crap|damn|hell|"
    r"liars?|better|promises?|tired|think|believe|know)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """`text` to the customer, and the spans of their messages that it says back; `chance` that an agent says it."""

    text: str
    evidence: tuple[Evidence, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class _Part:
    kind: Kind
    words: str
    evidence: Evidence


def acknowledge(messages: Sequence[Message]) -> Acknowledgement | None:
    """Of the customer's messages since somebody else spoke; None where nothing can be said back well."""
    parts: list[_Part] = []
    turn = _newest_turn(messages)
    for message in turn:
        parts += [part for part in _parts(message) if all(part.words != other.words for other in parts)]
    kept = parts[-MAX_PARTS:]
    if not kept:
        return None
    text = _worded(kept)
    return Acknowledgement(text, tuple(part.evidence for part in kept), _chance(text, turn))


def _chance(text: str, turn: Sequence[Message]) -> float:
    said = frozenset[str]().union(*(content_words(message.text) for message in turn))
    named = len((content_words(text) & said) - _EMPTY)
    odds = NAMES * min(named, MOST_NAMED) + COVERS * named / max(1, len(said)) + SAYS
    return 1 / (1 + math.exp(-odds))


def _newest_turn(messages: Sequence[Message]) -> list[Message]:
    turn: list[Message] = []
    for message in reversed(messages):
        if message.side == "system" or message.internal:
            continue
        if message.role != "customer":
            break
        turn.append(message)
    return turn[::-1]


def _parts(message: Message) -> list[_Part]:
    found = [_part(message, start, end) for start, end in own_sentences(message.text)]
    return [part for part in found if part is not None]


def _part(message: Message, start: int, end: int) -> _Part | None:
    said = message.text[start:end]
    if not _LONG_ENOUGH.match(said) or not _MAY_ASK.match(said) or _THIRD.search(said):
        return None
    reported = report_grounded(said, "customer")
    if reported is None:
        return None
    text = _SPLICED.sub("", reported)
    if _SLOPPY.search(text) or _STANCE.search(text) or len(text.split()) > MAX_WORDS:
        return None
    for kind, pattern, begins in _KINDS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        if begins is not None and not begins.match(said):
            return None
        words = to_customer(_direct(kind, match["rest"], said))
        if (
            words is None
            or _CLUMSY.search(words)
            or len(content_words(words) - _EMPTY) < (1 if kind == "find" else MIN_CONTENT)
        ):
            return None
        if kind == "find" and not has_verb(words.split()[1:]):
            return None
        return _Part(kind, words, Evidence(message_id=message.id, start=start, end=end))
    return None


_CLUMSY = re.compile(
    r"\A(?:you would like )?us\b|\b(?:do|does|did|are|is|will|can) us\b|"
    r"\b(?:can|could|will|would|should|may) (?:over|up|out|off|in|on|back|away|down|the|an?|my|your|our|their)\b"
)
_EMPTY = content_words(
    "would like us to help you with that do it this one want need know have check see please whether really again way"
)
# Whoever asks `can we pay monthly` means the customers.
_CAN_WE = re.compile(
    r"\b(?:can|could|shall|should) we\b"
    r"(?! (?:also |still )?(?:pay|come|bring|stay|visit|join|attend|park|collect|get)\b)",
    re.IGNORECASE,
)
_CANNOT = re.compile(r"\A(?P<whom>(?:whether|if) the (?:agent|company)) (?:cannot|could not|can't) ")


def _direct(kind: Kind, rest: str, said: str) -> str:
    """`rest` with who is meant: `can we change it` and `can't you change it` ask whether the company can."""
    if kind == "want":
        first, _, what = rest.partition(" ")
        return f"they {rest}" if first == "would" else f"they {inflect.base_of(first)} {what}"
    if kind == "asked":
        return f"they would like {rest}"
    if kind == "see":
        return f"whether the company can {rest}"
    if kind == "check":
        rest = rest.replace("they ", "the company ", 1) if _CAN_WE.search(said) else rest
        return _CANNOT.sub(r"\g<whom> can ", rest)
    return rest


def to_customer(text: str) -> str | None:
    """A predicate about the customer as said to them: `they` is `you`, the company is `we`, verbs agree. None where
    that is not certain."""
    certain = True

    def plain(verb: str) -> str:
        """The form after `you` and `we`."""
        nonlocal certain
        if verb in _AGREE:
            return _AGREE[verb]
        if verb.endswith("s") and inflect.is_verb(verb) and not inflect.is_base_verb(verb):
            certain = False
        return verb

    def company(match: re.Match[str]) -> str:
        nonlocal certain
        *between, verb = (match["next"] or " ").split() or [""]
        if verb.endswith("s") and verb not in _AGREE and inflect.is_verb(verb):
            certain = False
        acts = verb in _AGREE or inflect.is_modal(verb) or (inflect.is_base_verb(verb) and not inflect.is_noun(verb))
        acts = acts or (bool(verb) and inflect.is_past(verb))
        return " ".join(word for word in ("we" if acts else "us", *between, plain(verb)) if word)

    def joined(match: re.Match[str]) -> str:
        noun = inflect.is_noun(match["verb"]) and match["verb"] not in _AGREE
        return match.group() if noun else match["link"] + plain(match["verb"])

    text = _THIRD.sub(lambda match: _YOU[match.group().lower()], _OWNER.sub("our", text))
    text = _COMPANY.sub(company, text)
    text = _AND_VERB.sub(joined, text)
    return text if certain else None


def _worded(parts: Sequence[_Part]) -> str:
    """In the order in which it was said: what `it` means may stand in the part before."""
    sentences: list[str] = []
    for asked, run in itertools.groupby(parts, key=lambda part: part.kind in _TASKS):
        if not asked:
            sentences.append(f"I understand that {' and that '.join(part.words for part in run)}.")
            continue
        verbs = itertools.groupby(run, key=lambda part: _TASKS[part.kind])
        tasks = [f"{verb} {' and '.join(part.words for part in same)}" for verb, same in verbs]
        sentences.append(f"Let me {' and '.join(tasks)}.")
    if not any(part.kind in _TASKS for part in parts):
        sentences.append("Let me see what I can do.")
    return " ".join(sentences)


_TASKS: dict[Kind, str] = {"check": "check", "find": "find out", "look": "look into", "see": "see"}
