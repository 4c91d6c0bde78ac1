"""What speakers say to each other with fixed words: `let me ...`, `let me know if ...`, `I need you to ...`."""

import re
from collections.abc import Callable

from assist.copilot.reported import inflect, requests, statements
from assist.copilot.reported.person import Cast, shift

LET_ME = re.compile(
    r"\A(?:(?:first|now|then|so),? )?(?:please )?(?:let (?:me|us)|(?P<lets>let's)|allow (?:me|"
    r"us) to)\s+(?:just\s+)?(?!know\b)(?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_LET_KNOW = re.compile(
    r"\A(?:please |kindly |just |so )*let (?:me|us) know (?P<start>if|whether|what|which|how|when|where|"
    r"who) (?P<rest>\S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_MOMENT = re.compile(
    r"\A(?:please |kindly |just )*(?:allow|give|grant) (?:me|us) (?:just )?(?:a|one|some|a few|few|another|a brief) "
    r"(?:brief |quick |short |few )?(?:moments?|minutes?|seconds?|mins?|time|sec) (?:please )?(?:to|while i|"
    r"while we|as i|so i can) (?P<rest>\S.*)\Z|"
    r"\A(?:please )?bear with (?:me|us)(?:,? (?:just )?(?:for )?(?:a|one) (?:sec|second|moment|minute|"
    r"mo))? while (?:I|we) "
    r"(?P<while>[a-z]+ \S.*)\Z|"
    r"\A(?:just )?(?:a|one) (?:moment|second|minute|sec)(?:,? please)?,? while (?:I|we) (?P<then>[a-z]+ \S.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_TO_COME = re.compile(r"you (?:get (?:on|through|back)|go on|decide|hear|find|feel|manage|fare)\b", re.IGNORECASE)
_WANT_YOU = re.compile(
    r"\A(?:I|we)(?:'d| would)? (?:just |also |really )?(?:want|need|like|expect|request|ask|urge|advise|"
    r"recommend|suggest)"
    r" (?:that )?you (?:guys )?to (?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)


# `I'd try a cable first`, of an agent who does not say what they would do for the customer.
_ADVISES = re.compile(
    r"(?:personally,? )?(?:I'd|I would) (?:(?:just|probably|definitely|always|also|still) )?(?P<rest>(?:ring|call|"
    r"phone|contact|try|use|keep|leave|avoid|wait|stick|go|check|bring|pop|see)\b"
    r"(?!.*\b(?:you|you'\w+|me|my|us|our)\b).*?)"
    r"(?:,? if (?:(?:I|it) (?:was|were) (?:you|me)|I'm honest))?",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_CUSTOMER = re.compile(r"asks the customer (?:not )?to ")


def report_addressed(text: str, cast: Cast, say: Callable[[str, bool, Cast], str]) -> str | None:
    """The predicate of such a sentence, or None; `say` reports what an agent goes on with after `let me`."""
    wanted = _WANT_YOU.match(text)
    if wanted:
        return requests.report_request(wanted["rest"], cast) or statements.report_other(text, cast)
    advised = _ADVISES.fullmatch(text) if cast.role == "agent" else None
    said = requests.report_request(advised["rest"], cast) if advised else None
    if said and _ASKS_CUSTOMER.match(said):
        return f"advises{said[len('asks') :]}"
    know = _LET_KNOW.match(text)
    if know and cast.role == "agent" and _TO_COME.match(know["rest"]):
        return requests.report_request(f"let me know {know['start']} {know['rest']}", cast, told=True)
    if know and cast.role == "agent":
        start = "whether" if know["start"].lower() == "if" else know["start"].lower()
        return f"asks {start} {shift(know['rest'], cast)}"
    moment = _MOMENT.match(text)
    if moment:
        return f"will {shift(moment['rest'] or moment['while'] or moment['then'], cast)}"
    let_me = LET_ME.match(text)
    if let_me and inflect.is_base_verb(let_me["rest"].split()[0].strip(",.")):
        verb = "wants to" if let_me["lets"] and cast.role == "customer" else "will"
        return f"{verb} {shift(let_me['rest'], cast)}"
    if let_me and cast.role == "agent" and len(let_me["rest"].split()) > 1:
        return say(let_me["rest"], False, cast)  # `let me just, yep that's done`
    return None
