"""A label for lists from a reported sentence: the thing and what is wrong with it or wanted, without who says it."""

import re

from assist.copilot.case_draft.fault import fault_of
from assist.copilot.case_draft.openers import without_openers
from assist.copilot.case_draft.wording import capital
from assist.copilot.facts.spoken import NUMBER_WORD
from assist.copilot.reported import inflect
from assist.copilot.summary.compress import clip, parts_number
from assist.core.text.remembered import remembered

LABEL_WORDS = 9
_HAD = r"(?:has |have |had |was |were )?(?:(?:recently|just|only|also|actually) )*"
# `has a text saying their prescription is ready`: what it says is the matter.
_TOLD_BY = re.compile(
    r"\A(?:(?:has|have|had|got|just|received|gets?) )*an? (?:\w+ )?(?:text|e-?mail|letter|message|notification|"
    r"sms|call)"
    r"(?: (?:from|off) (?:\w+ ){1,3}?)?,? (?:saying|which says|that says|to say)(?: that)? (?=\w)"
)
# `whether the agent has the instructions`: the thing is what is asked for.
_HAVING = re.compile(
    r"\Awhether (?:the )?(?:agent|company) (?:has|sells|stocks|offers) (?:(?:any|some|the|got) )?(?=\w+ \w)"
)
# `on checking their card they find a charge`: what was found; `is a group of 28 and would like to visit`: the wish.
_FINDING = re.compile(
    r"\A(?:says )?(?:on|when|while|after) \w+ing [^,;]{2,40}?,? they (?:find|found|see|saw|notice|noticed) (?:that )?"
)
_WHO_FIRST = re.compile(r"\A(?:is|are) [^,;]{3,60}? and (?=(?:would like|wants?|needs?|is looking)\b)")
_DENIED_FIRST = re.compile(r"\A(?:says )?no,? (?:and )?(?=(?:will|needs|wants|has|would)\b)")
_SINCE_FIRST = re.compile(r"\A(?:since|after|as of|with|during|on|in|from) [^,;]{3,45}, (?=\w+ \w)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*(?:\)|\Z)|\.{2,}")
_LONG_NUMBER = re.compile(r"\d{3}")
_REFERENCE = re.compile(
    r"(?:(?<=order)|(?<=ticket)|(?<=account)|(?<=booking)|(?<=reservation)|(?<=claim)|(?<=case)|(?<=policy)|,|"
    r"\b(?:with|under|for))?(?: (?:with|under)(?: order)?)?(?: (?:number|no\.?|id|ref|code))?(?: is)?:? ?#?"
    r"(?<![\w£$€₹.,])(?=[\w-]*\d{3})[\w-]*\d-?[\w-]{5,}",
    re.IGNORECASE,
)
_INSERTED = re.compile(
    r", (?:an? |the |their |moreover|however|for example|though|by the way|of course)[^,;]{0,40},(?= \w)"
)
_THEY_GOT = re.compile(
    r"(?<=\S) (?:that |which )?they (?:(?:have|had|just) )?(?:received|bought|ordered|purchased|got)\b(?= \w|,|\Z)"
)
_BOUGHT = re.compile(
    rf"{_HAD}(?:bought|purchased|ordered|received|got) (?P<what>(?!to\b)[^,;]+?),? (?:but|and|which) (?:it|they) "
    r"(?P<how>.+)"
)
_FLAWED = re.compile(
    rf"{_HAD}(?:received|got|(?:been )?(?:sent|given|delivered)) (?=(?:an?|the|some) (?:\w+ )?(?:broken|damaged|wrong|"
    r"defective|faulty|incorrect|used|different|cracked|scratched|dented|counterfeit|fake|torn|incomplete|partial|"
    r"expired|empty|letter|bill|quote|message|e-?mail|notification)\b)"
)
_UNRECEIVED = re.compile(
    r"(?:has |have |had |did )?(?P<not>not|never) (?:yet |even )?(?:received?|got|gotten|get) (?P<what>[^,;]+?)"
    r"(?P<rest>(?:,|;| (?:for|since|yet|despite|after|even|and|but|because|on|by|from|within|which)\b).*)?\Z"
)
_WHERE = re.compile(r"(?P<word>where|what|who|how) (?P<what>(?:the|their|an?) [^,;]+?) (?P<verb>is|are|was|were)\Z")
_HARD = re.compile(
    r",? (?:which|who|whom|because|even though|although|so that|in case|they|"
    r"(?:so|as|since|when|where|while|if|that|but|and) (?=(?:(?:normally|usually|now|then|still) )?(?:they|it|he|"
    r"she|their|this)\b)|"
    r"and (?=(?:says|asks|needs|wants|is|are|has|was|would|will|can|cannot|must|thinks|now|then|even)\b))\b|"
    r",? (?=saying\b)|, (?=(?:says|asks|it|he|she|this|that|so)\b)|[;:] | - | – |[!?] |"
    r"(?<=\w\w)(?<!Dr)(?<!Mr)(?<!Ms)(?<!Mrs)\. (?=[A-Z])"
)
_BUT_NOT = re.compile(
    r",? (?:but|and|however,) (?:(?:they|it) )?(?:(?:has|have|had|is|was|still|clearly) )*"
    r"(?=(?:not|never|no) (?!been\b))",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r",? (?=(?:but|and|while|if|when|as|that|despite|with|after|before|for|from|without|due|on|in|at)\b)|, "
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_DAY = (
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|tonight)\b|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?: ?- ?\d+)?\b|"
    r"\d{1,2}(?:st|nd|rd|th)\b|\d{1,2}(?:[:.]\d\d)? ?[ap]m\b|\d{1,2}:\d\d\b|"
    r"(?:last|next|this|past) (?:week|month|year|night|morning|evening)\b)"
)
_PERIOD = (
    r"(?:\d+|one|two|three|four|five|six|seven|ten|several|a few|a couple of)(?:-\d+)? (?:business |working )?"
    r"(?:day|week|month|hour|minute|year)s?\b"
)
_TIMELY = re.compile(r"\d|day|night|week|month|year|hour|minute|morrow|morning|evening")
_TIME = re.compile(
    r"(?:(?<!\bis)(?<!\bare)(?<!\bwas)(?:,? |\A)"
    r"(?:(?:on|every|since|from|until|to|before|by|at|around|for|in|within|after|over|dated) )*"
    rf"(?:the )?(?:(?:last|next|this|past) )?(?:{_DAY}|{_PERIOD})(?!['’]| (?:of|old)\b)"
    r"(?: (?:\d{4}|ago|morning|evening|afternoon|night|already|now)\b)*)+",
    re.IGNORECASE,
)
_BE = re.compile(
    r"(?<=[\w'’])(?<!that)(?<!who)(?<!might)(?<!could)(?<!should)(?<!would)(?<!must)(?<!will)(?<!to)(?<!here) "
    r"(?:(?:is|are|was|were)\b(?: being)?|(?:has|have|had) (?:been(?= \w)|(?=(?:not|never|\w+ed|gone|come)\b)))\s*"
    r"(?= |\w)(?! ?(?:an?|the|their|so|it|there|that)\b)"
)
_LEADING = re.compile(r"\A(?:(?:is|are|was|were|has|have|had|be|been|being) )+(?=\w)")
_SMALL = re.compile(
    r"\b(?:the|an?(?! (?:hundred|thousand|million)\b)|"
    r"their|its|theirs|(?:some|any)(?! of)|(?:for|to|with|by|from) (?:them|themselves|the customer)|"
    r"them|themselves|just|really|very|still|also|already|actually|simply|currently|recently|apparently|clearly)"
    r"(?: (?=[\w'‘\"“£$€])|\Z)"
)
# How many matters there are, that something is there, and which number the order has, before the matter itself.
_COUNTS = re.compile(
    r"\A(?:says |has )?(?:two|three|four|several|a (?:few|couple of)|some) (?:different )?"
    r"(?:things|questions|issues|problems|matters|points)(?: today)?[:;,]? +(?=\w+ \w)",
    re.IGNORECASE,
)
_THERE = re.compile(r"\Athere (?:is|are|was|were|has been|have been) (?=\w+ \w)", re.IGNORECASE)
_ORDER_FIRST = re.compile(
    r"\A(?:the |their )?order(?: (?:id|no\.?|number))?(?: ?[#:])*,? (?:the|their) (?=\w+,? \w)", re.IGNORECASE
)
# The other side: `hired a van off the company` is a van that was hired.
_FROM_THEM = re.compile(r" (?:off|from|with|by|through|to) (?:the )?(?:company|agent)\b(?!'s| \w+ing\b)")
_THEY_DID = re.compile(r"\A(?:the )?(?:company|agent) (?:(?:has|have|had) )?(?=\w+(?:ed|t|d|ok|nt)\b)", re.IGNORECASE)
_WHETHER_THEY = re.compile(
    r"\Awhether (?:(?:the )?(?:agent|company)|they) (?:(?:can|could|will|would|may|should|does?|did|"
    r"(?:has|have|needs?) to|(?:is|are) able to) )?(?:also |still )?(?P<verb>[a-z]+) (?=\w)",
    re.IGNORECASE,
)
_NO_DEEDS = frozenset("be have do get know see need want think say mean".split())
_LIKENED = re.compile(r",? (?:just )?like(?: \w+ing)?\Z")
_LOOSE = frozenset(
    "themselves them him her it please either anymore now yet here there already too urgently immediately asap is are "
    "was were be been to for of on at in by with and but or as from when if that than so has have the a an what how "
    "under about saying stating says asks even because his while should would could can will must "
    "though although".split()
) | {""}


