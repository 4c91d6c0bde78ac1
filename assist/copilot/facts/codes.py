"""Order, account, case and error codes: their shape, and the words before them that say whose they are."""

import re

from assist.copilot.facts import spoken
from assist.copilot.facts.mentions import POSTCODE, Mention
from assist.core.vocabulary import FactType

_LABELS: tuple[tuple[FactType, str], ...] = (
    (
        "order_id",
        r"orders?|booking|bookings|reservation|reservations|confirmation|pnr|parcel|parcels|shipment|tracking|"
        r"consignment|purchase|ride|trip|stay|delivery",
    ),
    (
        "case_id",
        r"case|ticket|(?<!booking )(?<!order )(?<!reservation )(?<!parcel )(?:reference|ref)|"
        r"complaint|dispute|repair|job|request|rma|incident|escalation|report|logged|booked|"
        r"interaction|investigation|return number|fault|claim(?: number| no)?",
    ),
    (
        "account",
        r"account|acct|a/c|customer|client|user|username|member|membership|policy|contract|subscriber|subscription|"
        r"loyalty|(?<!the )(?<!your )(?<!read )(?<!read me )meter(?! read)|meter (?:number|serial|id)|"
        r"workspace|loan|mortgage|vat|card|iban|passport|licen[cs]e|profile|login|employee|insurance|"
        r"security (?:number|code)|pin",
    ),
    (
        "error_code",
        r"errors?|code|codes|message|screen|display|displays|displaying|shows|showing|fault code|popup|says",
    ),
    ("phone", r"phone|mobile|cell|tel|telephone|landline|call|ring|text|sms|whatsapp|contact number"),
    (
        "other",
        r"invoices?|flight|item|gate|room|seat|serial|model|version|zip|postcode|pin code|size|age|article|row|floor",
    ),
)
_OF_CODES = frozenset({"order_id", "account", "case_id", "error_code", "other"})
_LABEL = re.compile(r"(?<![\w])(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS) + r")(?![\w])", re.I)
_LOOK_BACK = 48

