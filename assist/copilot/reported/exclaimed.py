"""Statements put in disbelief, with marks of a question: `my order is late and it says delivered??`."""

import re

_DISBELIEF = re.compile(r"(?:\?[?!]+|!+\?)[\s?!]*\Z")
_IT_SAYS = re.compile(r"(?:\w+ )?(?:it|he|she|they|app|site|page) (?:just )?(?:says?|said|shows?)\b", re.IGNORECASE)
_STATES = re.compile(
    r"(?:(?:and|but|so|then|now|ok|hey|hi|hello|wait|omg)[,.]? )*(?:my|the|our|it|it's|this|that|he|she|they|i|"
    r"i'm|i've|we|we've|there|"
    r"there's)\b(?! the\b)(?:(?!,? (?:and|but|so|or)\b)[^?])*? (?:is|are|was|were|has|have|had|says|said|got|"
    r"came|shows|keeps|told|"
    r"doesn't|didn't|hasn't|isn't|don't|can't|won't|ordered|paid|been|waited|asked|bought|booked|received|returned|"
    r"called|tried)\b",
    re.IGNORECASE,
)


def is_exclaimed(text: str, sentence: str, role: str) -> bool:
    """`my order is late and it says delivered??`: a customer's statement, put in disbelief."""
    least = 3 if _IT_SAYS.match(sentence) else 6
    told = role == "customer" and len(sentence.split()) > least and _DISBELIEF.search(text)
    return bool(told and _STATES.match(sentence))


_LED = r"(?:(?:but|and|no|well|except|yeah|yes|wait|hang on|oh|hey|hi)[,.]? )*"
# What the writer did or does knows nobody better, so a mark behind it asks nothing.
_OWN = re.compile(
    rf"{_LED}(?:I|we)(?:(?:'ve| have)? (?:(?:just|already|only|even|literally|always) )*(?:paid|bought|ordered|rang|"
    rf"called|emailed|"
    r"phoned|told|waited|booked|returned|asked)|(?:'ve| have)? never|(?: have not| haven't| didn't|"
    r"'ve not) (?:(?:even|yet) )?"
    r"(?:made|asked|ordered|paid|signed|agreed|booked|received|had|got|get|order|ask|make|book|sign|agree|change)|"
    r" (?:only |just |hardly |barely )?use)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:right|correct|then|or|if|whether|is|are|was|do|does|did|can|could|will|would|should|what|which|who|when|"
    r"where|"
    r"why|how|you|yes|ok|okay|anything|anyone|enough|too much|also)\b",
    re.IGNORECASE,
)
_REALISED = re.compile(
    r",? (?:you|they)(?: do| all)? (?:realise|realize|know|understand|get)(?: that)?(?:, right)?\?\Z", re.IGNORECASE
)
_JUDGED = re.compile(
    rf"(?P<said>{_LED}(?:that|this|it)(?:'s| is| was)(?: (?:just|really|hardly))? ?(?:n't|not)? (?:right|fair|"
    rf"good enough|"
    r"acceptable|normal|on|my fault|our fault|funny|ideal|great|good)),? (?:is|was) (?:it|that)\b",
    re.IGNORECASE,
)
_DID_I = re.compile(
    r"(?P<said>\A(?:(?:but|and|well),? )?(?:I|we)\b.*?),? (?:didn't|haven't|wasn't|weren't|did|have|was|were) (?:I|"
    r"we)\?\Z",
    re.IGNORECASE,
)


def told_with_mark(sentence: str) -> str:
    """`I paid by card?`, `I gave it to you, didn't I?`: said with a question mark, known to nobody better."""
    realised = _REALISED.search(sentence) if sentence.endswith("?") else None
    if realised and len(sentence[: realised.start()].split()) > _FEW:
        return f"{sentence[: realised.start()]}."
    judged = _JUDGED.match(sentence)
    if judged:
        rest = sentence[judged.end() :].strip()
        return (
            f"{judged['said']}{'' if rest[:1] in {',', '.'} else ', ' if rest.strip('?! ') else ''}{rest.rstrip('?! ')}"
        )
    if not sentence.endswith("?"):
        return sentence
    did = _DID_I.match(sentence)
    if did:
        return f"{did['said']}."
    own = _OWN.match(sentence)
    return f"{sentence[:-1]}." if own and not _ASKS.search(sentence, own.end()) else sentence


_FEW = 3  # words
