"""What a colleague leaves out of a note: greetings, thanks, apologies, empathy, closings, waiting, hedges, insults."""

import re
from functools import cache

from assist.copilot.reported import inflect
from assist.copilot.reported.asides import ASIDES, LEADS
from assist.copilot.reported.statements import has_verb
from assist.core.text.remembered import remembered

_NAME = r"(?:[A-Z][\w'.-]+(?:\s+[A-Z][\w'.-]+){0,2})"
_VOCATIVE = (
    r"(?:sir|ma'?am|madam|mate|dude|bro|bhai|boss|buddy|man|guys|folks|dear|hun|love|there|team|all|everyone|"
    r"yaar|na|mr\.?|mrs\.?|ms\.?|sir ?(?:/|or) ?(?:madam|ma'am))"
)
_CALLED = r"(?:sir|ma'?am|madam|mate|dude|bro|bhai|boss|buddy|guys|folks|hun|yaar)"
_WHOLE = [
    r"if you (?:ever )?(?:need|have|require) (?:us|anything|any (?:more|other|further)|further|more help)\b.*",
    r"(?:hi+|hey+|hello+|hiya|dear|good (?:morning|afternoon|evening|day)|greetings|welcome(?: back)?(?: to .*)?|"
    r"namaste)"
    rf"\b[\s,]*(?:{_VOCATIVE}|{_NAME}|again|customer service|support)?(?:[\s,]+{_NAME})?",
    r"(?:many |thank|thanks|cheers|ta\b|thank you|much appreciated|appreciated|tysm).*?(?:for (?:your |the |all |"
    r"contacting|"
    r"reaching|getting|providing|confirming|bringing|letting|sharing|waiting|choosing|calling|writing|clarifying|"
    r"holding|understanding|sending|following|using|being|flying|that|this|chatting|taking|checking|looking).*|"
    r"\b(?:so much|very much|a lot|again|everyone|anyway|goodbye|bye|mate|sir|man|then|you|much|lot|"
    r"help)?[\s,]*(?:\w+\s*){0,3})",
    r"(?:i |we )?(?:really |truly |do |very much |certainly )*appreciate (?:your|you|it|that|the|all).*",
    r"(?:i(?:'m| am)|we(?:'re| are)|my|our|please accept|accept)?\s*(?:so|very|really|truly|terribly|deeply|"
    r"extremely|sincerely|genuinely|most|my|our|sincere|deepest|"
    r"sincerest|again|once)*\s*(?:sorry|apolog(?:y|ies|i[sz]e))\b(?!\s+(?:i|i've|my|wrong|it|"
    r"it's)\b)(?!.*(?:\b(?:but|however|because|unable|can't|"
    r"cannot|couldn't|not able|inform|tell you|let you know|say)\b|,\s*\w)).*",
    r"(?:i|we) (?:\w+ )?(?:do |am |are )?(?:sincerely |deeply |truly |really |again |once again |also |"
    r"completely |fully |must )*apologi[sz]e\b(?!.*\b(?:but|however)\b).*",
    r"(?:i|we) (?:\w+ )?(?:can )?(?:completely |fully |totally |truly |certainly |do |really |also |definitely |"
    r"absolutely )*"
    r"(?:understand|appreciate|acknowledge|recogni[sz]e|share|hear) (?:how |why |that this |that it(?:'s)? |this |it |"
    r"the (?:urgency|frustration|inconvenience|importance)|"
    r"your (?:\w+ )?(?:and \w+ )?(?:frustration|concern|concerns|anger|disappointment|urgency|skepticism|"
    r"hesitation|feelings|point|situation|anxiety|worry|reluctance|annoyance|impatience|distress|displeasure|"
    r"dissatisfaction|apprehension|position)).*",
    r"(?:i|we) (?:completely |fully |totally |truly |do |certainly )*understand",
    r"have (?:a|an) (?:\w+ ){0,2}(?:day|evening|night|weekend|time|one|afternoon|morning|flight|trip|stay|journey|"
    r"holiday|"
    r"week|rest)\b.*|enjoy (?:your|the) .{0,40}",
    r"(?:good)?bye+(?: now| bye)?.*|cheerio.*|see (?:you|ya)\b.{0,20}|take care(?! of).*|all the best.*|(?:kind|best|"
    r"warm)? ?regards.*|sincerely.*|yours(?: (?:sincerely|faithfully|truly).*)?|farewell.*",
    r"you(?:'re| are) (?:most |very |always )?welcome.*|no (?:problem|worries|prob)(?: at all)?.*|"
    r"not a problem.*|my pleasure.*|anytime|don't mention it.*|glad (?:to|i|we|that).*|happy to (?:help|"
    r"assist).*|it(?:'s| was) (?:my|a|our) pleasure.*",
    r"(?:is there |was there |if there(?:'s| is) |do you (?:need|have) |can i (?:help|assist) you with |"
    r"may i help you with )?any(?:thing)? (?:else|other|further)\b.*",
    r"(?:[\w']+[\s,]+){0,3}anything else (?:i|we|you|that)\b.*|(?:please |kindly |just )*let (?:me|us) know",
    r".*\b(?:do not|don't) hesitate to\b.*|.*\bfeel free to (?:contact|reach|let|ask|get).*|.*\blet (?:me|"
    r"us) know if (?:you|there|i|we)(?:'d| would|'re| are| have| need| can|'s| is)? ?(?:need |have |are |any |"
    r"like |can |there )*(?:any|further|more|other|anything|help|assistance|else).*",
    r"(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do for)\b.*|how may i .*|how are you.*|"
    r"how's it going.*|(?:i|we) (?:hope|trust) (?:this helps|that helps|it helps|you (?:have|enjoy|are doing|"
    r"understand)|your|all is|everything|this (?:answers|clarifies)).*|what can i do for you.*",
    r"(?:please |kindly |just |can you |could you )*(?:hold(?: on)?|bear with (?:me|us)|stand ?by|wait|"
    r"stay on the line)\b(?:[\s,]+(?:please|a|for|one|while|the|line|just|on|sec|second|moment|minute|min|couple|of|"
    r"few|"
    r"more|i|we|check|look|looks|this|that|me|us|with|bear|here|now|there|up|and|am|i'm|i'll|it|your|details|into|"
    r"checking|looking|so|then|okay|ok|to|get|pull|find|will|can)s?)*",
    r"(?:please |kindly )*(?:allow|give|grant) (?:me|us) (?:a|one|just|some|few|another)\b(?=.{0,20}\b(?:moment|min|"
    r"sec|"
    r"time))(?!.* (?:to|while|as|so) ).{0,40}",
    r"(?:just )?(?:one|a|1) (?:moment|sec|second|minute|min)s?\b.{0,25}",
    r"(?:mr|mrs|ms|dr)\.? [a-z']+",
    r"(?:(?:ok(?:ay)?|k+|kk|sure|certainly|of course|absolutely|definitely|great|perfect|excellent|wonderful|"
    r"awesome|lovely|brilliant|cool|nice|super|fantastic|alright|all right|"
    r"right|understood|got it|i see|noted|very well|fine|good|fair enough|amazing|wow|oh|ah|ugh|hmm|yay|phew|"
    r"indeed|exactly|nicely argued|grand|sorted|smart|"
    r"sounds good|that's (?:great|good|fine|all|it|perfect|ok|okay|helpful|wonderful|nice|lovely)|"
    r"that is (?:great|good|fine|all|perfect)|will do|works for me|no worries|you too|same to you|correct|i agree|deal|"
    r"true|exactly right|"
    r"makes sense|hope so|please do|that works)"
    r"(?:[\s,]+(?:then|thanks|thank you|please|sir|ma'am|sure|ok(?:ay)?|great|cool|so much|again|and|good|i see|"
    r"got it|fine|so|well|you|a lot|love|mate|hun))*[\s,.!]*)+",
    r"(?:rest assured|i assure you|be assured|trust me|frankly|honestly|seriously|come on|for god'?s sake|"
    r"oh my god|good grief|oh dear|what (?:a|an) \w+(?: \w+)?)",
    r"(?:this|that|it)(?:'s| is| must be) (?:very |so |really |just |totally |absolutely |beyond |truly |"
    r"utterly )*(?:ridiculous|unacceptable|frustrating|disappointing|outrageous|insane|crazy|a joke|bad|terrible|"
    r"horrible|pathetic|annoying|upsetting|bullshit|nonsense|awful|irritating|absurd|a nightmare|exhausting)",
    r"(?:we|i) (?:truly |really |greatly )?(?:value|appreciate|thank) (?:you|your|the)\b.*",
    r"(?-i:\^[A-Z]{1,3}|/[A-Z]{2})|\[link\]|https?://\S+",
    r"(?:that(?:'s| is| was)|it(?:'s| is)|what|quite|a) ?(?:such )?(?:a |an )?(?:very |really |perfectly |quite |so )?"
    r"(?:nuisance|pity|shame|pain|fair (?:point|question|assumption|comment)|good (?:question|point)|useful "
    r"observation|"
    r"relief|right|surprise|handsome answer|common question)(?: indeed)?|fair (?:point|question)|good (?:point|"
    r"question)|"
    r"(?:it's |it is |i'm )?(?:good|great|glad|nice) (?:that )?you (?:ask|asked|mention|mentioned|"
    r"say|said|called|call|wrote|write|told|tell|"
    r"checked|"
    r"check|looked|got in touch)\b.*|lucky you|let's be quick(?: then)?|here you go|there you go|there we (?:go|are)|"
    r"here we (?:go|are)|"
    r"let's see(?: then)?|fair warning|i(?:'ll| will) be quick|to whom it may concern|with friendly greetings|"
    r"dear (?:sir|madam|all|team)(?: or (?:sir|madam))?|so|well|now|toh|hello|hang on|wait|no way",
    r"(?:absolutely |simply |totally )?(?:absurd|ridiculous|unbelievable|outrageous|unacceptable|pathetic|"
    r"disgraceful|shocking|"
    r"incredible|typical|charming|magic|marvellous|splendid)|(?:this|that|it)(?:'s| is) a (?:disgrace|scandal|"
    r"shambles|farce)|"
    r"(?:oh )?for (?:goodness|heaven|pity)(?:'?s?'?) sake|very well|anyway",
]  # fmt: skip