_CARD_DIGITS = r"(?:\d{4}|[*xX\u2022]{4})(?:[ -](?:\d{4}|[*xX\u2022]{4})){3}|\d{4}[ -]\d{6}[ -]\d{5}"
_CARD = re.compile(_CARD_DIGITS)
_CODE = re.compile(
    r"(?<![\w@.,$€£₹/:-])#?(?:"
    r"[A-Z]{2,4}(?:[ ]\d{2,6}){2,5}"  # TC 5520 318
    rf"|{_CARD_DIGITS}"
    r"|\d{3,4}(?:[ ]\d{3,4}){2,4}|(?!(?:19|20)\d\d[ ])\d{4}[ ]\d{4}(?:[ ]\d{2,4})?"  # 915 204 663, 6641 9207
    r"|(?:[A-Za-z]{1,6}[-/]?|[A-Z]{1,4}[ ])\d[\dA-Za-z]*(?:[-/_][\dA-Za-z]+)*"  # QV-88317, AMZ789012, E21, LN/40291/25
    r"|[A-Za-z][a-z]*(?:_[a-z0-9]+)*_\d+"  # mia_kim_4397
    r"|\d{3,}(?:-\d+)*(?:[-/][A-Za-z\d]+)*"  # 502-2345678-9012345, 611204895
    r"|\d{2,4}(?:[ -]\d{2,5}){1,5}"  # 915 204 663, 88-4410-207
    r"|(?=[A-Z0-9]{5,8}(?![\w-])|[A-Z0-9]{11,22}(?![\w-]))(?:[A-Z]+\d|\d+[A-Z])[A-Z0-9]*"  # PEP4E0, 1Z999AA10123456784
    r")(?![\w@%]|[.,:]\d|[-/]\w)"
)
_LOCATOR = re.compile(r"(?<![\w-])(?=[A-Z0-9]{6}(?![\w-]))[A-Z]{6}(?![\w-])")
_CRIED = frozenset("BEFORE NUMBER PLEASE REFUND CANCEL RETURN ALWAYS REALLY SHOULD WITHIN ALMOST ITSELF ANYONE".split())
_SLUG = re.compile(
    r"(?:workspace|user ?name|user id|login|handle)(?:[ ](?:is|name|"
    r"id))*[ :(\"'`]+(?P<code>[a-z][\w.]*(?:[-_][\w.]+)+|[a-z]{5,})",
)
_WHOLE_SLUG = re.compile(r"\A\s*(?:it'?s |it is |my user(?:name| id) is )?(?P<code>[a-z]+(?:[-_][a-z\d]+)+)\b[\s.,!]*")
_CARD_ENDING = re.compile(
    r"(?:(?:credit|debit|bank) )?(?:card|account) (?:(?:number )?ending|that ends)(?: in| with)? [\w ]*?\d{3,4}", re.I
)
_PLATE = re.compile(r"(?<![\w-])[A-Z]{2}\d{2} [A-Z]{2}[A-Z0](?![\w-])")  # of a car, `KX19 VBD`
_ABROAD = re.compile(r"\+[1-9]\d?\d? ?(?:[ ()-]?\d){7,11}")  # +44 20 7946 0112
_POSTCODE = re.compile(rf"{POSTCODE}(?!\w)")
_YEAR = re.compile(r"(?:nineteen|twenty)(?: hundred)?(?:(?: and)?[ -][a-z]+){1,2}", re.I)
_OF_BIRTH = re.compile(
    r"\b(?:birth|born|of the \w+|january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?: (?:in|is|on|the|of|a|\w+(?:st|nd|rd|th)|first|second|third|\w+ \w+(?:st|nd|rd|th)))*,? \Z",
    re.I,
)
# `i paid them one ninety nine`
_PAID = re.compile(
    r"\b(?:paid|pay|paying|owe|spent)(?: (?:them|him|her|you|me|us|another|about|only|just|out))* \Z", re.I
)
_VAT = re.compile(r"[A-Z]{2} \d{3} \d{3} \d{3}")
_PLACEHOLDER = re.compile(r"\[(?P<name>[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,2})\]")
_PLACEHOLDERS: dict[str, FactType] = {
    "order id": "order_id", "order number": "order_id", "account number": "account", "phone number": "phone",
    "email address": "email", "email": "email", "ticket number": "case_id", "case number": "case_id",
    "reference number": "case_id", "customer id": "account",
}  # fmt: skip
_DATE_LIKE = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|march|april|august)[ /-]?(?:\d{1,2}|(?:19|20)\d\d)|"
    r"(?:19|20)\d\d[-/]\d{1,2}(?:[-/]\d{1,2})?|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{1,2}-\d{1,2}|\d{1,2}[ap]m|(?:19|20)\d\d"
    r"|\d{2,3}[- ]\d{2,3}", re.I
)  # fmt: skip
_QUANTITY = re.compile(
    r"\d+(?:gb|mb|tb|kg|g|km|m|cm|mm|inch|in|hrs?|h|mins?|min|s|sec|days?|k|x|st|nd|rd|th|am|pm|ml|l|w|v|a|ghz|hz|mbps|"
    r"yrs?|pcs|rs|d|g)", re.I
)  # fmt: skip
_FOLLOWED_BY_UNIT = re.compile(
    r"\s*(?:credits?|points|miles|rupees|rs\b|euros?|pounds?|dollars?|inr\b|times|people|hours?|days?|weeks?|months?|"
    r"years?|minutes?|mins?|hrs?|square|sq|rows?|per\b|%|business|working|seats?|nights?|passengers?|gb\b|percent|"
    r"kwh|kwp|watts?|kg\b|km\b|cm\b|mm\b|ml\b|litres?|meters?|metres?|miles|m(?=[ .,!?;]|\Z))",
    re.I,
)
_LONGER_THAN_A_HOUSE = 6  # `order no. 556-1192`
_STATUS = re.compile(r"HTTP[ -]?[1-5]\d\d")
_MESSAGE_ID = re.compile(r"[A-Z]{5,}\d{3,}")  # AADSTS50011
_ASKED_POSTCODE = re.compile(r"\b(?:post ?code|zip(?: code)?)\b", re.IGNORECASE)
_INVOICE = re.compile(r"INV[- ]?\d[\w-]*", re.IGNORECASE)
_FLIGHT = re.compile(r"[A-Z]{2} ?\d{2,4}")
_STREET_BEFORE = re.compile(
    r"(?:\b(?:flat|room|apt|apartment|suite|unit|house|no|floor|street|st)\.? ?(?:no\.? ?)?)$", re.I
)


def find_codes(text: str, *, asked: str = "") -> list[Mention]:
    """Codes with the type that the words before them give, else the words of the question just asked (`asked`)."""
    found: list[Mention] = []
    for match in _PLACEHOLDER.finditer(text):
        kind = _PLACEHOLDERS.get(match["name"].lower())
        if kind:
            found.append(Mention(kind, match.start(), match.end(), "placeholder", labelled=True))
    for match in _CARD_ENDING.finditer(text):
        found.append(Mention("account", match.start(), match.end(), "card_ending", labelled=True))
    for start, end in spoken.find_codes(text):
        if _YEAR.fullmatch(text, start, end) and _OF_BIRTH.search(text, 0, start):
            continue
        _add(found, text, start, end, "spoken", asked)
    for match in (*_SLUG.finditer(text), *_WHOLE_SLUG.finditer(text)):
        _add(found, text, *match.span("code"), "slug", asked)
    for match in _PLATE.finditer(text):
        if label_of(text, match.start(), asked)[0] in {None, "other"}:
            found.append(Mention("other", *match.span(), "plate"))
    for match in _CODE.finditer(text):
        start, end = _trimmed(text, *match.span())
        if not _is_plain_quantity(text, start, end) and not _POSTCODE.match(text, start):
            _add(found, text, start, end, _shape(text[start:end]), asked)
    for match in _LOCATOR.finditer(text):
        if not text.isupper() and label_of(text, match.start())[0] == "order_id" and match.group() not in _CRIED:
            _add(found, text, *match.span(), "locator", asked)
    return found


