"""Service phrases of agents made short: `so I can check it for you` -> `to check it`, `Added` -> `I have added it`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.statements import has_verb

_SO_I_CAN = re.compile(
    r"(?<=[a-z0-9*]) so (?:that )?(?:I|we) (?:can|could|may) (?:(?:better|further|also|then|"
    r"quickly) )?(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:please|kindly|can|could|would|may|might|just|I(?:'ll)? (?:just )?need|let me|we(?:'ll)? need|provide|share|"
    r"confirm|what|which|where|I will need|we will need)\b",
    re.IGNORECASE,
)
_FOR_YOU = re.compile(
    r"(?P<before>\b[\w']+) for you(?=[,.;!?]|\Z| (?:now|right away|immediately|today|as|and (?:I|we|will)|to you|if|"
    r"once|at)\b)",
    re.IGNORECASE,
)
_FOR_ME = re.compile(r" for (?:me|us)(?=[\s.?!]*\Z|,? (?:and|so) (?:I|we)\b)", re.IGNORECASE)
_LOVE = re.compile(
    r"(?<!\bwould)(?<!\byou)(?<!\bi)(?<!\bwe)(?<!\bthe)(?<!\bwith)(?<!\bin)(?<!\bof)(?<!\bmy)(?<!\byour)(?<!\bto)"
    r"(?<!\ba)(?<!\bsuch)(?<!\bour)(?<!\bhis)(?<!\bher)(?<!\breal),? "
    r"(?:love|darling|hun|pet|sweetheart)(?=,|[\s.?!]*\Z)",
    re.IGNORECASE,
)  # somebody called so
_CALLED = re.compile(r" (?:love|darling|hun|pet|sweetheart)\b", re.IGNORECASE)
_FROM_HERE = re.compile(r" from here(?=[,.;]|\Z| and\b)")
_LONG = 10  # words; in a short sentence `for you` is half of what is said
_SUITS = frozenset(
    "good best better works work convenient easier easy fine okay ok important possible right suitable available "
    "something one news option options anything nothing more enough necessary is it's be useful helpful is waiting "
    "ready left out cover".split()
)
_PROCEED = re.compile(
    r"\b(?P<lead>(?:(?:will|'ll|can|could|to|may|should|would|I|we|please|and|let me)(?: (?:now|then|first|also))?))"
    r" (?:proceed with|move forward with|go ahead with|proceed to|"
    r"go ahead and) (?P<verb>[a-z]+)\b(?! of\b)(?!.* and \w+ing\b)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\A(?P<what>(?:your|the|an?|this|both|all) (?:(?!(?:that|which|who|is|are|was|were|has|have|and|but|if|when|"
    r"will|"
    r"can)\b)[\w'$€£.#*-]+ ){1,9}?)(?:has|have) (?:(?:now|also|just|already) )?been "
    r"(?:successfully (?P<verb>[a-z]+)|(?P<own>booked|added|noted|escalated|submitted|scheduled|rescheduled|"
    r"initiated|"
    r"updated|forwarded|reserved|modified|applied|upgraded))\b(?! by\b)"
    r"(?P<rest>(?!.* (?:and|but) (?:will|is|are|was|were|has|have|can|should|must|may)\b).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DID = (
    r"added|changed|cancelled|canceled|noted|received|updated|removed|booked|blocked|opened|reserved|refunded|"
    r"requested|"
    r"transferred|set|fixed|stopped|closed|credited|restored|corrected|arranged|ordered|confirmed|paused|released|"
    r"renewed|"
    r"linked|merged|deleted|cleared|waived|reset|raised|flagged|switched|restarted|issued|resent|"
    r"swapped|upgraded|downgraded|rescheduled|rebooked|postponed|approved|replaced|refunded|"
    r"extended|registered|logged|moved|sent|saved|unlocked|activated|submitted|escalated"
)
_DID_IT = re.compile(
    rf"\A(?:all |now |just )?(?P<verb>{_DID})(?P<rest>(?: (?:for|to|from|on|in|until|with|as|under|at|back)\b|[,:;]|"
    rf" and\b).*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCED = re.compile(
    r"\A(?:(?P<what>both|all)(?: is| are)? )?done(?P<mark>[,:;])\s+(?P<rest>\S.*)\Z", re.IGNORECASE | re.DOTALL
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|will|can|does|do|goes|comes|should|\w+n't)\b|'(?:s|ve|ll|re)\b", re.IGNORECASE
)
_CLEFT = re.compile(
    r"\A(?:what|all) (?P<subject>I|we|you) (?:(?P<can>(?:can|could|will|would) (?=do\b))do|"
    r"(?P<verb>need|have|want|see))"
    r"(?P<when> (?:now|today|first|next|instead|in parallel|here|then))?(?: is| are)(?: to)? (?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `so what we'll do is post you a new one`, `what i'll do i'll get the driver`
_WHAT_I_DO = re.compile(
    r"\bwhat (?P<who>I|we)(?P<will>'ll| will| can| could| would| wouldn't|"
    r"'d) do is,? (?:to )?(?=[a-z])",
    re.IGNORECASE,
)
_WHAT_I_DO_TWICE = re.compile(
    r"\bwhat (?:I|we)(?:'ll| will| can) do(?: is)?,? (?=(?:I|we)(?:'ll| will| can)\b)", re.IGNORECASE
)
_MEANTIME = re.compile(r",? in the meantime\b,?", re.IGNORECASE)
_HELP_WITH = re.compile(r"\b(?P<verb>assist|help) you (?=with \w)", re.IGNORECASE)
_PROVIDE = re.compile(r"\b(?P<verb>provid(?:e|ed|ing)|suppl(?:y|ied|ying)) you with(?= \w)", re.IGNORECASE)
_HELPS_THEN = re.compile(
    r"(?<=\w),? (?:and|so)(?: that)?,?(?: once (?:you have|I have|that is|that's) [^,]{2,24},| then)? "
    r"(?:(?:see|check|know) how )?(?:I|we)(?:'ll| will| can| could|'d)(?: then| also)?(?: be (?:happy|able|"
    r"glad) to)? "
    r"(?:help|assist) you(?: further| better| (?:with|on) (?:that|this|it))[\s.!]*\Z",
    re.IGNORECASE,
)
_IT_IS_DONE = re.compile(
    r"\A(?:(?:it|this)(?:'s| is| has been|'s been) (?:now )?(?P<state>requested|removed|noted|logged)|"
    r"that(?:'s| is| has been|'s been)(?: now| all| both)? (?P<verb>requested|removed|noted|logged|added|submitted|"
    r"cancelled|changed|updated|registered|saved))"
    r"(?P<rest>[,;:.].*| (?:for|to|from|on|in|under|as|now)\b.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_RIGHT = re.compile(
    r"\A(?:you're|you are)(?: (?:quite|absolutely|completely))? (?:right|correct) that (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_RIGHT_AND = re.compile(
    r"\A(?:you're|you are)(?: (?:quite|absolutely|completely))? (?:right|correct)(?:(?P<link>,? (?:and|but)) "
    r"(?P<own>(?:I|we)\b.*)|(?P<to> (?:to|about|that) .*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_HERE = re.compile(r"\Ahere(?:'s| is| are) (?P<what>(?:the|your|our|an?|some|all) \S.*)\Z", re.IGNORECASE | re.DOTALL)


# An agent goes through what must be known: `and the first line of your address`.
_ASKED_FOR = re.compile(
    r"(?:and )?(?P<what>(?:the|your) (?:[a-z]+ ){0,4}(?:address|name|number|postcode|date of birth|e-?mail|"
    r"reference|surname))"
    r"(?:,? please)?",
    re.IGNORECASE,
)
_COMPANY_HAS = re.compile(
    r"(?:we(?:'ve| have)|there(?:'s| is)) (?:currently |actually |just )?(?:got )?(?P<what>(?:an?|"
    r"some) (?:[a-z]+ ){0,2}?"
    r"(?:issue|problem|outage|fault|delay|backlog|incident)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_WHAT_I_SUGGEST = re.compile(
    r"\A(?:(?:so |okay |right )*what (?:I|we)(?:'d| would) (?:suggest|recommend|advise|say) is|"
    r"my (?:advice|suggestion) is),? "
    r"(?:that )?you (?P<does>[a-z]+)\b",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(
    r"\b(?P<verb>recommend|suggest|advise) (?:that )?you (?P<does>(?!to\b|should\b|can\b|could\b|may\b|must\b)[a-z]+)\b"
)
_ASSURE = re.compile(
    r"\b(?:I|we) (?:can |do |want to |would like to )?assure you(?: that)? (?=(?:I|we)(?:'ll| will| have| are|"
    r" can)\b)",
    re.IGNORECASE,
)


def shorten(text: str) -> str:
    """An agent's sentence with the same facts in fewer words, still in the first person."""
    announced = _ANNOUNCED.match(text) if "one" in text else None
    if announced:
        done = f"I have done {(announced['what'] or 'it').lower()}{announced['mark']} "
        text = f"{'' if not announced['what'] and _FINITE.search(announced['rest']) else done}{announced['rest']}"
    if " is " in text[:40]:
        text = _WHAT_I_SUGGEST.sub(_suggests, text)
    if "end you " in text or "est you " in text or "ise you " in text:
        text = _RECOMMENDS.sub(_should, text)
    if "assure you" in text:
        text = _ASSURE.sub("", text)
    if " do " in text:
        text = _WHAT_I_DO.sub(r"\g<who>\g<will> ", _WHAT_I_DO_TWICE.sub("", text))
    cleft = _CLEFT.match(text)
    if cleft and (cleft["can"] or not has_verb(cleft["rest"].split())):
        text = f"{cleft['subject']} {cleft['can'] or cleft['verb']}{cleft['when'] or ''} {cleft['rest']}"
    done = _DONE.match(text)
    if done and inflect.is_participle(done["verb"] or done["own"]):
        what = done["what"].strip()
        text = f"I have {done['verb'] or done['own']} {what[:1].lower()}{what[1:]}{done['rest']}"
    did = _DID_IT.match(text)
    state = None if did else _IT_IS_DONE.match(text)
    if did:
        text = f"I have {did['verb'].lower()} it{did['rest'] or ''}"
    elif state:
        text = f"I have {(state['verb'] or state['state']).lower()} it{state['rest'] or ''}"
    text = _FROM_HERE.sub("", text)
    text = without_endearment(text)
    if (" for me" in text or " for us" in text) and _ASKS.match(text):
        text = _FOR_ME.sub("", text)
    if " you with " in text:
        text = _PROVIDE.sub(r"\g<verb>", text)
    if "elp you" in text or "ssist you" in text:
        text = _HELPS_THEN.sub("", text)
        text = _HELP_WITH.sub(r"\g<verb> ", text)
    if "meantime" in text:
        text = _MEANTIME.sub("", text)
    if "proceed" in text or "ahead" in text or "forward" in text:
        text = _PROCEED.sub(_do, text)
    if " so " in text and _ASKS.match(text):
        text = _SO_I_CAN.sub(_purpose, text)
    if " for you" in text and len(text.split()) >= _LONG:
        text = _FOR_YOU.sub(_done_for, text)
    return text


