"""Spoken false starts and asides between commas, cut out: `she's, hang on, she's at work` -> `she's at work`."""

import re

from assist.core.text.caseless import Caseless

_ASIDE = re.compile(
    r",\s+(?:hang on|hold on|bear with (?:me|us)|let me (?:see|think)|how (?:do )?you say|what do you call (?:it|"
    r"them|that)|you know|"
    r"i mean|well|"
    r"oh|yes|yeah|okay|ok|look|see|like|sorry)(?:,\s+(?:i'll (?:read|check|get) (?:it|that)))?(?=,\s)",
    re.IGNORECASE,
)
# `it isn't, you know, working`: the commas go with the aside
_ASIDE_INSIDE = re.compile(
    r"\b(?P<open>(?:is|are|was|were|has|have|do|does|did|could|would)n't|is|are|was|were|be|been|I|we|they|he|she|it's|"
    r"that's|all|just|the|an?|to|for|of|in|on|at|not|can|will|would|and|so|really|very|if|my|your|our),\s+(?:you know|"
    r"I mean|like),\s+(?=\w)",
    re.IGNORECASE,
)
_ASIDE_VERB = re.compile(
    r",\s+(?:okay|ok|oh|well),? (?=(?:that|they|it|he|she|there|we|i)(?:'\w+)?\b)",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?P<before>for|in|at|about|on|the|a|since|from|till|until), what(?: (?:was|is) (?:it|that)|'s it|"
    r" do you call "
    r"it)?, (?=\w)",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?P<before>at|on|in|for|about|since|from|after|before|until|till|by), (?:it )?(?:must(?:'ve| have) been|"
    r"(?:I'd|I would) (?:say|think|guess)|I (?:think|guess|believe|want to say)|probably|maybe)"
    r"(?: (?:about|around))?,? "
    r"(?=(?:about |around )?(?:an?|the|half|quarter|ten|twenty|one|two|three|four|five|six|seven|eight|nine|eleven|"
    r"twelve|\d)\b)",
    re.IGNORECASE,
)  # `at, must've been half past eight`
_FUNCTION = r"(?:the|a|an|my|your|our|to|in|on|at|of|for|just|like)"
_BEGUN_TWICE = re.compile(
    rf"\b(?P<start>[a-z']+ [a-z']+)(?: {_FUNCTION})+,\s+(?=(?P=start)\b)|"
    r"\b(?P<prep>for|in|on|at|to|with|from|of) (?:the|a|my|your|our),\s+(?=(?P=prep) )|"
    r"\b(?:I|we|it|he|she|they|you)(?:'(?:ve|m|s|re|ll))? (?:got |just )?(?:a|the|just|got),\s+(?=(?:I|we|it|he|"
    r"she|they|"
    r"you)(?:'\w+)? )",
    re.IGNORECASE,
)
_NAMED_ANEW = re.compile(
    r"\b(?:the|an?|my|our|your|his),\s+(?=(?:the|an?|my|our|your|his|her|their|this|that|"
    r"all) [a-z])",
    re.IGNORECASE,
)  # `our, the boat rota`
_ASKED_TWICE = re.compile(
    r"\b(?P<aux>did|does|do|is|are|was|were|can|could|will|would|have|has) (?:it|they|he|she|you|that|we|I), "
    r"(?=(?P=aux) )",
    re.IGNORECASE,
)  # `did they, did the branch`
_BROKEN_OFF = re.compile(r"\b(?P<begun>the|and|an|my|if)(?:\s*,)+(?=\s\w)", re.IGNORECASE)  # `our, um, boiler`
_TWICE = Caseless(r"\b(?P<words>[a-z']+ [a-z']+)(?:(?:[,\s-]|\.\.\.)+(?P=words)\b)+")
_COUNTED = re.compile(
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|ten|eleven|twelve|"
    r"\w+(?:ty|teen)|(?<!')[b-hj-z])\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:the|my|our|your|his|her|their|this|that|these|those|all|some) ", re.IGNORECASE)
_COUNTED_RIGHT = re.compile(
    rf"(?P<last>{_COUNTED.pattern}|\d) right(?=[\s,.!]*(?:(?:thanks|thank you|lovely|okay|ok)[\s,.!]*)*\Z)",
    re.I,
)  # `four four one right thank you`
_CUT_OFF = re.compile(
    r"(?<=\w)[\s,]+(?:or|and|but|so that|because|which|with the|the|an)(?:,? (?:yes|yeah|well|so))?[\s.,?-]*\Z"
)
_DONT_PLEASE = re.compile(r"\b(?:don't|do not), please (?=(?:don't|do not) )", re.IGNORECASE)
_YEAH_BUT = re.compile(r"(?<=\w{2}) (?:yeah|yep)(?= (?:but|and|because|so)\b)", re.IGNORECASE)  # `we have yeah but`
_YEAH = re.compile(r"(?<=\w{3}) (?:yeah|yep)(?=[,.])", re.IGNORECASE)


def fluent(text: str) -> str:
    """`text` as it would be said in one go; numbers and spelled letters stay as they are."""
    if ", please do" in text:
        text = _DONT_PLEASE.sub("please ", text)
    if "," in text:
        text = _ROUGHLY.sub(_about, _WHAT.sub(r"\g<before> ", text))
        text = _WHAT.sub(r"\g<before> ", _ASIDE.sub("", text))
        text = _BEGUN_TWICE.sub("", _ASIDE_VERB.sub(", ", text))
        text = _BROKEN_OFF.sub(r"\g<begun>", _NAMED_ANEW.sub("", _ASKED_TWICE.sub("", text)))
    lowered = text.lower()
    if " yeah" in lowered or " yep" in lowered:
        text = _YEAH_BUT.sub(",", _YEAH.sub("", text))
    if " right" in lowered:
        text = _COUNTED_RIGHT.sub(r"\g<last>", text)
    text = _TWICE.sub(_said_once, text)
    if text.endswith(" or"):
        return f"{text[:-3].rstrip(' ,')}?"  # `so I hold it longer or`
    return _CUT_OFF.sub("?" if text.endswith("?") else "", text)


def without_asides(text: str) -> str:
    """`it isn't, you know, working` -> `it isn't working`."""
    return _ASIDE_INSIDE.sub(r"\g<open> ", text)


def _about(match: re.Match[str]) -> str:
    before = match["before"]
    return f"{before} " if before.lower() == "about" else f"{before} about "


def _said_once(match: re.Match[str]) -> str:
    """Spoken numbers and letters may well repeat, and so may what a new clause begins with."""
    new_clause = "," in match.group() and _NAMED.match(match["words"])
    return match.group() if new_clause or _COUNTED.search(match["words"]) else match["words"]
