"""Questions inside a sentence, left inverted: `I want to know when will I get it` -> `... when I will get it`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.inversion import DETERMINER, SUBJECT, declarative

_LEADS_ON = re.compile(
    r"\b(?:know|knows|tell (?:me|us|them|him|her|you)|ask(?:ed|ing)?|let (?:me|us) know|find out|explain|confirm|"
    r"wonder(?:ing)?|no (?:idea|clue)|not sure|unsure|to see|understand|check|say|remember)(?: please)?,? "
    r"(?P<wh>(?:when|where|why|what|who|how(?: (?:much|long|many|far|soon))?)(?= (?:am|is|are|was|were|will|would|can|"
    r"could|should|do|does|did|has|have) )|(?:when|where|why|what|who|how)(?='s ))",
    re.IGNORECASE,
)
# `I'll ask my boss does he pay`, `they're asking can she come`
_WHETHER = re.compile(
    r"\b(?:ask|asks|asked|asking|wonder|wondered|wondering)(?: (?:him|her|them|me|us|(?:my|the|your|his|her|our) "
    r"[a-z]+))? "
    r"(?P<aux>do|does|did|can|could|will|would|am|is|are|was|were|has|have) "
    r"(?P<rest>(?:I|you|we|they|he|she|it|there|the [a-z]+) [^,;.!?]+?)(?=[,;.!?]|\Z)",
    re.IGNORECASE,
)
_ASKING = (" when", " where", " why", " what", " who", " how")
_AUX = re.compile(
    r"(?P<aux> (?:am|is|are|was|were|will|would|can|could|should|do|does|did|has|have) |'s )(?P<rest>[^,;.!?]+?)"
    r"(?=[,;.!?]|\Z| (?:and|or|but|because|so|if|when|while|as|before|after) )",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r" (?:and|or) (?P<wh>when|where|why|what|who|how(?: (?:much|long|many|far|soon))?)"
    r"(?= (?:am|is|are|was|were|will|would|can|could|should|do|does|did|has|have) |'s )",
    re.IGNORECASE,
)


def put_straight(text: str) -> str:
    """Every embedded question of `text` in the order of a statement."""
    if " ask" in text or "onder" in text:
        text = _WHETHER.sub(_whether, text)
    if not any(word in text for word in _ASKING):
        return text
    found = _LEADS_ON.search(text)
    while found:
        straight, end = _straight(text, found)
        text = straight
        found = _NEXT.match(text, end) or _LEADS_ON.search(text, end)
    return text


def _whether(found: re.Match[str]) -> str:
    clause = declarative(found["aux"], found["rest"])
    lead = found.group()[: found.start("aux") - found.start()]
    return f"{lead}whether {clause}" if clause else found.group()


def _straight(text: str, found: re.Match[str]) -> tuple[str, int]:
    """`text` with the one question put straight, and where to read on."""
    inverted = _AUX.match(text, found.end("wh"))
    if not inverted:
        return text, found.end()
    aux, rest = inverted["aux"].strip(), inverted["rest"]
    subject = SUBJECT.match(rest) or DETERMINER.match(rest)
    pointed = rest.split()[0].lower() in {"this", "that", "these", "those"} and len(rest.split()) > 1
    if (
        not subject
        or (pointed and found["wh"].lower() == "who")
        or (found["wh"].lower() in {"what", "who"} and rest.split()[0].lower() in {"a", "an", "all"})
    ):
        return text, inverted.end()
    if aux == "'s" and len(rest.split()) > 1 and SUBJECT.match(rest) and inflect.is_participle(rest.split()[-1]):
        return text, inverted.end()
    clause = declarative("is" if aux == "'s" else aux, rest)
    if not clause:
        return text, inverted.end()
    before = f"{text[: found.end('wh')]} {clause}"
    return before + text[inverted.end() :], len(before)
