"""What stands around a question: tags, `do you think`, `roughly when`, its topic set before, its word at the end."""

import re

from assist.copilot.reported.unmarked import is_checked
from assist.core.text.caseless import Caseless

_ASKS_LEAVE = re.compile(r"\A(?:may|can|could) (?:I|we) (?:just )?ask(?: you)?, (?=\w+ \w)", re.IGNORECASE)
# `can I just check I've got the right person`
_CHECKS = re.compile(
    r"\A(?:can|could|may) (?:I|we) (?:just |quickly )*(?:check|confirm|verify|clarify)(?: with you)?"
    r"(?: (?:that|if|whether))? "
    r"(?=(?:I|I've|I'm|you|you've|you're|we|we've|it|it's|the|your|that|that's) [a-z]+ )",
    re.IGNORECASE,
)
_SET_BEFORE = re.compile(
    r"\A(?P<what>(?:my|our|your|the|this|that|these|those) (?:[\w'-]+ ){0,3}[\w'-]+), "
    r"(?P<aux>do|does|did|is|are|was|were|will|would|can|could|should|has|have) (?:it|they|he|she|that|this|those)"
    r"(?= \w)",
    re.IGNORECASE,
)  # `our records, do they vanish`
_WOULD_YOU_SAY = re.compile(
    r"(?<=\w\w)(?<!what)(?<!how)(?<!which)(?<!who)(?<!when)(?<!where)(?<!why),? "
    r"(?:do|would) you (?:think|reckon|say|know)\Z",
    re.IGNORECASE,
)
_I_THINK = re.compile(r"(?<=\w\w), I (?:think|guess|believe|reckon|suppose)\Z", re.IGNORECASE)
ROUGHLY = re.compile(
    r"\A(?P<how>roughly|approximately|exactly|about|only|just|actually|honestly|or|sorry),? "
    r"(?P<wh>(?:at |on |in |from )?(?:what|when|where|which|who|why|how)\b)",
    re.IGNORECASE,
)
ASKED_LATE = re.compile(
    r"\A(?P<clause>(?:it|they|he|she|that|this|i|we|the \w+)\b(?!.*\b(?:what|when|where|why|how|who|know|see|tell|"
    r"say)\b.* )"
    r"[^,]{3,50})(?<!since)(?<!until)(?<!till)(?<! from)(?<! for)(?<! to)(?<! of)(?<! or)(?<!know)(?<! see)(?<!say)"
    r"(?<!tell) "
    r"(?P<wh>when|where|why|how much|how long)\Z",
    re.IGNORECASE,
)  # `it comes when`
# `what's the number you're on`: the verb is in the thing, nothing is said of it.
THING = re.compile(
    r"what(?:'s| is| are) (?P<what>(?:the|your|their) (?:[a-z]+ ){0,2}[a-z]+ (?:that )?(?:you|they)(?:'re|'ve| are|"
    r" have) .+)",
    re.IGNORECASE | re.DOTALL,
)
MOST = re.compile(
    r"(?:what|when)(?:'s| is) (?P<what>the (?:very )?(?:\w+est|most|least|maximum|minimum|earliest)\b.* (?:you|I|"
    r"we) .+)",
    re.IGNORECASE | re.DOTALL,
)  # `when's the earliest you could come`
_TAG = Caseless(
    r"(?:,|(?<!but)(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bit's)(?<!that's)"
    r"(?=\s(?:ok|okay|yeah|huh|\w+n't (?:it|you|i|we|they|that|he|she))\Z))\s*(?:right|correct|"
    r"yes|no|yeah|ok|okay|huh|eh|(?:is|are|was|do|does|did|has|have|can|could|will|would|"
    r"should|isn|aren|wasn|don|doesn|didn|hasn|haven|can|couldn|won|wouldn|shouldn)(?:'t)? (?:it|you|i|we|they|"
    r"that|there|he|she)(?: not)?)\Z"
)
_TAG_INSIDE = Caseless(
    r"(?<=\w),? (?:isn't|doesn't|wasn't|don't|didn't|hasn't|won't|aren't|haven't) (?:it|they|you|he|she|we)(?=, \w)"
)
# `it doesn't matter which does it`
_TAG_AFTER_DENIAL = re.compile(
    r"(?P<said>\b\w+n't\b(?:(?!\b(?:what|how|where|when|why|whether|if)\b).)*\w)(?<!\bnor)"
    r"(?<!\bso)(?<!neither),? (?:does|do|is|are|will|can|has|have|"
    r"was|did|would) (?:it|they|he|she|you|we)\Z",
    re.IGNORECASE | re.DOTALL,
)
# `I'm not exactly busy am I`
_TAG_AFTER_NOT = re.compile(
    r"(?P<said>(?:\b(?:is|was|are|were|am)|'(?:s|re|m)) not\b(?:(?!\b(?:what|how|where|when|why|"
    r"whether|if|because|or)\b).)*\w),? "
    r"(?:is|are|am|was|were) (?:it|they|he|she|you|we|I)\Z",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_SUBJECT = re.compile(r"(?:\w+ )?(?:that|it|this|there|they|he|she|I|we|you)", re.IGNORECASE)


_PERFECT = re.compile(r"'s (?:[\w'-]+ ){1,4}(?:been|got|gone)\b", re.IGNORECASE)
_AND_WHATS = re.compile(
    r"(?<=\w )(?P<wh>what|when|where|who|how|why)'s (?=(?:my|the|your|our|it|that|this|he|she) )",
    re.I,
)
_OR_NOT = re.compile(
    r"(?<=\w),? or (?:isn't|aren't|wasn't|weren't|don't|doesn't|didn't|haven't|hasn't|can't|won't) "
    r"(?:I|you|we|they|it|he|she|there)\Z|"
    r"(?<=\w),? or (?:do|does|did|is|are|am|will|can|have|has) (?:I|you|we|they|it|he|she|there) not\Z",
    re.IGNORECASE,
)  # `are we getting one or aren't we`
_WHAT_IS_SAID = re.compile(
    r"\A(?:(?:basically|so),? )?what (?P<who>you|they|he|she)(?:'re|'s| are| is) (?:basically )?(?P<verb>saying|"
    r"telling me|trying to say|trying to tell me) is,? (?:that )?",
    re.IGNORECASE,
)  # `what you're saying is I've got to buy one`
_WHAT_TO_KNOW = re.compile(
    r"\A(?:(?:basically|so),? )?what (?:I|we)(?:'d| would)? (?:need|want|like|really (?:need|want)) to know is,? "
    r"(?=\w+ \w)",
    re.IGNORECASE,
)


_LEADS_IN = re.compile(
    r"\A(?:(?:so|then|well),? )?(?:please )?tell me,? (?=(?:why|what|when|how|who|where|"
    r"is|are|do|does|did|can|will|have|has)\b)|"
    r"\A(?:and|but|so|then|also|well)\s*,?\s+(?:(?:please|pls),? (?=(?:can|could|may|would|will|is|are|do|does) ))?|"
    r"\A(?:please|pls|kindly),? (?=(?:can|could|may|would|will|is|are|do|does) )",
    re.IGNORECASE,
)
_ANY_IDEA = re.compile(
    r"\A(?:have you |do you have |you )?(?:got )?any (?:idea|clue|news|word|update)s?(?: (?:of|on|about|as to))? "
    r"(?=(?:when|what|why|how|where|who|which|whether|if)\b)",
    re.IGNORECASE,
)  # `any idea when it gets fixed`
_THOUGH = re.compile(r"\A(?P<wh>when|why|how|where|who|what) though\b", re.IGNORECASE)
_WANT_ME = re.compile(r"\A(?:you )?(?:want|need|like) (?P<whom>me|us) to ", re.IGNORECASE)


def without_lead(text: str, *, wants: bool) -> str:
    """`and please could he ring` -> `could he ring`; with `wants` `want me to look` -> `do you want me to look`."""
    text = _LEADS_IN.sub("", text)
    if "any " in text[:20].lower():
        text = _ANY_IDEA.sub("", text)
    text = text.replace(" though, ", ", ")
    text = _THOUGH.sub(r"\g<wh>", text) if " though" in text[:12] else text
    for tail in (" though", " or what"):
        text = text.removesuffix(tail).rstrip(" ,")
    return _WANT_ME.sub(r"do you want \g<whom> to ", text) if wants else text


def put_straight(text: str) -> str:
    """`our records, do they vanish` -> `do our records vanish`; without `do you think` at the end."""
    text = _CHECKS.sub("", _I_THINK.sub("", text))
    if "'s " in text and not _PERFECT.search(text):
        text = _AND_WHATS.sub(r"\g<wh> is ", text)
    if " or " in text:
        text = _OR_NOT.sub(" or not", text)
    if "what " in text.lower():
        text = _WHAT_IS_SAID.sub(_are_saying, _WHAT_TO_KNOW.sub("", text))
    return _SET_BEFORE.sub(r"\g<aux> \g<what>", _WOULD_YOU_SAY.sub("", _ASKS_LEAVE.sub("", text)))


def _are_saying(match: re.Match[str]) -> str:
    return f"{match['who']} {'is' if match['who'].lower() in {'he', 'she'} else 'are'} {match['verb']} "


def without_tag(text: str) -> str:
    """`It works, doesn't it` -> `It works`; `then that wasn't it` says something."""
    if is_checked(text):
        return " ".join(text.split()[:-2]).rstrip(" ,")
    if " not " in text:
        text = _TAG_AFTER_NOT.sub(r"\g<said>", text)
    if "n't " in text:
        text = _TAG_AFTER_DENIAL.sub(r"\g<said>", text)
    text = _TAG_INSIDE.sub("", text)
    bare = _TAG.sub("", text)
    return text if "n't" in text[len(bare) :] and _ONLY_SUBJECT.fullmatch(bare) else bare


_WHEN = (
    r"(?:(?:next |this )?(?:\w+day|today|tomorrow)|(?:the )?\d{1,2}(?:st|nd|rd|th)?|\d{1,2}[:.]\d\d|"
    r"(?:between|at|from|on) \d)"
)
OFFERED_TIMES = re.compile(
    rf"{_WHEN}\b.*\bor (?:(?:on|at|the) )*{_WHEN}\b", re.IGNORECASE | re.DOTALL
)  # no question of which
