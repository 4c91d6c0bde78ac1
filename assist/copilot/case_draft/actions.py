"""What a reported sentence says is still to be done, as an instruction, and how it says so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from assist.copilot.case_draft.phrasing import given_to_company, given_to_customer, instruction, to_customer
from assist.copilot.case_draft.wording import capital
from assist.copilot.reported import inflect
from assist.core.text.remembered import remembered

# asked: of the customer; will: the speaker; must: the customer has to; receives: the customer is sent something;
# told: an order or `the customer rings back`; provides: what is needed from them; others: somebody else will;
# event: somebody else does it, or it is done, on a day; also: a promise further on in the sentence;
# may: the way that is open to the customer; booked: what was arranged for a day.
Kind = Literal["asked", "will", "must", "told", "provides", "receives", "others", "event", "also", "may", "booked"]
KINDS: tuple[Kind, ...] = get_args(Kind)


OF_CUSTOMER: frozenset[Kind] = frozenset(("asked", "must", "told", "provides", "may"))
OF_OTHERS: frozenset[Kind] = frozenset(("receives", "others", "event", "booked"))


@dataclass(frozen=True, slots=True)
class Action:
    """`Send a label`, and how the sentence says it."""

    text: str
    kind: Kind


_AHEAD = re.compile(
    r"\A(?:will|is going to|promises to|agrees to|plans to|shall|has to|needs to(?! know\b))(?: also| now| then|"
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
    r"uploading|processing|working|arranging|dropping|bringing|posting|ordering|coming|ringing|calling|chasing)\b(?P<rest>.*)\Z"
)
_FROM = (
    r"(?:\A(?:says|explains|confirms|promises|adds)(?: that)? |(?:,|;|:|,? and|,? so|,? but|,? then) )"
    r"(?:(?:in the meantime|meanwhile|for now|until then|next|either way)[ ,]+)?"
)
_ADVERBS = r"(?:(?:also|then|now|just|only|still|probably|normally|automatically|first|please) )*"
_MUST = re.compile(
    rf"{_FROM}(?:the customer|every(?:body|one)|some(?:body|one)) (?:will |would )?{_ADVERBS}"
    r"(?:needs? to|has to|have to|must|should) "
    rf"{_ADVERBS}(?P<rest>(?!(?:be able|have (?:received|got|had)|know|see|be (?:fine|okay|all right))\b)[^;]+)"
)
_RECEIVES = re.compile(
    rf"{_FROM}the customer (?:will |should |is going to |can (?=expect)){_ADVERBS}"
    r"(?P<rest>(?:get|receive|have|hear|see|expect)\b(?! (?:to|been)\b)[^;]+)"
)
_TOLD = re.compile(
    rf"{_FROM}(?:\((?:they|[a-z]+)\) )?(?:also |please |just |then |and )*(?P<verb>[a-z]+)\b(?! (?:is|are|was|will)\b)"
    r"(?P<rest> [^;]+)",
    re.IGNORECASE,
)
_CUSTOMER_DOES = re.compile(rf"{_FROM}the customer {_ADVERBS}(?P<verb>[a-z]{{2,}}s) (?P<rest>[^;]+)")
_DO_NOT = re.compile(rf"{_FROM}(?:please )?(?P<rest>(?:do not|don't|never) [a-z]+ [^;]+)")
# `needs to know by Friday where it stands`: the customer has to say so.
_MUST_KNOW = re.compile(r"\A(?:says they )?(?:also |still )?needs? to know (?P<rest>[^;]+)")
_PROVIDES = re.compile(
    r"(?:\b(?:needs?|wants?|requires?) from (?:the customer|them)(?:,? [^:;]{0,40}?)?(?::| is| are)|"
    r"\A(?:still )?(?:needs|requires)(?: for (?:this|that|it):?)?|"
    r"\b(?:they|we|the company) (?:will |would |still |only )*(?:need|want|require)) "
    r"(?P<rest>(?!to\b|not\b|the customer to\b|them\b|it\b|more\b)[^;]+)"
)
# What the customer is given, though the sentence says that they should get it.
_GIVEN = re.compile(r"(?:get|receive|hear|expect) \w")
# A noun and what is said of it; what the speaker does themselves before an `and`.
_TELLS_OF = re.compile(
    r" (?:(?:\w+ ){0,3}(?:cannot|can|will|would|is|are|was|were|has|have|should|must|may|never|goes|"
    r"comes?)\b|\S*\d|and \w+ |number\b|[:/,&])",
)
_OWN_DEED = re.compile(r"(?:\A|\bthey )(?:would|will|can|could) [a-z]+ ")
_NO_ORDER = frozenset(
    "yes no well okay ok right so thank thanks sorry please hello let say hope mind look see trust bear wait hold "
    "regard regret need want like have be do get can will may might must could should would shall".split()
)
_NOT_DONE_BY_CUSTOMER = frozenset("needs wants has is does was gets receives says means knows sees thinks".split())
_WHO = (
    r"(?P<who>(?:(?:the|their|an?) (?!customer\b)"
    r"(?:(?!(?:is|are|was|has|have|means?|that|they|and|which|who|will|to)\b)[^\s,;:]+ ){1,6}?|"
    r"[A-Z][a-z'’-]+ (?:[A-Z][a-z'’-]+ )?|(?:some(?:body|one)|he|she) ))"
)
_DAY_FIRST = re.compile(
    r"\A(?:says|explains|confirms|promises)(?: that)? (?P<day>(?:on |by |from )?(?i:(?:mon|tues|wednes|thurs|fri|satur|"
    rf"sun)day|tomorrow|today|tonight)\b[^,;]{{0,30}}?),? {_WHO}will {_ADVERBS}(?P<rest>(?!not\b|have\b)[a-z]+)\b"
)
_MAY = re.compile(
    rf"{_FROM}(?:the customer|they) (?:can|could) {_ADVERBS}"
    r"(?P<rest>(?!(?:see|not|have|be|also be|hear|understand|imagine|expect|only|keep|say|tell)\b)[^;]+)"
)
_THEY = re.compile(
    rf"{_FROM}they (?:(?P<will>will|can) )?{_ADVERBS}"
    r"(?P<rest>(?!(?:not|have(?! an? )|need|want|know|be|are|is|do|see|understand|can|could|would|"
    r"will)\b)(?P<verb>[a-z]+) [^;:]+)"
)
_BOOKED = re.compile(
    r"(?:\A|,? and )has (?:now |just |already |also )*(?P<verb>booked|arranged|scheduled|organi[sz]ed) "
    r"(?:the customer )?"
    r"(?P<what>(?:an?|the|their|some|two|three) [^,;]+?),? (?P<when>(?:for|on|in|from|at|to come) [^;]+)"
)
# Calls have no capitals: `says dean will be with her`.
_NAMED = (
    r"(?P<who>(?!(?:they|it|that|this|there|these|those|which|what|who|and|but|so|then|also|customer|agent|company|"
    r"nobody|nothing|everything|all|both|one|normally|usually|otherwise|either|else|yes|okay|\w+ly)\b)[a-z'-]{3,} )"
)
_OTHERS_WILL = re.compile(
    rf"{_FROM}{_WHO}(?:(?:will|shall|is to|are to|is going to|are going to) "
    rf"{_ADVERBS}(?P<rest>(?!(?:not|have|need|want|know|be able)\b)[^;:]+)|"
    r"(?:is|are) (?:(?:then|already|now) )?(?P<coming>coming|arriving|due|booked|scheduled|planned|on (?:the|its|"
    r"their) way)\b(?P<when>[^;:]*))"
)
_SOMEBODY_WILL = re.compile(
    rf"\A(?:says|explains|confirms|promises) {_NAMED}will "
    rf"{_ADVERBS}(?P<rest>(?!(?:not|have|need|want|know|be able)\b)[^;:]+)"
)
_EVENT = re.compile(rf"{_FROM}{_WHO}{_ADVERBS}(?P<verb>[a-z]{{2,}}s) (?P<rest>[^;:]+)")
_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|this (?:morning|afternoon|evening|week)|"
    r"next (?:week|month)|(?:by|on|before|within|until|at|in|between|from) (?:the )?(?:\d|noon|one\b|two\b|three\b|"
    r"four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twel|end of|january|february|march|april|may|june|july|august|"
    r"september|october|november|december))",
    re.IGNORECASE,
)
_IS_DONE = re.compile(rf"{_FROM}{_WHO}(?:is|are) {_ADVERBS}(?P<verb>[a-z]+(?:ed|en|id|ut|nt|ade|ld))\b(?P<rest>[^;:]*)")
_STANDING = frozenset(
    "needs says means takes costs depends shows seems looks counts applies includes covers works opens closes wants "
    "runs lasts allows requires".split()
)


@remembered(maxsize=16_384)
def actions_of(text: str, side: str) -> tuple[Action, ...]:
    """What is to be done, as instructions: `will send a label` -> `Send a label`; a promise further on is a second."""
    if side != "agent":
        said = _CONSENT.sub("", text)
        own = None if _NO_DEED.match(said) else _own(said, (("will", _AHEAD),)) or _ongoing(said) or _by_own(said)
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
            return _action(rest, kind)
    return None


@remembered(maxsize=8_192)
def names_a_day(text: str) -> bool:
    """Whether the action has a day, an hour or a deadline."""
    return _WHEN.search(text) is not None


def _must(text: str) -> Action | None:
    match = _MUST.search(text)
    if match and _GIVEN.match(match["rest"]):
        return _to_customer(match["rest"])
    return _action(match["rest"], "must") if match else None


def _to_customer(rest: str) -> Action | None:
    """`get a call by Friday` -> `Call the customer by Friday`."""
    told = given_to_customer(rest)
    return _action(told, "receives") if told else None


def _told(text: str) -> Action | None:
    """An order, or what the customer is said to do: `says keep the receipt`, `says the customer rings back`."""
    match = _DO_NOT.search(text)
    if match:
        return _action(match["rest"], "told")
    match = _CUSTOMER_DOES.search(text)
    if match and match["verb"] == "hears":
        return _to_customer(f"hear {match['rest']}")
    if match and match["verb"] not in _NOT_DONE_BY_CUSTOMER:
        verb = inflect.base_of(match["verb"])
        return _action(f"{verb} {match['rest']}", "told") if inflect.is_base_verb(verb) else None
    match = _TOLD.search(text)
    if match is None or match["verb"].lower() in _NO_ORDER or not inflect.is_base_verb(match["verb"].lower()):
        return None
    if inflect.is_noun(match["verb"].lower()) and _TELLS_OF.match(match["rest"]):
        return None  # `credit cannot be paid out` tells of the credit
    if inflect.is_noun(match["verb"].lower()) and inflect.is_participle(match["rest"].split()[0].lower()):
        return None  # `email changed 06/03` tells of an e-mail
    if _OWN_DEED.search(text, 0, match.start()):
        return None  # `would open a claim and refund the sender`
    return _action(f"{match['verb'].lower()}{match['rest']}", "told")


def _provides(text: str) -> Action | None:
    asked = _MUST_KNOW.match(text)
    if asked:
        return _action(f"let the company know {asked['rest']}", "provides")
    match = _PROVIDES.search(text)
    return _action(f"provide {match['rest']}", "provides") if match else None


def _receives(text: str) -> Action | None:
    match = _RECEIVES.search(text)
    return _to_customer(match["rest"]) if match else None


def _by_own(text: str) -> Action | None:
    """What somebody else does for the customer; what their bank or their lawyer does is no step of the case."""
    given = given_to_company(text)
    if given:
        return _action(given, "will")
    return _by_others(text) if _OWN_PEOPLE.search(text) else None


def _by_others(text: str) -> Action | None:
    named = _SOMEBODY_WILL.match(text)
    if named:
        return _action(f"{named['who']}will {named['rest']}", "others")
    match = _OTHERS_WILL.search(text)
    if match is None:
        return _on_a_day(text)
    who, rest = match["who"], match["rest"]
    if who.strip().lower() in {"he", "she"}:
        return _action(rest or f"{_ARRIVES.get(match['coming'], match['coming'])}{match['when']}", "others")
    return _action(f"{who}will {rest}" if rest else match[0][match.start("who") - match.start() :], "others")


_OWN_PEOPLE = re.compile(
    r"\b(?:their|the customer's) (?:husband|wife|partner|son|daughter|mother|father|mum|dad|brother|sister|neighbour|"
    r"colleague|friend|carer|assistant|secretary|boss|manager)\b|\b(?:he|she) will\b"
)
_ARRIVES = {"coming": "come", "arriving": "arrive"}


def _on_a_day(text: str) -> Action | None:
    """`says Wednesday between seven and nine the wagon will come`."""
    match = _DAY_FIRST.match(text)
    return _action(f"{match['who']}will {match['rest']} {match['day']}", "others") if match else None


def _they(text: str) -> Action | None:
    """What they do by a day: `says they decide within 48 hours` -> `Decide within 48 hours`."""
    match = _THEY.search(text)
    if match is None or not inflect.is_base_verb(match["verb"]) or not (match["will"] or names_a_day(match["rest"])):
        return None
    return _action(match["rest"], "others")


def _booked(text: str) -> Action | None:
    """`has booked an engineer for Tuesday` -> `An engineer booked for Tuesday`."""
    match = _BOOKED.search(text)
    if match is None or not names_a_day(match["when"]):
        return None
    return _action(f"{match['what']} {match['verb']} {match['when']}", "booked")


def _may(text: str) -> Action | None:
    match = _MAY.search(text)
    return _action(match["rest"], "may") if match and inflect.is_base_verb(match["rest"].split()[0]) else None


def _event(text: str) -> Action | None:
    done = _IS_DONE.search(text)
    if done and names_a_day(done["rest"]):
        return _action(done[0][done.start("who") - done.start() :], "event")
    match = _EVENT.search(text)
    if match is None or match["verb"] in _STANDING or not names_a_day(match["rest"]):
        return None
    verb = inflect.base_of(match["verb"])
    if inflect.is_base_verb(match["rest"].split()[0]):  # `the right tablets go`: a noun
        return None
    if verb == match["verb"] or inflect.third_person(verb) != match["verb"] or not inflect.is_base_verb(verb):
        return None
    return _action(match[0][match.start("who") - match.start() :], "event")


def _also(text: str) -> Action | None:
    match = _WILL_ALSO.search(text)
    return _action(to_customer(match["rest"]), "also") if match else None


def _ongoing(text: str) -> Action | None:
    match = _ONGOING.match(text)
    if match is None:
        return None
    promised = _WILL_ALSO.search(match["rest"])
    rest = match["rest"][: promised.start()] if promised else match["rest"]
    return _action(f"{inflect.base_of(match['verb'])}{rest}", "also")


_FURTHER_ON: tuple[Callable[[str], Action | None], ...] = (
    _must,
    _receives,
    _by_others,
    _ongoing,
    _also,
    _event,
    _provides,
    _told,
    _booked,
    _they,
    _may,
)


def _action(text: str, kind: Kind) -> Action | None:
    told = instruction(text, of_customer=kind in OF_CUSTOMER)
    return Action(capital(told), kind) if told else None
