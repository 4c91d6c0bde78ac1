"""The last touch on a predicate: contractions, marks, spaces and words that a note has otherwise."""

import re

from assist.copilot.reported.contractions import write_out
from assist.core.text.caseless import Caseless

_HERE = re.compile(
    r"(?<!\b(?:is|be))(?<!\bbut)(?<!\b(?:are|was|get|got))(?<!\b(?:were|gets|from|come|came|over|live|"
    r"stay))(?<!\b(?:in|to))(?<!\bcomes) here(?=[,.;]|\Z)"
)
_HERE_IN = re.compile(
    r"(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bget)(?<!\bgot)(?<!come)(?<!came)(?<!from)(?<!over)(?<!live) here"
    r"(?= (?:in|on|at) )"
)
_THERE_ARE = re.compile(
    r"\bthere is (?=(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|ninety|several|"
    r"many|both|[2-9])\b(?! (?:grand|pounds|"
    r"pounds?|quid|euros?|dollars)))"
)
_DOTS = re.compile(r"\s*\.\.\.\s*")
_PLEASE = Caseless(r",?\s+(?:please|pls)\b")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?](?:\s|\Z))")
_SPACED_MARKS = (" ,", " .", " ;", " :", " !", " ?")
_MARK_TWICE = re.compile(r"([,;:])[\s,;:]*(?=[,;:])")
_GOT = re.compile(
    r"(?<!would )(?<!could )(?<!should )(?<!might )(?<!must )(?<!may )\b(has|have|had) got "
    r"(?!(?:in|into|out|through|back|away|off|on|up|down|stuck|lost|rid|worse|better|home|there|here|\w+ed)\b)"
)
_REPAIRS = (
    (" got ", _GOT, r"\1 "),
    (" here", _HERE, ""),
    (" here ", _HERE_IN, ""),
    (" here", re.compile(r"(?<!from)(?<!up to) here(?=[,.;]|\Z)"), " there"),
    ("there is ", _THERE_ARE, "there are "),
    ("the customer's", re.compile(r"(\bthe customer (?:[\w']+ ){1,8})the customer's\b"), r"\1their"),
    ("the the", re.compile(r"\bthe the\b"), "the"),
    ("the their", re.compile(r"\bthe their\b"), "their"),
    ("it is", re.compile(r"\bit is,? (?=it was\b)"), ""),
    (" is", re.compile(r"\b(it is|that is|there is),? \1\b"), r"\1"),
    (
        " that ",
        re.compile(r",? and that (?=(?:is|was|has|will|can|means|takes|would|makes|goes|leaves)\b)"),
        ", which ",
    ),
    (
        " and there ",
        re.compile(r"(?<=\w{2}), and there (?:is|are) (?=(?:no|nothing|an?)\b(?!.*\b(?:that|which|who|it|they)\b))"),
        ", with ",
    ),
    (", that ", re.compile(r"(?<=\w), that (?=(?:takes|keeps|means|was|can be)\b)"), ", which "),
    ("day's ", re.compile(r"\b([Tt]oday)'s (?=(?:the|an?|their|not|fine|too|ok|good|bad|only|when|no)\b)"), r"\1 is "),
    ("can not ", re.compile(r"\bcan not (?!only\b)"), "cannot "),
    (" own", re.compile(r"\b(?:their|the) own\b"), "their own"),
)


_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b")


def tidy(text: str) -> str:
    """Marks and spaces as a note has them; `...` inside becomes a comma."""
    if "..." in text:
        text = _DOTS.sub(", ", text)
    text = _PLEASE.sub("", write_out(text))
    text = " ".join(text.split())
    if any(mark in text for mark in _SPACED_MARKS):
        text = _BEFORE_MARK.sub(r"\1", text)
    text = _MARK_TWICE.sub("", text)
    for needed, pattern, written in _REPAIRS:
        if needed in text:
            text = pattern.sub(written, text)
    if "day" in text:
        text = _DAY.sub(lambda day: day.group().capitalize(), text)
    return text.strip(" ,.;:-!")
