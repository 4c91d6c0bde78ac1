"""What remains to be done: by whom, what, until when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.case_draft.parts import Entry, Parts, in_order
from assist.copilot.case_draft.wording import action_of, capital, is_request
from assist.copilot.facts import find_mentions, resolve_due
from assist.copilot.reported import inflect
from assist.copilot.summary.candidates import Candidate
from assist.copilot.summary.sections import still_ahead
from assist.core.results import NextStep
from assist.core.vocabulary import CaseStatus, Owner

_PERSONALLY = re.compile(
    r"\b(?:I'll|I will|I'm going to|I shall)\b(?! (?:have|get|ask|make sure) (?:someone|them|the|our))", re.IGNORECASE
)
_FOLLOW_UP = re.compile(
    r"\A(?:\w+ly )?(?:call|contact|e-?mail|follow|check|update|keep|monitor|track|speak|write|ring|let|inform)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:by|before|until|within|in|on|at|next|tomorrow|today|tonight|business|working)\b|"
    r"\b(?:morning|afternoon|evening)\b|"
    r"day\b|\d\s*(?:-|–|to)\s*\d",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?:by|before|on|until|within|in|at|no later than)\s+(?:the\s+)?\Z", re.IGNORECASE)
_LED = re.compile(r"(?:by|before|until|within|in|no later than)\b", re.IGNORECASE)
# Done while the talk goes on.
_LOOKS = re.compile(
    r"(?:will|is going to) (?:(?:just|also|quickly|now|then) )*(?:check|look|see|have a look|take a look|pull|find|"
    r"put|transfer|connect|pass|hold|wait|help|assist|do)\b"
)
_PROMISED = re.compile(r"(?:will|is going to|promises to) (?:(?:just|also|now|then) )*(?P<verb>[a-z]+)")
_DID = re.compile(r"(?:(?:has|have) (?:(?:just|also|now|already) )*)?(?P<verb>[a-z]+)\b")
_VAGUE = re.compile(
    r"\b(?:ensure|monitor|prioriti[sz]e|strive|try(?! again)|attempt|explore|expedite|wait|mark|retain|review|"
    r"make sure|do (?:their|our|the|everything|all)|be (?:in|able|happy)|provide|proceed|appreciate|need)\b"
)
# A customer's threat, condition or mood.
_NO_DEED = re.compile(
    r"\b(?:if|unless|never|not|sue|complain|report|buy|tell|lose|leave|accept|cancel|switch|go|take|see|let|just|think|"
    r"consider|stop|have to)\b"
)
_ALIKE = 0.6  # cosine of two sentences from which they promise the same
_SURE = 1.6  # times the trained chance that a further step needs once the matter is resolved
_ASKED = re.compile(r"asks the customer to (?:please )?(?P<verb>[a-z]+)\b")
_JUST_DID = re.compile(
    r"(?:(?:ok(?:ay)?|right|yes|yep|yeah|sure|there|all|alright|great|thanks|hi|so|i|i've|i have|just|now|already|"
    r"have)[,.! ]+)*(?:(?P<done>done|did (?:it|that))\b(?! for)|(?P<verb>[a-z]+)\b)",
    re.IGNORECASE,
)
_HANDS_OVER = re.compile(r"\b(?:pass|transfer|connect|put|hand) the customer (?:to|through|over)\b")
_NEXT_ANSWERS = 2  # of the customer, in which a request may be followed
_MOST_OF_IT = 0.75  # of a sentence's words
_ANSWERED = 3  # messages after which a promised transfer has happened


@dataclass(frozen=True, slots=True)
class Ahead:
    """A next step and its evidence."""

    step: NextStep
    entry: Entry


def next_steps_of(parts: Parts, status: CaseStatus | None) -> list[Ahead]:
    """Promises and requests that were not yet kept, in order: the likely ones, and what the summary tells as such."""
    least = parts.roles.least["next_step"] * (_SURE if status == "resolved" else 1.0)
    found: list[Ahead] = []
    last = len(parts.conversation.messages) - 1
    likely = parts.likely("next_step", least=least)
    for candidate in in_order(parts.standing([*likely, *_promised_besides(parts, likely)])):
        answers = [m.text for m in parts.conversation.messages[candidate.message + 1 :] if m.role == "customer"]
        if candidate.side == "agent" and is_followed(candidate.text, answers[:_NEXT_ANSWERS]):
            continue
        handed = _HANDS_OVER.search(candidate.text) and candidate.message + _ANSWERED <= last
        if candidate.role == "bot" or handed:
            continue
        entry = parts.entry(candidate, lambda item: action_of(item.text, item.side))
        if entry is None or any(entry.text == other.entry.text for other in found):
            continue
        found.append(_ahead(parts, candidate, entry))
    return found


def _promised_besides(parts: Parts, likely: Sequence[Candidate]) -> list[Candidate]:
    """Plain promises that the summary tells: nothing vague, nothing said twice, nothing done meanwhile."""
    vectors = parts.conversation.sentence_vectors
    told = [item for item in still_ahead(parts.conversation, parts.candidates) if item not in likely]
    return [
        item
        for item in told
        if _PROMISED.match(item.text)
        and not _VAGUE.search(item.text)
        and not (item.side == "customer" and _NO_DEED.search(item.text))
        and all(float(vectors[item.index] @ vectors[other.index]) < _ALIKE for other in likely)
        and not _was_done(parts, item)
    ]


def _was_done(parts: Parts, promise: Candidate) -> bool:
    """Whether the speaker says later that they did it, or went on to what they had looked for."""
    later = [item for item in parts.candidates if item.side == promise.side and item.message > promise.message]
    if _LOOKS.match(promise.text):
        return bool(later)
    verb = _PROMISED.match(promise.text)
    done = inflect.base_of(verb["verb"]) if verb else ""
    return any(
        (match := _DID.match(item.text)) is not None and inflect.base_of(match["verb"]) == done for item in later
    )


def is_followed(request: str, answers: Sequence[str]) -> bool:
    """Whether one of the customer's `answers` says that what an agent asked for was done: `ok sent`, `done`."""
    asked = _ASKED.match(request)
    if asked is None:
        return False
    done = [match for match in map(_JUST_DID.match, answers) if match]
    return any(match["done"] or _is_past_of(match["verb"].lower(), asked["verb"]) for match in done)


