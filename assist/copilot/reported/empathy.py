"""What agents say to show that they feel with somebody, and leads into what they are about to do: no part of a note."""

import re

_HARD = (
    r"(?:rough|rotten|unlucky|horrid|nasty|awful|miserable|stressful|horrible|unpleasant|hard|tough|sad|worrying|"
    r"annoying|terrible|dreadful|long|bad|unkind|cruel|frightening|scary|heavy|big|maddening|frustrating|"
    r"disappointing|unfortunate|unfair|hateful|grim|lousy|sorry|uncomfortable|upsetting|lonely|anxious)"
)
_OTHERS = r"(?:she|he|they|your \w+|the \w+|it|that|everything|all|both)"
_EMPATHY = re.compile(
    r"(?:" + "|".join([
        rf"(?:that|this|it)(?:'s| is| was| must be| must have been| sounds(?: like)?)(?: such| quite| really| very| "
        rf"rather)?(?: an?)?(?: really| very| truly| most| rather)? {_HARD}(?: \w+){{0,2}}"
        r"(?: (?:to|for|when|after|with|in|on|before|indeed|all round)\b.{0,50})?",
        r"(?:that|this|it) must (?:be|feel|have (?:been|felt)|look)\b.{0,60}",
        r"(?:that|this)(?:'s| is) a lot (?:of \w+ )?to .{0,40}",
        r"(?:i|we)(?:'d| would) (?:also )?(?:be|feel|want|hate|mind|worry|wonder|find|wish|ask|like to know)\b.{0,50}"
        r"\b(?:as well|too|myself|in your (?:place|shoes|position))",
        r"i(?:'d| would) rather (?:you (?:hear|heard)|tell you)\b.{0,30}",
        r"(?:i|we) (?:do |really |only )*(?:hope|trust) (?:that )?" + _OTHERS + r"(?:'s|'re| is| are| "
        r"gets?| feels?| goes| works?| has| heals?| mends?| recovers?| helps?| arrives?| comes?| turns?)\b.{0,70}",
        r"(?:i|we) (?:do )?hope (?:so|you do|it does)(?: too| as well)?",
        r"(?:i|we)(?:'m| am|'re| are)? ?(?:so |really |very |truly )*(?:pleased|glad|relieved|delighted|happy)"
        r"(?: (?:for you|with that|too|about that|to hear(?: (?:it|that))?))?",
        r"(?:i|we) (?:wish|'d love) (?:i|we|it|there|that)\b.{0,60}\b(?:better|more|different|otherwise|other|"
        r"happier|else)\b.{0,30}",
        r"(?:i|we)(?:'d| would) (?:really |much )?(?:have (?:liked|loved|preferred)|like|love) to (?:be able to )?"
        r"(?:say|tell|give|bring|offer|have)\b.{0,24}\b(?:more|else|better|different|otherwise|yes|"
        r"good news)\b.{0,20}",
        r"(?:both|those|these|all|they)(?:'re| are) (?:very |perfectly |both |all )*(?:fair|good|reasonable) "
        r"(?:questions|points)",
        r"(?:please |do )?take (?:whatever|all the|as much|your) time\b.{0,20}|"
        r"oh dear(?:,? (?:okay|ok|right))?",
        r"(?:many |my |our |huge )*congratulations\b[^.?]{0,40}|what an? [^,.?]{0,40}",
        r"get well(?: soon)?|(?:my|our) (?:best|warm|kind)?.{0,8}(?:regards|greetings|love) to .{0,40}|"
        r"(?:best |kind |warm )?(?:greetings|regards|wishes) to .{0,40}|"
        r"(?:that's|that is|it's) (?:so |very |really )?(?:lovely|good|great|nice|wonderful|a relief|kind) to "
        r"(?:hear|know|read)\b.{0,60}",
        r"(?:i(?:'m| am) )?(?:really )?looking forward to (?:it|that|the \w+|hearing .{0,20}|seeing .{0,20})",
        r"(?:can|could|may) (?:i|we) (?:just |quickly )?ask (?:you )?(?:something|a question|one (?:more )?thing|"
        r"one question)\b.{0,25}",
        r"(?:i'll|let me|i will) (?:tell|explain to) you how (?:it|this|that) works\b.{0,40}",
        r"(?:i'm |i am )?(?:so |very |really |truly )*sorry (?:that )?you(?:'ve| have|'d| had)? had to\b.{0,50}",
        r"that (?:does |really )?explains (?:it|that|a lot)(?: then)?",
        r"sleep well\b.{0,40}|(?:and )?(?:my )?love to \w+|(?:please )?get (?:some|a good night's) (?:sleep|"
        r"rest)\b.{0,40}",
        r"(?:yes,? |yeah,? )?(?:i|we) can (?:well |only )?imagine|speak (?:to you )?(?:soon|later|tomorrow)",
    ]) + r")[\s.!,]*",
    re.IGNORECASE,
)  # fmt: skip
_SOFTLY = re.compile(
    r"\A(?:(?:i'm|i am|we're|we are) (?:so |very |really |truly |terribly |genuinely |"
    r"ever so )+sorry(?: about (?:that|"
    r"this|it))?\s*[,;:-]+\s+|i'm sorry,\s+)(?!but\b)(?=\w+ \w)",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"\A(?:I'd rather (?:you hea(?:r|rd) (?:it|this)|tell you|say it)\b[^:,.]{0,24}:\s+|(?:please |"
    r"just )?give me (?:just )?"
    r"(?:a|one) (?:moment|second|minute|sec),\s+(?=(?:I|we|let me)\b))",
    re.IGNORECASE,
)
_ALSO_ME = re.compile(
    r"(?:.{3,60} would (?!be\b).{2,24}\bme\b.{0,14}\b(?:too|as well)|.{3,70} (?:is|are|was) more than any(?:one|"
    r"body) should\b.{0,90})"
    r"[\s.!,]*",
    re.IGNORECASE,
)
_ASKS_TO_ASK = re.compile(r"(?:can|could|may) (?:i|we)\b", re.IGNORECASE)
_HAS_MATTER = re.compile(r"\d|\b(?:but|because|unless|until|so that|not|no|never|nothing|nobody|cannot)\b|n't\b")


def is_empathy(sentence: str) -> bool:
    """Whether a sentence of an agent only feels with somebody, wishes well or announces what follows."""
    asked = sentence.endswith("?") and not _ASKS_TO_ASK.match(sentence)
    if asked or len(sentence) > 160 or _HAS_MATTER.search(sentence):
        return False
    if _EMPATHY.fullmatch(sentence.rstrip("?")):
        return True
    return (" would " in sentence or " more than any" in sentence) and bool(_ALSO_ME.fullmatch(sentence))


def without_apology(sentence: str) -> str:
    """`I'm really sorry, the crew is late` -> `the crew is late`."""
    if "sorry" in sentence:
        sentence = _SOFTLY.sub("", sentence)
    return _LEADS_IN.sub("", sentence) if "ather" in sentence or "ive me" in sentence else sentence