def label_of(text: str, start: int, asked: str = "") -> tuple[FactType | None, bool]:
    """(type, whether its own text says so) by the nearest label before `start`, else by the last one in `asked`."""
    before = whole = text[max(0, start - _LOOK_BACK) : start]
    for sentence_end in (". ", "! ", "? ", "\n\n"):
        cut = before.rfind(sentence_end)
        if cut >= 0 and not before[: cut + 1].lower().endswith(("no.", "nr.", "ref.", "acct.")):
            before = before[cut + len(sentence_end) :]
    own = _last_label(before)
    if not before and _last_label(whole) == "error_code":  # `Different error now. 1046.`
        own = "error_code"
    if own:
        return own, True
    if _POSTCODE.search(text):
        asked = _ASKED_POSTCODE.sub("", asked)  # that is the answer to it, the other number is not
    return _last_label(asked[-240:]), False


def _last_label(text: str) -> FactType | None:
    last: FactType | None = None
    for match in _LABEL.finditer(text):
        kind = match.lastgroup
        if kind == "error_code" and match.group().lower() in {"code", "codes", "message", "says", "screen"} and last:
            continue
        last = next(name for name, _ in _LABELS if name == kind)
    return last


def _add(found: list[Mention], text: str, start: int, end: int, shape: str, asked: str) -> None:
    if any(start < other.end and other.start < end for other in found):
        return
    kind, own = label_of(text, start, asked)
    if shape == "spoken" and _PAID.search(text, 0, start):
        kind, own = "amount", False
    found.append(Mention(kind or _by_shape(text[start:end]), start, end, shape, labelled=own))


def is_status(value: str) -> bool:
    """`HTTP 504`."""
    return _STATUS.fullmatch(value) is not None


def type_by_form(value: str, learned: FactType, proposed: FactType) -> FactType:
    """The learned type of a code, unless its form or the words that propose it say better."""
    if is_status(value) or (proposed == "error_code" and _MESSAGE_ID.fullmatch(value)):
        return "error_code"
    if _POSTCODE.fullmatch(value):
        return "location"
    if _INVOICE.fullmatch(value) or (proposed == "other" and _PLATE.fullmatch(value)):
        return "other"
    if _CARD.fullmatch(value):
        return "account"
    if _ABROAD.fullmatch(value):
        return "phone"
    if proposed in _OF_CODES and (
        learned == "phone"
        or _is_flight(value, learned, proposed)
        or (learned in {"location", "person"} and not value.isdigit())
    ):
        return proposed
    return learned


def _is_flight(value: str, learned: FactType, proposed: FactType) -> bool:
    return (learned == "product" or (proposed == "other" and learned == "order_id")) and _FLIGHT.fullmatch(
        value
    ) is not None


def _by_shape(code: str) -> FactType:
    plain = code.lstrip("#")
    if re.fullmatch(r"\d{3}-\d{5,7}-\d{5,7}", plain) or code.startswith("#"):
        return "order_id"
    if _VAT.fullmatch(plain) or re.fullmatch(r"[a-z]+(?:_[a-z]+)*_\d+", plain):
        return "account"
    if is_status(plain) or _MESSAGE_ID.fullmatch(plain):
        return "error_code"
    if _INVOICE.fullmatch(plain) or re.fullmatch(r"[A-Z]{1,4}-?\d{1,3}", plain):
        return "other"
    return "case_id" if re.fullmatch(r"[A-Z]{1,4}-\d{3,}", plain) else "other"


def _shape(code: str) -> str:
    squeezed = re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "0", code.lstrip("#"))))
    return squeezed if len(squeezed) <= 7 else "long"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start] == "#":
        start += 1
    word = re.match(
        r"(?:is|no|id|number|of|at|on|to|by|for|in|and|or|the|was|my|order|nr|only|than|from|with) ",
        text[start:end],
        re.I,
    )
    return (start + word.end(), end) if word else (start, end)


def _is_plain_quantity(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    digits = sum(char.isdigit() for char in said)
    if _DATE_LIKE.fullmatch(said) or _QUANTITY.fullmatch(said) or _FOLLOWED_BY_UNIT.match(text, end):
        return True
    if digits < _LONGER_THAN_A_HOUSE and _STREET_BEFORE.search(text[max(0, start - 16) : start]):
        return True
    return digits < 3 and not (said[0].isupper() and digits)
