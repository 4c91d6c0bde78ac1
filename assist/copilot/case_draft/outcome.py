"""Where the matter stands and how the customer felt: the heads' word, and the messages that show it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.copilot.case_draft.action import OF_CUSTOMER
from assist.copilot.case_draft.actions import actions_of
from assist.copilot.case_draft.by_others import names_a_day
from assist.copilot.case_draft.course import has_happened
from assist.copilot.summary.candidates import Candidate
from assist.core.encoding import Conversation
from assist.core.results import Evidence, NextStep, span_of
from assist.core.vocabulary import CASE_STATUSES, SENTIMENTS, CaseStatus, SentimentLabel

_KEEP_OPEN = re.compile(r"\b(?:keep|leave) (?:the|this|my) (?:case|ticket|request|claim) open\b", re.IGNORECASE)
_DONE = re.compile(r"\W*(?:all )?(?:done|sorted|booked)\b", re.IGNORECASE)
# What somebody still has to do by a day; a refund or a letter that is on its way leaves nobody anything to do.
_DEED = re.compile(
    r"\b(?:ring|call|phone|contact|get back|comes?|be there|visit|check|look|investigates?|decides?|review|reply|"
    r"find out|let the customer know|update the customer|repair|fix|keep trying|chase|hear|engineer|technician|crew)\b",
    re.IGNORECASE,
)
# Words without which nothing was handed on to somebody else; who has answered since.
_HANDS_ON = re.compile(
    r"\b(?:pass(?:ed|ing|es)?\b(?! away)|forward|rais(?:e|ed|ing)\b|escalat|transfer|refer(?:red|ring)?\b|"
    r"hand(?:ed|ing)?\b|flag(?:ged)?\b|put\w* you\b|connect\w* you\b|sent (?:it|this|that|as|both|your)\b|"
    r"one of (?:my|our)\b|(?:he|she|they)(?:'ll| will)? (?:rings?|writes?|answers?|reply|replies|decides?|calls?|"
    r"looks?)\b|decide[sd]?\b|"
    r"(?:the|our|my|an?|to|with|by|at|from|in|on|under|one of) (?:[\w'-]+ ){0,3}?(?:supervisor|manager|specialist|team|"
    r"department|colleague|engineer|office|desk|lead|leader|committee|security|payments|billing|station|ticket|"
    r"case)s?\b)",
    re.IGNORECASE,
)
_HAS_ANSWERED = re.compile(
    r"\b(?:he|she|they)(?:'s|'ve| has| have) (?:just |now )?(?:said|agreed|approved|confirmed)\b", re.IGNORECASE
)
_OTHERS_DECIDE = re.compile(
    r"\b(?:the|their|his|her|an?) (?!customer\b|agent\b)(?:[\w'-]+ ){1,3}(?:has|have|needs?|will have|still has) "
    r"(?:first "
    r"|still |also )*to (?:agree|decide|approve|accept|consent|sign it off)\b"
)
# The customer says that it works: what came of it, where the agent's side does not tell.
_WORKS = re.compile(
    r"(?:says |confirms )?(?:that )?(?:yes,? |oh |okay |ok |great |and )*(?:(?:it|that|this|all|everything|both|she|he|"
    r"(?:the|their|second|first|other|next) [\w'-]+(?: one)?) )?(?:is |are |has )?(?:now |all )*"
    r"(?:works?|working|worked|fixed|boots?|booted|loads?|loaded|opens?(?! at)|back(?! (?:to|at|in|on))|did it|did the "
    r"trick|went through|gone through|(?:turns?|comes?|came|come) (?:back )?on|"
    r"got (?:it|the \w+) (?:on it|back|working)|(?:[^,;]+, )?(?:they are |is )(?:back )?in(?: now| again)?\Z|(?:can|"
    r"could) (?:now )?see (?:all|both|it|them|everything)\b.*\bnow)\b",
    re.IGNORECASE,
)
# Something was done, by whomever: a resolution, and not only words about the matter.
_TELLS_DEED = re.compile(
    r"(?:(?:says|confirms|explains)(?: that)? )?(?:has |(?:[^,;]{1,60} )?(?:is|are|was|were|has been|have been|has|"
    r"have) (?:now |all )?"
    r"(?:\w+(?:ed|nt|ne|ut)|back)\b|refund|(?:re)?booked|done|sorted)",
    re.IGNORECASE,
)
# The agent's own deed that settles something: `has cancelled the direct debit`.
_SETTLES = re.compile(
    r"has (?:now |just |already |also )*(?:cancelled|canceled|booked|re-?booked|placed|made|refunded|re-?issued|moved|"
    r"changed|replaced|re-?sent|ordered|credited|arranged|extended|removed|unlocked|unblocked|reset|activated|switched|"
    r"corrected|upgraded|closed|waived|restored|rescheduled|registered|transferred)\b(?! (?:a|the) note\b)"
)
_BY_ITSELF = re.compile(
    r"\A(?!.*\basks\b)(?!.*\bdid it\b).*\b(?:works|working|worked|fixed|boot\w*|load\w*|through|on|see)\b", re.DOTALL
)
_NOT_YET = re.compile(r"\b(?:not|never|no|still|if|hope\w*|until|but|for (?:me|them) only)\b", re.IGNORECASE)
_JUST_WORKS = re.compile(
    r"(?:(?:yes|yep|yeah|ok(?:ay)?|great|perfect|brilliant|ah|oh|and|so)[,.! ]+)*(?:(?:it|that|this|all|"
    r"everything)(?:'s| is| has)? )?"
    r"(?:now |all )?(?:works?|worked|working)(?: (?:now|again|perfectly|great|fine|like a charm))*(?:[,.! ]|"
    r"\Z)(?!.*\b(?:but|not|if|except)\b)",
    re.IGNORECASE | re.DOTALL,
)
_LATE = 0.5  # of a talk, from which promises stay open


@dataclass(frozen=True, slots=True)
class Standing:
    """The case status and what shows it."""

    value: CaseStatus
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling of the customer and the message that shows it."""

    label: SentimentLabel
    evidence: tuple[Evidence, ...]


