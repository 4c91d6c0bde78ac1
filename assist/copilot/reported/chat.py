"""Chat habits made plain: missing apostrophes of `its` and `ill`, `like 5 days`, words that only call somebody."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.casing import COMMON
from assist.copilot.reported.person import ADVERBS

_ITS = re.compile(
    r"\bits (?!own\b|very (?:own|nature|first|best|last)\b)(?P<next>[A-Za-z']+)(?P<after>[^A-Za-z]|\Z)", re.IGNORECASE
)
_ITS_VALUE = re.compile(r"\bits (?=[#'\"\d]|\S+@)", re.IGNORECASE)
_AFTER_IT_IS = frozenset(
    "got not been a an the so too very really just still already also now all in on at my your like gone getting "
    "me no for under supposed almost nearly over again here there always never completely totally quite pretty "
    "because actually literally probably definitely basically clearly obviously out part worth gud imp".split()
)
_AFTER_CLAUSE = frozenset("i it he she they we you and but or as at in on for to if so this that now".split())
_LIKENED = frozenset("bone stone brand pitch rock ice bolt wide dead crystal razor soaking boiling freezing".split())
_LED_IN = re.compile(
    r"(?:\A|\b(?:sure|hope|think|thinking|tell|know|guess|ya|yes|yeah|no|cause|but)[,.!]? )\Z", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|keeps?|says?|looks?|\w+n'?t)\b",
    re.IGNORECASE,
)
_ILL = re.compile(r"(?<!be )(?<!feel )(?<!was )(?<!is )(?<!am )(?<!are )(?<!'m )\bill (?P<next>[a-z]+)\b")
_WILL = frozenset(
    "b call wait check try need look keep be pay take send pick complain report cancel go give tell".split()
)
_ABOUT = re.compile(
    r"(?P<lead>\A|[,.;!?-]\s*|\b(?:for|in|been|was|were|is|it's|its|took|takes|take|taking|waited|waiting|wait|only|"
    r"cost|costs|paid|pay|spent|at|around|after|within|there's|have|has|had|got|need|lasts|lasted|runs|ran|goes|"
    r"them|it|me|this|up|"
    r"out|back|there|already|than|now|every)\s+)like,? "
    r"(?=(?:\d|a (?:week|month|year|day|hour|minute|couple|few)\b|an hour\b|half an?\b|(?:two|three|four|five|six|"
    r"seven|eight|nine|ten|twenty|thirty|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b))",
    re.IGNORECASE,
)
_BE = re.compile(
    r"(?<= )(?<!\d )(?<!\bone )(?<!\btwo )(?<!three )(?<!four )(?<!five )(?<!\bsix )(?<!seven )(?<!eight )(?<!nine )"
    r"(?<!\bten )(?<!eleven )(?<!twelve )(?<!teen )(?<!ty )(?<!flat )(?<!unit )(?<!plan )(?<!option )(?<!zone )"
    r"b(?= (?:easy|nice|great|good|fine|okay|ok|enough|better|possible|done|"
    r"fast|quick|careful|there|here|able|ready|home|right|so|more|in|at|on|back)\b)"
)
_TOOK_START = re.compile(
    r"\A(?:finally[,!.]? )?(?P<verb>took|takes)(?= (?:you|u|me|us|them|ages|forever|so long|too long|"
    r"(?:\w+ )?\w+ (?:minute|hour|day|week|month)s?)\b)",
    re.IGNORECASE,
)  # the delay is told, not who
_DROPPED_G = re.compile(r"(?<![\w'@./-])[a-z]{3,}in\b(?![\w'@-]|\.\w)")
_IT_SEEMS = re.compile(
    r"\A(?:(?:well|anyway|but|so|ok|okay),? )?(?P<verb>doesn't (?:matter|work|look|seem|help|make sense|turn|open|fit|"
    r"fix)|didn't (?:work|help|matter|fit)|seems|turns out|looks like|sounds like)\b(?! (?:you|we|I)\?)(?!.*\?)",
    re.IGNORECASE,
)  # nobody is named, so it is not the writer
_LETS_HOPE = re.compile(r"\blet's (?:just )?hope\b", re.IGNORECASE)
_BEEN = re.compile(
    r"(?<=\bI'm )(?P<name>[A-Z]\w+), been (?=\w+ing\b)|(?<=\bI am )(?P<named>[A-Z]\w+), been (?=\w+ing\b)"
)
_GUESS = re.compile(r"(?:\A|(?<=[,.!] ))guess (?=(?:I|I'll|I'm|we)\b)", re.IGNORECASE)
_ME_NAN = re.compile(
    r"(?:\A|(?<=[,.;] )|(?<= and ))me(?= (?:nan|mum|mam|mother|dad|da|father|wife|missus|husband|fella|lad|son|"
    r"daughter|brother|sister|mate|phone|car|van|tablets|pills|meds|keys|purse|glasses|money|house|flat|pension|"
    r"card|(?:right |left |bad )?(?:wrist|arm|hand|leg|knee|foot|back))\b)",
    re.IGNORECASE,
)
# `on me phone`, `all me data`, `lost me job`: not `give me money`, which has two objects.
_ME_MINE = re.compile(
    r"(?P<before>\b(?:on|in|at|with|for|from|to|of|off|under|round|into|by|near|without|over|all|both|"
    r"los(?:t|e|es|ing)|brok(?:e|en)|put(?:s|ting)?|forgot(?:ten)?|chang(?:e|ed|ing)|us(?:e|ed|ing)|want|wants|wash(?:ed)?|do|"
    r"doing|done|enter(?:ed)?|typed?|reset|updat(?:e|ed)|switch(?:ed)?|renew(?:ed)?|miss(?:ed)?|hurt|cut|"
    r"check(?:ed)?) )"
    r"me (?P<what>(?:(?:old|new|own|other|whole|little|usual|late) )?(?P<noun>[a-z]+))\b",
    re.IGNORECASE,
)
_NOT_MINE = frozenset(
    "please cheers thanks ta mate love pal sir man dear step point word number type part time today tomorrow "
    "yesterday tonight day days week month year morning evening afternoon night noon half back way no yes ok okay "
    "right well now then about a an all one two three more any it if but and or so to down round still not off "
    "out up over under am are was can will would".split()
)
_ME_AND = re.compile(
    r"\A(?P<lead>(?:so|well|and|but),? )?me and (?P<who>(?:my|the) [a-z]+(?: (?-i:[A-Z][a-z]+))?)"
    r"(?= (?!and\b|or\b)[a-z])",
    re.IGNORECASE,
)  # `me and my brother got one`
_OWNED = re.compile(r"\b(?:my|his|her|your|ur|their|the|a|this|that|some|another)\Z", re.IGNORECASE)
_CALLED = re.compile(
    r"[\s,]*(?<![\w'-])(?:(?:dear )?(?:sir|madam|ma'am) ?/ ?(?:sir|madam|ma'am)|yaar|arre+y?|matlab|"
    r"(?:dude|bhai|bro|bruh)(?= |\W*\Z))(?![\w'/-]),?",
    re.IGNORECASE,
)
_CALLS = ("sir", "ma'am", "madam", "yaar", "arre", "matlab", "dude", "bhai", "bro", "bruh")
_BECAUSE = re.compile(
    r"(?<=[a-z] )(?<!the )(?<! a )(?<!root )(?<!might )(?<!could )(?<!will )(?<!would )(?<!can )(?<!to )'?cause "
    r"(?=(?:i|i'm|it|it's|they|we|he|she|you|my|the|there|this|that|his|her|our)\b)",
    re.IGNORECASE,
)
_BECAUSE_FIRST = re.compile(r"\A'?cause (?=(?:i|it|they|we|he|she|you|my|the|there|this|that|as)\b)", re.IGNORECASE)
_AN_AND = re.compile(
    r"(?:(?<=\w )|\A)an (?=(?:(?-i:it)|it's|its|i|i'm|if|the|then|they|we|he|she|won't|wont|not|my|this|that|now)\b)",
    re.IGNORECASE,
)
_NO_ONES = re.compile(
    r"\bno ?ones (?=(?:been|rung|come|called|told|got|replied|answered|phoned|turned)\b)", re.IGNORECASE
)
_ELSES = re.compile(r"(?<=one )elses\b|(?<=body )elses\b", re.IGNORECASE)
_THANKS_TOLD = re.compile(
    r"(?P<told>\b(?:tell|say|says|said|saying|give|send)\b(?: [\w']+){0,2}?) (?:a )?thank you\b(?! (?:card|note|"
    r"letter|gift)\b)",
    re.IGNORECASE,
)
_PISSED = re.compile(r"\bpissed(?: off)?\b", re.IGNORECASE)
_BETTER = re.compile(r"\b(?P<who>you|they|we|he|she|I|this|that) better (?=(?P<verb>[a-z]+)\b)", re.IGNORECASE)
_QUID = re.compile(r"(?<=\w )quid\b(?! pro\b)", re.IGNORECASE)


_DONT_YOU = re.compile(
    r"\bdon't you (?=(?:tell|say|start|worry|try|give|send|charge|call|blame)\b)(?!.*\?\s*\Z)|"
    r"\bdon't you dare (?=[a-z])",
    re.IGNORECASE | re.DOTALL,
)  # `don't you tell me it is my fault`
_WE_TWO = re.compile(
    r"\b(?:we|us) two (?=(?:are|were|would|will|can|could|should|have|had|be|want|need)\b)", re.IGNORECASE
)
_ANYONES = re.compile(
    r"\b(?P<what>(?:the (?:one|ones|kind|sort|type|thing|things|bit|part)|something) )you (?:can )?(?=(?:carry|plug|"
    r"screw|wear|hold|press|push|pull|clip|stick|hang|fold|hook|tie|lift|pour|slide|twist|strap|pump|blow|wind)\b)",
    re.IGNORECASE,
)  # `the one you plug in` is nobody's doing
_PLEASE_TO = re.compile(r"(?:\A|(?<=[.,;!] )|(?<=\band ))please to (?=[a-z])", re.IGNORECASE)  # `please to send it`
# `you send man please`
_YOU_PLEASE = re.compile(
    r"\A(?:(?:ok|okay|so|then|now|yes|no),? )*you (?=(?P<verb>[a-z]+) (?!me wrong)"
    r"[^?]*\bplease\b(?!,? (?:do|can|could)))"
    r"(?:please )?",
    re.IGNORECASE,
)
_PLEASE_YOU = re.compile(
    r"\bplease you (?=[a-z]+ (?:me|us|the|my|our|it|them|this|that|again|an?|to|for)\b)"
    r"(?!(?:need|have|must|can|could|are|should|will|would|may|want)\b)",
    re.IGNORECASE,
)  # `please you wait me`


# Without its apostrophe: nobody asks somebody to ring themselves.
_WELL = re.compile(
    r"(?:\A|(?<=\band )|(?<=\bso )|(?<=\bthen )|(?<=\bit )|(?<=\bok )|(?<=\bokay )|(?<=\byeah )|(?<=\bright ))well "
    r"(?=(?:ring|call|phone|text|e-?mail|send|let|get|write|give|post|keep|contact|refund|book|put|see|move|pass) "
    r"you\b)"
)
_TWO_ASKED = re.compile(
    r"\A((?:and |so |ok(?:ay)? )?(?:what|who|where|when|which|how)\b[^,?]*), "
    r"(?=(?:what|who|where|when|which|how)\b[^,?]*\?)",
    re.IGNORECASE,
)
_SORRY_NAME = re.compile(
    r"\A[Ss]orry,? [A-Z][a-z]+, (?=(?:can|could|would|will|may|did|do|have|are|is|what|where|which|when|how|who)\b)"
)
# A false start of a call: `its um its been done`.
_BEGUN_AGAIN = re.compile(
    r"\b(?P<begun>it'?s|i'?ve|you'?ve|we'?ve|that'?s|there'?s|he'?s|she'?s) (?:(?:um|uh|er|erm),? )*"
    r"(?=(?P=begun) (?!own\b))",
    re.IGNORECASE,
)
_WHAT_I_SEE = re.compile(r"\A(?:so )?what I(?: can|'m)? see(?:ing)?(?: here| on here)? is that (?=\w)", re.I)
_WHAT_I_DID = re.compile(
    r"(?:\A|(?<=\bso )|(?<=\band ))what (?:I|we)(?:'ve| have) done(?: here| now| then)? is,? (?=(?:I|we)(?:'ve)? )",
    re.I,
)


def plain_chat(text: str) -> str:
    """`its late` -> `it's late`, `ill wait` -> `I'll wait`, `like 5 days` -> `about 5 days`; no `yaar`, `sir/madam`."""
    if "lease to " in text:
        text = _PLEASE_TO.sub("please ", text)
    if "'t you " in text:
        text = _DONT_YOU.sub("don't ", text)
    if "well " in text:
        text = _WELL.sub("we'll ", text)
    if text[:6].lower() == "sorry ":
        text = _SORRY_NAME.sub("", text)
    if " see" in text[:20]:
        text = _WHAT_I_SEE.sub("I can see that ", text)
    if " done" in text:
        text = _WHAT_I_DID.sub("", text)
    if "?" in text and "," in text:
        text = _TWO_ASKED.sub(r"\g<1> and ", text)
    text = _BEGUN_AGAIN.sub("", text)
    if " two " in text:
        text = _WE_TWO.sub("the two of us ", text)
    if " you " in text:
        text = _ANYONES.sub(r"\g<what>to ", text)
    if text[:14].lower().find("you ") >= 0 and "please" in text:
        text = _YOU_PLEASE.sub(_asked, text)
    if "lease you " in text:
        text = _PLEASE_YOU.sub("please ", text)
    if ", been " in text:
        text = _BEEN.sub(lambda found: f"{found['name'] or found['named']}, I've been ", text)
    lowered = text.lower()
    if "et's " in lowered:
        text = _LETS_HOPE.sub("I hope", text)
    if _IT_SEEMS.match(text):
        text = _IT_SEEMS.sub(lambda found: f"it {found['verb'].lower()}", text)
    if "its " in lowered:
        text = _ITS_VALUE.sub("it's ", _ITS.sub(_it_is, text))
    if "ill " in text:
        text = _ILL.sub(_i_will, text.replace(" ill ill ", " ill "))
    if "me " in lowered:
        text = _ME_MINE.sub(_mine, _ME_NAN.sub("my", text))
        text = _ME_AND.sub(r"\g<lead>\g<who> and I", text) if "me and " in lowered[:16] else text
    if "like" in lowered:
        text = _ABOUT.sub(r"\g<lead>about ", text)
    if "cause " in lowered:
        text = _BECAUSE_FIRST.sub("because ", _BECAUSE.sub("because ", text))
    if " elses" in lowered:
        text = _ELSES.sub("else's", text)
    if " thank you" in lowered:
        text = _THANKS_TOLD.sub(r"\g<told> thanks", text)
    if "ones " in lowered:
        text = _NO_ONES.sub("no one has ", text)
    if " b " in lowered:
        text = _BE.sub("be", text)
    if "an " in lowered:
        text = _AN_AND.sub("and ", text)
    if "pissed" in lowered:
        text = _PISSED.sub("angry", text)
    if "took " in lowered or "takes " in lowered:
        text = _TOOK_START.sub(lambda match: f"It {match['verb'].lower()}", text)
    if " better " in lowered:
        text = _BETTER.sub(_had_better, text)
    if "in" in text:
        text = _DROPPED_G.sub(_with_g, text)
    if "quid" in lowered:
        text = _QUID.sub("pounds", text)
    text = _GUESS.sub("", text)
    return _CALLED.sub(_uncalled, text) if any(word in lowered for word in _CALLS) else text


_ASKED_OF = frozenset(
    "send call give tell check change cancel refund help fix bring take make put let write wait close open book move "
    "explain come look find return transfer replace stop keep speak talk".split()
)


def _mine(match: re.Match[str]) -> str:
    noun = match["noun"].lower()
    named = len(noun) > 2 and noun not in _NOT_MINE | COMMON | ADVERBS and not noun.endswith(("day", "ing", "ly"))
    mine = noun == "ones" or (named and inflect.is_noun(noun))
    return f"{match['before']}my {match['what']}" if mine else match.group()


def _asked(match: re.Match[str]) -> str:
    return "please " if match["verb"].lower() in _ASKED_OF else match.group()


_WHOLE = frozenset({"statin"})  # ends so by itself, and no dictionary of ours has it


def _with_g(match: re.Match[str]) -> str:
    """`uploadin` -> `uploading`; `begin` and `cousin` are words."""
    word = match.group()
    return f"{word}g" if word not in _WHOLE and not inflect.is_known(word) and inflect.is_verb(f"{word}g") else word


def _had_better(match: re.Match[str]) -> str:
    """`you better hurry` -> `you had better hurry`."""
    verb = match["verb"].lower()
    return f"{match['who']} had better " if verb == "not" or inflect.is_base_verb(verb) else match.group()


def _it_is(match: re.Match[str]) -> str:
    following = match["next"].lower()
    adjective = (
        inflect.is_adjective(following)
        and following != "number"
        and (not inflect.is_noun(following) or match["after"] not in {" ", "-"})
    )
    likened = following in _LIKENED and inflect.is_adjective(_next_word(match))
    clause = (
        following in _AFTER_IT_IS
        or likened
        or (following.endswith("day") and match["after"] != " ")
        or (adjective and not _names_thing(match))
        or (following.endswith("ing") and inflect.is_verb(following) and not inflect.is_noun(following))
    )
    return f"it's {match['next']}{match['after']}" if clause or _is_told(match) else match.group()


def _next_word(match: re.Match[str]) -> str:
    following = re.match(r"[A-Za-z]+", match.string[match.end() :])
    return following.group().lower() if following and match["after"] == " " else ""


def _is_told(match: re.Match[str]) -> bool:
    """`hope its good news`, `ya its packed`: what begins a clause and has no other verb."""
    before, after = match.string[: match.start()], match.string[match.end("next") :]
    following = match["next"]
    if match["after"] == " " and before.endswith((" if ", "If ", "if ")) and following.endswith("ed"):
        return inflect.is_participle(following.lower()) and not _names_thing(match)
    quality = inflect.is_adjective(following.lower()) or inflect.is_participle(following.lower())
    if match["after"] != " " and before.endswith(", "):
        return quality
    named = quality or following[0].isupper() or following.endswith("ing")
    return named and bool(_LED_IN.search(before)) and not _FINITE.search(after)


def _names_thing(match: re.Match[str]) -> bool:
    """`its new box`: an adjective before a noun, so the `its` owns something."""
    following = re.match(r"[A-Za-z]+|\d", match.string[match.end() :])
    word = following.group().lower() if following else ""
    return match["after"] == " " and (word.isdigit() or (inflect.is_noun(word) and word not in _AFTER_CLAUSE))


def _i_will(match: re.Match[str]) -> str:
    following = match["next"]
    fits = inflect.is_base_verb(following) and not inflect.is_noun(following)
    return f"I'll {following}" if fits or following in _WILL else match.group()


def _uncalled(match: re.Match[str]) -> str:
    """`my bro` is a person, not somebody called."""
    if _OWNED.search(match.string, 0, match.start()):
        return match.group()
    return "," if match.group().endswith(",") and match.start() else ""
