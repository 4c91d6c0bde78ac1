"""E-mail addresses and phone numbers, typed or spelled out."""

import re

from assist.copilot.facts import spoken
from assist.copilot.facts.codes import label_of
from assist.copilot.facts.mentions import Mention
from assist.core.redact.contact import find_emails as find_typed_emails
from assist.core.redact.contact import find_phones as find_typed_phones

_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.])[\w-]{1,40}(?:[ ](?:dot|underscore|dash)[ ][\w-]{1,40}){0,4}[ ]at[ ][\w-]{1,40}(?:[ "
    r"]dot[ ][\w-]{2,24}){1,3}",
    re.IGNORECASE,
)
_ENDING = re.compile(
    rf"\b(?:mobile |phone |number |cell )?(?:ends|ending) (?:in|with) (?:\d{{2,4}}\b|X{{2,4}}\b|"
    rf"(?:{spoken.NUMBER_WORD}|oh|double)"
    rf"(?:[ ,-]+(?:{spoken.NUMBER_WORD}|oh|double))*)",
    re.IGNORECASE,
)
_PHONE_ASKED = re.compile(
    r"\b(?:phone|mobile|cell|landline|telephone|tel|call|ring|line|(?:contact|my|which|best) number)\b", re.I
)
_COUNTRY = re.compile(r"(?<![A-Z])[A-Z]{2} ?\Z")  # `DE 811 204 775` is a VAT number
_LOCAL = re.compile(r"\d{3}-\d{4}")
_DIGIT = re.compile(r"\d")
_PHONE_DIGITS = range(5, 16)


def find_contacts(text: str, *, asked: str = "") -> list[Mention]:
    """Addresses and numbers of one message; `asked`: what the other side had just asked."""
    found = [Mention("email", start, end, "typed") for start, end, _ in find_typed_emails(text)] if "@" in text else []
    for match in _SPOKEN_EMAIL.finditer(text) if " dot " in text.lower() else ():
        if not _taken(found, *match.span()):
            found.append(Mention("email", match.start(), match.end(), "spoken"))
    for start, end, _ in find_typed_phones(text) if _DIGIT.search(text) else ():
        if not _taken(found, start, end) and not _is_a_code(text, start, end, asked):
            found.append(Mention("phone", start, end, "typed", labelled=_is_asked(text, start, asked)))
    for match in _ENDING.finditer(text) if "end" in text.lower() else ():
        before = text[max(0, match.start() - 40) : match.start()]
        if not re.search(r"\b(?:card|account|iban)\b", before + match.group(), re.I):
            found.append(Mention("phone", match.start(), match.end(), "ending"))
    for start, end in spoken.find_codes(text):
        if _reads_as_phone(text[start:end], _is_asked(text, start, asked)) and not _taken(found, start, end):
            found.append(Mention("phone", start, end, "spoken", labelled=True))
    return found


def _is_a_code(text: str, start: int, end: int, asked: str) -> bool:
    """`order 556-1192`, `556-1192`: what words call something else, or what is too short without a word for it."""
    said = text[start:end]
    if _COUNTRY.search(text, max(0, start - 4), start):
        return True
    kind, _ = label_of(text, start, asked)
    if said.lstrip("(").startswith("+") or kind == "phone":
        return False
    return kind in {"order_id", "account", "case_id"} or _LOCAL.fullmatch(said) is not None


def _taken(found: list[Mention], start: int, end: int) -> bool:
    return any(start < other.end and other.start < end for other in found)


def _is_asked(text: str, start: int, asked: str) -> bool:
    return bool(_PHONE_ASKED.search(text[max(0, start - 45) : start] or asked[-200:]))


def _reads_as_phone(said: str, asked: bool) -> bool:
    digits = spoken.code_value(said)
    if not digits.isdigit() or len(digits) not in _PHONE_DIGITS:
        return False
    return (digits.startswith("0") and len(digits) >= 9) or (asked and len(digits) >= 5)


def email_value(said: str) -> str:
    """`jane dot doe at postbox dot example` -> `jane.doe@postbox.example`; typed addresses in lower case."""
    if "@" in said:
        return said.lower()
    joined = re.sub(r"\s+at\s+", "@", said.lower())
    for word, sign in (("dot", "."), ("underscore", "_"), ("dash", "-")):
        joined = re.sub(rf"\s+{word}\s+", sign, joined)
    return joined.replace(" ", "")
