"""Who acts in a customer's sentence without a subject: `set it to 200 and ran it` tells what they did, nobody is asked.

Decided by the forms: a past that cannot be an infinitive, a second verb in the past, or what came of it.
"""

import re
from collections.abc import Iterator, Sequence

from assist.copilot.reported import inflect

_FIRST = re.compile(
    r"\A(?P<lead>(?:(?:just|already|also|then|now|even|only|first|finally|still|so) )*)(?P<verb>[a-z]{2,})"
    r"(?P<rest>[\s,]\s*\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
# What customers do themselves; a company sends, charges, delivers and refunds as well.
_OWN = frozenset(
    "add ask buy call change chat check choose clear click close come complain connect copy count download drive "
    "drop email do enter fetch fill find follow forget get go hold install join leave log look lose make measure "
    "message miss open order pack paste pay phone pick plug press print push queue read reboot receive register "
    "reinstall remove renew reset restart return ring run save scan search see select send set sign sit speak "
    "stay subscribe swap switch take talk text think throw try turn type uninstall unplug update upgrade upload "
    "use wait walk write".split()
)
_DONE_TO = frozenset(
    "add change close drop leave lose open order pay register remove return save scan send set swap switch".split()
)
_WHERE_TO = re.compile(
    r"\s+(?:to|by|from|for|as|on|in|at|since|without|again)\b", re.IGNORECASE
)  # `ordered by my wife`
_TAKES = re.compile(
    r"[\s,]+(?:(?:the|a|an|my|our|his|her|your|their|its|it|them|this|that|these|those|him|me|us|all|both|each|every|"
    r"some|any|no|one|two|three|in|out|up|down|back|off|on|into|over|through|away|round|around|for|with|at|to|from|"
    r"as|again|twice|once|everything|nothing|everywhere|somebody|someone|nobody|straight|directly|already|what|which|"
    r"how|about|and|but|another|more|only|just|also|[a-z]+ (?:away|out|back|off))\b|\d|[.,])",
    re.IGNORECASE,
)
_UNMARKED = frozenset("put set reset cut read hit shut split quit".split())
_STEPS = frozenset("hold press push click restart reboot unplug plug turn switch open enter type tap use log".split())
_GOVERNED = re.compile(
    r"\b(?:who\w*|that|which|what\w*|where|when|if|because|since|until|while|as|unless|before|after|please)\b",
    re.IGNORECASE,
)
_NEXT_VERB = re.compile(
    r"(?:,|\band\b|\bthen\b|\bbut\b)\s+(?:(?:then|just|also|even|and|again) )*(?P<verb>[a-z]{2,})\b", re.IGNORECASE
)
_RESULT = (
    r"(?:nothing\b|no (?:luck|change|joy|effect|difference|good|use|result)\b|(?:the )?same\b|still\b|didn't |"
    r"(?:now |and |but )*it(?:'s still| still| just| says| said| shows| showed| keeps| kept| doesn't| didn't| won't|"
    r" isn't| wasn't| went| goes| gives| gave| came| comes)\b)"
)
_CAME_OF_IT = re.compile(rf"(?:,|\band\b|\bbut\b)\s+{_RESULT}", re.IGNORECASE)
_RESULT_NEXT = re.compile(rf"\W*(?:and |but )*{_RESULT}", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:please|pls|plz|can|could|would|will)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:oh |um )*(?:hi|hiya|hello|good (?:morning|afternoon|evening))(?: there| again)?[\s,.!]*", re.I
)
_YES_FIRST = re.compile(r"\A(?:yes|yeah),? (?=(?:i|i'\w+|my|it's|we|we've|our)\b)", re.IGNORECASE)
_DOES_SO = re.compile(
    r"\A(?P<will>(?:will|shall) do)(?= (?:tonight|tomorrow|now|today|later|this|when|after|first|in|at|on|asap)\b)",
    re.IGNORECASE,
)


def own_account(text: str) -> str | None:
    """`Set it to 200, ran it again` -> `I set it to 200, ran it again`; None where nobody tells what they did."""
    if text[:4].lower() in {"will", "shal"}:
        said = _DOES_SO.sub(r"\g<will> it", text)
        return f"I {said[0].lower()}{said[1:]}" if said != text else None
    first = _FIRST.match(text)
    if first is None:
        return None
    verb, rest = first["verb"].lower(), first["rest"]
    if inflect.is_base_verb(verb):
        told = (verb in _UNMARKED and _is_told(rest)) or (verb in _UNMARKED | _STEPS and _comes_of_it(rest))
    else:
        told = _is_own_past(verb, rest)
    return f"I {text[0].lower()}{text[1:]}" if told else None


def accounts(units: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Units of a customer's message; `Put in 420. Counted it twice.` tells of both, as the second one shows."""
    for at, (start, end, words) in enumerate(units):
        if at == 1 and _CALLED.fullmatch(units[0][2]):
            words = _YES_FIRST.sub("", words)  # `hello | yes my renewal has come` affirms nothing
        after = units[at + 1][2] if at + 1 < len(units) else ""
        yield start, end, f"I {words[0].lower()}{words[1:]}" if after and _shown_by(words, after) else words


def _shown_by(words: str, after: str) -> bool:
    first = _FIRST.match(words)
    if first is None or first["lead"] or _ASKED.search(words) or "?" in words:
        return False
    verb = first["verb"].lower()
    if verb in _UNMARKED:
        following = _FIRST.match(after)
        tells = following and _is_own_past(following["verb"].lower(), following["rest"])
        return bool(tells or _RESULT_NEXT.match(after))
    return verb in _STEPS and bool(_RESULT_NEXT.match(after))


def _is_own_past(verb: str, rest: str) -> bool:
    """A past that is no infinitive, of something that customers do, before what a verb takes."""
    lemma = inflect.base_of(verb)
    if lemma not in _OWN or inflect.is_base_verb(verb) or not (inflect.is_past(verb) or verb in {"ran", "went"}):
        return False
    if lemma in _DONE_TO and _WHERE_TO.match(rest):
        return False
    return bool(_TAKES.match(rest))


def _is_told(rest: str) -> bool:
    """A second verb of the same subject stands in the past."""
    for match in _NEXT_VERB.finditer(rest):
        verb = match["verb"].lower()
        if _GOVERNED.search(rest, 0, match.start("verb")):
            return False
        if inflect.is_past(verb) and not inflect.is_base_verb(verb):
            return True
    return False


def _comes_of_it(rest: str) -> bool:
    came = _CAME_OF_IT.search(rest)
    return bool(came) and not _GOVERNED.search(rest, 0, came.start())
