"""A clause begun anew in speech, where no comma tells: `I can see that I can see the note` -> `I can see the note`."""

import re

_WHO = r"(?:I|it|he|she|they|we|you)"
_VERBS = (
    r"(?:might|may|must|can|could|will|would|should|is|was|were|am|are|have|has|had|do|did|does|used|want|need|"
    r"think|know|got|\w+n't)"
)
_LEAST_REPEATED = 2
# `I can see that I can see`, `you can also you can`: the same two words after one that leads nowhere.
_SAME_AGAIN = re.compile(
    rf"\b(?P<same>{_WHO} [a-z']+(?: [a-z']+)?)(?: (?:that|to|also|just|the|a|an|my|your|our|really|of|for|with|on|in|"
    r"at)){1,2} (?=(?P=same)\b)",
    re.IGNORECASE,
)
_LONG_AGAIN = re.compile(
    r"\b(?P<same>[a-z']+(?: [a-z']+){2,3})[,\s]+(?=(?P=same)\b)", re.IGNORECASE
)  # `I want to I want to`
# `it's it might be`, `I'm I was`
_OTHER_VERB = re.compile(rf"\b(?P<who>{_WHO}|that)'(?:s|m|re|ve|ll|d) (?=(?P=who) {_VERBS}\b)", re.IGNORECASE)
# `I'm her guardian, I mean I'm my mother's guardian`
# `is that does that matter`
_ASKED_ANEW = re.compile(
    r"\b(?:is|does|do|did|was|can|will|has) (?P<who>it|that|he|she|they|this),? "
    r"(?=(?:is|does|do|did|was|can|will|has|would|could) (?P=who) [a-z])",
    re.IGNORECASE,
)
_SAID_RIGHT = re.compile(
    rf"(?:\A|(?<=[.,;!?] )|(?<=\band )|(?<=\bbut ))(?P<who>{_WHO}|my|our|the)\b[^,;.!?]{{1,50}},? "
    r"(?:(?:no|sorry),? )?(?:I mean|or rather|no rather),? (?=(?P=who)\b)",
    re.IGNORECASE,
)
_YOU_KNOW = re.compile(
    r"(?P<open>\b(?:I|he|she|we|they|it)'(?:m|s|re|ve)|\b(?:the|an?|to|of|my|your|our|really|very)) you know "
    r"(?=[a-z])(?!(?:it|them|him|her|me)\b)",
    re.IGNORECASE,
)
# `I get that um would you drive there`
_UM_ASKS = re.compile(
    r"(?<=\w) (?:um|uh),? (?=(?:would|could|can|do|did|are|have|is|was|will) (?:you|it|there|that|they|he|she|I|we)\b)"
)


def once(text: str) -> str:
    """`text` with what was begun, broken off and begun anew said once."""
    lowered = text.lower()
    if " um " in lowered or " uh " in lowered:
        text = _UM_ASKS.sub(", ", text)
    if " you know " in lowered:
        text = _YOU_KNOW.sub(r"\g<open> ", text)
    if "i mean" in lowered or " rather " in lowered:
        text = _SAID_RIGHT.sub("", text)
    if "'" in text:
        text = _OTHER_VERB.sub("", text)
    words = lowered.split()
    if len(words) > len(set(words)):
        text = _ASKED_ANEW.sub("", text)
    if len(words) - len(set(words)) >= _LEAST_REPEATED:
        text = _SAME_AGAIN.sub("", _LONG_AGAIN.sub(_unless_counted, text))
    return text


_COUNTS = re.compile(r"\b(?:[b-hj-z]|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|ten)\b", re.IGNORECASE)


def _unless_counted(match: re.Match[str]) -> str:
    """Spelled numbers may well repeat."""
    return match.group() if _COUNTS.search(match["same"]) else ""
