"""Values of one conversation become placeholders in the memory, and placeholders become this conversation's values."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assist.copilot.facts.finder import find_mentions
from assist.copilot.facts.mentions import Mention
from assist.core.conversation import Transcript
from assist.core.redact import find_spans

PLACEHOLDER = re.compile(r"\{([A-Za-z][A-Za-z0-9_ ]{0,40})\}")
_BRACKETED = re.compile(r"\[([A-Za-z][A-Za-z '/_-]{1,40})\]")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_CLOCK = re.compile(r"\d ?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d:\d\d|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_UNIT = re.compile(r"\b(?:minute|min|hour|hr|day|week|month|year|fortnight)s?\b", re.IGNORECASE)
_VALUE = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|"
    r"october|november|december|today|tomorrow|yesterday|tonight)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[^\s,;()\[\]{}<>\"“”]*\d[^\s,;()\[\]{}<>\"“”]*")
_CAPITALISED = re.compile(r"(?<![\w{])(?<!\w['’])[A-Z][a-z][\w’]*(?:[ -](?:of |the |and |de )?[A-Z][a-z\d][\w’]*)*")
_STARTS = re.compile(r"(?:^|[.!?:…]['\"”’)]*\s+|\n\s*|[-*•]\s+|[\"“(]\s*)$")
_ADDRESS = re.compile(r"(?:\b(?:dear|hello|hi|hey|thanks|thank you|sorry|mr|mrs|ms|miss)\.?,?\s+)$", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:contacting|calling|choosing|welcome to|here at|behalf of|shopping with)\s+$", re.IGNORECASE
)
_NAMES: dict[str, str] = {
    "order_id": "order_id", "case_id": "case_id", "account": "account", "amount": "amount", "person": "person",
    "location": "location", "phone": "phone", "email": "email", "error_code": "error_code", "other": "number",
    "card": "card", "iban": "iban", "ip": "number", "national_id": "number",
}  # fmt: skip
_ALIASES: dict[str, str] = {
    "order number": "order_id", "order id": "order_id", "customer name": "customer_name", "your name": "agent_name",
    "agent name": "agent_name", "name": "customer_name", "email": "email", "email address": "email",
    "customer": "customer_name",
    "phone number": "phone", "amount": "amount", "refund amount": "amount", "address": "location", "date": "date",
    "ticket number": "case_id", "case number": "case_id", "reference number": "case_id", "order": "order_id",
}  # fmt: skip

_SURE = frozenset({"titled", "my_name", "thanked", "signature", "relative", "street", "postcode", "zip", "room"})
_OWN_NAME = frozenset({"my_name", "signature"})
_SUBJECT = re.compile(r"\A\s*subject:[^\n]*\n+", re.IGNORECASE)
_TODAY = re.compile(r"\b((?:assist|help) you(?: with| out)?)(?: at the moment)? (?:today|tonight)\b", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_FILLED = frozenset({"customer_name", "order_id", "case_id", "email", "phone"})  # an account may be any number

_SALUTED = frozenset({"Sir", "Sirs", "Madam", "Ma'am", "Ma’am"})
_HANDLE = re.compile(r"\A[a-z]+_[a-z0-9_]+\Z")  # a user's, and no order's

Lowercase = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Filled:
    """`text` with what is certain filled in; `placeholders` are the names that stay, in order."""

    text: str
    placeholders: tuple[str, ...]


def generalise(text: str, *, is_common: Lowercase = lambda word: False) -> str:
    """`text` with every number, amount, date, name, address and link as a placeholder such as {order_id}.

    is_common: whether a word that is capitalised here is a plain word elsewhere, and loses its capital instead.
    """
    text = _TODAY.sub(r"\1", _SUBJECT.sub("", text.replace("{", "(").replace("}", ")")))
    text = _BRACKETED.sub(lambda m: f"{{{placeholder_name(m.group(1))}}}", text)
    text = _LINK.sub("{link}", text)
    spans = [(s.start, s.end, _NAMES[s.type]) for s in find_spans(text)]
    for mention in find_mentions(text):
        name = _name_of(mention, text)
        if name and not any(mention.start < end and start < mention.end for start, end, _ in spans):
            spans.append((mention.start, mention.end, name))
    inside = [match.span() for match in PLACEHOLDER.finditer(text)]
    spans = [s for s in spans if not any(s[0] < end and start < s[1] for start, end in inside)]
    for start, end, name in sorted(spans, reverse=True):
        text = f"{text[:start]}{{{name}}}{text[end:]}"
    text = _outside(text, lambda part: _NUMBER.sub("{number}", part))
    text = _outside(text, lambda part: _SHOUTED.sub(lambda m: m.group() if is_common(m.group()) else "{detail}", part))
    return _merge(_names_out(text, is_common))


def fill(text: str, known: Mapping[str, str]) -> Filled:
    """Put in the values that are known; the rest stays and is listed."""
    filled = PLACEHOLDER.sub(lambda m: known.get(placeholder_name(m.group(1)), m.group()), text)
    left = dict.fromkeys(m.group(1) for m in PLACEHOLDER.finditer(filled))
    return Filled(filled, tuple(left))


def may_fill(text: str, transcript: Transcript) -> bool:
    """Whether a placeholder of `text` is of a kind that this conversation may tell: else its values need no reading."""
    names = {placeholder_name(match.group(1)) for match in PLACEHOLDER.finditer(text)}
    return bool(names) and not names.isdisjoint({*_FILLED, *(placeholder_name(e.name) for e in transcript.context)})


def known_values(transcript: Transcript) -> dict[str, str]:
    """What is certain in this conversation: context entries, and values of which the customer gave exactly one."""
    known = {
        placeholder_name(e.name): str(e.value) for e in transcript.context if e.value not in (None, "", True, False)
    }
    found: dict[str, dict[str, str]] = {}
    asked = ""
    for message in transcript.messages:
        if message.internal or message.side == "system":
            continue
        if message.role == "customer":
            for name, value in _certain(message.text, asked):
                found.setdefault(name, {})[_folded(value)] = value
        asked = message.text if message.side == "agent" else ""
    for name, values in found.items():
        if len(values) == 1:
            known.setdefault(name, next(iter(values.values())))
    return known


def placeholder_name(raw: str) -> str:
    """`Order ID`, `orderId` and `order number` are all `order_id`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", raw).replace("_", " ").replace("-", " ")
    words = " ".join(spaced.lower().split())
    return _ALIASES.get(words) or re.sub(r"[^a-z0-9]+", "_", words).strip("_") or "value"


