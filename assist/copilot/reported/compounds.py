"""Where a sentence parts into what stands first and what follows: conditions, splices, questions behind a statement."""

import re

from assist.copilot.reported.statements import has_verb

QUESTION_TAIL = re.compile(
    r"(?:[,;:]| and| but| so|-)\s+(?P<question>(?:can't|couldn't|won't|can|could|would|will|am|is|are|was|were|do|"
    r"does|did|"
    r"has|have(?! you)|(?<=, )have(?= you \w)|(?<!meantime, )might|"
    r"what|"
    r"when|where|why|how|which|should|may|why's|what's|where's|when's)\s+(?:you|i|we|it|there|the|my|they|he|she|"
    r"this|that|is|are|was|were|am|do|does|did|can|would|have|has|"
    r"should|will|"
    r"much|long|many)\b.*|"
    r"(?<=[:,] )(?:do|does|did|is|are|was|were|will|would|can|could) (?:an?|any\w*|your|our|his|her|these|those|"
    r"some\w+) .*|(?<=[,;] )(?:which|what) [a-z]+ (?:is|are|was|were|do|does|did|have|has|would|can|should) .*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION_LAST = re.compile(
    r"(?<=\w),? (?:and|but|so) (?P<condition>(?:if|when|once|unless|before|while|since|as|given) [^,;]{4,60})\Z",
    re.IGNORECASE,
)
# What stands before a question and says nothing without it: `so while we wait`, `given your trip`, `to process it`.
_FRAME = re.compile(
    r"(?:(?:and|but|so|well|then|now),? )*(?P<frame>(?:(?P<clause>if|when(?! (?:is|was|are|were|do|does|did|will|"
    r"can|could|should)\b)|while|before|after|once|since|as(?! for)|given|"
    r"considering|because|until|although|now that)|in|on|at|for|with|to|during|due to|regarding|concerning|as for|"
    r"from|by|besides|apart from|until then|meanwhile)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_MAIN_INSIDE = re.compile(
    r",\s+(?:(?:and|but|so|then) )?(?:i|we|you|it|they|he|she|there|this|that|these|those|the|my|your|our|his|her|an?|"
    r"please|nobody|someone|nothing)(?:'\w+)?\b",
    re.IGNORECASE,
)
_TOLD_INSIDE = re.compile(
    r"\s(?:it|they|he|she|there)(?:'\w+)? [a-z]|\s(?:is|are|was|were|has|have|will|can|does|\w+n't)\s|"
    r"\b(?:that|this|it)'s\b",
    re.IGNORECASE,
)
_AIM_AND_MAIN = re.compile(
    r"to [a-z]+ .*\w(?<!what)(?<!whether)(?<! if)(?<!that)(?<!which)(?<!how)(?<!who)(?<!where)(?<!when)(?<!why) "
    r"(?:I|we|you)(?:'ll| need| have to| must| will| would| want) ",
    re.IGNORECASE,
)
_ONLY_TO_BE_SURE = re.compile(
    r"(?:(?:and|but|so|well) )*(?:just )?to (?:confirm|make sure|be (?:sure|clear|safe)|check|clarify)", re.IGNORECASE
)
BARE_TAIL = re.compile(
    r"(?:(?<=\w\w)|(?<=\d))(?<!\band)(?:,? (?=what|how|since|any)|, )(?P<asked>when|why|where|which one|what for|"
    r"how come|since when|any (?P<what>ideas?|thoughts|suggestions|tips|chance|news|luck))\Z",
    re.IGNORECASE,
)  # `it goes blank, any ideas`


def bare_question(found: re.Match[str]) -> str:
    """What such a tail asks: `when`, `for ideas`, `whether there is any chance`."""
    if found["what"] == "chance":
        return "whether there is any chance"
    return f"for {found['what']}" if found["what"] else found["asked"].lower()


