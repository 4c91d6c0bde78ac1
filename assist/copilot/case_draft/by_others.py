"""What others will do, or what happens on a day, as actions: a fitter comes, the parcel leaves, the manager rings."""

import re

from assist.copilot.case_draft.action import Action, action_of
from assist.copilot.case_draft.phrasing import given_to_company
from assist.copilot.reported import inflect
from assist.core.text.remembered import remembered

FROM = (
    r"(?:\A(?:says|explains|confirms|promises|adds)(?: that)? |(?:,|;|:|,? and|,? so|,? but|,? then) )"
    r"(?:(?:in the meantime|meanwhile|for now|until then|next|either way)[ ,]+)?"
)

ADVERBS = r"(?:(?:also|then|now|just|only|still|probably|normally|automatically|first|please) )*"

_WHO = (
    r"(?P<who>(?:(?:the|their|an?|two|three|four|five|both|all|\d+) (?!customer\b)"
    r"(?:(?!(?:is|are|was|has|have|means?|that|they|and|which|who|will|to)\b)[^\s,;:]+ ){1,6}?|"
    r"[A-Z][a-z'’-]+ (?:[A-Z][a-z'’-]+ )?|(?:some(?:body|one)|he|she) ))"
)

_DAY_FIRST = re.compile(
    r"\A(?:says|explains|confirms|promises)(?: that)? (?P<day>(?:on |by |from )?(?i:(?:mon|tues|wednes|thurs|fri|satur|"
    rf"sun)day|tomorrow|today|tonight)\b[^,;]{{0,30}}?),? {_WHO}will {ADVERBS}(?P<rest>(?!not\b|have\b)[a-z]+)\b"
)

# Calls have no capitals: `says dean will be with her`.
_NAMED = (
    r"(?P<who>(?!(?:they|it|that|this|there|these|those|which|what|who|and|but|so|then|also|customer|agent|company|"
    r"nobody|nothing|everything|all|both|one|normally|usually|otherwise|either|else|yes|okay|\w+ly)\b)[a-z'-]{3,} )"
)

_OTHERS_WILL = re.compile(
    rf"{FROM}{_WHO}(?:(?:will|shall|is to|are to|is going to|are going to) "
    rf"{ADVERBS}(?P<rest>(?!(?:not|have|need|want|know|be able)\b)(?:[^;:]|(?<=\d):(?=\d))+)|"
    r"(?:is|are) (?:(?:then|already|now) )?(?P<coming>coming|arriving|due|booked|scheduled|planned|on (?:the|its|"
    r"their) way)\b(?P<when>[^;:]*))"
)

_SOMEBODY_WILL = re.compile(
    rf"\A(?:says|explains|confirms|promises) {_NAMED}will "
    rf"{ADVERBS}(?P<rest>(?!(?:not|have|need|want|know|be able)\b)(?:[^;:]|(?<=\d):(?=\d))+)"
)

_EVENT = re.compile(rf"{FROM}{_WHO}{ADVERBS}(?P<verb>[a-z]{{2,}}s) (?P<rest>(?:[^;:]|(?<=\d):(?=\d))+)")

_WHEN = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|this (?:morning|afternoon|evening|week)|"
    r"next (?:week|month)|(?:by|on|before|within|until|at|in|between|from) (?:the )?(?:\d|noon|half\b|one\b|two\b|"
    r"three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twel|end of|january|february|march|april|may|june|july|"
    r"august|september|october|november|december))",
    re.IGNORECASE,
)

_IS_DONE = re.compile(rf"{FROM}{_WHO}(?:is|are) {ADVERBS}(?P<verb>[a-z]+(?:ed|en|id|ut|nt|ade|ld))\b(?P<rest>[^;:]*)")

_CAN_COME = re.compile(
    rf"{FROM}{_WHO}(?:can|could) {ADVERBS}(?P<rest>(?:come|be (?:there|with)|visit|call (?:in|round)|deliver|collect|"
    rf"attend)\b(?:[^;:]|(?<=\d):(?=\d))+)"
)

