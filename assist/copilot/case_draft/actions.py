"""What a reported sentence says is still to be done, as an instruction, and how it says so."""

import re
from collections.abc import Callable

from assist.copilot.case_draft.action import OF_CUSTOMER, Action, Kind, action_of
from assist.copilot.case_draft.by_others import ADVERBS, FROM, by_others, by_own, can_come, event, names_a_day, who_will
from assist.copilot.case_draft.phrasing import given_to_customer, own_clause, to_customer
from assist.copilot.reported import inflect
from assist.core.text.remembered import remembered

_AHEAD = re.compile(
    r"\A(?:will(?: have to)?|is going to|promises to|agrees to|plans to|shall|has to|needs to(?! know\b))(?: also| "
    r"now| then|"
    r" personally| immediately)? (?P<rest>(?!not\b|be\b|have\b)\S.*)\Z"
)

_ASKED = re.compile(
    r"\A(?:asks|advises|recommends|suggests|tells|urges|invites|reminds|wants|needs|"
    r"would like)(?: that)? (?:the customer|them) (?:to )?(?P<rest>\S.*)\Z"
)

# `will do you'll have it by noon`
_PROMISED = re.compile(r"\A(?:says )?will do(?:es)?,? (?=(?:the customer|they) will )")

_CONSENT = re.compile(r"\Awill do,? they (?=will )")  # `will do i'll bring it`

_NO_DEED = re.compile(
    r"will (?:(?:just|then) )?(?:suppose|manage|think|guess|hope|see(?=\Z| (?:how|what|if|about)\b)|"
    r"do(?: that| it)?\Z)\b"
)

_NOR_TO = re.compile(r"(?<=\w) (and|but) not to ")

_NOT_TO = re.compile(r"\Anot to ")

_WILL_ALSO = re.compile(r"(?:,|;| and| so| but) (?:they )?will (?:also )?(?P<rest>(?!not\b|be\b|have\b)\S.*)\Z")

_ONGOING = re.compile(
    r"\Ais (?:now |currently |still )?(?P<verb>checking|looking|waiting|escalating|reviewing|sending|"
    r"uploading|processing|working|arranging|dropping|bringing|posting|ordering|coming|ringing|calling|"
    r"chasing)\b(?P<rest>.*)\Z"
)

_MUST = re.compile(
    rf"{FROM}(?:the customer|every(?:body|one)|some(?:body|one)) (?:will |would )?{ADVERBS}"
    r"(?:needs? to|has to|have to|must|should) "
    rf"{ADVERBS}(?P<rest>(?!(?:be able|have (?:received|got|had|been)|know|see|be (?:fine|okay|all right))\b)[^;]+)"
)

_RECEIVES = re.compile(
    rf"{FROM}the customer (?:will |should |is going to |can (?=expect)){ADVERBS}"
    r"(?P<rest>(?:get|receive|have|hear|see|expect)\b(?! (?:to|been)\b)[^;]+)"
)

_TOLD = re.compile(
    rf"{FROM}(?:\((?:they|[a-z]+)\) )?(?:also |please |just |then |and )*(?P<verb>[a-z]+)\b(?! (?:is|are|was|will)\b)"
    r"(?P<rest> [^;]+)",
    re.IGNORECASE,
)

_CUSTOMER_DOES = re.compile(rf"{FROM}the customer {ADVERBS}(?P<verb>[a-z]{{2,}}s) (?P<rest>[^;]+)")

_DO_NOT = re.compile(rf"{FROM}(?:please )?(?P<rest>(?:do not|don't|never) [a-z]+ [^;]+)")

# `needs to know by Friday where it stands`: the customer has to say so.
_MUST_KNOW = re.compile(r"\A(?:says they )?(?:also |still )?needs? to know (?P<rest>[^;]+)")

_PROVIDES = re.compile(
    r"(?:\b(?:needs?|wants?|requires?) from (?:the customer|them)(?:,? [^:;]{0,40}?)?(?::| is| are)|"
    r"\A(?:still )?(?:needs|requires)(?: for (?:this|that|it):?)?|"
    r"\b(?:they|we|the company) (?:will |would |still |only )*(?:need|want|require)) "
    r"(?P<rest>(?!to\b|not\b|the customer to\b|them\b|it\b|more\b)[^;]+)"
)

