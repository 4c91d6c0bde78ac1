"""E-mail addresses and phone numbers."""

import re
from collections.abc import Iterator

from assist.core.redact.kinds import Kind

Found = Iterator[tuple[int, int, Kind]]

# The look-behind lets a run of address characters be tried once, from its start: linear on any input.
_EMAIL = re.compile(
    r"(?<![\w.%+'-])[\w.%+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
    # as call transcripts have it: "jane dot doe at example dot com"
    r"|(?<![\w.-])[\w.-]{1,64}(?: dot [\w-]{1,63}){0,3} at (?:[\w-]{1,63} dot ){1,4}(?:com|net|org|edu|io|co|info)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:(?<!\w)\(?\+|(?<![\w.,$€£#/+-]))[ ]?\(?\d(?:[ \u00a0().\-/]{0,2}\d){5,16}"
    r"(?:[ ]?(?:x|ext\.?|extension)[ ]?\d{1,6})?(?![\w%])",
    re.IGNORECASE,
)
_DATE_OR_TIME = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\D.*)?$"
    r"|(?:19|20)\d{2}[- /.]{1,3}(?:19|20)\d{2}$"
    r"|(?:19|20)\d{2}[ .-]+\d{1,2}[ .-]+\d{1,2}$"
)
_PHONE_BEFORE = re.compile(
    r"(?:phone|mobile|cell|tel|telephone|fax|call|calls?|called|dial|ring|text|sms|whatsapp|reach|contact|landline|hotline)"
    r"\b[^\d\n]{0,30}$",
    re.IGNORECASE,
)
_NORTH_AMERICAN = re.compile(r"1?[2-9]\d{2}[2-9]\d{6}$")
_LOOK_BACK = 45


def find_emails(text: str) -> Found:
    """Addresses as typed, and as spoken ("jane at example dot com")."""
    if "@" not in text and " at " not in text.lower():
        return
    for match in _EMAIL.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip(".'-%"))
        yield start, match.end(), "email"


def find_phones(text: str) -> Found:
    """International numbers, grouped national ones, and bare digits that the words before call a phone number."""
    for match in _PHONE.finditer(text):
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip())
        if _is_phone(raw.strip(), text[max(0, start - _LOOK_BACK) : start]):
            yield start, match.end(), "phone"


def _is_phone(raw: str, before: str) -> bool:
    number = re.split(r"[xe]", raw, maxsplit=1, flags=re.IGNORECASE)[0]
    digits = "".join(c for c in number if c.isdigit())
    if raw.startswith(("+", "00", "(+")):
        return 8 <= len(digits) <= 17
    if len(digits) > 15 or _DATE_OR_TIME.match(number.strip()):
        return False
    if _PHONE_BEFORE.search(before):
        return True
    groups = re.findall(r"\d+", number)
    if len(groups) > 2:
        return len(digits) >= 8 and max(map(len, groups)) > 1
    if len(groups) == 2:
        # Two numbers side by side are far more often a list or an address than a phone number.
        return (len(digits) >= 9 and (digits[0] == "0" or len(digits) >= 10)) or (
            number[3:4] == "-" and len(digits) == 7
        )
    return bool(_NORTH_AMERICAN.match(digits)) or (len(digits) in (10, 11) and digits[0] == "0")
