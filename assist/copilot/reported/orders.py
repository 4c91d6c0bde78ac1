"""An order number that stands alone before what is said of it: `Order #12-34 not received`."""

import re
from collections.abc import Callable

from assist.copilot.reported import inflect
from assist.copilot.reported.person import Cast

_ORDER = r"(?:order|booking|reservation|invoice|claim|case|ticket|complaint)"
_REFERENCE = re.compile(
    rf"\A(?:gives (?:reference )?|is writing (?:concerning|regarding|about|with respect to|with regard to|"
    rf"in regard to|"
    rf"with reference to) |says (?:regarding|concerning|about) )(?:the |their )?(?P<what>{_ORDER}\b[^,]{{0,20}}?"
    r"[\w#-]*\d[\w-]*)\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"gives (?P<what>(?:[a-z]+ )?(?:order|booking|reservation|account|ticket|case|claim|reference|tracking|customer)"
    r"(?: (?:number|id|no\.?|reference))?|number|id|reference)\s*[:.]?\s*(?P<mark>#\s*)?(?=[\w-]*\d)",
    re.IGNORECASE,
)
_THE_ORDER = re.compile(r"\b(?:their|this|the) order\b(?! (?:id|number|no|confirmation|status|for|of|#))")
_IT_WAS = re.compile(r"(?<=\Asays )it(?= (?:is|was|has|had|will|should|got|shows?)\b)")
_LED_BY = re.compile(
    rf"\A(?:(?:regarding|concerning|about|reference|ref|re)\b:? )?(?:my |"
    rf"the )?(?P<what>{_ORDER}\b[^,]{{0,20}}?[\w#-]*\d[\w-]*)"
    r"(?P<mark>[,:]?\s+(?:[-\u2013]\s+)?)(?P<rest>[A-Za-z'].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_NOT_HERE = re.compile(
    r"(?P<still>still |yet )?not (?:yet )?(?:received|delivered|arrived)(?: yet)?\Z",
    re.IGNORECASE,
)
_GOT = re.compile(
    r"(?:(?:i|we) )?(?P<did>(?:only |never |just )?(?:received|ordered|got|bought|purchased)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED = re.compile(r"[A-Z][a-z]+")  # `Order LV-566240, Pip`
_PASSIVE = re.compile(
    r"(?:cancelled|canceled|delayed|lost|missing|damaged|refused|rejected|declined|returned)\Z", re.IGNORECASE
)


def report_order(text: str, cast: Cast, say: Callable[[str, Cast], str]) -> str | None:
    """The predicate of a sentence that begins with an order number; `say` reports what follows it."""
    led = _LED_BY.match(text)
    if not led:
        return None
    what, rest = _lowered(led["what"]), led["rest"].strip()
    if _NOT_HERE.match(rest):
        return f"{'still ' if rest.lower().startswith('still') else ''}has not received {what}"
    got = _GOT.match(rest)
    if got:
        did = got["did"]
        return f"{say(f'I {did[0].lower()}{did[1:]}', cast)} ({what})"
    if _SIGNED.fullmatch(rest) and not (inflect.is_participle(rest) or inflect.is_adjective(rest)):
        return f"gives {what}"
    if _PASSIVE.match(rest):
        return f"says {what} was {rest.lower()}"
    if led["mark"].strip():
        return about_order(say(rest, cast), what)
    return None


def plain_label(said: str) -> str:
    """`gives Order Number: # 12-34` as `gives order number #12-34`."""
    label = _LABEL.match(said)
    if not label:
        return said
    words = ["ID" if word.lower() == "id" else word.lower() for word in label["what"].split()]
    return f"gives {' '.join(words)} {'#' if label['mark'] else ''}{said[label.end() :]}"


def order_of(said: str) -> str | None:
    """The order number when a predicate gives nothing else."""
    reference = _REFERENCE.match(said)
    return _lowered(reference["what"]) if reference else None


def about_order(said: str, what: str) -> str:
    """`said` with the order number that it is about."""
    order = _THE_ORDER.search(said) or _IT_WAS.search(said)
    if order:
        return f"{said[: order.start()]}{what}{said[order.end() :]}"
    return f"{said} ({what})"


def _lowered(what: str) -> str:
    return f"{what[0].lower()}{what[1:]}".replace(": ", " ")
