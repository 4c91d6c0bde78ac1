"""How a reported sentence reads in each field of the note: statement, outcome, step."""

import re

from assist.copilot.reported import Predicate, inflect
from assist.copilot.reported.statements import has_verb, is_fragment
from assist.copilot.summary.compress import clip
from assist.core.text.remembered import remembered

STATEMENT_WORDS, STEP_WORDS = 30, 24
_SAYS = re.compile(
    r"\A(?:says|explains|confirms|adds|notes|complains|reports|thinks|believes|clarifies)"
    r"(?: that(?! (?:is|was|has|will|can|would|means|takes|makes|comes|counts|applies|works|depends|includes|covers|"
    r"happens|helps|shows|gives|goes|leaves|matches|seems|costs|lasts|runs|starts|ends)\b))?\s+(?=\S)"
)
# `has unlocked it and will ring the customer`: the second is a next step.
_AND_WILL, _FEW = re.compile(r",? and (?:they )?will (?!not\b|be\b|no\b)\S.*\Z"), 2
_NO_OUTCOME = re.compile(
    r"(?:(?:says|explains|confirms)(?: that)? )?(?:if|to|once|asks|understands|apologi[sz]es|needs|hopes|offers)\b|"
    r"(?:says|explains) which\b|"
    r"(?:they )?(?:can|may) (?:offer|arrange|book|help|also)\b|"
    r"(?:(?:says|explains|confirms)(?: that)? (?:[\w'-]+ ){1,4}?)?(?:could|would|might)\b|"
    r"(?:says|confirms|explains)(?: that)? (?:not|only (?:if|the|for|until|on|in))\b|"
    r"(?:can )?sees? .*\bstill\b|[^.;]*(?:,? if (?:it|they|the customer|that)\b|\b(?:could|might) (?:also )?(?:have|"
    r"get|be)\b)|"
    r"(?:(?:says|explains|confirms)(?: that)? )?(?:that|this|it) (?:has|is|was) (?:now |all |just )*\w+(?: now)?\W*\Z|"
    # what a sign means, and why, is the cause
    r"(?:(?:says|explains|confirms)(?: that)? )?[^,;:]{0,60}\b(?:means|meant)(?: that)? (?:the|their|it|there|that)\b"
)
_SUBJECT = re.compile(
    r"\A[\"'“‘]?(?:the|this|that|these|those|their|there|it|they|an?|no|some|all|one|both|his|her|[A-Z][\w'-]*|\d+)\b",
    re.IGNORECASE,
)
# Behind what was said of a thing, the speaker is the subject again.
_SPEAKER_AGAIN = re.compile(r",? (?:and|but) (?:says|asks|explains|confirms|gives|wants|needs|would like)\b")
# `has Tuesday in the morning`, `has got an emergency slot`: nothing that was had.
_SLOT = re.compile(
    r"\Ahas (?:got )?(?=(?:(?:only|still) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:tomorrow|today) (?:at|"
    r"from|between|or)|"
    r"(?:an?|one|two|the) (?:[\w-]+ ){0,3}(?:slots?|appointments?|openings?|spaces?|gaps?))\b)",
    re.IGNORECASE,
)

