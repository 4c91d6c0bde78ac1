"""Predicates cut to a number of words at a clause boundary; never inside a name, a number or a negation."""

import re

from assist.copilot.facts.spoken import NUMBER_WORD

_CLAUSE = re.compile(r"[,;:]\s+|\s+(?=(?:and|but|because|so|which|if|when|while|since|until|although|as)\s)")
_PHRASE = re.compile(r"\s+(?=(?:that|with|after|before|for|from|in|on|at|to|by|about|via|within|during|without)\s)")
_DANGLING = re.compile(
    r"[\s,;:]+(?:(?:they |it )?would like|(?:they )?(?:wants?|needs?)|"
    r"(?:and|but|so|as|if|because|that|which) the (?:customer|agent|company)|and|or|but|the|a|an|to|of|for|in|on|at|"
    r"with|by|from|that|which|as|if|is|are|was|were|be|been|"
    r"has|have|had|"
    r"will|would|can|could|should|may|might|not|no|their|its|this|these|any|some|so|because|about|than|when|"
    r"where|while|after|before|"
    r"until|whether|asks|says|do|does|did|also|very|more|your|my|our|his|her|says the|only|into|per|under|over|"
    r"just|it's|there's|they|it|ones|those|according|such|regarding|depending|including|between|due|either|each|every|"
    r"whose|who|in the (?:unlikely )?event|in the case)\Z",
    re.IGNORECASE,
)
# `two hundred and forty pounds`, `07700 900418`
_NUMBER_BEFORE = re.compile(rf"(?:\s+(?:and )?(?:{NUMBER_WORD})|\s+\+?\d+)+\s*\Z", re.IGNORECASE)
_NUMBER_GOES_ON = re.compile(rf"\s*(?:and )?(?:{NUMBER_WORD})\b|\s*\d", re.IGNORECASE)
_SHARES = ((_CLAUSE, 0.6), (_PHRASE, 0.7), (_CLAUSE, 0.35), (_PHRASE, 0.35))
_LEAST = 4


def clip(text: str, words: int) -> str:
    """`text`, or its longest good beginning of at most `words` words."""
    if len(text.split()) <= words:
        return text
    window = _first_words(text, words)
    longer = _first_words(text, words + 1)
    for boundary, share in _SHARES:
        cuts = [m.start() for m in boundary.finditer(longer) if m.start() <= len(window)]
        cuts = [cut for cut in cuts if not parts_number(text, cut)]
        good = [cut for cut in cuts if len(window[:cut].split()) >= max(_LEAST, share * words)]
        if good:
            return trim(window[: good[-1]])
    whole = window.rstrip().removesuffix(" and")
    return trim(_NUMBER_BEFORE.sub("", whole) if _NUMBER_GOES_ON.match(text, len(whole)) else window)


def parts_number(text: str, cut: int) -> bool:
    """Whether `cut` stands within a number: `six hundred | and forty nine`, `07700 | 900418`."""
    return bool(_NUMBER_GOES_ON.match(text, cut)) and bool(_NUMBER_BEFORE.search(text[:cut]))


def _first_words(text: str, words: int) -> str:
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[min(words, len(ends)) - 1]] + (" " if len(ends) > words else "")


def trim(text: str) -> str:
    """`text` without what dangles at its end: joining words, an opened bracket, a lone quotation mark."""
    text = text.rstrip(' ,;:-("“')
    for _ in range(8):
        shorter = _DANGLING.sub("", text)
        if shorter == text or len(shorter.split()) < _LEAST:
            break
        text = shorter
    if text.count('"') % 2:
        text = text.replace('"', "")
    if text.count("(") > text.count(")"):
        text = (
            text[: text.rindex("(")].rstrip(" ,;:")
            if len(text[: text.rindex("(")].split()) >= _LEAST
            else text.replace("(", "")
        )
    return text
