"""Neighbouring statements of one message that a note says as one: an order number and what is wrong with it."""

import re

from assist.copilot.reported.orders import about_order, order_of

_PRESSING = re.compile(
    r"says (?P<why>it is (?:(?:really|very|so|super|quite|extremely) )?(?:urgent|important|an emergency|"
    r"for (?:their|a)\b.*))"
)
_SORRY_ABOUT = re.compile(
    r"(?:apologizes for|is sorry (?:to hear )?(?:about|that)) .*?\b(?P<order>order\b[^,]{0,20}?[\w#-]*\d[\w-]*)\Z",
    re.DOTALL,
)
_WORRY = re.compile(
    r"(?:understands (?:the|their|that the|this) (?:(?:\w+ )?(?:and|&) )?(?:concerns?|frustrations?|worry|worries|"
    r"disappointment|anxiety|"
    r"inconvenience|urgency|situation)|apologizes for the (?:delay|inconvenience|issue|trouble)|"
    r"is sorry about the (?:delay|issue)) "
    r"(?:regarding|about|over|concerning|with) (?P<what>.+)\Z",
    re.DOTALL,
)
_LOOKS_INTO = re.compile(
    r"(?P<does>(?:will|is) (?:(?:now|currently|personally|immediately) )?(?:look into|looking into|investigate|"
    r"investigating|review|"
    r"reviewing|check|checking)) (?:this|that|it|the)(?: (?:matter|issue|details|problem|situation|case|concern))?"
    r"(?P<rest>(?: (?:immediately|right away|now|further|personally|at once|for the customer))*)\Z"
)
_ORDER_ONLY = re.compile(r"(?:the )?order\b[^,]{0,20}?[\w#-]*\d[\w-]*", re.IGNORECASE)
_TAKES_ONE = re.compile(r"gives |writes about |agrees|accepts")
_OTHERWISE = re.compile(r"\Asays (?P<rest>(?:otherwise|or else)\b,?\s.*)\Z", re.DOTALL)
_TAIL = re.compile(
    r"\A(?:says (?P<rest>(?:because|or|especially|even though|although|instead of|except|unless|apart from)"
    r"\b,? \S.*|just in case|(?:all|both|half|most|none) of (?:it|them|that|those))|explains that (?P<or>or .*))\Z",
    re.DOTALL,
)
_TELLS = ("says ", "explains that ", "confirms that ")
_THAT_IS = re.compile(
    r"\A(?:says|explains that) that (?P<rest>(?:is|was|has|will|can|means|takes|would|makes|goes|leaves|gets|"
    r"counts)\b"
    r"(?! (?:all|it|right|correct|fine|okay|ok)\b).*)\Z",
    re.DOTALL,
)
_THERE_IS_NO = re.compile(r"\A(?:says|explains that) there (?:is|are) (?P<what>(?:no|nothing)\b[^,;]{3,60})\Z")
_NO_ANTECEDENT = re.compile(
    r"(?:, which .*|\b(?:it|all|that|is|are|was|were|has|have|does|did|can|will|not|now))\Z|"
    r"\A(?:says|explains) (?:no|yes|oh)\b",
    re.I | re.DOTALL,
)
_GIVES_IN = re.compile(
    r"(?:(?:ok(?:ay)?|ugh|well|alright)[\s,.!]+)?(?:fine(?: then)?|(?P<fair>fair(?: enough)?|ok(?:ay)? then))"
    r"\s*[,.!;-]+\s*(?!\?)",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    r"\Aasks (?:for|the (?:customer|agent) to (?:provide|share|send|give|confirm)) (?P<what>.+)\Z", re.DOTALL
)
_POINTING = re.compile(r"(?:it|that|this|these|those|them)(?: (?:details?|information|one|here))*\Z")
_SMALL = frozenset("the a an and or of for to their customer's both this that".split())


def merged(first: str, second: str) -> str | None:
    """One predicate for two neighbours, or None when each stands for itself."""
    order = order_of(first)
    if order and not _TAKES_ONE.match(second):
        return about_order(second, order)
    pressing = _PRESSING.fullmatch(second) if first.startswith("asks ") else None
    if pressing:
        return f"{first}, as {pressing['why']}"
    sorry = _SORRY_ABOUT.match(first) if " order" in first else None
    if sorry and not _TAKES_ONE.match(second):
        return about_order(second, sorry["order"].replace("order with ID", "order ID"))
    worry = _WORRY.match(first)
    if worry:
        looks = _LOOKS_INTO.match(second)
        if looks:
            return f"{looks['does']} {worry['what']}{looks['rest']}"
        if second.startswith("asks ") and _ORDER_ONLY.fullmatch(worry["what"]):
            return about_order(second, worry["what"])
    otherwise = _OTHERWISE.match(second)
    if otherwise:
        return f"{first}, {otherwise['rest'].replace('otherwise, ', 'otherwise ').replace('or else, ', 'or else ')}"
    told = first.startswith(_TELLS) and second.startswith(_TELLS)
    without = _THERE_IS_NO.match(second) if told else None
    if without:
        return f"{first}, with {without['what']}"
    relative = _THAT_IS.match(second) if told else None
    if relative and not _NO_ANTECEDENT.search(first):
        return f"{first}, which {relative['rest']}"
    tail = _TAIL.match(second) if second.startswith(_TELLS) else None
    rest = (tail["rest"] or tail["or"]) if tail else ""
    if rest and not (rest.startswith("or") and first.startswith("asks whether ")):
        close = rest.startswith("because") and not first.startswith("asks ")
        return f"{first}{'' if close else ','} {rest}"
    asked = _ASKS_FOR.match(second)
    if asked and first.startswith("needs ") and (_POINTING.match(asked["what"]) or _said(asked["what"], first)):
        return first
    return None


def _said(what: str, before: str) -> bool:
    """Whether every word of `what` stands in `before`."""
    words = set(re.findall(r"[\w'-]+", before.lower()))
    wanted = [word for word in re.findall(r"[\w'-]+", what.lower()) if word not in _SMALL]
    return bool(wanted) and words.issuperset(wanted)


def accepts_first(text: str) -> tuple[int, bool]:
    """How many characters of a message only give in (`ok fine, ...`), 0 when it begins otherwise; whether plainly."""
    match = _GIVES_IN.match(text)
    return (match.end(), bool(match["fair"])) if match else (0, False)