_PHRASAL = re.compile(
    r"\b(?:(?:log|sign|check|plug|clock)(?:s|ged|ging|ed|ing)? (?:in|out)|sign(?:s|ed|ing)? up|(?:turn|"
    r"switch)\w* (?:on|off)|(?:light|lamp|alarm|heating) (?:on|off)|give up)\Z",
    re.IGNORECASE,
)


# `denham here the company tuned`, `spoke to somebody called mark about the grant`: who, before what.
_HERE = re.compile(
    r"\A(?:says |is )?(?:[A-Z]?[\w'-]+ ){1,3}here,? (?=(?:the|their|they|it|says|asks|wants|has|needs)\b)"
)
_PUT_IN = re.compile(r"\A(?:has |have )?(?:put|sent|handed) in (?=(?:an?|the|their) \w)")
_AGAIN = re.compile(r"\bit (?:is|was) (?:well|um|er),? (?=it\b)")  # `it is well it has gone again`
_ABOUT = re.compile(
    r"\A(?:(?:has |had )?(?:spoke|spoken|talked|wrote|written|rang|rung|called|phoned|emailed)|is (?:calling|ringing|"
    r"phoning|writing)|"
    r"calls|rings|writes|it is|this is)(?: (?:to|with|in) [^,;]{2,36}?| (?:just|again|back|up))* about (?=(?:the|"
    r"their|an?|his|her) \w)"
)
# Something was done with a thing, and then: `emptied their tank Thursday and it is backing up` -> `tank is backing up`.
_DEALT_WITH = re.compile(
    r"\A(?:(?:the )?(?:company|agent) )?(?:has |have |had )?(?:(?:recently|just|only) )?(?P<verb>[a-z]+)"
    r"(?: (?:in|up|back|off|out|on|over))?(?: for)? (?P<what>(?:one of the|one of their|their|the|an?|some|two|three|"
    r"\d+) (?!.*\b(?:who|"
    r"which|that)\b)[^,;]+?)"
    r"(?P<time> (?:back )?(?:last |on |in |since |a week |this )*(?:yesterday|today|\w+day|week|month|january|"
    r"february|march|april|"
    r"may|june|july|august|september|october|november|december))?,? (?:and|but|and now|but now)(?: says)? it "
    r"(?P<how>(?:is|has|was|still|keeps|does|will not|shows|says|came|makes|leaks|stopped)\b.+)",
    re.IGNORECASE,
)
# `has an appointment tomorrow and cannot make it` -> `cannot make appointment`; `4 tickets, and only 2 are in the app`.
_CANNOT_COME = re.compile(
    r"\A(?:(?:has|have|had|got) )?(?P<what>(?:an?|the|their|two) (?:\w+ ){0,3}?(?:appointment|booking|reservation|"
    r"lesson|table|viewing|"
    r"slot|visit|collection|delivery)\w*)\b[^,;]{0,40}?,? (?:and|but) (?:they )?cannot (?P<verb>make|attend|keep|"
    r"come to)\b"
)
_ONLY_SOME = re.compile(
    rf"\A{_HAD}(?:bought|purchased|ordered|received|got|paid for) (?P<all>(?:\d+|{NUMBER_WORD}) [\w' -]+?)(?:, "
    rf"[^,;]{{2,24}},)?,? "
    rf"(?:and|but) only (?P<some>\d+|{NUMBER_WORD}) (?:of them )?(?P<rest>(?:are|is|were|was|have|has|came|"
    rf"arrived)\b.*)",
    re.IGNORECASE,
)
_THING_WORDS = 7
_WHY = re.compile(r"\Awhy (?!is\b|are\b|was\b|were\b|do\b|does\b|did\b|has\b|have\b|not\b|to\b)(?=\w+ \w)")