def _certain(text: str, asked: str) -> Iterator[tuple[str, str]]:
    """(placeholder, value) of what the customer gave in so many words; a name only where it was given as one."""
    for span in find_spans(text):
        if span.type in _FILLED:
            yield span.type, span.value.strip(" #.,")
    for mention in find_mentions(text, asked):
        name = "customer_name" if mention.shape in _OWN_NAME else mention.type
        value = text[mention.start : mention.end].strip(" #.,")
        if name in _FILLED and not _HANDLE.match(value):
            yield name, value


def _folded(value: str) -> str:
    return re.sub(r"[^a-z0-9]", "", value.lower())


def _name_of(mention: Mention, text: str) -> str | None:
    said = text[mention.start : mention.end]
    if mention.type == "date":
        if not _VALUE.search(said):
            return None
        return "time" if _CLOCK.search(said) else "period" if _UNIT.search(said) else "date"
    if mention.type in {"person", "location"} and mention.shape not in _SURE:
        return None  # "in Admin", "Certainly, sir": left to the rule for names
    if mention.type == "person":
        return "customer_name" if mention.shape in {"thanked", "titled"} else "person"
    if mention.type == "error_code" and not (_VALUE.search(said) or mention.labelled):
        return None
    return _NAMES.get(mention.type)


def _outside(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` applied between its placeholders."""
    pieces: list[str] = []
    last = 0
    for match in PLACEHOLDER.finditer(text):
        pieces += [change(text[last : match.start()]), match.group()]
        last = match.end()
    return "".join([*pieces, change(text[last:])])


def _names_out(text: str, is_common: Lowercase) -> str:
    pieces: list[str] = []
    last = 0
    for match in _CAPITALISED.finditer(text):
        start, end = match.span()
        said, before = match.group(), text[:start]
        if _STARTS.search(before):
            first, _, rest = said.partition(" ")
            if not rest or is_common(first):  # a sentence's first word; a name may follow it
                start, said = (start + len(first) + 1, rest) if rest else (end, "")
        if not said:
            continue
        words = said.split()
        if all(is_common(word) or word in _SALUTED for word in words):
            pieces += [text[last:start], said.lower()]
        else:
            kind = "customer_name" if _ADDRESS.search(before) else "company" if _COMPANY.search(before) else "detail"
            pieces += [text[last:start], f"{{{kind}}}"]
        last = end
    return "".join([*pieces, text[last:]])


def _merge(text: str) -> str:
    """Runs of the same placeholder become one."""
    text = re.sub(r"(\{([a-z_]+)\})(?:[ ,-]+\{\2\})+", r"\1", text)
    text = re.sub(r"(\{(?:account|number|order_id)\}) [A-Z]{2,4}\b", r"\1", text)
    text = re.sub(r"\{customer_name\}(?= (?:here|speaking)\b)", "{agent_name}", text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()