def without_endearment(text: str) -> str:
    """`I'm 84, love, I'm staying` -> `I'm 84, I'm staying`."""
    return _LOVE.sub("", text) if _CALLED.search(text) else text


def given(text: str) -> str | None:
    """What `Here is the ...` hands over."""
    here = _HERE.match(text)
    return here["what"] if here else None


def asked_for(text: str) -> str | None:
    """What is asked for by its name alone: `and the first line of your address`."""
    wanted = _ASKED_FOR.fullmatch(text)
    return wanted["what"] if wanted else None


def trouble_of(text: str) -> str | None:
    """The trouble that the company has: `we've got an outage in ...`."""
    trouble = _COMPANY_HAS.match(text)
    return trouble["what"] if trouble else None


def agreed(text: str) -> tuple[str, str] | None:
    """(`, and`, what the agent says of themselves) or (``, what the customer is right to do) after `You're right`."""
    right = _RIGHT_AND.match(text)
    return (right["link"] or "", right["own"] or right["to"] or "") if right else None


def confirmed(text: str) -> str | None:
    """What `You're right that ...` agrees to."""
    right = _RIGHT.match(text)
    return right["rest"] if right else None


def _suggests(match: re.Match[str]) -> str:
    """`what I'd suggest is you take a photo` -> `I suggest that you should take a photo`."""
    if not inflect.is_base_verb(match["does"]):
        return match.group()
    return f"I suggest that you should {match['does']}"


def _should(match: re.Match[str]) -> str:
    """`I recommend you add it again` -> `I recommend that you should add it again`."""
    return f"{match['verb']} that you should {match['does']}" if inflect.is_base_verb(match["does"]) else match.group()


def _do(match: re.Match[str]) -> str:
    verb = match["verb"].lower()
    if " with " in f"{match.group()} ":
        if not verb.endswith("ing") or not inflect.is_verb(verb):
            return match.group()
        verb = inflect.base_of(verb)
    return f"{match['lead']} {verb}" if inflect.is_base_verb(verb) else match.group()


def _purpose(match: re.Match[str]) -> str:
    return f" to {match['verb']}" if inflect.is_base_verb(match["verb"]) else match.group()


def _done_for(match: re.Match[str]) -> str:
    return match.group() if match["before"].lower() in _SUITS else match["before"]
