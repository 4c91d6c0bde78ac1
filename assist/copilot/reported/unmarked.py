"""Questions whose mark was not typed or not transcribed."""

import re

_ASKED = re.compile(
    r"\A(?:(?:the|my|your|our|this|that) (?:[\w'-]+ ){0,2}[\w'-]+, (?:do|does|did|is|are|was|were|will|would|can|"
    r"could|"
    r"has|have) (?:it|they|he|she|that|this|those)\b(?! not\b)|"
    r"(?:have|has|could|can|did|will) (?:you|they|he|she) not\b|"
    r"what (?:date|time|day|number|name|colour|size|plan|model|address|sort|kind|code)(?:'s| is| are| do| does|"
    r" did) |"
    r"which (?:\w+ )?\w+ (?:is it|is that|are you|do you|did you|have you|was it|was that)\b|"
    r"since when (?:is|are|do|does|did|has|have|can|was|were) |whose (?:\w+ ){0,2}(?:is|are|was|do|did|should) |"
    r"(?:with|in|on|at|to|from|for|by|under|about) (?:which|what|whom) (?:\w+ ){0,3}?(?:do|does|did|is|are|was|were|"
    r"can|"
    r"should|will|would|have|has) (?:you|I|we|it|they|he|she|the|that|this|your|my)\b|"
    r"which would (?:you|they|he|she) |"
    r"who (?:\w+ed|told|said|gave|sold|sent|made|took|put)\b|where (?:exactly|in|on|else) (?:[\w']+ ){0,4}?(?:do|"
    r"does|did|is|"
    r"are|was|can) (?:it|I|you|we|they|the|that)\b|"
    r"(?:roughly|exactly) (?:what|when|where|which|who|how) (?:is|are|was|do|does|did|can|will|would)\b)|"
    r"\A(?:please,? )?(?:(?:does|is|are|was|were|has|have|can|could|will|would|shall|may|am|must|isn't|aren't|can't|"
    r"don't|"
    r"doesn't|won't) (?:i|we|you|it|they|he|she|there|this|that|these|the|my|your|our|any|any(?:one|body|thing)|"
    r"someone|"
    r"somebody|something|nobody|everyone|everybody|his|her|their)\b(?! not\b)|"
    r"(?:do|did) (?:nobody|everyone|everybody|no one) [a-z]+|"
    r"(?:can|could|do|does|did|will|would|should) (?:i|we|they|he|she|it) not [a-z]+\b|"
    r"(?:can|could) (?:you|they|i|we) not (?:just|at least|even|simply)\b|"
    r"(?:do|did|should) (?:i|we|you|they|he|she|any\w*|my|your)\b(?! not\b)|(?:did|should) the \w+ \w+\b(?! not\b)|"
    r"do the (?:\w+s|people|police|staff) \w+\b(?! not\b)|"
    r"what (?:am|is|are|was|do|does|did|can|should|about)\b|where (?:is|are|do|can|did)\b|"
    r"(?:what|where|which) have (?:you|they|I|we)\b|"
    r"how (?:do|can|long|much|many|old|big|far|soon|often|about|does|is|are|did|will|would|should|could|am|come)\b|"
    r"when (?:is|will|can|do|does|are|did|would|could|should|was|am) \w+|"
    r"why (?:am|is|are|do|does|did|was|would|can't|isn't|hasn't|haven't|didn't|doesn't|won't|weren't|wasn't|should)\b|"
    r"which \w+ (?:is|are|do|does|am|should)\b|(?:when|why|how|where) though\b|who "
    r"(?:am|is|are|was|were|do|does|did|can|will|would|pays|covers|gets|decides|takes|brings|signs)\b|"
    r"why (?:i|we|you|they|it|he|she) (?:don't|didn't|can't|cannot|won't|doesn't|haven't)\b|"
    r"where (?:i|we) (?:find|click|see|send|go|put|press|enter|write)\b|"
    r"(?:what|where|when|how|who|why)'s\b|what (?:would|will|could) (?:i|we|you|it|they|he|she|that|this|the|"
    r"my)\b|what comes (?:back|off|out|next)\b|what (?:happens|counts|if|now)\b(?! is\b))",
    re.IGNORECASE,
)
_ASKED_SHORT = re.compile(
    r"(?:what|which) (?!an?\b|the\b|ever\b|so\b|was\b|is\b)[a-z]+(?: [a-z]+)?|(?:until |till |since |from |by )?when|"
    r"(?:how|where|why|who|what)|why not|which (?:I|we) (?:must|should|can|have to|need to)\b.*",
    re.IGNORECASE,
)  # `what additional card`
_TAGGED = re.compile(
    r"(?:so )?you (?!(?:never|just|only)\b)(?!.*\b(?:I|me|my|we|us|our)\b).*\w,? (?:don't|aren't|haven't|won't|"
    r"can't) you",
    re.IGNORECASE,
)  # `you still take tyres don't you`
_TOLD = re.compile(r"\b(?:I|we) (?:can't|cannot|don't) (?:see|say|know|tell)\b", re.IGNORECASE)


_CHECKED = re.compile(
    r"(?:and |so |but |then )?(?:you(?:'re| are)\b.*\w,? is it|"
    r"(?:it|that)(?:(?:'s| is)\b.*\w,? (?:is|isn't|has|hasn't)| was\b.*\w,? (?:was|wasn't)) (?:it|that)|"
    r"(?P<who>he|she|there)(?:(?:'s| is)\b.*\w,? (?:is|isn't|has|hasn't)| was\b.*\w,? (?:was|wasn't)) (?P=who)|"
    r"(?P<they>you|they)(?:(?:'re| are)\b.*\w,? (?:are|aren't)|(?:'ve| have)\b.*\w,? (?:have|haven't|do|don't)|"
    r" (?:don't|do|get|need|want|take|sell|still|only|also)\b.*\w,? (?:do|don't)|"
    r" (?:wouldn't\b.*\w,? would|can't\b.*\w,? can|won't\b.*\w,? will|didn't\b.*\w,? did|haven't\b.*\w,? have|"
    r"aren't\b.*\w,? are)) (?P=they))",
    re.IGNORECASE,
)
_NO_TAG = re.compile(
    r"\b(?:what|which|who|whose|where|when|why|how|whether|if|than|as|like(?! that)|and|or|but|"
    r"because) (?:\w+ )?\w+ \w+\Z",
    re.I,
)


def is_checked(text: str) -> bool:
    """`you're mister Dudzik is it`, `she's not there is she`: what an agent wants to hear confirmed."""
    return bool(_CHECKED.fullmatch(text)) and not _NO_TAG.search(text)


def looks_asked(text: str) -> bool:
    """A question whose mark was not typed or not transcribed."""
    asked = _ASKED.match(text) or _ASKED_SHORT.fullmatch(text) or ("n't you" in text and _TAGGED.fullmatch(text))
    return bool(asked) and not _TOLD.search(text)
