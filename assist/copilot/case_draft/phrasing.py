"""How what is to be done reads as an instruction: who sends, rings or pays; None where nobody could act on it."""

import re

from assist.copilot.reported import inflect
from assist.copilot.summary.compress import clip
from assist.core.text.remembered import remembered

ACTION_WORDS = 26
_WHOLE = 3  # words from which a clause stands alone
# `do their best to`, `to the best of their ability`: effort, not what is done.
_EFFORT = re.compile(
    r"\A(?:(?:try|do) (?:their|the) (?:very )?(?:best|utmost)|make every effort|do (?:everything|all)"
    r"(?: (?:possible|(?:that )?they can|in their power))?|strive|endeavou?r)(?: to|\Z)(?: \Z)?"
)
_ABLY = re.compile(
    r",? (?:to|with) the best of (?:their|the) (?:ability|abilities)\b|,? as (?:quickly|soon|fast) as possible\Z"
)
_PERSONALLY = re.compile(r"\A(?:personally|gladly|certainly|definitely|happily) ")
# `ensure the customer receives an update`: somebody has to send it.
_ENSURES = re.compile(r"\A(?:ensure|make sure)(?: that)? the customer (?P<verb>receive|get|hear)s (?P<rest>.*)")
_NO_ACT = re.compile(
    r"\A(?:(?:ensure|guarantee|take) (?:that )?(?:extra|utmost|proper|timely|every|everything|prompt|careful|smooth|"
    r"an? (?:smooth|better|positive|fair|quick|prompt|swift|good)|(?:the |all )?(?:best|utmost))|"
    r"(?:ensure|make sure|guarantee) (?:that )?the customer (?:has|is|feels)|"
    r"handle (?:this|the (?:case|matter|issue)) with|take (?:the |all )?necessary (?:steps|measures|precautions)|"
    r"bear (?:in mind|with)|close (?:(?:the|this|their|out) )*(?:ticket|case|request|chat|call|[A-Z]+-?\d[\w-]*)\b|"
    r"(?:hold(?: on)?|wait|stay|hang on|give (?:them|the agent)|allow (?:them|the agent)) (?:for )?(?:the line|online|"
    r"connected|(?:just )?(?:an?|one|two|a few|some) (?:moments?|minutes?|secs?|seconds?|bit))|"
    r"(?:hold|wait|hang) on)\b",
    re.IGNORECASE,
)
# The other side's part, behind what the customer is asked to do: `, and will send a refund`.
_OTHERS_PART = re.compile(
    r",? (?:and|then|so) (?:(?:they|the agent|the company|an agent|somebody) )?(?:then )?(?:will|can|shall|would)\b.*|"
    r",? and (?:they|the agent|the company) (?:decide|check|review|assess|consider)\b.*"
)
# What goes on about something else: `; they will phone`, ` and they normally do it`.
_GOES_ON = re.compile(
    r"; (?=(?:they|it|he|she|that|this|there|the|their|but|so|otherwise) ).*|"
    r",? the customer (?:does|do|will) not need\b.*|"
    r",? (?:and|but|so) (?:they|it|he|she|that|this) (?:normally |usually |then |also )?(?:is|was|will|has|do|does|"
    r"can|should|could|would|takes?|comes?|goes|needs?|might|may)\b.*"
)
_WHO = (
    r"(?: from (?P<who>(?:(?!(?:within|by|on|in|at|today|tomorrow|between|before|after|about|with|to|a day|an hour)\b)"
    r"[\w'&-]+ ?){1,5}))?"
)
_CALLED = re.compile(
    rf"(?:get|receive|have|expect) (?:an?|the|another) (?:phone |telephone )?(?:call(?:-?back)?|ring)\b(?: back)?{_WHO}"
    r"(?P<rest>.*)"
)
_HEARS = re.compile(rf"hear(?: back| again)?\b{_WHO}(?P<rest>.*)")
_SENT = re.compile(
    r"(?:get|receive|expect)(?P<what> (?!back\b)(?:[\w'-]+ ){0,4}(?:e-?mails?|texts?|messages?|letters?|sms|links?|"
    r"labels?|codes?|notifications?|confirmations?|forms?|updates?|invoices?|quotes?|receipts?|copy|copies|pack|packs|"
    r"tracking|instructions|information|details|reminders?|vouchers?|communications?)\b.*)"
)
_ALSO_SAYS = re.compile(r",? and (?:says|asks|explains|confirms|gives)\b")
# What `that` was is told in another sentence.
_VAGUE = re.compile(
    r"(?:provide|do|give|have|get|take|try|use|see|let|tell|show|make) (?:that|it|this|them|so)(?: [a-z]+){0,2}\W*|"
    r"(?:(?:get|have|ask) [\w' ]{2,24} to )?[a-z]+(?: (?:at|into|on|for|with|to|of|in|up|out|off|down|through|round|"
    r"over))? "
    r"(?:that|it|this|them|these|those|him|her)"
    r"(?: (?:back|again|now|then|soon|too|first|out|up|off|in|over|round|later|properly|online))*\W*|"
    r"provide (?:from|by|to|with|in) .*|(?:make|be) sure|"
    r"(?:do )?not(?: to)?|carry on",
    re.IGNORECASE,
)
# `with those, or put it back`: what they are is told in another sentence too, but the other way may stand alone.
_POINTS_BACK = re.compile(
    r"\b(?:with|from|at|in|on|for|of|to|using|use) (?:those|these)(?: ones)?(?:,? or (?P<other>[a-z]+ .*)|[,.]? *\Z)"
)
_LOOSE_END = re.compile(
    r"(?:[ ,]+(?:else|otherwise|and|but|so|then|until|till|if|when|while|unless|because|or|that|which|where))+\Z|"
    r",? (?:either way|one way or (?:the other|another)|in any case|anyway|then|of course|mind|obviously)\Z"
)
_REGARDS = re.compile(
    r"(?:give|pass|send|say)(?: on)?(?: [\w.]+){0,3}?(?: (?:the|their|my|our|your))?(?: (?:best|kind|warm))? "
    r"(?:regards|wishes|love|greetings|thanks|hello)\b",
    re.IGNORECASE,
)
# `decide it costs nothing but until then the rest will be paid`: another clause.
_UNTIL_THEN = re.compile(
    r",? (?:and |but |so )(?:until|till) (?:then|that)\b.*|,? (?:and|but|so) (?:the|their|his|her|this|that) "
    r"(?:[\w'-]+ ){1,6}?(?:will|is|are|was|has|have)\b.*"
)
# In a call the next clause begins without a mark.
_NEXT_CLAUSE = re.compile(
    r"(?<!\bif)(?<!\bwhen)(?<!\bthat)(?<!\bwhat)(?<!\bwhich)(?<!\buntil)(?<!\btill)(?<!\bonce)(?<!\bbefore)"
    r"(?<!\bafter)(?<!\bwhere)(?<!\bwhether)(?<!\bbecause)(?<!\bas)(?<!\bhow)(?<!\bso)(?<!\band)(?<!\bor)(?<!\bbut)"
    r"(?<!\bwhile)(?<!\bensure)(?<!\bsure)(?<=[a-z]) (?:(?:he|she|it|they) (?:is|was|will|has|had)|make sure) .*"
)
_US = frozenset({"", "them", "the company", "the agent", "somebody", "someone"})
_MONEY = re.compile(r"(?:\S+ ){0,4}(?:refund|money|credit|payment|amount|charge|sum|[£$€]\S+)\b")


