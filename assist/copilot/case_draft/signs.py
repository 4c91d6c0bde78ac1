"""What a note says in one word: what product, which kind of matter, how urgent; null where nobody said it."""

import re
from collections.abc import Sequence

from assist.copilot.case_draft.parts import Entry
from assist.copilot.facts import FoundFact
from assist.core.encoding import Conversation
from assist.core.results import Evidence, span_of
from assist.core.vocabulary import Priority

_CATEGORIES: tuple[tuple[str, str], ...] = (
    ("Security and fraud", r"fraud\w*|scam\w*|hacked|stolen|unauthori[sz]ed|phishing|suspicious|"
                           r"(?:not|haven't|hasn't|didn't|never) (?:made|make) (?:any|the|that|this) "
                           r"(?:payments?|purchases?|transfers?)"),
    ("Refund", r"refund\w*|money back|reimburse\w*|compensat\w*"),
    ("Cancellation", r"cancel\w*|terminate|close (?:my|the|an) account"),
    # What a program returns is sent back by nobody.
    ("Return or exchange", r"(?<!api )(?<!request )(?<!server )return(?:ed|ing|s)?(?! (?:(?:an?|the) )?(?:\w+ )?"
                           r"(?:http|errors?|status|code|json|null|nothing|empty|blank|[1-5]\d\d)\b)|"
                           r"exchange\w*|replace(?:ment|d)?|wrong (?:item|product|size|colou?r)"),
    ("Damaged or faulty", r"damage\w*|broken(?! (?:an?|the|her|his|my|their|our|your) "
                          r"(?:leg|arm|ankle|wrist|foot|hip|toe|"
                          r"finger|hand|nose|rib|collarbone|elbow)\b)|crack\w*|defect\w*|faulty|scratch\w*|dent\w*|"
                          r"crushed|leak\w*"),
    ("Delivery", r"deliver\w*|parcel|package|courier|shipment|tracking|not arrived|never (?:came|arrived)|missing"),
    ("Billing and payment", r"bill\w*|(?<!n't )(?<!nt )(?<!not )(?<!even )charge(?! (?:up|fully|properly)\b)|"
                             r"charge[ds]|"
                             r"charge(?= (?:me|us|you|my|our|for|the|it|this|that|extra|twice|more|any|£|€|\$|\d))|"
                             r"invoice\w*|payment|paid|fee|overcharged|debit\w*|subscription|"
                             r"price|standing order|monthly (?:gift|donation)"),
    ("Access and login", r"log ?in|logged out|password|locked out|sign(?:ed)? in|pin|verification code|account access|"
                         r"sso|two[- ]factor|2fa|recovery key|too many devices|banned"),
    ("Technical problem", r"errors?|times? out|no hot water|boiler|router|"
                          r"http|api|timeouts?|timed out|not working|doesn't work|crash\w*|offline|internet|"
                          r"(?:won'?t|doesn'?t|not|isn'?t|stopped)(?: even| always)? (?:charging|charge)\b|battery|"
                          r"app|wifi|screen|"
                          r"sync\w*|no (?:heating|signal|power)"),
    ("Booking", r"book\w*|reserv\w*|flight|hotel|room|appointment|ride|table|apartment|viewing|trip|seat|restaurant"),
)  # fmt: skip
_KINDS = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _CATEGORIES)
_URGENT = re.compile(
    r"\b(?:(?:is|it's) an emergency|burst (?:pipe|main)|"
    r"water (?:is )?(?:coming|pouring|gushing) (?:up |in )?(?:through|from|out of|in)|"
    r"life[- ]threatening|gas leak|smell(?:s|ing)? (?:of )?gas|on fire|flood(?:ed|ing)|"
    r"in danger)\b",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:urgent(?:ly)?|asap|as soon as possible|(?<!is )(?<!are )(?<!'s )right now|immediately|need (?:it|this|"
    r"that) (?:today|now|by)|"
    r"need to (?:\w+ ){1,5}(?:today|tonight|right away)|"
    r"time[- ]sensitive|"
    r"can(?:no|')t wait|"
    # patience at an end: `the third time this month`, `get me your manager`
    r"(?:third|fourth|fifth|sixth|3rd|4th|5th|6th|umpteenth) (?:time|attempt|complaint|call|e-?mail) (?:now|this|that|"
    r"i'm|i am|i have|i've|we|in|and)|"
    r"(?:speak|talk|put me through|get me|want|transfer me) (?:\w+ )?(?:to )?(?:a|an|the|your) (?:manager|"
    r"supervisor))\b",
    re.IGNORECASE,
)
_NOT_URGENT = re.compile(r"\b(?:not|no|isn't|nothing) (?:\w+ )?(?:urgent|emergency|hurry)\b", re.IGNORECASE)


def product_of(facts: Sequence[FoundFact]) -> Entry | None:
    """The likeliest product."""
    products = [found for found in facts if found.fact.type == "product"]
    if not products:
        return None
    best = max(products, key=lambda found: found.chance)
    return Entry(best.fact.value, best.evidence[:1])


def category_of(conversation: Conversation, spans: Sequence[Evidence]) -> Entry | None:
    """The kind of matter that the issue's own words name, with the words."""
    texts = {message.key: message.text for message in conversation.messages}
    for name, pattern in _KINDS:
        for span in spans:
            match = pattern.search(texts[span.message_id or ""], span.start, span.end)
            if match:
                return Entry(name, (span_of(span.message_id or "", *match.span()),))
    return None


def priority_of(conversation: Conversation) -> tuple[Priority, Evidence] | None:
    """`urgent` for danger, `high` where the customer says that it is urgent or has lost patience; else None."""
    found: tuple[Priority, Evidence] | None = None
    for message in conversation.messages:
        if message.role != "customer" or message.internal:
            continue
        for level, pattern in (("urgent", _URGENT), ("high", _HIGH)):
            match = pattern.search(message.text)
            if match is None or _NOT_URGENT.search(message.text):
                continue
            span = span_of(message.key, *match.span())
            if level == "urgent":
                return "urgent", span
            found = found or ("high", span)
    return found