_OF_THEM = re.compile(r"\Afrom (?:the customer|them)(?:,? [^:;]{0,30}?)?(?::| is| are) ")

# What the customer is given, though the sentence says that they should get it.
_GIVEN = re.compile(r"(?:get|receive|hear|expect) \w")

# A noun and what is said of it; what the speaker does themselves before an `and`.
_TELLS_OF = re.compile(
    r" (?:(?:\w+ ){0,3}(?:cannot|can|will|would|is|are|was|were|has|have|should|must|may|never|goes|"
    r"comes?)\b|\S*\d|and \w+ |number\b|[:/,&])",
)

_OWN_DEED = re.compile(r"(?:\A|\bthey )(?:would|will|can|could) [a-z]+ ")

_NO_ORDER = frozenset(
    "yes no free well okay ok right so thank thanks sorry please hello let say hope mind look see trust bear wait hold "
    "regard regret need want like have be do get can will may might must could should would shall".split()
)

_KEEPS = frozenset("keep leave have get hold".split())  # `keep the door closed`

_DETERMINERS = frozenset("the an a their its any all some this that these those both no it them to".split())

_NOT_DONE_BY_CUSTOMER = frozenset("needs wants has is does was gets receives says means knows sees thinks".split())

_MAY = re.compile(
    rf"{FROM}(?:the customer|they) (?:can|could) {ADVERBS}"
    r"(?P<rest>(?!(?:see|not|have|be|also be|hear|understand|imagine|expect|only|keep|say|tell)\b)[^;]+)"
)

_ANY_TIME = re.compile(r"\b(?:right away|straight ?away|immediately|now|again)\Z")
_THEY = re.compile(
    rf"{FROM}they (?:(?P<will>will) )?{ADVERBS}"
    r"(?P<rest>(?!(?:not|have(?! an? )|need|want|know|be|are|is|do|see|understand|can|could|would|"
    r"will)\b)(?P<verb>[a-z]+) (?:[^;:]|(?<=\d):(?=\d))+)"
)

_BOOKED = re.compile(
    r"(?:\A|,? and )has (?:now |just |already |also )*(?P<verb>booked|arranged|scheduled|organi[sz]ed) "
    r"(?:the customer )?"
    r"(?P<what>(?:an?|the|their|some|two|three) [^,;]+?),? (?P<when>(?:for|on|in|from|at|to come) [^;]+)"
)


@remembered(maxsize=16_384)
def actions_of(text: str, side: str) -> tuple[Action, ...]:
    """What is to be done, as instructions: `will send a label` -> `Send a label`; a promise further on is a second."""
    if side != "agent":
        said = _CONSENT.sub("", text)
        own = None if _NO_DEED.match(said) else _own(said, (("will", _AHEAD),)) or _ongoing(said) or by_own(said)
        return (own,) if own else ()
    said = _PROMISED.sub("says ", text)
    first = _own(said, (("asked", _ASKED), ("will", _AHEAD))) or next(
        (found for read in _FURTHER_ON if (found := read(said))), None
    )
    # `ring again if it has not come and they will refund it` promises no refund.
    second = _also(said) if first and not (first.kind in OF_CUSTOMER and " if " in said) else None
    if first is None or second is None or _holds(first, second):
        return (first,) if first else ()
    return first, second


def _holds(first: Action, second: Action) -> bool:
    return second.text.lower() in first.text.lower() or first.text.lower() in second.text.lower()


def _own(text: str, patterns: tuple[tuple[Kind, re.Pattern[str]], ...]) -> Action | None:
    for kind, pattern in patterns:
        match = pattern.match(text)
        if match:
            rest = _NOR_TO.sub(r" \1 do not ", _NOT_TO.sub("do not ", match["rest"]))
            return action_of(rest, kind)
    return None


def _must(text: str) -> Action | None:
    match = _MUST.search(text)
    if match and _GIVEN.match(match["rest"]):
        return _to_customer(match["rest"])
    return action_of(match["rest"], "must") if match else None


