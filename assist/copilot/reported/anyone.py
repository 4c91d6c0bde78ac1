"""What anybody would do, told by a customer: `you can't even get through` and `press save and it logs me out`.

Such a `you` is no company, and such an order is given to nobody: both are put as what the writer does.
"""

import re

from assist.copilot.reported import inflect

_CLAUSE = r"(?:\A|(?<=, )|(?<=\band )|(?<=\bbut )|(?<=\bthen )|(?<=\bbecause )|(?<=\bso )|(?<=\bthat )|(?<=\bwhere ))"
_OFTEN = r"(?:(?:just|only|still|even|really|always|actually|hardly|barely|clearly|ever|then) )*"
_NOT_MINE = r"(?! (?:\w+ )?(?:me|us|my|our|mine)\b)"
_HANDLES = (
    r"press|push|click|tap|scan|swipe|touch|(?:open|close|shut) (?:it|the|an?|this|that|them|one|up)|lift|type|turn|"
    r"switch|plug|unplug|log|sign|drive|walk|park|"
    r"sit|stand|lie|lean|sleep|brake|accelerate|pull|hold|shake|squeeze|pour|flush|wash|cook|hang|tilt|bend|fold|"
    r"steer|"
    r"hear|smell|feel|live|dial|scroll|wear|queue|go (?:round|over|into|onto|to|on|through|near|up|down|past|in|out)"
)
_CANNOT = (
    r"(?:can't|cannot|can never|couldn't) (?:even |just |ever |really |actually )*(?:get (?:through|in|on|past|out|"
    r"hold|near|anyone|anybody|it (?:to|off|out|in|on|open)|an?|any|that)|find (?:an?|any\w*|where|out)|"
    r"leave (?:an?|any|it)|"
    rf"reach|speak|talk|read|win|trust|breathe|move|use|choose|{_HANDLES})"
)
_GETS = (
    r"(?:don't |never )?get (?:what|nothing|no|much|one|used|stuck|through|put|passed|charged|told|cut|an? (?:busy|"
    r"signal|"
    r"text|message|code|machine|recording|robot|letter|different|error|answer|email|hour))"
)
_DOES = (
    rf"(?:queue|wait(?! for me| for us)|press|click|tap|scan|swipe|type|ring (?:up|and|them|the)|phone (?:up|and|"
    rf"them)|"
    rf"call (?:up|and|them)|log (?:in|on)|sign in|end up|turn up(?! at (?:my|our))|{_GETS}|"
    r"pay (?=[£$€\d]|good|all|for|extra|over|full|through|top|more|a )|"
    r"have to (?:laugh|queue|wait|press|click|scan|pay|ring|wonder))"
)
_STATED = re.compile(
    rf"{_CLAUSE}(?P<you>you) {_OFTEN}(?:{_CANNOT}|can (?:just |actually |even |still )*(?:only )?(?:see (?:it |"
    rf"them )?from (?:here|outside|across|the|space)|walk|drive past|hear|smell|feel|"
    rf"(?<=only )see|leave any)|{_DOES})\b"
    r"(?![^,;.!?]*\b(?:me|us|my|our|order|account)\b)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"(?:(?<=, )|(?<=\band )|(?<=\bthen ))(?P<you>you) (?=(?:{_HANDLES}|go|ring|call|phone|wait|find|get|turn up|"
    rf"have to)\b)",
    re.IGNORECASE,
)  # `you get a text, you drive all the way`
_WHEN = re.compile(
    r"\b(?:when|whenever|if|every (?:single )?time|each time|once|as soon as|until|unless|after|before|while|"
    r"the (?:moment|"
    r"minute)) "
    rf"(?P<you>you)(?: {_OFTEN}(?:{_HANDLES})\b{_NOT_MINE}|(?P<are>'re| are) (?:on hold|logged in|signed in|in (?:a|"
    rf"the) "
    r"queue|driving|sitting|sat|stood|standing|lying|typing|scrolling|asleep|trying to)\b)",
    re.IGNORECASE,
)
_SPOKEN_TO = re.compile(
    r"\b(?:please|pls|(?:can|could|would|will) you|(?:let|tell|give|send|call|ring) (?:me|us)|(?:I|we)(?:'d|'ll|"
    r" will| "
    r"would| want| need)|you(?:'ll| will| can)? see)\b",
    re.IGNORECASE,
)  # who is asked for something, or shown it, is no anybody
_SAID = re.compile(
    r"\b(?:told|says?|said|read|saying)(?: me)?(?: that)? (?P<you>you) (?:can|can't|cannot|have to|need to|must|"
    r"should) "
    r"(?:(?:only|just|not) )*(?:be |get (?:it|one|a)\b|pay|buy|leave|collect|return|claim|apply|bring|prove|register|"
    rf"wait|try|use|{_HANDLES})\b(?![^,;.!?]*\b(?:me|us|my|our)\b)",
    re.IGNORECASE,
)
_DONE_TO = re.compile(
    r"\b(?:(?:it|it's|app|site|machine|system|website|page|screen|bot|thing|menu|they|they've|nobody|someone|who|"
    r"which|that) "
    r"(?:(?:just|only|even|always|still|then|won't|doesn't|don't|has|have|keeps?) )*"
    r"(?:lets?|makes?|keeps?|kept|cuts?|locks?|locked|logs?|logged|kicks?|kicked|throws?|forces?|stops?|leaves?|"
    r"wakes?)|"
    r"(?:it|app|site|machine|system|website|page|screen|bot|thing|menu) (?:(?:just|only|even|always|then|doesn't) )*"
    r"(?:asks?|tells?|gives?)) (?P<you>you)\b(?! know\b)",
    re.IGNORECASE,
)
_TAG = re.compile(r",? (?:do|don't|can|can't|have|haven't|is|isn't) (?:you|it)\Z", re.IGNORECASE)
_HOW = re.compile(
    r"\A(?:(?:and|so|but|then|well),? )?(?:(?:how|where) (?:on earth )?(?:do|would)|what do(?= you (?:press|"
    r"click|type)\b)|do(?= you (?:have|need) to\b)) (?P<you>you) (?:(?:even|actually|just|ever) )*(?:(?:have|"
    r"need) to (?:be (?:a|an|over|\d+|registered)|pay|book|register|join|apply|"
    rf"{_HANDLES})|get|pay|use|reset|cancel|change|update|install|connect|register|complain|join|top up|"
    rf"delete|remove|print|{_HANDLES})\b(?!.*\b(?:me|us|my|our|I|we)\b)",
    re.IGNORECASE,
)
# `can you take them with amitriptyline`, `can you wear it without the strap`
_SAFELY = re.compile(
    r"\b(?:can|could|should|whether|if) (?P<you>you) (?:(?:can|could|should) )?"
    r"(?:take|mix|drink|eat|wear|use) (?:it|them|this|that|these|those|the \w+) "
    r"(?:(?:with|without|alongside) (?!(?:you|me|us|him|her|your|my|the)\b)|on an empty )[a-z]",
    re.IGNORECASE,
)
_TRIED = re.compile(
    rf"(?:\A|(?<=, ))(?:(?:just|then|now) )?(?P<order>(?P<verb>{_HANDLES}|ask|leave|put|take|use|run|start|set)\b"
    r"(?! (?:me|us)\b)[^,.!?;]*?),? and (?P<main>(?:(?:it|they|he|she|everything|nobody|we|I)(?:'s|'re|'m)?|"
    r"(?:the|my|our) (?:\w+ )?\w+'s|(?:the|my|our) \w+(?: \w+)??(?= (?:\w+s|are|have|\w+n't)\b)) (?!(?:can|could|"
    r"will|would|should|'ll|'d|happy|good|fine|done|ok|okay|sorted|am|"
    r"have (?:a|no) (?:deal|problem))\b)(?:(?:just|still|all|both|only) )*(?P<finite>[a-z']+)\b)",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"(?:and |but |so )?you'd (?:think|expect|hope|have thought|swear)\b", re.IGNORECASE)
_WOULD_GET = re.compile(r"\byou'd (?=(?:think|expect|hope|have|swear|get|be|find|see|hear)\b)", re.IGNORECASE)
# What only a person can be called is said of the agent, not of the company.
_ONE_PERSON = re.compile(
    r"\byou(?:'re| are) (?=(?:only |just )?(?:the|an?) (?:\w+ ){0,2}(?:human|person|one|guy|lady|man|woman|agent|"
    r"angel|star|legend|hero|lifesaver|gem|diamond)\b(?! (?:of|that|which)\b))",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:'ll|will|please|pls)\b", re.IGNORECASE)


def told_of_oneself(text: str, *, question: bool) -> str:
    """`you can hear it click` -> `I can hear it click`, of a customer; what is asked of the company stays."""
    if "you" in text or text[:3] == "You":
        text = _ONE_PERSON.sub("the agent is ", text)
    if _THOUGHT.match(text):
        text = _WOULD_GET.sub("I'd ", text)
    if "you" in text or "You" in text:
        text = _DONE_TO.sub(_me, _SAFELY.sub(_one, _HOW.sub(_one, text)))
        if not question:
            stated = _STATED.sub(_one, text)
            stated = _GOES_ON.sub(_one, _TAG.sub("", stated)) if stated != text else text
            text = _SAID.sub(_one, stated)
            text = text if _SPOKEN_TO.search(text) else _WHEN.sub(_one, text)
    return _TRIED.sub(_tried, text) if " and " in text and not _FUTURE.search(text) else text


def _one(match: re.Match[str]) -> str:
    are = match.groupdict().get("are")
    said, start = match.group(), match.start("you") - match.start()
    rest = said[start + 3 + len(are or "") :]
    return f"{said[:start]}{'I am' if are else 'I'}{rest}"


def _me(match: re.Match[str]) -> str:
    return f"{match.group()[:-3]}me"


def _tried(match: re.Match[str]) -> str:
    """`press save and it logs me out` -> `if I press save it logs me out`: nobody is asked to."""
    verb, finite = match["verb"].lower().split()[0], match["finite"].lower()
    shown = finite in _SHOWS or (finite.endswith("s") and inflect.is_verb(finite)) or "'" in match["main"]
    alone = match["main"].lower().startswith(("they ", "we ", "i ", "nobody ")) and inflect.is_base_verb(finite)
    if match["main"].lower().startswith(("we ", "i ")):
        shown = alone = finite in _SUFFERS
    if not inflect.is_base_verb(verb) or not (shown or alone):
        return match.group()
    if inflect.is_unmarked_past(verb) and _CAME_OF_IT.match(match["main"]):
        return f"I {match.group()[0].lower()}{match.group()[1:]}" if not match.start() else match.group()
    return f"if I {match['order'][0].lower()}{match['order'][1:]}, {match['main']}"


_CAME_OF_IT = re.compile(r"(?:it(?:'s| is) (?:still|not)|it isn't|it didn't|nothing)\b", re.IGNORECASE)
_SUFFERS = frozenset("lose get miss can't have".split())
_SHOWS = frozenset("is are has have doesn't don't won't isn't can't".split())
