"""What a colleague leaves out of a note: greetings, thanks, apologies, empathy, closings, waiting, hedges, insults."""

import re
from functools import cache

from assist.copilot.reported import inflect
from assist.copilot.reported.asides import ASIDES, LEADS
from assist.copilot.reported.courtesies import CALLED, CAPITAL_NAME, COURTESIES, VOCATIVE
from assist.copilot.reported.statements import has_verb
from assist.core.text.caseless import Caseless
from assist.core.text.remembered import remembered


@cache
def _whole() -> re.Pattern[str]:
    """Compiled at the first use: it takes 60 ms, which a start need not wait for."""
    return re.compile(
        r"(?:(?:" + ")|(?:".join([*COURTESIES, *ASIDES]) + r"))[\s.!,?…:;-]*\Z", re.IGNORECASE | re.DOTALL
    )


_LEADS = re.compile(
    r"\A(?:(?:i'm|i am|we're|we are) (?:so |very |really |terribly )?sorry,? but\b\s*|and (?=(?:while|when|as|"
    r"because|since|for)\b)|"
    r"(?:sorry|apologies),? but\b\s*)|"
    r"\A(?:(?:oh|hi|hello|hey|hiya|yes|yeah|um|well|good (?:morning|afternoon|evening))\s+(?=(?:oh|hi|hello|hey|"
    r"yes|yeah|good (?:morning|afternoon|evening)|i|i'm|i've|my|it's|this is|those|these|that|we|um|"
    r"there(?:'s| is| are| was| were| has| seems))\b)|"
    r"ok(?:ay)?\b[\s,.!:-]+(?=\w)|(?:hi+|hey+|hello+|hiya|good (?:morning|afternoon|evening|"
    r"day))(?:[\s,]+(?:" + VOCATIVE + "|" + CAPITAL_NAME + r"(?=,)|again))*"
    r"(?:[\s,]*[,.!–—-]\s*|\s+(?=[A-Z]|my\b|the\b))"
    r"|dear\s+[^,.!]{1,40}[,!]\s*"
    r"|(?:ok(?:ay)?|k(?!,? [a-z]\b)|sure(?: thing)?|certainly|of course|absolutely|definitely|great(?! that\b)|"
    r"perfect|alright|all "
    r"right|"
    r"right|understood|got it|i see(?=\s*[,.;!-])|well|so|now|(?:oh )?(?:god )?bless (?:you|your heart|him|her|"
    r"them)|oh (?:wait|well|geez|gosh|man|god|my god|dear|no(?=,))|oh|ah|um|"
    r"cool|fine|and|but|also|plus|then|anyway|anyways|look(?! (?:after|at|for|into|in|out|up|like|back|here|"
    r"through)\b)|listen|see(?! you| ya| how| what| if| where)|well done|"
    r"honestly|frankly|seriously(?: (?:dude|man|bro|guys|mate|people))?|basically|"
    r"actually|unfortunately|indeed|exactly|correct|good(?! that\b)|nice|thanks(?! (?:so|very) much| for\b)|just|"
    r"wait|aight|yo|ugh|wow|lovely|awesome|amazing|"
    r"like(?=,? (?:seriously|honestly|really|what|how|who|why|are|is)\b)|"
    r"brilliant|"
    r"excellent|"
    r"(?-i:[A-Z][a-z]+) (?:here|speaking)(?=[,.])|(?:hold|hang) on(?:[\s,]+(?:hold|hang) on)*|one sec(?:ond)?|bear "
    r"with me|"
    r"come on|fair (?:point|question|enough)|good (?:point|question)|a fair (?:assumption|point|question)|lucky you|"
    r"quite|"
    r"wonderful|great news|very well|magic|fair|sir ?(?:/|or) ?(?:madam|ma'am)|quick (?:one|"
    r"question)(?: [^:,.!?]{1,24}(?=:))?|"
    r"thank you(?: so much| very much)?(?! (?:so|very) much| for\b)|cheers|ta|sorry(?! to\b)|i'm sorry(?! to\b)|"
    r"i am sorry(?! to\b)|"
    r"my apologies|apologies|"
    r"sorry about that|i'm afraid(?: that)?|i am afraid(?: that)?|(?:please )?rest assured,?(?: that)?|"
    r"would you believe(?: it)?|i'll be honest(?=,)|sorry (?:mr|mrs|ms|miss|dr)\.? (?-i:[A-Z])[\w'-]+|"
    r"(?:so )?let me get this (?:straight|right)|i won't lie(?: to you)?|i'm not (?:being funny|going to lie)|"
    r"don't get me "
    r"wrong|(?:i'm )?not (?:being|to be) (?:rude|funny|difficult)|no offen[cs]e|"
    r"(?:i|we|it|that|they|he|she|there) (?:am|is|are|was|were|do|does|did|have|has)"
    r"(?=, and (?:i|i've|i'm|i'll|we|we've|we're|we'll|you|you'll|your|it|it's|the|that|they|there)\b)|"
    r"additionally|furthermore|moreover|lastly|finally|firstly|however|meanwhile|hence|therefore|thus|"
    r"(?:further to|following(?: up on)?|with reference to|in (?:reply|response) to|referring to) (?:my|our|your|the) "
    r"(?:[\w-]+ ){0,3}?(?:conversation|call|chat|e-?mail|letter|message|discussion|visit|meeting)"
    r"(?: (?:of|from|on) (?:[\w-]+ ){0,2}?[\w-]+)?|"
    r"alternatively|in addition|as well|no problem|no worries|"
    r"you're welcome(?! to\b)|as i said|like i said|as mentioned|to be honest|to clarify|for your information|"
    r"please note(?: that)?|note that|kindly note(?: that)?|please be (?:advised|informed|assured)(?: that)?|"
    r"(?:i(?:'m| am)|we(?:'re| are)) (?:very |so |really )?(?:sorry|afraid) to (?:inform|tell|say|"
    r"let)(?: you)?(?: know)?(?: that)?|(?:i|we) regret to inform you(?: that)?|i can confirm(?: that)?|yes please|"
    r"i (?:just )?(?:want|wanted|would like|wish) to (?:let you know|inform you|assure you|tell you|"
    r"confirm)(?: that)?|i assure you(?: that)?|i promise(?: you)?(?: that)?|i must say(?: that)?|"
    r"i (?:do )?understand(?: that| your \w+| you)?(?=,| but)|i understand(?= i (?:can|could) (?:see|check|look|"
    r"try|ask)\b)|"
    r"let me (?:just )?(?:bring|pull|get|call) up (?:your|the) (?:\w+ )?\w+(?= (?:can|could|what|so|right|may)\b)|"
    r"let me (?:just )?(?:look|see|check|have a look)(?: (?:at )?(?:that|it))?(?: up)?(?: for you)?(?= \w+ "
    r"(?:yes|yeah|right|okay)\b|,? (?:so|"
    r"right so|okay so|yes|yeah|right|(?:have|do|can|could|would|are|is|did) (?:you|it|there|we))\b)|i know(?=,|"
    r"\s+but)|good news|great news|bad news|"
    r"(?:good )?(?:morning|afternoon|evening)(?=,? (?:i|i'm|i've|i'd|we|we've|my|our|can|could|it's|there's)\b|"
    r",? the [a-z]+(?:'s| is| are| has| was)\b)|"
    + LEADS + "|" + CALLED + r")(?:\s*[,!.:;-]+\s+|\s+(?=(?:i|i'm|i've|i'll|we|you|can|could|please|the|my|it|that|"
    r"so|but|"
                  r"and|then|well|what|when|where|how|why|which|who|shall|do|is|no|ok|okay|let|this|there|if|to|"
                  r"he|she|they|their|"
                  r"thanks?|thank|bye|cheers|brilliant|lovely|perfect|wonderful|excellent|"
                  r"your|our|"
                  r"all|after|once|please|kindly|would|will|does|did|are|was|has|have)\b))|"
    r"(?:so(?! (?:far|many|much|long|that|soon|called|on|do|did|is|are|am|was|will)\b)|and|but|plus|then)\s+(?=\w)"
    r")",
    re.IGNORECASE,
)  # fmt: skip
_HANG_ON = re.compile(
    r"\A(?:oh no(?= ok(?:ay)?\b)|hang on|hold on|wait (?:up|though))\b(?! (?:to|a|for|until|till|the|while|in|my|"
    r"your|"
    r"please)\b)[\s,.!]*(?=\w)|\Awell (?=(?:hurry|find|do|get|fix|sort|tell|give|send|make)\b)",
    re.IGNORECASE,
)
_THANKS_ABOUT = re.compile(
    r"\A(?:thank you|thanks) for (?:contacting|reaching|calling|bringing|writing|getting|"
    r"informing)\b(?-i:[A-Za-z ]*?) "
    r"(?=(?:regarding|about|concerning) (?:your |the )?order\b[^,.]{0,20}?\d[\w-]*\W*\Z)",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"(?:,\s*|\s+)(?:(?:thanks|cheers|ta)(?: (?-i:[A-Z][a-z]+))?|thank you|thx|(?:mister|missus) [\w'-]+|sir|"
    r"ma'am|madam|mate|dude|bro|bhai|boss|yaar|ya|na|"
    r"(?<!young )(?<!old )(?<!nice )(?<!the )(?<! a )(?<!good )(?<!that )(?<!this )(?<!other )(?<!delivery )"
    r"(?<!tax )(?<!post )(?<!gas )"
    r"(?<!bin )(?<!bus )(?<!repair )(?<!meter )(?<!send )man|"
    r"lol|don't worry|(?<!am )(?<!'m )(?<!'s )(?<!is )(?<!are )"
    r"(?<!no )(?<!so )(?<!very )(?<!really )"
    r"(?<!feel )(?<!felt )(?<!say )(?<!said )(?<!be )(?<!sounds )(?<!was )sorry|"
    r"(?<=, )you see|(?<=, )i know|(?<=, )did you know|(?<=, )one moment|"
    r"please|by the way|"
    r"(?:so )?(?:(?:can|could|will) you (?:just )?)?(?:hold on|hang on|bear with me)|"
    r"just (?:a|one) (?:sec|second|moment)|"
    r"one sec(?:ond)?|"
    r"(?<!do )(?<!did )(?<!if )(?<!as )(?<!let )(?<!what )(?<!that )(?<!than )(?<!how )you (?:know|see)(?=\s*\?)|"
    r"if you please|"
    r"right away please|if (?:that's|that is|it's|you) (?:ok|okay|alright|all right|don't mind)|(?:i'm|i am) afraid|"
    r"(?<=, )of course|i guess|i suppose|for god's sake)(?: (?:so much|"
    r"very much|in advance|again|for your (?:patience|understanding|help|time|cooperation)))?\s*[.!?]*\Z",
    re.IGNORECASE,
)
_AFRAID = re.compile(
    r"\A(?:I'm|I am|we're|we are) afraid (?:that )?(?!of\b|to\b|not\b|so\b|for\b)(?=\w)", re.IGNORECASE
)
_AFRAID_INSIDE = re.compile(
    r"(?:(?<= so )|(?<= and )|(?<= but ))(?:I'm|I am|we're|we are) afraid (?:that )?(?=(?:that's|it|it's|the|there|"
    r"there's|we|I|you|this|they)\b)",
    re.IGNORECASE,
)
_AFRAID_AFTER = re.compile(
    r"(?<=\w),? (?:I'm|I am) afraid(?=,| (?:but|and|so|is|are|do|can|have|would|could)\b)", re.IGNORECASE
)
_AFRAID_NOT = re.compile(r"\A(?:I'm|I am|we're|we are) afraid not(?=[,.]|\Z)", re.IGNORECASE)
_YOU_SEE = re.compile(
    r"(?<!\bas)(?<!\bwhat)(?<!\bdo)(?<!\bdid)(?<!\bcan)(?<!\bif)(?<!\bwhen)(?<!\bthat)(?<!\bwhere) you (?:see|"
    r"know)(?=,)|(?<=\w\w)(?<!\bas)(?<!\bwhat)(?<!\bdo)(?<!\bdid)(?<!\bcan)(?<!\bif)(?<!\bwhen)(?<!\bthat)(?<!\bwhere)"
    r"(?<!\bonce)(?<!until)(?<!\bso)(?<!\bhow)(?<!\bwhy)(?<!\band)(?<!\bbut) you see(?= (?:we|I|I'm|I've|we're|we've|"
    r"because|he|she)\b)",
    re.IGNORECASE,
)
_THANKS_INSIDE = re.compile(r"(?<=\w),? (?:many )?thanks(?=, (?:it|it's|that|the|we|turned|just|I) )", re.IGNORECASE)
_BUT_SORRY = re.compile(r"(?<= but )(?:I'm|I am) (?:so |really |very )?sorry,? (?=(?:I|we|it|the|my)\b)", re.IGNORECASE)
_SORRY_INSIDE = re.compile(
    r"(?<=\w), (?:I'm|I am|we're) (?:so |very |really |truly )?sorry,(?= (?:it|I|we|the|that|but|and)\b)", re.I
)
_THEN = re.compile(
    r"(?<=\w)(?<!until)(?<!till)(?<! til)(?<!'til)(?<!by)(?<!before)(?<!since)(?<!and)(?<!from)(?<!even)"
    r"(?<!after)(?<!back)(?<!only)(?<!just)(?<!than)(?<!but)(?<!if)(?<!what),? then[\s.!?]*\Z",
    re.IGNORECASE,
)  # `leave it then`
_THOUGH = re.compile(r", though(?P<mark>,(?= (?:and|but)\b)|[.!]?\Z)")
_INNER = re.compile(
    r",?\s*\b(?:i (?:mean|guess|suppose|must say)|(?<=, )you know|(?<=, )you see|to be honest|honestly|frankly|"
    r"unfortunately|of course(?! not)|kindly|by any chance|basically|"
    r"literally|obviously|certainly|definitely|sincerely)\b,?(?=\s)",
    re.IGNORECASE,
)
_INNER_WORDS = (
    "i mean", "i guess", "i suppose", "i must say", "you know", "you see", "to be honest", "honestly", "frankly",
    "unfortunately", "of course", "kindly", "by any chance", "basically", "literally", "obviously", "certainly",
    "definitely", "sincerely",
)  # fmt: skip
_INNER_PLEASE = re.compile(
    r"(?<![,;:.-])(?<! and)(?<! so)(?<! but)(?<! then)(?<!wise)(?<! else)\s(?:please|pls)\b"
    r"(?:,?(?P<clause>(?=\s(?:I|I'\w+|we|we'\w+|he's|she's|they're|it's|there's|just|help)\s))|,?(?=\s))",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"to [a-z]+ [^,;.!?]{2,60}?,? (?:please|kindly) [a-z]", re.IGNORECASE
)  # `to open it again please call`
_KEEP_INNER = re.compile(r"\b(?:not|n't|only|no) (?:just|simply|really|personally|actually)\b", re.IGNORECASE)
_CONTENT = re.compile(
    r"(?:unfortunately,? )?(?:(?P<subject>i|we|you|there|please|let|lemme|let's|what|how|when|where|why|if|once|"
    r"kindly|"
    r"i'm|i'll|i've|i'd|we're|we'll|we've|we'd|it's|that's|you'll|there's)|(?P<asks>(?:can|could|may|will|would|do|"
    r"does|is|are|did|have) "
    r"(?:i|we|you|it|they|there|the|my|your))|(?P<verb>(?:will|would|can|cannot|"
    r"have(?! an? )|has|am|are)(?! (?:i|we|you|it|they|he|she|there|the|my|your|this|that)\b))|(?:it|this|that|these|"
    r"the|my|our|your|a|an)\b(?=.*\b(?:is|are|was|were|has|have|had|will|can|cannot|"
    r"\w+n't)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
_BOUNDARY = re.compile(
    r"(?:[,;]|\s\.\.\.|\s-|(?<=\w{3})\.)\s+(?:(?:but|and|so|however|yet)\b[\s,]*)?|\s+(?:but|and|so)\s+", re.IGNORECASE
)


def is_talk(sentence: str) -> bool:
    """Whether nothing of a (normalised) sentence belongs into a note."""
    return not _content_of(sentence.strip())


@remembered(maxsize=256)
def _content_of(sentence: str) -> str:
    """`sentence` without clauses of mere talk at its start; empty when it is all talk."""
    if not _whole().match(sentence):
        return sentence
    for mark in _BOUNDARY.finditer(sentence):
        left, right = sentence[: mark.start()], sentence[mark.end() :]
        content = _CONTENT.match(right)
        if not content or (" and" in mark.group() and not (content["subject"] or content["verb"])):
            continue
        if right.strip(" .!").lower() in {"please", "pls", "kindly"}:
            continue  # `one moment, please`
        if _whole().match(left):
            subject = "we " if re.match(r"we\b", left, re.IGNORECASE) else "I "
            return _content_of(subject + right if content["verb"] else right)
    return sentence if any(char.isdigit() for char in sentence) else ""


_ELSE_TAIL = re.compile(
    r"(?<=\w{3})[\s,;.-]+(?:(?:and|or|but|so) )?(?:is there|was there|do you need|can i help(?: you)? with) "
    r"any(?:thing|one)?"
    r" (?:else|other)\b(?! (?:that )?you(?:'d| would) like to (?!add|ask|know|discuss|share|do)|"
    r" (?:that )?you (?:can|"
    r"could|might|may) ).*\Z",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERS = frozenset({"nope", "nah", "yep", "yup", "yea", "yeah", "asap", "done"})
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december".split()
)
_VOCATIVE_NAME = re.compile(
    r"\A(?:(?:mister|missus) (?!and\b)[\w'-]+,|(?P<name>[A-Z][a-z]+),)\s*(?=[A-Za-z£$€\d])(?!(?:and|from|is)\b)"
)
_COURTESY_TAIL = Caseless(
    r"(?:,|;|\s+-|\s+and|\s+but)\s+(?:thank you|thanks|(?:we|i) (?:do |really |truly )?(?:appreciate|apologi[sz]e|"
    r"thank)|sorry|i'm (?:so |very |really |truly )?sorry)\b"
    r"(?![,:]? (?:on |until |it's )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
    r"(?![^.]*(?:\d|\bnot\b|n't|\bno\b|\bnobody\b|\bnothing\b|\bnever\b|\bcannot\b|\bbut\b))[^.]*[.!]*\Z"
)


def _unless_word(match: re.Match[str]) -> str:
    """A name that is called goes; `Unfortunately,` or `Tomorrow,` stays."""
    if not match["name"]:
        return ""
    if re.match(r"\d+, ", match.string[match.end() :]):
        return match.group()  # `Jonty, 24, ...`
    if "," in match.string[match.end() :] and not has_verb(match.string[match.end() :].split()):
        return match.group()  # `Barcode, address, the lot`
    word = match["name"].lower()
    return match.group() if word in _ANSWERS or word in _DAYS or inflect.is_known(word) else ""


# A call's transcript has no capitals: `hi aisha i just got back`.
_CALLED_LOWER = re.compile(
    r"\A(?:(?:oh|yes|yeah|um) )*(?:[Hh]i|[Hh]iya|[Hh]ello|[Hh]ey|(?:[Gg]ood )?(?:[Mm]orning|[Aa]fternoon|"
    r"[Ee]vening)) "
    r"(?P<name>[A-Za-z][a-z]+) (?=(?:I|I'm|I've|I'd|my|we|we've|it's|this is|can|could|yes|yeah)\b)|"
    r"\A(?:ok|okay|right|thanks|thank you|lovely|perfect) (?P<named>[a-z]{3,}) "
    r"(?=(?:let's|can|could|i'll|i've|i'm|we'll)\b)"
)


def _unless_known(match: re.Match[str]) -> str:
    return match.group() if inflect.is_known(match["name"] or match["named"]) else ""


def strip_talk(sentence: str) -> str:
    """The sentence without openers, vocatives, fillers and courtesies around its content."""
    sentence = _CALLED_LOWER.sub(_unless_known, sentence.strip())
    if " order" in sentence:
        sentence = _THANKS_ABOUT.sub("", sentence)
    sentence = _HANG_ON.sub("", sentence)
    sentence = _content_of(sentence) or sentence
    for _ in range(6):
        shorter = _LEADS.sub("", sentence, count=1).strip()
        if shorter == sentence or not shorter:
            break
        sentence = shorter
    if sentence[:10].lower() == "good that ":
        sentence = f"it's {sentence[0].lower()}{sentence[1:]}"
    if "afraid" in sentence:
        sentence = _AFRAID_NOT.sub("no", sentence)
        sentence = _AFRAID_AFTER.sub("", _AFRAID_INSIDE.sub("", _AFRAID.sub("", sentence)))
    called = _VOCATIVE_NAME.sub(_unless_word, sentence)
    if called != sentence:
        sentence = _LEADS.sub("", called, count=1).strip() or called
    sentence = _COURTESY_TAIL.sub("", sentence) or sentence
    for _ in range(2):
        shorter = _HEDGES.sub("", sentence).strip()
        if shorter == sentence or not shorter:
            break
        sentence = shorter
    if "sorry" in sentence:
        sentence = sentence.replace(", sorry:", ":").replace(", sorry;", ";")
        sentence = _SORRY_INSIDE.sub(",", _BUT_SORRY.sub("", sentence))
    if "thanks, " in sentence:
        sentence = _THANKS_INSIDE.sub("", sentence)
    if " you " in sentence:
        sentence = _YOU_SEE.sub("", sentence)
    if ", though" in sentence:
        sentence = _THOUGH.sub(r"\g<mark>", sentence)
    if " then" in sentence:
        sentence = _THEN.sub("", sentence)
    lowered = sentence.lower()
    to_do = ("please" in lowered or "pls" in lowered or "kindly" in lowered) and bool(_TO_DO.match(sentence))
    if not to_do and ("please" in lowered or "pls" in lowered):
        sentence = _INNER_PLEASE.sub(lambda found: "," if found["clause"] is not None else "", sentence)
    told = any(words in lowered for words in _INNER_WORDS) and not (to_do and "kindly" in lowered)
    if told and not _KEEP_INNER.search(sentence):
        sentence = _INNER.sub("", sentence)
    return sentence.strip()


def strip_offer(sentence: str, role: str) -> str:
    """The sentence without `is there anything else ...` after its content; a customer asks it in earnest."""
    if role == "customer":
        return sentence
    lowered = sentence.lower()
    return _ELSE_TAIL.sub("", sentence) if " else" in lowered or " other" in lowered else sentence