_PARTICLES = frozenset("out off back up in on down over away".split())
_LEAVE = re.compile(
    rf"{FROM}(?P<who>(?:the|their|two|three|four|five|both|all|\d+) (?:[^\s,;:]+ ){{0,4}}?(?!(?:has|is|was|"
    rf"does)\b)[a-z]+s )"
    rf"(?P<rest>(?:leave|arrive|come|go|ship)\b(?:[^;:]|(?<=\d):(?=\d))+)"
)
_WHO_WILL = re.compile(
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?|(?:the|their|an?) (?:[\w'-]+ "
    r"){0,3}[\w'-]+), who will "
    rf"{ADVERBS}(?P<rest>(?!not\b|be able\b|have\b)[^;]+)"
)
_STILL_TO_BE = re.compile(r"\Ato |\bwill\b")

_STANDING = frozenset(
    "needs says means takes costs depends shows seems looks counts applies includes covers works opens closes wants "
    "runs lasts allows requires".split()
)


@remembered(maxsize=8_192)
def names_a_day(text: str) -> bool:
    """Whether the action has a day, an hour or a deadline."""
    return _WHEN.search(text) is not None


def by_own(text: str) -> Action | None:
    """What somebody else does for the customer; what their bank or their lawyer does is no step of the case."""
    given = given_to_company(text)
    if given:
        return action_of(given, "will")
    return by_others(text) if _OWN_PEOPLE.search(text) else None


def by_others(text: str) -> Action | None:
    """`says the fitter will come on Friday`, `the parcel is due tomorrow`."""
    named = _SOMEBODY_WILL.match(text)
    if named:
        return action_of(f"{named['who']}will {named['rest']}", "others")
    match = _OTHERS_WILL.search(text)
    if match is None:
        return _on_a_day(text)
    who, rest = match["who"], match["rest"]
    if who.strip().lower() in {"he", "she"}:
        return action_of(rest or f"{_ARRIVES.get(match['coming'], match['coming'])}{match['when']}", "others")
    return action_of(f"{who}will {rest}" if rest else match[0][match.start("who") - match.start() :], "others")


_OWN_PEOPLE = re.compile(
    r"\b(?:their|the customer's) (?:husband|wife|partner|son|daughter|mother|father|mum|dad|brother|sister|neighbour|"
    r"colleague|friend|carer|assistant|secretary|boss|manager)\b|\b(?:he|she) will\b"
)

_ARRIVES = {"coming": "come", "arriving": "arrive"}


def _on_a_day(text: str) -> Action | None:
    """`says Wednesday between seven and nine the wagon will come`."""
    match = _DAY_FIRST.match(text)
    return action_of(f"{match['who']}will {match['rest']} {match['day']}", "others") if match else None


def can_come(text: str) -> Action | None:
    """`says the fitter can come Friday at 8`, `can get Pete to the customer by noon`: once the customer says yes."""
    match = _CAN_COME.search(text)
    if match and names_a_day(match["rest"]):
        return action_of(f"{match['who']}will {match['rest']}", "others")
    sends = _CAN_SEND.search(text)
    return action_of(sends["rest"], "others") if sends and names_a_day(sends["rest"]) else None


_CAN_SEND = re.compile(
    r"(?:\A|\b(?:and|they|agent) )can (?P<rest>(?:get|send) (?!it\b|that\b|this\b)[^,;:]{2,40}? (?:to|round to|out "
    r"to|over to) (?:the customer|them)\b(?:[^;:]|(?<=\d):(?=\d))+)"
)


def is_offer(text: str) -> bool:
    """Whether somebody can come on a day, if that suits."""
    return _CAN_COME.search(text) is not None or _CAN_SEND.search(text) is not None


def who_will(text: str) -> Action | None:
    """`has passed it to Ms Lowther, who will decide by 30 May` -> `Ms Lowther will decide by 30 May`."""
    match = _WHO_WILL.search(text)
    return action_of(f"{match['who']} will {match['rest']}", "others") if match else None


def event(text: str) -> Action | None:
    """`the ferry leaves at six`, `the fee is refunded on Monday`: what has a day of its own."""
    leave = _LEAVE.search(text)
    if leave and names_a_day(leave["rest"]):
        return action_of(leave[0][leave.start("who") - leave.start() :], "event")
    done = _IS_DONE.search(text)
    if done and names_a_day(done["rest"]):
        return action_of(done[0][done.start("who") - done.start() :], "event")
    match = _EVENT.search(text)
    if match is None or match["verb"] in _STANDING or not names_a_day(match["rest"]):
        return None
    verb = inflect.base_of(match["verb"])
    first = match["rest"].split()[0]
    if inflect.is_base_verb(first) and first not in _PARTICLES:  # `the right tablets go`: a noun
        return None
    if verb in {"have", "be", "do"} and not _STILL_TO_BE.search(match["rest"]):  # `has gone to the registry at 18:37`
        return None
    if verb == match["verb"] or inflect.third_person(verb) != match["verb"] or not inflect.is_base_verb(verb):
        return None
    return action_of(match[0][match.start("who") - match.start() :], "event")