@remembered(maxsize=4_096)
def label_of(said: str) -> str:
    """A label of at most `LABEL_WORDS` words: `has not received the parcel that ...` -> `Parcel not received`."""
    told = fault_of(_COUNTS.sub("", _FINDING.sub("", _WHO_FIRST.sub("", _BRACKETS.sub("", said)))))
    told = _ABOUT.sub("", _HERE.sub("", _AGAIN.sub("", told)))
    dealt = _DEALT_WITH.match(told)
    told = told if dealt else _PUT_IN.sub("", told)
    text = _TOLD_BY.sub("", without_openers(told))
    text = without_openers(_WHY.sub("", text)) if _WHY.match(text) else _ABOUT.sub("", text)
    text = _SINCE_FIRST.sub("", _DENIED_FIRST.sub("", text))
    text = _HAVING.sub("", f"whether {text[3:]}" if text.startswith("if ") else text)
    text = _THERE.sub("", text)
    if _LONG_NUMBER.search(text):
        text = _ORDER_FIRST.sub("", _REFERENCE.sub("", text))
    text = _of_them(text)
    text = _thing_first(_timeless(text, at_start=True))
    text = _timeless(_cut(_INSERTED.sub("", _THEY_GOT.sub("", _BUT_NOT.sub(" but ", text)))))
    text = _BE.sub(" ", _LEADING.sub("", text), count=1)
    return capital(short(text.replace("not been ", "not ")))