@remembered(maxsize=16_384)
def instruction(text: str, *, of_customer: bool) -> str | None:
    """`do their best to expedite the refund` -> `expedite the refund`; None for effort, waiting and mere comfort.

    of_customer: whether the customer is to do it, so that the company's part behind it is left out.
    """
    text = _ALSO_SAYS.split(text)[0]
    back = _POINTS_BACK.search(text)
    if back:
        text = back["other"] or ""
        if not inflect.is_base_verb(text.split(" ")[0]):
            return None
    said = _PERSONALLY.sub("", _ABLY.sub("", _EFFORT.sub("", text).strip()))
    for pattern in (_OTHERS_PART, _GOES_ON) if of_customer else (_GOES_ON,):
        shorter = pattern.sub("", said, count=1)
        said = shorter if len(shorter.split()) >= _WHOLE else said
    given = _ENSURES.match(said)
    if given:
        said = given_to_customer(f"{given['verb']} {given['rest']}") or ""
    if not said or _NO_ACT.match(said):
        return None
    if _VAGUE.fullmatch(said.strip()) or _REGARDS.match(said):
        return None
    shorter = _NEXT_CLAUSE.sub("", said)
    return _LOOSE_END.sub("", clip(shorter if len(shorter.split()) > _WHOLE else said, ACTION_WORDS))


def own_clause(text: str) -> str:
    """Without what is said of something else behind an `and` or `but`."""
    shorter = _UNTIL_THEN.sub("", text, count=1)
    return shorter if len(shorter.split()) > 1 else text


# `you'll get that in writing`; `you'll get it off the wall`, `you'll have one then`: what, nobody can tell.
_IN_WRITING = re.compile(r"(?:get|have|receive) (?:that|it|this|all (?:that|this)|everything)(?: all)? in writing\b")
_GETS_IT = re.compile(
    r"(?:get|receive|have|hear|see|expect) (?:that|it|this|them|one|those|these|some)\b(?! \w*(?:money|refund|call))"
)


@remembered(maxsize=8_192)
def given_to_customer(rest: str) -> str | None:
    """What `the customer will ...` means for who gives it: `get a call by Friday` -> `call the customer by Friday`."""
    written = _IN_WRITING.match(rest)
    if written:
        return f"confirm it to the customer in writing{rest[written.end() :]}"
    if _GETS_IT.match(rest):
        return None
    called = _CALLED.fullmatch(rest)
    if called:
        return _by(called["who"], "call", called["rest"])
    hears = _HEARS.fullmatch(rest)
    if hears:
        return _by(hears["who"], "get back to", hears["rest"])
    sent = _SENT.fullmatch(rest)
    if sent:
        return f"send the customer{sent['what']}"
    if rest.startswith("see "):
        return f"customer will {rest}" if _MONEY.match(rest[4:]) else None
    return f"customer will {rest}"


# `you'll get the pictures tonight`: the customer sends them.
_TO_COMPANY = re.compile(r"(?:says )?the (?:company|agent) will (?P<verb>get|receive|hear) (?P<rest>\S.*)")


def given_to_company(text: str) -> str | None:
    """What `the company will get`, as the customer says: `send the company the letter`; None for all else."""
    given = _TO_COMPANY.match(text)
    told = given_to_customer(f"{given['verb']} {given['rest']}") if given else None
    return told.replace("the customer", "the company") if told and "the customer" in told else None


_TO_THEM = re.compile(
    r"\A((?:then |also )?(?:call|phone|ring|text|e-?mail|contact|write to|let|inform|update|tell)) them\b"
)


def to_customer(promise: str) -> str:
    """`phone them` -> `phone the customer`."""
    return _TO_THEM.sub(r"\1 the customer", promise)


def _by(who: str | None, verb: str, rest: str) -> str:
    named = (who or "").strip()
    done = f"{verb} the customer{' ' if rest and not rest.startswith((' ', ',')) else ''}{rest}"
    return done if named.lower() in _US else f"{named} will {done.replace('get back to', 'contact')}"