# What was seen: `can see five devices` is the finding itself; done as it was said: `is escalating this now`.
_SEES = re.compile(r"\A(?:(?:says|explains) (?:that )?they )?(?:can )?sees? (?:that )?(?=\S)")
_JUST = re.compile(r"\Ahas just (?=\w+)")
_DOING = re.compile(
    r"\Ais (?:(?:now|just|also|currently|already|manually|immediately) )*"
    r"(?P<verb>(?:re-)?(?:escalating|forwarding|passing|transferring|raising|opening|logging|refunding|cancelling|"
    r"sending|initiating|filing|making|ordering|booking|adding|putting|updating|issuing|crediting|routing|posting|"
    r"submitting|"
    r"requesting|reversing|closing|resetting|changing|switching|moving|removing|applying|unlocking|activating|"
    r"replacing|"
    r"extending|correcting|adjusting|waiving|running|reopening|reporting|noting))\b"
    r"(?: (?P<this>this|it))?(?P<rest>.*)"
)
_AND_DOING = re.compile(
    r"(?<= and )(?P<verb>(?:escalating|forwarding|passing|sending|adding|putting|updating|asking))\b"
)
_AT_ONCE = re.compile(r" (?:right )?now(?=,|\Z| to | for | and )")
_PARTICIPLES = {"running": "run"}  # where the past tense is another
# What takes a while was begun: `is arranging a replacement`.
_BEGINS = re.compile(
    r"\Ais (?:(?:now|just|also|currently|already|actively|still) )*"
    r"(?=(?:checking|reviewing|investigating|arranging|looking|processing|contacting|exploring|expediting|working|"
    r"preparing|tracing|chasing|searching|testing)\b)"
)
_STATE = re.compile(
    r"\Ais (?=(?:(?:also|still|only|not|currently|now) )*(?:able|unable|authori[sz]ed|allowed|permitted|committed|"
    r"willing|prepared|sure|certain)\b)"
)
_OFFERS = re.compile(r"\Ais (?:prepared|ready|happy|willing|able) to offer\b")
_ADVERB_FIRST = re.compile(
    r"\A(?:strongly|highly|kindly|then|also|therefore|always|politely|personally|now|once more) "
    r"(?=[a-z]+s\b|has\b|is\b)"
)
# Talk before the statement; a reason that is all there is; what a colleague told the agent.
_TALKS = re.compile(
    r"\A(?P<verb>says|explains)(?: that)? (?:\(\d\) |(?:(?:oh|ah|well|okay|ok|yeah|um|er|erm|right|lovely|perfect|"
    r"brilliant|"
    r"anyway|no quite|quite|no(?= (?:they|it|the|there|their|that|this|he|she) )|not at all,? but)[, ]+))+(?:so )?"
    r"(?=(?:they|it|the|there|their|that|this|in that case|an?|he|she|what|if|one) )"
)
_NO_AND = re.compile(r"\Asays (?:no|yes|okay|right),? and (?=(?:can|has|is|will|asks|says)\b)")
_ONLY_BECAUSE = re.compile(r"\A(?P<verb>says|explains) that because (?=[^,]+\Z)")
_PASSED_ON = re.compile(r"\A(?:says|explains)(?: that)? (?:he|she) says(?: that)? ")
_COMFORT = re.compile(
    r"Said they are (?:fully )?committed to\b|Promised to (?:see|look|have a look|check) (?:yes|so|here)\b"
)
# `is sorry to say the room was empty`: what is said counts; `is on till six` tells of them.
_REGRETS = re.compile(
    r"\Ais (?:(?:so|very|really|truly|just) )*(?:sorry|afraid|glad|happy|pleased) to (?:say|tell)(?: that)? "
)
_IS_THERE = re.compile(r"\Ais (?=(?:(?:still|only|just) )?(?:on|in|at|off|away|out|here|there) )")
# A thing that only leads to the question behind it.
_ONLY_NAMES = re.compile(r"\Asays (?P<thing>(?:the|their|an?) (?:[\w'-]+ ){1,4})and (?=asks\b)")
_SEEN_ONLY = re.compile(
    r"\A(?:reviewed|read|checked|saw|got|received|found|noted|understood|heard|took|looked at) "
    r"(?:it|that|this|them|these|those|everything|the (?:notes|message|history|chat))"
    r"(?: now| all| too| already| down)?\Z",
    re.IGNORECASE,
)
_STILL = frozenset("already previously just now also".split())
# What somebody does as a rule was not done in this talk: `pays for the plants`, `has a cancellation list`.
_RULE = re.compile(r"(?P<verb>does|has|[a-z]+s)\b (?P<rest>\S.*)\Z")
_EMPHATIC = re.compile(
    r"(?:not|usually|normally|generally|always|sometimes|still|have|need|charge|offer|get|see|know) "
)
_ADVERB = re.compile(
    r"\A(?:(?:\w+ly|just|now|also|already|then|since|not|never|today|yesterday|again|therefore|still) )+"
)
_HAS_ON = frozenset("to not never no got been had be put set let cut".split())
_HAS_A = re.compile(r"(?:an?|the|some\w*|no|any\w*|only|two|three|several|\d+) ")
_SPEAKS = frozenset(
    "says asks explains confirms gives offers promises apologises apologizes advises suggests recommends tells reminds "
    "thanks agrees adds assures acknowledges declines refuses requests invites urges warns informs notes sends finds "
    "cancels withdraws sees checks reports clarifies states mentions is has was transfers does puts starts "
    "passes".split()
)


# `has done it, Wednesdays at half four`; `the customer is right, he marked it as held`: what counts stands behind.
_DONE_IT = re.compile(
    r"\A(?:has (?:now |just )?(?:done|changed|sorted|booked|moved) (?:it|that|this),? (?=\S+ \S)(?!so |and |but |to |"
    r"for |in )|"
    r"(?:says|confirms|agrees)(?: that)? the customer is (?:quite |absolutely )?right,? (?:and )?(?=(?:the|their|it|"
    r"he|she|they|an?) \w))"
)
# `it is Joan Whitely, the company fitted a lock`; `no, it was the Tuesday`.
_INTRODUCES = re.compile(
    r"\A(?:says )?(?:it is|this is|is) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?: here)?,? (?:and )?"
    r"(?=(?:the|their|they|it|an?) [\w'-]+ )"
)
_DENIES = re.compile(
    r"\A(?:says |explains )(?:that )?(?:no|nope|nah),? (?:no,? )*(?=(?:it|that|the|their|they|this|"
    r"he|she) \w)"
)


