"""What stands around a question: tags, `do you think`, `roughly when`, its topic set before, its word at the end."""

import re

from assist.core.text.caseless import Caseless

_ASKS_LEAVE = re.compile(r"\A(?:may|can|could) (?:I|we) (?:just )?ask(?: you)?, (?=\w+ \w)", re.IGNORECASE)
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
_ONLY_SUBJECT = re.compile(r"(?:\w+ )?(?:that|it|this|there|they|he|she|I|we|you)", re.IGNORECASE)


def put_straight(text: str) -> str:
    """`our records, do they vanish` -> `do our records vanish`; without `do you think` at the end."""
    text = _I_THINK.sub("", text)
    return _SET_BEFORE.sub(r"\g<aux> \g<what>", _WOULD_YOU_SAY.sub("", _ASKS_LEAVE.sub("", text)))


def without_tag(text: str) -> str:
    """`It works, doesn't it` -> `It works`; `then that wasn't it` says something."""
    text = _TAG_INSIDE.sub("", text)
    bare = _TAG.sub("", text)
    return text if "n't" in text[len(bare) :] and _ONLY_SUBJECT.fullmatch(bare) else bare