PLEASE_INSIDE = re.compile(
    r"\A(?P<first>\S+ \S.*?)[,;:.-]?\s+(?:so |and |but |then |(?P<else>otherwise |or else ))?(?:(?:please|"
    r"kindly)\s+)+"
    r"(?P<rest>[a-z']+\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `it takes half an hour, so do the test when you land`
_SO_DO = re.compile(
    r",? so (?=be (?:careful|gentle|quick|nice|kind)\b|(?:ring|come|call) (?:after|before|between)\b|(?:do|have|"
    r"make|keep|try|check|take|bring|leave|use|put|send|call|ring|turn|press|click|open|look|stay|"
    r"give|download|restart|unplug) (?:the|an?|your|it|them|that|this|sure|in|on|at|to|back|out|up|into|us|me)\b"
    r"(?! (?:is|are|was|has|will|can)\b))",
    re.IGNORECASE,
)
FRAMED = re.compile(
    r"\A(?P<frame>(?:for|with|in|on|at|after|before|during|regarding|about|as for|given|considering|due to|if|when|"
    r"once)\b[^,:;.!?]{2,60})[,:]\s+"
    r"(?P<main>(?:what|which|who|when|where|why|how|is|are|am|was|were|do|does|did|has|have(?! you)|will|should|"
    r"must|can|"
    r"could|shall|may|would(?! you\b))\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `while you're there can you take it on the 28th`
FRAMED_UNMARKED = re.compile(
    r"\A(?P<frame>(?:while|since|if|when|once|after|before|as|now(?: that)?|because) (?:(?:i|we|you|it|they|he|she|"
    r"there|this|that)(?:'\w+)?|(?:the|my|our|your) \w+) [^,:;.!?]{2,60}?)"
    r"(?<!what)(?<!which)(?<!who)(?<!how)(?<!when)(?<!where)(?<!why)(?<! that)(?<! so)(?<! if)(?<! as)(?<!than)"
    r"(?<!and)(?<! or)(?<! but)(?<!nor)(?<!not)"
    r"(?<! i)(?<! you)(?<! we)(?<! they)(?<! he)(?<! she) "
    r"(?P<main>(?:(?:can|could|will|would|shall|should|do|does|did) (?:i|we|you|it|they|he|she|the|my|your)|"
    r"what (?:do|must|should|can|would|will) (?:i|we|it|they)|"
    r"(?:when|where|why|how(?: (?:much|long|soon|many))?) (?:would|will|do|does|did|can|should|am|is|are) "
    r"(?:i|we|you|it|they|the|my|your)|is (?:it|there)|are (?:there|you|we|"
    r"they))\b(?! not\b).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
AND_I_WILL = re.compile(
    r"\A(?P<first>(?:can|could|may|might) (?:I|we) (?:please )?(?:have|get|take)\b.{3,80}?|(?:can|could|"
    r"would) you\b.{3,80}?),? "
    r"(?:and|so) (?:then )?(?P<own>(?:I'll|we'll|I will|we will|I can|we can)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
WHAT_IF = re.compile(
    r"(?:and|but|so) if (?!(?:you|that's|it's) )[^\s,;:]+"
    r"(?!.*(?<!and )(?<!or )\b(?:i|we|you|they|it|he|she|that|there)\b)"
    r"(?!.*(?:'ll|'d|'re|'m|\bwill|\bwould)\b)[^,;:]{2,40}[.!]?",
    re.IGNORECASE,
)  # `and if they say 380`
IF_FIRST = re.compile(r"(?:if|when|once|after|before|while|since)\b(?!.*, which\b)", re.IGNORECASE | re.DOTALL)
TURNS = re.compile(
    r"(?:,\s+(?:and |but |so )?|\s[-\u2013]\s|\s+so (?=(?:who|what|when|where|why|how)(?:'s| is| are| am| was| were|"
    r" do| does| did| can| will| would| have| has| should)\b)|"
    r"\s+(?:and|but) (?=(?:do|did|are|were|have|can|could|would|will) you\b)|"
    r"\s+(?:and|but) (?=(?:can|could|is|does|do|will|should) (?:my|our|i|we|he|she|they|it)\b))"
    r"(?P<question>(?:do|did|are|were|have|can|could|would|will) you\b(?! (?:not|never)\b).*|"
    r"(?<=, )(?:can't|couldn't|won't) you\b(?= \w).*|"
    r"(?<=, )(?:do|does|did|am|can|could|will|would|should) (?:i|we)\b(?= \w)(?! (?:not|never)\b).*|"
    r"(?:is|are|was|does|did|can|could|will|would|has|have) (?:that|it|there|this|she|he|they|those|"
    r"any\w+)\b(?! (?:not|"
    r"why|how|you|I|we|they|he|she|the|when|where)\b).*|"
    r"(?<=, )(?:how (?:much|long|many|often|far|soon)|what|when|where) (?:would|will|is|are|does|can|could) "
    r"(?:that|it|this|they|i|we|you|the)\b.*|(?<=, )what (?:was|were) (?:the|that)\b.*|"
    r"(?:(?<=and )|(?<=but ))(?:can|could|is|does|do|will|should) (?:my|our|i|we|he|she|they|it)\b(?= \w)(?! (?:not|"
    r"why|how)\b).*|"
    r"(?:where|what|which one|how) (?:have|do|did|are|is|can) (?:you|it|they)\b.*|"
    r"(?<=, )(?<!if not, )(?<!if so, )(?:how|what|when|where|who|why) (?:do|did|should|can|could|would|will|"
    r"am) (?:I|we)\b(?= \w).*|"
    r"(?<=so )(?:who|what|when|where|why|how)(?:'s| is| are| am| was| were| do| does| did| can| will| would| have| has|"
    r" should)\b.*|"
    r"(?:who|where|when)(?:'s| is) (?:my|the|your|it|that|this|he|she)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# A call's transcript: `that's the main thing are you with her`.
TURNS_UNMARKED = re.compile(
    r"(?<=\w\w)(?<!what)(?<!which)(?<!who)(?<!how)(?<!when)(?<!where)(?<!why)(?<!that)(?<!can)(?<!will)(?<!could)"
    r"(?<!nor)(?<! so)(?<! if)(?<! as)(?<!than)(?<!you)(?<!like)(?<!and)(?<!only)(?<!or) "
    r"(?P<question>(?:(?:did|have|could|can|would) you (?:see|get|find|got|had|tried|still|give|tell|send|check|try|"
    r"have|read|spell|just|notice|hear|make|put|hold)|are you (?:with|at|in|still|able|happy|near|there|"
    r"sure)|is that (?:anyone|anybody|someone|somebody|(?:right|correct|ok|okay|so)\Z)|"
    r"is there any(?:thing|one|body|where)?|which (?:one )?would you (?:rather|prefer|like))\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `its been ten days where is my refund?`
ASKED_AFTER = re.compile(
    r"(?<=\w\w)(?<!what)(?<!which)(?<!who)(?<!how)(?<!when)(?<!where)(?<!why)(?<!that)(?<!know)(?<!see)(?<!say)"
    r"(?<!tell)(?<!nor)(?<! so)(?<! if)(?<! as)(?<!than)(?<!you)(?<!like)(?<!and)(?<!only)(?<!or)(?<!ask) "
    r"(?P<question>(?:(?:can|could|will|would) (?:you|we|i) (?!not\b)[a-z]+|"
    r"where(?:'s| is| are) (?:my|the|our|it|that)|"
    r"when (?:will|is|can|are|do) (?:i|it|my|the|you|we|they)|what (?:do|can|should|am) (?:i|we)|"
    r"how (?:do|can|long|much|many|am) |who (?:even )?(?:does|do|is|are|can|pays) |why (?:is|are|do|does|did|can't|"
    r"isn't) )\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_STATES = re.compile(r"(?:I|we|it|this|that|he|she|they|there|the|my|our|its?)(?:'\w+)? ", re.IGNORECASE)
# `they closed the account, so the money just takes longer?`: only the last is asked
SO_ASKED = re.compile(
    r"(?<=\w),? so (?:(?:I|we) (?:guess|assume|take it|suppose|gather|presume)(?: that)? )?"
    r"(?P<question>(?:the|it|it's|that|that's|this|they|there|my|our|I(?! (?:don't )?think)|I'm|we|you|he|"
    r"she) [^,;]+)\Z",
    re.IGNORECASE,
)
_SAID_AT_LENGTH = 6
# `ten is gone, I can try eleven?`
OFFERED = re.compile(
    r"\A(?:(?P<first>[^:]+?(?<!that)(?<! if)(?<! so)(?<!when)(?<!once)),? (?:but |and )?)?"
    r"(?:I|we) (?:can|could) (?:also |always |still )?"
    r"(?P<offer>(?!(?:see|hear|confirm|understand|tell|only|imagine|read|appreciate|assure)\b)[a-z]+ .+)\Z",
    re.IGNORECASE | re.DOTALL,
)


# `phone, but you record them, don't you`
_TAGGED_LAST = re.compile(
    r"(?<=\w),? (?:but|and|so) (?P<question>(?:you|they|we|it|he|she|that|the \w+)\b[^,;]*,? (?:\w+n't|do|does|is|are|"
    r"have|has|can|will|would) (?:you|they|we|it|he|she))\Z",
    re.IGNORECASE,
)


def asked_last(text: str) -> re.Match[str] | None:
    """The question behind a statement, where no mark parts them."""
    tagged = _TAGGED_LAST.search(text)
    if tagged:
        return tagged
    if not _STATES.match(text):
        return None
    found = ASKED_AFTER.search(text) or SO_ASKED.search(text)
    if not found:
        return None
    before = text[: found.start()].split()
    least = _LEAST_SAID if found.re is ASKED_AFTER else _SAID_AT_LENGTH
    return found if len(before) >= least and has_verb(before) else None


SPLICED = re.compile(
    r"\A(?P<first>\w+ \w+[^,;]*),\s+(?P<rest>(?:the|it|it's|it'll|they|they're|they'll|this|that|that's|there|"
    r"there's|you|you'll|"
    r"your|my|our|we|we'll|i|i'll|he|she|nothing|everything)\b(?=.*(?:\b(?:is|are|was|were|has|have|will|can|cannot|"
    r"does|do|would|should|must|needs?|takes?|goes|comes|works?)\b|'s|'ll|n't)).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
SPEAKER_FOLLOWS = re.compile(
    r"\A(?P<first>(?:it|it's|its|that's|thats|this|there|there's|my name|the \w+|our|my)\b "
    r"\S+[^,;]*),\s+(?P<rest>(?:I|we)(?:'(?:m|ve|ll|d|re)\s|\s+(?:am|have|had|will|need|want|"
    r"can|can't|cannot|don't|didn't|haven't|won't|was|would|wouldn't|couldn't|paid|got|live|like|also|just|never|"
    r"still)\b)"
    r"(?!,).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
AND_DO_NOT = re.compile(
    r"\A(?P<first>(?:I|I'\w+|we|we'\w+|it|it's|this|that|my|the)\b[^,;]*?)(?:,\s+(?:so |and |but )?| so )(?:please )?"
    r"(?P<dont>(?:don't|do not) (?!want|know|have|need|think|like|see|get|understand|care|even|expect|"
    r"remember)[a-z]+\b.*)"
    r"\Z",
    re.IGNORECASE | re.DOTALL,
)  # `I ordered size 10, don't send me something small`
# `no need to return it; give it to somebody`
_THEN_DO = re.compile(
    r"; (?=(?:give|keep|send|call|ring|leave|take|bring|put|use|try|check|tell|throw|let|write|press|bin) (?:it|them|"
    r"the|us|me|your|this|that|to)\b)",
    re.IGNORECASE,
)
# `whatever suits, but make sure they ring first`; `any colour, just tell me the price`
_BUT_DO = re.compile(
    r"(?P<link>,? but |, )(?:(?:just |also )?(?=(?:make sure|don't (?:forget|tell|give|keep|make|let)|keep (?:me|us)|"
    r"(?:tell|give|send|call|ring|email|text|message|show|help) (?:me|us)|let (?:me|us) know)\b)|"
    r"just (?=(?:send|give|cancel|refund|call|get|fix|replace|leave|keep|put|book|make|take|bring|change) ))",
    re.IGNORECASE,
)
MEANTIME = re.compile(
    r"\A(?P<when>in the meantime|meanwhile|for now|until then|till then|from now on|next time|in (?:the )?future),? "
    r"(?:please )?(?:also )?(?P<main>(?P<verb>[a-z]+) .*)\Z",
    re.IGNORECASE | re.DOTALL,
)  # `in the meantime keep your receipts`
ORDER_TAG = re.compile(
    r"(?:, (?:would|will|could|can)| (?:would|will)) you(?:,? (?:love|please|then|mate|dear|pet))?\Z", re.IGNORECASE
)  # `leave it in the porch, would you`
SHOULD = re.compile(
    r"(?:\A|(?<=[.!?,;] ))should (?P<who>you|we|they|it|there|I|(?:the|your|this|that|"
    r"any) \w+)(?P<rest> [^,.!?]+),\s+"
    r"(?=(?:you|we|I|it|they|the|he|she|please|just|kindly|call|ring|write|let|tell|message|contact|send|try|reply|"
    r"email|text|come|go|ask|use|check|phone)\b)",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"\A(?P<aim>to [a-z]+ (?!.*\b(?:please|kindly)\b.*\b(?:please|"
    r"kindly)\b)[^,;:.!?]{2,60}?) (?P<asked>(?:please|kindly)\b.*)\Z|"
    r"\A(?P<sub>(?:if|when|since|as|because|after|once|while|although|before|until|given|unless|now that|due to|in|"
    r"to|"
    r"upon|by|based on|for|at|with|without|regarding|during|within|under|from|on)\b[^,;.!?]{2,110}),\s+(?:then\s+)?"
    r"(?P<main>(?:please|kindly|(?:can|could|would|will) you)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"\A(?P<sub>(?:if|once|when|after|before|until|in case|to|in|on|under)\b[^,;.!?]{2,110}),\s+(?:then |just "
    r")?(?P<main>(?P<verb>[a-z]+)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `if it's still orange after that give us a ring back`
_CONDITION_UNMARKED = re.compile(
    r"\A(?P<sub>(?:if|once|when|should) (?:it|they|he|she|that|this|you|there|nobody|anything|something|anyone|"
    r"the \w+)"
    r"(?:'s|'re|'ve)? [^,;.!?]{2,60}?)"
    r"(?<! can)(?<! to)(?<!could)(?<!should)(?<!must)(?<! will)(?<!please)(?<! you)(?<! and)(?<! or)(?<!they)(?<! not)"
    r"(?<!n't)(?<!just)(?<!'ll) "
    r"(?P<main>(?P<verb>give|call|ring|let|drop|send|message|contact|email|text|tell|write|ask) (?:us|me|him|her|"
    r"them)\b.*)"
    r"\Z",
    re.IGNORECASE | re.DOTALL,
)
PROMISE = re.compile(r",? (?:and|so) (?P<rest>(?:I|we)(?:'ll| will| can| shall)\b.*)\Z", re.IGNORECASE | re.DOTALL)
_WILL_BE = re.compile(r" (?:I|we|you|it|they)(?:'ll| will) ")
_LEAST_SAID = 3  # words


def so_please(text: str) -> str:
    """`it takes an hour, so ring when you land` -> `..., so please ring when you land`."""
    if "; " in text:
        text = _THEN_DO.sub("; please ", text)
    if " so " in text:
        text = _SO_DO.sub(_please, text)
    return _BUT_DO.sub(_but_please, text, count=1) if ", " in text or " but " in text else text


def _please(match: re.Match[str]) -> str:
    said = len(match.string[: match.start()].split()) >= _LEAST_SAID
    return ", so please " if said else match.group()


def _but_please(match: re.Match[str]) -> str:
    said = match.string[: match.start()].split()
    told = len(said) > 1 and not _GOVERNS.search(match.string[: match.start()])
    return f"{match['link']}please " if told else match.group()


# What stands before an order that belongs to it: `to`, `please`, a condition.
_GOVERNS = re.compile(
    r"\b(?:to|please|pls|can|could|would|will|must|should|if|when|once|unless|who|they|he|she|you|and|or|didn't|"
    r"don't|won't|doesn't)\b",
    re.IGNORECASE,
)


def condition_first(text: str) -> re.Match[str] | None:
    """`if it fails, ring us`; none where a clause stands between: `once I have done it you will see, do not ...`."""
    found = _CONDITION.match(text) or _CONDITION_UNMARKED.match(text)
    return None if found and _WILL_BE.search(found["sub"]) else found


def frame_of(text: str) -> str | None:
    """The condition or purpose that is all of `text`, empty where it only makes sure; None when something is said."""
    if _ONLY_TO_BE_SURE.fullmatch(text):
        return ""
    found = _FRAME.match(text)
    if not found or ":" in text or _MAIN_INSIDE.search(found["frame"]):
        return None
    told = _TOLD_INSIDE.search(found["frame"])
    if _AIM_AND_MAIN.match(found["frame"]):
        return None  # `to delete the rest we need to check who you are`
    if told and not found["clause"] and not found["frame"].lower().startswith("to "):
        return None  # `at home it works`
    return found["frame"]


def last_condition(text: str) -> re.Match[str] | None:
    """`there is a box and if I tick it`: the condition of what is asked next."""
    condition = _CONDITION_LAST.search(text)
    return condition if condition and len(text[: condition.start()].split()) >= _LEAST_SAID else None
