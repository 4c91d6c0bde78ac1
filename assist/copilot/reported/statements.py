"""Statements: `I need ...` -> `needs ...`, `My name is ...` -> `gives ...`, anything else -> `says ...`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS, Cast, next_word, shift, tokens_of

_SUBJECT = re.compile(r"\A(?:I|we)(?P<short>'(?:m|re|ve|ll|d))?\s+(?=\S)", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\A(?P<sub>(?:if|when|whenever|since|as|because|after|once|while|although|though|even though|before|until|"
    r"given|unless|"
    r"now that|due to|in|to|upon|by|based on|for|at|with|without|regarding|concerning|during|within|under|from|"
    r"on)\b[^,;.!?]{3,110}),\s+(?:then\s+)?(?P<main>(?:I|we|please|can you|could you|would you|kindly)\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_AND_SUBJECT = re.compile(
    r"(?P<link>,?\s+(?:and|but|or|&)\s+|,\s+)(?:I|we)(?P<short>'(?:m|re|ve|ll|d))?\s+(?=[a-z])", re.IGNORECASE
)
_BARE_AFTER_AND = re.compile(
    r"(?P<link>,?\s+(?:and|but)\s+)(?P<verb>need|want|have|don't|haven't|am|can't|cannot)\b(?!\s*[,.])", re.IGNORECASE
)
_OPINION = re.compile(
    r"\A(?:I|we)\s+(?:\w+\s+)?(?:think|believe|guess|feel|suppose|hope|suspect|reckon|know|fear|see|understand|"
    r"heard|read|notice|noticed)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\A(?:(?:yes|yeah|yep|ok|okay|sure)[,.]?\s+)?(?:here(?:'s| is| are)|(?:it|that|this)(?:'s| is)|(?:my|the|our)\s+"
    r"(?P<what>(?:(?!(?:of|my|your|our|the|says|left|marked)\b)[\w'-]+\s+){0,3}?(?:name|id|number|no|address|"
    r"email|e-mail|"
    r"phone|code|pin|password|reference|order|reservation|account|username|zip|dob|birth|postcode|mail)\b"
    r"(?!\s+(?:number|id|no|code|name|address|reference)\b)))"
    r"\s*(?P<copula>is|are|'s|:|-|=)?\s*:?\s*(?P<value>.*\S)\Z",
    re.IGNORECASE,
)
_NO_VALUE = re.compile(
    r"(?:not|also|still|just|never|so|very|being|because|a|an|the|too|been|wrong|incorrect|on|in|at|n't|correct)\b",
    re.IGNORECASE,
)
_CLAUSE_INSIDE = re.compile(r"\b(?:I|is|was|were|has|have|are|we|will|would|does|did|can|could)\b")
_IDENTIFIES = re.compile(r"#?\s*(?:[A-Z]|\S*\d|\S+@)")
_SHORT = {"m": "am", "re": "are", "ve": "have", "ll": "will"}


def report_statement(text: str, cast: Cast) -> str | None:
    """The finite predicate of a statement without its subject, or None when it does not start with the speaker."""
    moved = _SUBORDINATE.match(text)
    if moved and not re.search(r"\b(?:and|but) (?:I|we)\b", moved["main"]):
        main = report_statement(moved["main"], cast)
        if main:
            return f"{main.rstrip('. ')} {shift(_lower_first(moved['sub']), cast)}"
    match = _SUBJECT.match(text)
    if not match:
        return None
    rest = text[match.end() :]
    return _finite(match["short"] or "", rest, cast)


def _finite(short: str, rest: str, cast: Cast) -> str | None:
    tokens = tokens_of(rest)
    verb, at = next_word(tokens, 0)
    if short:
        auxiliary = _short_auxiliary(short, verb)
        return f"{inflect.third_person(auxiliary)} {_tail(rest, auxiliary, cast)}"
    if at < 0 or not (inflect.is_verb(verb) or inflect.is_modal(verb) or verb.lower().endswith("n't")):
        return None
    leading = "".join(tokens[:at])
    return f"{leading}{inflect.third_person(verb)}{_tail(''.join(tokens[at + 1 :]), verb, cast)}"


def _short_auxiliary(short: str, following: str) -> str:
    kind = short[1:].lower()
    if kind != "d":
        return _SHORT[kind]
    lowered = following.lower()
    had = lowered == "better" or (inflect.is_participle(lowered) and not inflect.is_base_verb(lowered))
    return "had" if had else "would"


def _tail(rest: str, verb: str, cast: Cast) -> str:
    """The rest of the clause; further verbs of the same subject agree, their repeated subject goes."""
    pieces: list[str] = []
    position = 0
    for match in _AND_SUBJECT.finditer(rest):
        following = _finite(match["short"] or "", rest[match.end() :], cast)
        if following is None:
            continue
        link = match["link"] if match["link"].strip() != "," else " and "
        pieces.append(shift(rest[position : match.start()], cast) + link + following)
        return "".join(pieces)
    text = rest[position:]
    if not re.search(
        r"\bto\s+\w+", text[: text.find(" and ") if " and " in text else len(text)]
    ) and not inflect.is_modal(verb):
        text = _BARE_AFTER_AND.sub(lambda m: m["link"] + inflect.third_person(m["verb"]), text)
    return shift(text, cast)


def report_given(text: str, cast: Cast) -> str | None:
    """`My order number is 123` -> `gives order number 123`; None for anything else."""
    match = _GIVES.match(text)
    if not match:
        return None
    value, what = match["value"].rstrip(" .!"), match["what"]
    if len(value.split()) > 12 or _NO_VALUE.match(value) or _CLAUSE_INSIDE.search(value):
        return None
    if what is None:
        return f"gives {shift(value, cast)}" if _IDENTIFIES.match(value) else None
    if not match["copula"] and not _IDENTIFIES.match(value):
        return None
    return f"gives {what if what.isupper() else what.lower()} {shift(value, cast)}"


def report_other(text: str, cast: Cast) -> str:
    """Any other statement or fragment behind a verb of saying."""
    tokens = text.split()
    shifted = shift(_lower_first(text), cast)
    if re.fullmatch(r"(?:yes|yeah|yep|yup|yea|ok|okay|sure|agreed)[\s,]*(?:please)?", text, re.IGNORECASE):
        return "agrees"
    if not _has_verb(tokens):
        if _IDENTIFIES.match(text) and any(char.isdigit() for char in text):
            return f"gives {shifted}"
        return f"reports {shifted}" if len(tokens) > 2 and cast.role == "customer" else f"says {shifted}"
    return f"says {shifted}"


def _has_verb(words: list[str]) -> bool:
    return any(
        inflect.is_modal(word.strip(".,!?"))
        or "'" in word
        or (inflect.is_verb(word.strip(".,!?")) and not inflect.is_noun(word.strip(".,!?")))
        for word in words
    ) or any(
        word.lower() in {"is", "are", "was", "were", "has", "have", "had", "do", "does", "did", "will", "be"}
        for word in words
    )


def _lower_first(text: str) -> str:
    """Lower the first letter unless the word is a name, a code or `I`."""
    first = re.match(r"[A-Z][a-z']*\b(?![-.\w])", text)
    if not first or first.group() == "I" or text.startswith("I'"):
        return text
    word = first.group().lower().split("'")[0]
    known = word in COMMON or word in ADVERBS or (inflect.is_known(word) and not _next_is_capital(text, first.end()))
    return text[0].lower() + text[1:] if known else text


def _next_is_capital(text: str, end: int) -> bool:
    return bool(re.match(r"\s+[A-Z]", text[end:]))


lower_first = _lower_first
has_verb = _has_verb
COMMON = frozenset(
    "a an the this that these those it its it's there there's here he she they we you your my our their his her in on "
    "at for from by with without of to as if when while since because after before once until and but or so not no "
    "yes any some all every each both one two three what where who why how which whose than then due only even "
    "however please just still now today tomorrow yesterday last next same another other more most much many few "
    "nothing nobody none everything something anything someone everyone whether instead during within under upon given "
    "based regarding concerning according sadly supposedly unfortunately "
    "over".split()
)
