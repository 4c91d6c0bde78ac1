"""Whether what was to be done is over: objected to, taken back, done or no longer needed while the talk went on."""

import re
from collections.abc import Sequence

from assist.copilot.case_draft.action import OF_CUSTOMER
from assist.copilot.case_draft.ahead import Said
from assist.copilot.case_draft.by_others import is_offer
from assist.copilot.case_draft.course import has_happened, makes_do
from assist.copilot.case_draft.parts import Parts
from assist.copilot.reported import inflect
from assist.copilot.summary.candidates import Candidate

# Done while the talk goes on.
_LOOKS = re.compile(
    r"(?:will|is going to) (?:(?:just|also|quickly|now|then) )*(?:check|look|see|have a look|take a look|pull|find|"
    r"put|transfer|connect|pass|hold|wait|help|assist|do)\b"
)
_ASKED = re.compile(r"asks the customer to (?:please )?(?P<verb>[a-z]+)\b")
_JUST_DID = re.compile(
    r"(?:(?:ok(?:ay)?|right|yes|yep|yeah|sure|there|all|alright|great|thanks|hi|so|i|i've|i have|just|now|already|"
    r"have)[,.! ]+)*(?:(?P<done>done|did (?:it|that))\b(?! for)|(?:(?:the|my|all) )?(?:photos?|pictures?|pics?|forms?|"
    r"files?|documents?|e-?mails?|letters?|receipts?|payment|money|address|both|all|everything)(?: is| are| has been)? "
    r"(?P<after>sent|attached|uploaded|paid|posted|returned|filled|signed|added|emailed|e-mailed)\b|"
    r"(?P<verb>[a-z]+)\b)",
    re.IGNORECASE,
)
# What the agent wants to know is answered while the talk goes on, unless the customer puts it off.
_WANTS_TO_KNOW = re.compile(
    r"asks the customer to (?:please )?(?:(?:also|first|just) )?(?:(?:confirm|provide|specify|share|clarify|"
    r"describe|elaborate|spell|state|choose)\b|let (?:them|the agent|the company) know\b|"
    r"tell (?:them|the agent|the company)\b|give (?:them |the agent |the company )?(?:the|their|an?)\b)"
)
_PUTS_OFF = re.compile(
    r"\b(?:will|'ll|later|tomorrow|tonight|when|once|cannot|can't|don't|not|no|wait|moment|minute|sec|second|"
    r"hang on)\b",
    re.IGNORECASE,
)
# `i'll email you the receipt now` and, later, `that's gone`.
_AT_ONCE = re.compile(r"\b(?:(?:right )?now|straight ?away|immediately|at once)\b", re.IGNORECASE)
_HAS_HAPPENED = re.compile(
    r"\b(?:that's|that is|that has|it's|it is|all) (?:all |now |just )*(?:gone|sent|done|changed|booked|through|"
    r"sorted|on its way)\b|"
    r"\A(?:ok(?:ay)?[,. ]+|right[,. ]+|there[,. ]+)*(?:all )?(?:done|sent|changed|booked|gone)\b",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(
    r"(?!.*\b(?:no|not|can't|cannot|don't|instead|rather|but)\b)(?:(?:ok(?:ay)?|yes|yeah|yep|great|perfect|lovely|"
    r"fine|brilliant|"
    r"super|wonderful|excellent|good|sure|please do|go on|thanks|thank you|cheers)\b|.{0,40}\b(?:is|'s|works|would "
    r"be|sounds|suits) "
    r"(?:ok(?:ay)?|fine|good|great|perfect|lovely|me|us|for)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HANDS_OVER = re.compile(r"\b(?:pass|transfer|connect|put|hand) the customer (?:to|through|over)\b")
# `they want the name as in the passport`, says the agent of an airline; `I've done that for you now`.
_THEY_WANT = re.compile(
    r"\bthey(?:'ll|'d| will| would| may| might)?(?: \w+ly| also| only)? (?:need|want|require)\b", re.IGNORECASE
)
_DONE_FOR_THEM = re.compile(
    r"\b(?:i|we)(?:'ve| have) (?:now |just |already )*(?:done|sorted|changed) (?:that|it|this)\b", re.IGNORECASE
)
_HAS_DONE = re.compile(r"has (?:now |just |already |also )*(?P<verb>[a-z]+)\b(?P<rest>.*)\Z", re.DOTALL)
_VAGUE = frozenset("customer company agent today tomorrow morning afternoon".split())
_NEXT_ANSWERS = 2  # of the customer, in which a request may be followed
_ANSWERED = 3  # messages after which a promised transfer has happened


def is_over(parts: Parts, one: Said) -> bool:
    """Whether it was objected to, taken back, followed or done while the talk went on."""
    candidate, messages = one.candidate, parts.conversation.messages
    if candidate.message in parts.doubtful:
        return True
    if candidate.side == "customer":
        return makes_do(parts.conversation, candidate.message, words_of(parts, candidate))
    if one.action.kind not in OF_CUSTOMER and has_happened(parts.conversation, candidate.message):
        return True
    if one.action.kind == "provides" and _is_not_ours(parts, candidate):
        return True
    answers = [m.text for m in messages[candidate.message + 1 :] if m.role == "customer"]
    handed = _HANDS_OVER.search(candidate.text) and candidate.message + _ANSWERED < len(messages)
    looked = _LOOKS.match(candidate.text) and any(
        item.side == "agent" and item.message > candidate.message for item in parts.candidates
    )
    if is_offer(candidate.text) and not (answers and accepts(answers[0])):
        return True
    if candidate.side == "agent" and _is_told_as_done(parts, one):
        return True
    own = [m.text for m in messages[candidate.message + 1 :] if m.side == "agent" and not m.internal]
    if _AT_ONCE.search(candidate.text) and any(map(_HAS_HAPPENED.search, own[:_NEXT_ANSWERS])):
        return True
    if handed or looked or is_followed(candidate.text, answers[:_NEXT_ANSWERS]):
        return True
    goes_on = any(m.side == "agent" for m in messages[candidate.message + 2 :])
    return goes_on and is_answered(candidate.text, answers)


def _is_told_as_done(parts: Parts, one: Said) -> bool:
    """Whether the agent says later that it is done: `will replace the router`, `has replaced the router`."""
    verb, *rest = one.action.text.lower().split()
    things = _things(rest)
    later = (item.text for item in parts.candidates if item.side == "agent" and item.message > one.candidate.message)
    return any(
        inflect.base_of(match["verb"]) == verb and (not things or things & _things(match["rest"].lower().split()))
        for match in map(_HAS_DONE.match, later)
        if match
    )


def _things(words: Sequence[str]) -> set[str]:
    return {word for word in (word.strip(",.;:") for word in words) if len(word) > 3 and inflect.is_noun(word)} - _VAGUE


def _is_not_ours(parts: Parts, candidate: Candidate) -> bool:
    """Whether somebody else wants it, and the agent's side has seen to it."""
    own = [m.text for m in parts.conversation.messages[candidate.message + 1 :] if m.side == "agent" and not m.internal]
    return bool(_THEY_WANT.search(words_of(parts, candidate))) and any(map(_DONE_FOR_THEM.search, own))


def is_followed(request: str, answers: Sequence[str]) -> bool:
    """Whether one of the customer's `answers` says that what an agent asked for was done: `ok sent`, `done`."""
    asked = _ASKED.match(request)
    if asked is None:
        return False
    done = [match for match in map(_JUST_DID.match, answers) if match]
    return any(match["done"] or _is_past_of((match["after"] or match["verb"]).lower(), asked["verb"]) for match in done)


def is_answered(request: str, answers: Sequence[str]) -> bool:
    """Whether the agent only wanted to know something, and the customer's next words do not put it off."""
    return bool(answers and _WANTS_TO_KNOW.match(request) and not _PUTS_OFF.search(answers[0]))


def accepts(answer: str) -> bool:
    """Whether the customer takes what was offered: `lovely`, `Friday at 8 is OK`."""
    return _ACCEPTS.match(answer) is not None


def _is_past_of(word: str, verb: str) -> bool:
    return word != verb and not word.endswith(("s", "ing")) and inflect.base_of(word) == verb


def words_of(parts: Parts, candidate: Candidate) -> str:
    text = parts.conversation.messages[candidate.message].text
    return text[candidate.evidence.start : candidate.evidence.end]