@remembered(maxsize=8_192)
def statement(subject: str, text: str, words: int = STATEMENT_WORDS) -> str:
    """A sentence with its subject; what somebody merely says of a thing is told of the thing."""
    text = _INTRODUCES.sub("says ", _DENIES.sub("says ", _DONE_IT.sub("says ", text)))
    said = bare(text)
    return f"{capital(clip(said or f'{subject} {text}', words))}."


def bare(text: str) -> str | None:
    """`says the parcel was lost` -> `the parcel was lost`; None where the statement is about the speaker."""
    match = _SAYS.match(text)
    rest = text[match.end() :] if match else ""
    return rest if rest and _SUBJECT.match(rest) and not _SPEAKER_AGAIN.search(rest) else None


@remembered(maxsize=8_192)
def outcome_of(subject: str, text: str) -> str:
    """What came of it, without what is only promised behind it."""
    done = _AND_WILL.sub("", text)
    return statement(subject, done if text.startswith("has ") and len(done.split()) > _FEW else text)


@remembered(maxsize=8_192)
def is_outcome(text: str) -> bool:
    """Whether the sentence tells what came of it: no condition, offer or request."""
    return not _NO_OUTCOME.match(text) and not is_fragment(text)


@remembered(maxsize=8_192)
def step_of(text: str, start: int, end: int) -> str:
    """A fragment in the past tense: `Asked for the order number`; empty where it only tells that something was read."""
    told = _as_a_rule(_done(_SLOT.sub("offers ", _plainly(_DONE_IT.sub("says ", text)))))
    step = Predicate(clip(told, STEP_WORDS), start, end).step
    if told.startswith("has "):
        step = _simple_past(step)
    return "" if _SEEN_ONLY.match(step) or _COMFORT.match(step) else step


def _plainly(text: str) -> str:
    """Without talk, adverbs and leads before what was done or said."""
    if text.startswith(("says ", "explains ")):
        text = _TALKS.sub(
            _say_again, _NO_AND.sub("", _ONLY_BECAUSE.sub(r"\g<verb> that ", _PASSED_ON.sub("passes on that ", text)))
        )
        named = _ONLY_NAMES.match(text)
        return text[named.end() :] if named and not has_verb(named["thing"].split()) else text
    return _ADVERB_FIRST.sub("", text)


def _say_again(talk: re.Match[str]) -> str:
    return "explains that " if talk["verb"] == "explains" else "says "


def _simple_past(step: str) -> str:
    """`Spoken to the fitter` -> `Spoke to the fitter`."""
    words = step.split(" ")
    at = 1 if len(words) > 1 and words[0].lower() in _STILL else 0
    word = words[at].lower()
    if inflect.is_participle(word) and not inflect.is_past(word):
        form = inflect.past(word)
        words[at] = form if at else capital(form)
    return " ".join(words)


def _done(text: str) -> str:
    """`can see a payment` -> `finds a payment`; `is escalating this to ...` -> `has escalated this to ...`."""
    if text.startswith("is "):
        return _being(text)
    return _JUST.sub("", _SEES.sub("sees ", text))


def _being(text: str) -> str:
    """`is sending a fitter` -> `has sent a fitter`; `is arranging it` -> `starts arranging it`."""
    doing = _DOING.match(text)
    if doing:
        again, verb = ("re", doing["verb"][3:]) if doing["verb"].startswith("re-") else ("", doing["verb"])
        rest = _AND_DOING.sub(lambda also: inflect.past(inflect.base_of(also["verb"])), _AT_ONCE.sub("", doing["rest"]))
        this = f" {doing['this']}" if doing["this"] else ""
        made = _PARTICIPLES.get(verb) or inflect.past(inflect.base_of(verb))
        return f"has {again}{made}{this}{rest}"
    text = _IS_THERE.sub("says they are ", _REGRETS.sub("says ", _OFFERS.sub("offers", text)))
    return _STATE.sub("says they are ", _BEGINS.sub("starts ", text))


def _as_a_rule(text: str) -> str:
    """`pays for the plants` -> `says they pay for the plants`."""
    match = _RULE.match(text)
    if match is None:
        return text
    verb, rest = match["verb"], match["rest"]
    if verb == "has":
        return f"says they have {rest}" if _HAS_A.match(rest) or _is_held(rest) else text
    if verb == "does":
        return f"says they do {rest}" if _EMPHATIC.match(rest) else text
    base = inflect.base_of(verb)
    if verb in _SPEAKS or not inflect.is_base_verb(base) or inflect.third_person(base) != verb:
        return text
    return f"says they {base} {rest}"


def _is_held(rest: str) -> bool:
    """Whether `rest` is a thing that somebody has (`Priya in the area`), not what they have done."""
    first = _ADVERB.sub("", rest).split(" ")[0].lower()
    done = (
        inflect.is_participle(first)
        or inflect.is_past(first)
        or (inflect.is_verb(first) and not inflect.is_noun(first))
    )
    return first.isalpha() and not done and first not in _HAS_ON


def capital(text: str) -> str:
    """First letter in upper case, no final mark."""
    text = text.strip(" ,.;:-")
    return text[:1].upper() + text[1:]