def _to_customer(rest: str) -> Action | None:
    """`get a call by Friday` -> `Call the customer by Friday`."""
    told = given_to_customer(rest)
    return action_of(told, "receives") if told else None


def _told(text: str) -> Action | None:
    """An order, or what the customer is said to do: `says keep the receipt`, `says the customer rings back`."""
    match = _DO_NOT.search(text)
    if match:
        return action_of(match["rest"], "told")
    match = _CUSTOMER_DOES.search(text)
    if match and match["verb"] == "hears":
        return _to_customer(f"hear {match['rest']}")
    if match and match["verb"] not in _NOT_DONE_BY_CUSTOMER:
        verb = inflect.base_of(match["verb"])
        return action_of(f"{verb} {match['rest']}", "told") if inflect.is_base_verb(verb) else None
    match = _TOLD.search(text)
    if match is None or match["verb"].lower() in _NO_ORDER or not inflect.is_base_verb(match["verb"].lower()):
        return None
    if inflect.is_noun(match["verb"].lower()) and _TELLS_OF.match(match["rest"]):
        return None  # `credit cannot be paid out` tells of the credit
    if inflect.is_noun(match["verb"].lower()) and _is_told_of(match["verb"].lower(), match["rest"]):
        return None  # `email changed 06/03` tells of an e-mail
    if _OWN_DEED.search(text, 0, match.start()):
        return None  # `would open a claim and refund the sender`
    return action_of(f"{match['verb'].lower()}{match['rest']}", "told")


def _is_told_of(noun: str, rest: str) -> bool:
    """Whether a noun goes on with what was done to it: `changed 06/03`, `exchanger blocked with debris`."""
    first, second, *_ = [*rest.lower().split(), "", ""]
    if inflect.is_participle(first):
        return True
    return noun not in _KEEPS and first not in _DETERMINERS and second.endswith("ed") and inflect.is_past(second)


def _provides(text: str) -> Action | None:
    asked = _MUST_KNOW.match(text)
    if asked:
        return action_of(f"let the company know {asked['rest']}", "provides")
    match = _PROVIDES.search(text)
    return action_of(f"provide {_OF_THEM.sub('', match['rest'])}", "provides") if match else None


def _receives(text: str) -> Action | None:
    match = _RECEIVES.search(text)
    return _to_customer(match["rest"]) if match else None


def _they(text: str) -> Action | None:
    """What they do by a day: `says they decide within 48 hours` -> `Decide within 48 hours`."""
    match = _THEY.search(text)
    if match is None or not inflect.is_base_verb(match["verb"]):
        return None
    rest = own_clause(match["rest"])
    return action_of(rest, "others") if match["will"] or names_a_day(rest) else None


def _booked(text: str) -> Action | None:
    """`has booked an engineer for Tuesday` -> `An engineer booked for Tuesday`."""
    match = _BOOKED.search(text)
    if match is None or not names_a_day(match["when"]):
        return None
    return action_of(f"{match['what']} {match['verb']} {match['when']}", "booked")


def _may(text: str) -> Action | None:
    match = _MAY.search(text)
    if match and _ANY_TIME.search(match["rest"]):  # `can book again right away` leaves nothing to do
        return None
    return action_of(match["rest"], "may") if match and inflect.is_base_verb(match["rest"].split()[0]) else None


def _also(text: str) -> Action | None:
    match = _WILL_ALSO.search(text)
    return action_of(to_customer(match["rest"]), "also") if match else None


def _ongoing(text: str) -> Action | None:
    match = _ONGOING.match(text)
    if match is None:
        return None
    promised = _WILL_ALSO.search(match["rest"])
    rest = match["rest"][: promised.start()] if promised else match["rest"]
    return action_of(f"{inflect.base_of(match['verb'])}{rest}", "also")


_FURTHER_ON: tuple[Callable[[str], Action | None], ...] = (
    _must,
    who_will,
    _receives,
    by_others,
    _ongoing,
    _also,
    event,
    _provides,
    _told,
    _booked,
    can_come,
    _they,
    _may,
)