def _is_past_of(word: str, verb: str) -> bool:
    return word != verb and not word.endswith(("s", "ing")) and inflect.base_of(word) == verb


def _ahead(parts: Parts, candidate: Candidate, entry: Entry) -> Ahead:
    message = parts.conversation.messages[candidate.message]
    said = message.text[candidate.evidence.start : candidate.evidence.end]
    words = _due_words(message.text, candidate, entry.text)
    action = _without(entry.text, words) if words else entry.text
    due = (resolve_due(words, message.at) or words) if words else None
    return Ahead(NextStep(owner=_owner(candidate, said, action), action=action, due=due), Entry(action, entry.evidence))


def _owner(candidate: Candidate, said: str, action: str) -> Owner:
    if candidate.side == "customer" or is_request(candidate.text):
        return "customer"
    return "agent" if _PERSONALLY.search(said) and _FOLLOW_UP.match(action) else "company"


def _due_words(text: str, candidate: Candidate, action: str) -> str | None:
    """The last time or period of the action, with its preposition; of its sentence, where the action is nearly all of
    it (`has booked an engineer for Thursday and will credit £12` gives the credit no day)."""
    dates = [
        mention
        for mention in find_mentions(text)
        if mention.type == "date"
        and candidate.evidence.start <= mention.start
        and mention.end <= candidate.evidence.end
    ]
    told = [mention for mention in dates if text[mention.start : mention.end].lower() in action.lower()]
    if not told and len(action.split()) < _MOST_OF_IT * len(candidate.text.split()):
        return None
    if not dates:
        return None
    last = (told or dates)[-1]
    lead = _LEAD.search(text, max(candidate.evidence.start, last.start - 18), last.start)
    words = text[lead.start() if lead else last.start : last.end]
    return words if _DEADLINE.search(words) else None


def _without(action: str, words: str) -> str:
    """The action without its deadline, where the rest can stand alone."""
    at = action.lower().rfind(words.lower())
    at_end = action.lower().endswith(words.lower())
    if at < 8 or not (at_end or _LED.match(words)):
        return action
    rest = f"{action[:at].rstrip(' ,')} {action[at + len(words) :].lstrip(' ,')}".strip()
    return capital(rest)