@cache
def _whole() -> re.Pattern[str]:
    """Compiled at the first use: it takes 60 ms, which a start need not wait for."""
    return re.compile(r"(?:(?:" + ")|(?:".join([*_WHOLE, *ASIDES]) + r"))[\s.!,?…:;-]*\Z", re.IGNORECASE | re.DOTALL)


_EXPLICIT_NAME = re.compile(r"\b(?:my name is|this is|speaking)\b", re.IGNORECASE)

_LEADS = re.compile(
    r"\A(?:(?:i'm|i am|we're|we are) (?:so |very |really |terribly )?sorry,? but\b\s*|and (?=(?:while|when|as|"
    r"because|since|for)\b)|"
    r"(?:sorry|apologies),? but\b\s*)|"
    r"\A(?:(?:oh|hi|hello|hey|hiya|yes|yeah|um|well|good (?:morning|afternoon|evening))\s+(?=(?:oh|hi|hello|hey|"
    r"yes|yeah|good (?:morning|afternoon|evening)|i|i'm|i've|my|it's|this is|those|these|that|we|um|there)\b)|"
    r"ok(?:ay)?\b[\s,.!:-]+(?=\w)|(?:hi+|hey+|hello+|hiya|good (?:morning|afternoon|evening|"
    r"day))(?:[\s,]+(?:" + _VOCATIVE + r"|again))*(?:[\s,]*[,.!-]\s*|\s+(?=[A-Z]|my\b|the\b))"
    r"|dear\s+[^,.!]{1,40}[,!]\s*"
    r"|(?:ok(?:ay)?|k(?!,? [a-z]\b)|sure(?: thing)?|certainly|of course|absolutely|definitely|great(?! that\b)|"
    r"perfect|alright|all "
    r"right|"
    r"right|understood|got it|i see(?=\s*[,.;!-])|well|so|now|oh (?:wait|well|geez|gosh|man|god|my god)|oh|ah|um|"
    r"cool|fine|and|but|also|plus|then|anyway|anyways|look|listen|see(?! you| ya| how| what| if| where)|well done|"
    r"honestly|frankly|seriously|basically|"
    r"actually|unfortunately|indeed|exactly|correct|good|nice|thanks|just|wait|aight|yo|ugh|wow|lovely|brilliant|"
    r"excellent|"
    r"(?-i:[A-Z][a-z]+) (?:here|speaking)(?=[,.])|(?:hold|hang) on(?:[\s,]+(?:hold|hang) on)*|one sec(?:ond)?|bear "
    r"with me|"
    r"come on|fair (?:point|question|enough)|good (?:point|question)|a fair (?:assumption|point|question)|lucky you|"
    r"quite|"
    r"wonderful|great news|very well|magic|fair|sir ?(?:/|or) ?(?:madam|ma'am)|quick (?:one|question)|"
    r"thank you(?: so much| very much)?|cheers|ta|sorry(?! to\b)|i'm sorry(?! to\b)|i am sorry(?! to\b)|"
    r"my apologies|apologies|"
    r"sorry about that|i'm afraid(?: that)?|i am afraid(?: that)?|(?:please )?rest assured,?(?: that)?|"
    r"additionally|furthermore|moreover|lastly|finally|firstly|however|meanwhile|hence|therefore|thus|"
    r"alternatively|in addition|as well|no problem|no worries|"
    r"you're welcome|as i said|like i said|as mentioned|to be honest|to clarify|for your information|"
    r"please note(?: that)?|note that|kindly note(?: that)?|please be (?:advised|informed|assured)(?: that)?|"
    r"(?:i(?:'m| am)|we(?:'re| are)) (?:very |so |really )?(?:sorry|afraid) to (?:inform|tell|say|"
    r"let)(?: you)?(?: know)?(?: that)?|(?:i|we) regret to inform you(?: that)?|i can confirm(?: that)?|yes please|"
    r"i (?:just )?(?:want|wanted|would like|wish) to (?:let you know|inform you|assure you|tell you|"
    r"confirm)(?: that)?|i assure you(?: that)?|i promise(?: you)?(?: that)?|i must say(?: that)?|"
    r"i (?:do )?understand(?: that| your \w+| you)?(?=,| but)|i know(?=,|\s+but)|good news|great news|bad news|"
    + LEADS + "|" + _CALLED + r")(?:\s*[,!.:;-]+\s+|\s+(?=(?:i|i'm|i've|i'll|we|you|can|could|please|the|my|it|that|"
    r"so|but|"
                  r"and|then|well|what|when|where|how|why|do|is|no|ok|okay|let|this|there|if|to|he|she|they|their|"
                  r"your|our|"
                  r"all|after|once|please|kindly|would|will|does|did|are|was|has|have)\b))|"
    r"(?:so(?! (?:far|many|much|long|that|soon|called|on|do|did|is|are|am|was|will)\b)|and|but|plus|then)\s+(?=\w)"
    r")",
    re.IGNORECASE,
)  # fmt: skip
_THANKS_ABOUT = re.compile(
    r"\A(?:thank you|thanks) for (?:contacting|reaching|calling|bringing|writing|getting|informing)\b(?-i:[a-z ]*?) "
    r"(?=(?:regarding|about|concerning) (?:your |the )?order\b[^,.]{0,20}?\d[\w-]*\W*\Z)",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"(?:,\s*|\s+)(?:(?:thanks|cheers|ta)(?: (?-i:[A-Z][a-z]+))?|thank you|thx|(?:mister|missus) [\w'-]+|sir|"
    r"ma'am|madam|mate|dude|bro|bhai|boss|yaar|ya|na|(?<=, )man|lol|(?<=, )you see|"
    r"please|by the way|"
    r"right away please|if (?:that's|you) (?:ok|okay|don't mind)|(?:i'm|i am) afraid|i guess|"
    r"i suppose|for god's sake)(?: (?:so much|"
    r"very much|in advance|again|for your (?:patience|understanding|help|time|cooperation)))?\s*[.!?]*\Z",
    re.IGNORECASE,
)
_AFRAID = re.compile(
    r"\A(?:I'm|I am|we're|we are) afraid (?:that )?(?!of\b|to\b|not\b|so\b|for\b)(?=\w)", re.IGNORECASE
)
_AFRAID_AFTER = re.compile(r"(?<=\w) (?:I'm|I am) afraid(?=,)", re.IGNORECASE)
_YOU_SEE = re.compile(
    r"(?<!\bas)(?<!\bwhat)(?<!\bdo)(?<!\bdid)(?<!\bcan)(?<!\bif)(?<!\bwhen)(?<!\bthat)(?<!\bwhere) you (?:see|"
    r"know)(?=,)",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?<=\w)(?<!until)(?<!till)(?<!by)(?<!before)(?<!since)(?<!and)(?<!from)(?<!even)(?<!after)(?<!back)(?<!only)"
    r"(?<!just)(?<!than)(?<!but)(?<!if)(?<!what),? then[\s.!]*\Z",
    re.IGNORECASE,
)  # `leave it then`
_THOUGH = re.compile(r", though(?P<mark>,(?= (?:and|but)\b)|[.!]?\Z)")
_INNER = re.compile(
    r",?\s*\b(?:i (?:mean|guess|suppose|must say)|(?<=, )you know|(?<=, )you see|to be honest|honestly|frankly|"
    r"unfortunately|of course(?! not)|kindly|basically|"
    r"literally|obviously|certainly|definitely|sincerely)\b,?(?=\s)",
    re.IGNORECASE,
)
_INNER_PLEASE = re.compile(r"(?<![,;:.-])(?<! and)(?<! so)(?<! but)(?<! then)\s(?:please|pls)\b,?(?=\s)", re.IGNORECASE)
_KEEP_INNER = re.compile(r"\b(?:not|n't|only|no) (?:just|simply|really|personally|actually)\b", re.IGNORECASE)
_CONTENT = re.compile(
    r"(?:unfortunately,? )?(?:(?P<subject>i|we|you|there|please|let|lemme|let's|what|how|when|where|why|if|once|"
    r"kindly|"
    r"i'm|i'll|i've|i'd|we're|we'll|we've|we'd|it's|that's|you'll|there's)|(?P<verb>will|would|can|cannot|"
    r"have(?! an? )|has|am|are|"
    r"would)|(?:it|this|that|these|the|my|our|your|a|an)\b(?=.*\b(?:is|are|was|were|has|have|had|will|can|cannot|"
    r"\w+n't)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
_BOUNDARY = re.compile(
    r"(?:[,;]|\s\.\.\.|\s-|(?<=\w{3})\.)\s+(?:(?:but|and|so|however|yet)\b[\s,]*)?|\s+(?:but|and)\s+", re.IGNORECASE
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
        if _whole().match(left):
            subject = "we " if re.match(r"we\b", left, re.IGNORECASE) else "I "
            return _content_of(subject + right if content["verb"] else right)
    return sentence if any(char.isdigit() for char in sentence) else ""


_ELSE_TAIL = re.compile(
    r"(?<=\w{3})[\s,;.-]+(?:(?:and|or|but|so) )?(?:is there|was there|do you need|can i help(?: you)? with) "
    r"any(?:thing|one)?"
    r" (?:else|other)\b.*\Z",
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
_COURTESY_TAIL = re.compile(
    r"(?:,|;|\s+-|\s+and|\s+but)\s+(?:thank you|thanks|(?:we|i) (?:do |really |truly )?(?:appreciate|apologi[sz]e|"
    r"thank)|sorry|i'm sorry)\b"
    r"(?![^.]*(?:\d|\bnot\b|n't|\bno\b))[^.]*[.!]*\Z",
    re.IGNORECASE,
)


def _unless_word(match: re.Match[str]) -> str:
    """A name that is called goes; `Unfortunately,` or `Tomorrow,` stays."""
    if not match["name"]:
        return ""
    if "," in match.string[match.end() :] and not has_verb(match.string[match.end() :].split()):
        return match.group()  # `Barcode, address, the lot`
    word = match["name"].lower()
    return match.group() if word in _ANSWERS or word in _DAYS or inflect.is_known(word) else ""


def strip_talk(sentence: str) -> str:
    """The sentence without openers, vocatives, fillers and courtesies around its content."""
    sentence = sentence.strip()
    if " order" in sentence:
        sentence = _THANKS_ABOUT.sub("", sentence)
    sentence = _content_of(sentence) or sentence
    for _ in range(6):
        shorter = _LEADS.sub("", sentence, count=1).strip()
        if shorter == sentence or not shorter:
            break
        sentence = shorter
    if "afraid" in sentence:
        sentence = _AFRAID_AFTER.sub("", _AFRAID.sub("", sentence))
    called = _VOCATIVE_NAME.sub(_unless_word, sentence)
    if called != sentence:
        sentence = _LEADS.sub("", called, count=1).strip() or called
    sentence = _COURTESY_TAIL.sub("", sentence) or sentence
    for _ in range(2):
        shorter = _HEDGES.sub("", sentence).strip()
        if shorter == sentence or not shorter:
            break
        sentence = shorter
    if " you " in sentence:
        sentence = _YOU_SEE.sub("", sentence)
    if ", though" in sentence:
        sentence = _THOUGH.sub(r"\g<mark>", sentence)
    if " then" in sentence:
        sentence = _THEN.sub("", sentence)
    sentence = _INNER_PLEASE.sub("", sentence)
    if not _KEEP_INNER.search(sentence):
        sentence = _INNER.sub("", sentence).strip()
    return sentence


def strip_offer(sentence: str) -> str:
    """The sentence without `is there anything else ...` after its content."""
    return _ELSE_TAIL.sub("", sentence)