def status_of(
    conversation: Conversation, candidates: Sequence[Candidate] = (), ahead: Sequence[NextStep] = ()
) -> Standing:
    """The most likely status; the last message of each side shows it.

    The head has learned from whole conversations, nearly all of which end well; while the customer waits for an answer,
    or somebody has to come or ring by a day, nothing is resolved yet and the company has to act. Nobody waits for a
    customer who has nothing left to do (`ahead`: the next steps) while the company has to act by a day.
    """
    value = _likeliest(conversation)
    last = {
        m.side: i
        for i, m in enumerate(conversation.messages)
        if m.role != "system" and m.text.strip() and not m.internal
    }
    answer_owed = bool(last) and last.get("customer") == max(last.values()) and conversation.scores.small_talk < 0.5
    open_still = any(
        m.role == "customer" and not m.internal and _KEEP_OPEN.search(m.text) for m in conversation.messages[-3:]
    )
    waits = _is_promised(conversation, candidates) or _is_up_to_others(candidates)
    if value == "resolved" and (answer_owed or open_still or waits):
        value = "pending_company"
    elif open_still and value in {"pending_customer", "unresolved"}:
        value = "pending_company"
    elif value == "pending_customer" and ahead and _is_up_to_company(ahead):
        value = "pending_company"
    elif value == "unresolved" and "agent" in last and _DONE.match(conversation.messages[last["agent"]].text):
        value = "resolved"
    return Standing(value, tuple(_whole(conversation, i) for i in sorted(last.values())))


def _likeliest(conversation: Conversation) -> CaseStatus:
    """The head's word; nothing is escalated that nobody has handed on."""
    chances = conversation.scores.status.tolist()
    first, second = sorted(range(len(chances)), key=lambda i: -chances[i])[:2]
    invented = CASE_STATUSES[first] == "escalated" and not _is_handed_on(conversation)
    return CASE_STATUSES[second if invented else first]


def _is_handed_on(conversation: Conversation) -> bool:
    told = [m.text for m in conversation.messages if m.role != "customer"]
    return any(map(_HANDS_ON.search, told)) and not any(map(_HAS_ANSWERED.search, told))


def _is_up_to_others(candidates: Sequence[Candidate]) -> bool:
    """Whether somebody else has still to agree, so that nobody knows how it ends."""
    told = [item for item in candidates if item.side == "agent" and item.role != "bot" and not item.internal]
    return any(_OTHERS_DECIDE.search(item.text) for item in told)


def _is_up_to_company(ahead: Sequence[NextStep]) -> bool:
    return all(step.owner != "customer" for step in ahead) and any(step.due for step in ahead)


def said_to_work(conversation: Conversation) -> tuple[Evidence, ...]:
    """The customer's last words, where they only say that it works: `works, thank you!!`."""
    own = [i for i, m in enumerate(conversation.messages) if m.role == "customer" and not m.internal and m.text.strip()]
    if not own or not _JUST_WORKS.match(conversation.messages[own[-1]].text):
        return ()
    return (_whole(conversation, own[-1]),)


def confirmed(conversation: Conversation, candidates: Sequence[Candidate]) -> list[Candidate]:
    """What the customer says works now, the last one first."""
    late = _LATE * max(1, len(conversation.messages) - 1)
    return [
        item
        for item in reversed(candidates)
        if item.role == "customer" and not item.internal and item.message >= late and says_it_works(item.text)
    ]


def says_it_works(said: str) -> bool:
    """`says it boots`, `confirms that works`; not `says it still works badly`."""
    return _WORKS.match(said) is not None and not _NOT_YET.search(said)


def works_again(conversation: Conversation, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same, where it says by itself what came of it: `the display comes on now`, not `did it all the same`."""
    return [item for item in confirmed(conversation, candidates) if _BY_ITSELF.search(item.text)]


def tells_deed(said: str) -> bool:
    """`has cancelled the transfer`, `the fee is refunded`; not `one blink means that it is locked`."""
    return _TELLS_DEED.match(said) is not None


def settles(said: str) -> bool:
    """`has cancelled the direct debit`; not `has looked at it`."""
    return _SETTLES.match(said) is not None


def _is_promised(conversation: Conversation, candidates: Sequence[Candidate]) -> bool:
    """Whether somebody of the company, or whom it sends, has yet to act by a day."""
    late = _LATE * max(1, len(conversation.messages) - 1)
    return any(
        action.kind not in OF_CUSTOMER and names_a_day(action.text) and _DEED.search(action.text)
        for item in candidates
        if item.side == "agent" and item.role != "bot" and not item.internal and item.message >= late
        if not has_happened(conversation, item.message)
        for action in actions_of(item.text, item.side)
    )


def feeling_of(conversation: Conversation, moment: str) -> Feeling | None:
    """The customer's feeling in their first (`start`) or last (`end`) message; None when they never spoke."""
    spoken = [i for i, m in enumerate(conversation.messages) if m.role == "customer" and m.text.strip()]
    if not spoken:
        return None
    scores = conversation.scores
    row = scores.sentiment_start if moment == "start" else scores.sentiment_end
    return Feeling(SENTIMENTS[int(row.argmax())], (_whole(conversation, spoken[0 if moment == "start" else -1]),))


def _whole(conversation: Conversation, index: int) -> Evidence:
    message = conversation.messages[index]
    return span_of(message.key, 0, len(message.text))
