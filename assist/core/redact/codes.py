"""Order, case, account and similar numbers: by the words before them, or by their shape."""

import re
from collections.abc import Iterator

from assist.core.redact.kinds import Kind

Found = Iterator[tuple[int, int, Kind]]

_ORDER = (
    "order|booking|reservation|confirmation|ticket|case|reference|ref|tracking|parcel|shipment|invoice|receipt|"
    "transaction|claim|serial|imei|return|rma|pnr"
)
_ACCOUNT = (
    "account|acct|customer|client|member|membership|policy|contract|subscriber|user|loyalty|passport|licen[cs]e|"
    "meter|routing|sort code|social security|ssn"
)
_LABELLED = re.compile(
    rf"\b(?:(?P<order>{_ORDER})|(?P<account>{_ACCOUNT}))s?\b"
    r"(?:[ ](?:number|numbers|no\.?|nr\.?|num|id|code|reference|ref|#))?"
    r"(?:[ ](?:is|was|are|it's|its))?[ ]?[:#=]?[ ]?\(?#?"
    r"(?P<code>[A-Za-z0-9](?:-?[A-Za-z0-9]|[ ](?=\d)){2,29})(?![\w])",
    re.IGNORECASE,
)
_SHAPED = re.compile(
    r"(?<![\w.,/$€£-])(?:"
    r"#[A-Za-z]{0,4}-?\d{4,20}"
    r"|[A-Za-z]{2,6}[-_]\d{5,20}"
    r"|[A-Z]{2,4}\d{6,20}"
    r"|\d{3}-\d{7}(?:-\d{7})?"
    r")(?![\w.-]*\w)"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LONG_DIGITS = re.compile(r"(?<![\w.,/$€£-])\d(?:[ -]?\d){8,29}(?![\w%]|[.,]\d)")


def find_labelled(text: str) -> Found:
    """ "order number 502-2345678", "account: AB12 3456": the code after the word that names it."""
    for match in _LABELLED.finditer(text):
        start, end = match.span("code")
        code = text[start:end]
        if _YEAR.fullmatch(code):
            continue
        # "order 12 chairs", "case 3": a code has four digits, or letters and digits together.
        digits = sum(c.isdigit() for c in code)
        if digits >= 4 or (digits >= 2 and any(c.isalpha() and c.isupper() for c in code) and len(code) >= 5):
            yield start, end, "order_id" if match["order"] else "account"


def find_unlabelled(text: str) -> Found:
    """Codes that show by their shape what they are, and digits too long to be a quantity."""
    for match in _SHAPED.finditer(text):
        yield match.start(), match.end(), "order_id"
    for match in _LONG_DIGITS.finditer(text):
        yield match.start(), match.end(), "account"