def _of_them(text: str) -> str:
    """`the company charged them` -> `charged them`; `whether the agent can repair a clock` -> `repairing a clock`."""
    asked = _WHETHER_THEY.match(text)
    base = inflect.base_of(asked["verb"]) if asked else ""
    if asked and base not in _NO_DEEDS and inflect.is_base_verb(base):
        text = f"{inflect.gerund(base)} {text[asked.end() :]}"
    if "company" in text or "agent" in text:
        text = _FROM_THEM.sub("", _THEY_DID.sub("", text))
    return text


def short(text: str) -> str:
    """At most `LABEL_WORDS` words: no articles and fillers, cut at a clause or phrase, no loose end."""
    words = _LIKENED.sub("", _fit(" ".join(_SMALL.sub("", text).split()))).split()
    while words and words[-1].strip(",#").lower() in _LOOSE and not _PHRASAL.search(" ".join(words[-2:])):
        words.pop()
    return " ".join(words)


def _thing_first(text: str) -> str:
    """`bought a phone but it came scratched` -> `a phone came scratched`."""
    dealt = _DEALT_WITH.match(text)
    if dealt and len(dealt["what"].split()) <= _THING_WORDS and _was_done(dealt["verb"].lower()):
        return f"{dealt['what']} {dealt['how']}"
    missed = _CANNOT_COME.match(text)
    if missed:
        return f"cannot {missed['verb']} {missed['what']}"
    only = _ONLY_SOME.match(text)
    if only:
        return f"only {only['some']} of {only['all']} {only['rest']}"
    bought = _BOUGHT.match(text)
    if bought:
        return f"{bought['what']} {bought['how']}"
    missing = _UNRECEIVED.match(text)
    if missing:
        return f"{missing['what']} {missing['not']} received{missing['rest'] or ''}"
    asked = _WHERE.match(text)
    if asked:
        return f"{asked['word']} {asked['verb']} {asked['what']}"
    flawed = _FLAWED.match(text)
    return text[flawed.end() :] if flawed else text


def _was_done(verb: str) -> bool:
    return inflect.is_past(verb) or inflect.is_participle(verb)


def _cut(text: str) -> str:
    """The first clause that can stand alone."""
    cuts = (match.start() for match in _HARD.finditer(text))
    return next((text[:cut] for cut in cuts if len(_SMALL.sub("", text[:cut]).split()) > 1), text)


def _timeless(text: str, *, at_start: bool = False) -> str:
    """Without days and periods, everywhere or where it begins with one."""
    if not _TIMELY.search(text):
        return text
    match = _TIME.match(text) if at_start else None
    if at_start and not match:
        return text
    shorter = (text[match.end() :] if match else _TIME.sub("", text)).strip(" ,")
    return text if len(shorter.split()) < 2 or shorter.rsplit(None, 1)[-1] in _LOOSE else shorter


def _fit(text: str) -> str:
    if len(text.split()) <= LABEL_WORDS:
        return text
    ends = [match.start() for match in _SOFT.finditer(text) if not parts_number(text, match.start())]
    cuts = [end for end in ends if 3 <= len(text[:end].split()) <= LABEL_WORDS]
    return text[: cuts[-1]] if cuts else clip(text, LABEL_WORDS)
