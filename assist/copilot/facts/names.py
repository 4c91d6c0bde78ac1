"""Persons, places and products, by the words around them; no list of names."""

import re
from functools import cache

from assist.copilot.facts.mentions import POSTCODE, Mention
from assist.copilot.reported import inflect
from assist.core.vocabulary import FactType

_LATIN = [chr(code) for code in range(0x100, 0x180)]
_UPPER = "A-ZÀ-ÖØ-Þ" + "".join(char for char in _LATIN if char.isupper())
_LOWER = "a-zà-öø-ÿ" + "".join(char for char in _LATIN if char.islower())
_NAME = rf"[{_UPPER}][{_LOWER}'’]+(?:[- ](?:van |de |von |al |el |O')?[{_UPPER}][\w'’]*){{0,3}}"
_TITLED = r"(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?[ ]" + _NAME
_PERSONS = (
    ("titled", rf"(?<!\w)(?P<name>{_TITLED})"),
    ("my_name", rf"(?i:\b(?:my (?:full |first |last )?name(?: is|'s)|name(?: is|:|'s)|speaking (?:with|to)|"
                rf"(?:under the )?name of|under the name|surname(?: is|:|'s)?|passenger:?))[ :*]+(?P<name>{_NAME})"),
    ("i_am", rf"(?:\b(?:I'm|I am|i'm|Im|this is|This is|It's|it's|its|Its|call me|with)|"
             rf"\A)[ ]+(?P<name>{_NAME})(?=[ ,.!?]|\Z)"),
    ("thanked", rf"(?i:\b(?:thanks|thank you|hi|hello|dear|sorry|certainly|ok|okay|"
                rf"sure))[ ,]+(?P<name>{_NAME})(?=[,.!\n]|\Z)"),
    ("relative", rf"(?i:\b(?:my|his|her) (?:son|daughter|wife|husband|kid|child|mother|father|brother|sister|"
                 rf"colleague|boss|partner))[ ,]+(?P<name>{_NAME})"),
    ("signature", rf"\n[ ]*(?P<name>(?:(?:[A-Z]\.[ ]?){{1,2}})?{_NAME})[ ]*(?=\n|\Z|,[ ]\d)"),
    ("here", rf"(?<!\w)(?P<name>{_NAME})(?=[ ]here\b)"),
    ("vocative", rf",[ ](?P<name>{_NAME})(?=[.!?]|[ ]-|\Z)"),
    ("start", rf"\A(?P<name>{_NAME})(?=[.,][ ])"),
    ("pair", rf"(?<![\w.'’-])(?P<name>[{_UPPER}][{_LOWER}]+[ ](?:(?:van|de|von|der|al|el|la|"
             rf"loo)[ ]){{0,2}}[{_UPPER}][{_LOWER}]+(?:[- ][{_UPPER}][{_LOWER}]+)?)(?!\w)"),
    ("whole", rf"\A(?:(?:sure|yes|it's|its|It's|Sure|Yes|I'm|i'm|Its)[ ,]+)?(?P<name>{_NAME})[.! ]*\Z"),
)  # fmt: skip
_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|place|row|way|rise|square|terrace|boulevard|blvd|"
    r"nagar|vihar|colony|sector|sec|marg|apartments?|apts?|building|strasse|straße|gade|view|gardens?|park|hill|"
    r"crescent|grove|mews|walk|wharf|quay|parade|yard)"
)
_PLACES = (
    ("street", rf"(?<![\w-])(?P<name>(?:(?i:flat|apartment|apt|unit|house|"
               rf"suite)\.?[ ](?:no\.?[ ])?)?\d{{1,4}}[A-Za-z]?(?:/\d+)?,?[ ](?!(?:in|on|of|at|down|up|from|for|our|"
               rf"my|your|and|or|people|houses?)[ ])"
               rf"(?:[\w'.-]+[ ]){{0,3}}(?i:{_STREET})\b(?:\.(?=,))?"
               r"(?:,?[ ](?:[\w'.-]+)(?:[ ][\w'.-]+){0,3}){0,4}?(?:[ ,-]+(?:[A-Z]{1,2}\d[\dA-Z]?[ "
               r"]\d[A-Z]{2}|\d{5,6}))?)(?=[.,!?\n]|[ ]\(|\Z)"),
    ("postcode", rf"(?<![\w-])(?P<name>{POSTCODE})(?!\w)"),
    ("zip", r"(?i:\b(?:zip|zip code|postal code|pin code|postcode|pin)\b[ a-z:]{0,12})(?P<name>\d{5,6})(?!\w)"),
    ("route", r"(?i:\b(?:from|between)[ ]+)(?P<name>[A-Z][\w']+(?:[ ][A-Z][\w']+){0,2})(?=[ ]+(?i:to|and)\b)"),
    ("route_to", r"(?i:\b(?:to|and)[ ]+)(?P<name>[A-Z][\w']+(?:[ ][A-Z][\w']+){0,2})(?=[ ,.!?]|\Z)"),
    ("in", r"\b(?:in|at|near|to|for|from|the)[ ]+(?:the[ ])?'?(?P<name>(?:\d{1,2}(?:st|nd|rd|"
           r"th)[ ]and[ ])?[A-Z][\w'éáíóúöüä]+(?:[ ](?:and[ ]|on[ ])?[A-Z][\w'éáíóúöüä]+){0,3})'?(?=[ ,.!?]|\Z)"),
    ("room", r"(?i:(?<!\w)(?P<name>room (?:number )?\d{1,4}))(?!\w)"),
    ("whole", r"\A(?P<name>(?:\d{1,2}(?:st|nd|rd|th) and )?[A-Z][\w']+(?:[ ](?:and[ ]|"
              r"on[ ])?[A-Z][\w']+){0,3})[.! ]*\Z"),
)  # fmt: skip
_ARTICLE = r"(?:an?|the|my|your|our|this|one|two|some|pair of|set of|new)"
_THING_END = (
    r"(?=[.,!?;:\n(\"]|[ ](?:that|which|and|but|from|for|on|in|with|was|is|has|i|I|at|to|because|cos|"
    r"coz|cuz|arrived|came|it|last|yesterday|today|instead|got|via|by|under|does|keeps|will|by|did|as|so|u|u?r)\b|\Z)"
)
_PRODUCTS = (
    ("quoted", r"(?<!\w)['\"“‘](?P<name>[A-Z][^'\"”’\n]{2,60}?)['\"”’](?!\w)"),
    ("bought", rf"(?i:\b(?:order(?:ed)?|bought|purchased?|buy|received|returned|return|got|missing|expected|"
               rf"product(?: is)?|item(?: is)?,?)[ ]+)(?:{_ARTICLE}[ ]){{1,3}}(?P<name>[\w'’&+-]+(?:[ "
               rf"][\w'’&+-]+){{0,4}}?){_THING_END}"),
    ("had", rf"(?i:\b(?:ordered|bought|purchased|received|returned|got|missing|instead of)[ ]+)"
            rf"(?P<name>[\w'’&+-]+(?:[ ][\w'’&+-]+){{0,3}}?){_THING_END}"),
    ("owned", rf"(?i:\b(?:my|our)[ ]+)"
              rf"(?P<name>[\w'’&+-]+(?:[ ][\w'’&+-]+){{0,2}}?){_THING_END}"),
    ("which_i", r"(?i:\b(?:the|this|that|an?)[ ]+)(?P<name>[\w'’&+-]+(?:[ ][\w'’&+-]+){0,3}?)"
                r"(?=[ ](?i:(?:that |which )?(?:i|we)(?:'ve|'d)? (?:have |had |just |recently )?(?:ordered|bought|"
                r"purchased|received|got|returned|sent|use|hired|rented|booked)|arrived|came|broke|stopped|leaks?|"
                r"won't|doesn't|"
                r"keeps)\b)"),
    ("it_is", rf"(?i:\b(?:it's|its|it is|it was|it wz|was|for|"
              rf"that's)[ ]+){_ARTICLE}[ ](?P<name>[\w'’&+-]+(?:[ ][\w'’&+-]+){{0,4}}?){_THING_END}"),
    ("model", r"(?<![\w-])(?P<name>(?:[A-Z][\w-]*[ ])+(?:[A-Z]*\d[\w-]*|Pro|Plus|Max|Ultra|Go|"
              r"Mini)(?:[ ](?:[A-Z]*\d[\w-]*|Pro|Plus|Max|Ultra|Mini))*)(?!\w)"),
    ("plan", r"(?<!\w)(?P<name>[A-Z][\w-]+(?:[ ]\w+)?[ ](?:plan|pass|Pass|Plan|seats?|policy|debit|account|"
             r"card|subscription|membership|fare))(?!\w)"),
)  # fmt: skip
_CAPITAL = re.compile(r"[A-Z]")
# Shapes whose words are of the lexicon, the last a noun, each with words without which there is none in a text.
_COMMON_THINGS = {
    "had": ("ordered", "bought", "purchased", "received", "returned", "got", "missing", "instead of"),
    "owned": ("my ", "our "),
    "which_i": (" i ", " i'", " we ", " we'", " arrived", " came", " broke", " stopped", " leak", " won't", " doesn't",
                " keeps"),
}  # fmt: skip
_ANY_CASE = frozenset(_COMMON_THINGS) | {"street", "zip", "room", "bought", "it_is"}  # the others need a capital letter
_NOT_NAMES = frozenset(
    "the a an i it its this that yes no ok okay sure hi hello dear thanks thank "
    "sorry please sir madam maam mate my your our his her their its "
    "we you he she they what when where why how who which and but or so also just not order regarding customer agent "
    "support team amazon monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june "
    "july august september october november december there here great good perfect fine right well now then morning "
    "afternoon evening unfortunately actually really nothing something kind best regards cheers subject all any every "
    "greetings sincerely yours faithfully cordially respectfully hola bonjour hallo ciao salut namaste english "
    "german french spanish "
    "italian polish turkish subject re fw internal note id number chat email phone is are was were be can could "
    "would will do does did".split()
)


_STATES = re.compile(
    r"(?:(?:the|an?|my|our|this|that|some|clearly|completely|totally|very|brand|damaged|broken|faulty|defective|"
    r"wrong|incorrect|"
    r"new|old|used|same|original|missing|expensive|cheap|branded|fake|counterfeit|cracked|scratched|torn|dented|second|"
    r"replacement|returned|ordered|whole|lovely|stupid|bloody|beautiful)[ ])+(?=[^ ])",
    re.IGNORECASE,
)
# Whom, when and how: nothing that is sold.
_NO_THINGS = frozenset(
    "me us him her them you one ones it back here there nothing something anything everything someone time way day "
    "days "
    "week month year morning evening number name address house home husband wife son daughter mother father mum dad "
    "brother sister friend money card account order case email e-mail mail phone call message letter code help reply "
    "answer response bank side end fault own life job work place area turn problem issue question details information "
    "in on at to by for of up out off so too very more most less least no not all both any some much many".split()
)
_NO_PRODUCTS = frozenset(
    "it i this that order refund replacement email message call text sms letter notification mail reply response "
    "answer "
    "question problem issue error quote reminder bill invoice charge fee payment booking reservation "
    "appointment deposit link complaint claim".split()
)
_COMPANIES = frozenset("gmbh ltd limited inc llc ag bv corp plc oy aps ab sa srl kg".split())
# What ends in one of these is an office, a firm or a job, nobody's name.
_OFFICES = frozenset(
    "controller manager director officer coordinator assistant lead head secretary accountant buyer team support "
    "relations service services department office desk helpdesk company group cleaning interiors logistics centre "
    "center school college university hotel bank museum club shop store studio clinic surgery payments payouts billing "
    "sales finance accounts home app online council trust hospital airlines airways insurance water energy broadband "
    "theatre cinema garage motors plumbing heating opticians lettings estates vets academy primary nursery bakery "
    "lane street road avenue square close business plus premium pro basic enterprise standard plan app router card "
    "account energy power mobile broadband media solutions systems software partners api".split()
)
# `API` is no place, `Retry-After` no thing that is sold.
_TECHNICAL = frozenset(
    "api apis http https url vpn sso saml dns smtp json csv xml pdf html sql ip id ssl tls ok".split()
)
_HEADER = re.compile(r"(?:Retry-After|User-Agent|X-[A-Z]|(?:Content|Cache|Accept|Set)-[A-Z]|HTTP\b)")
_BARE = frozenset("card account plan policy pass seat seats debit subscription membership fare".split())
_POSSESSIVE = re.compile(r"(?:My|Our|Your|His|Her|Their) (?=\w)")
# Where something is, no thing: `Bay 3`, `Gate B12`.
_NUMBERED_PLACE = re.compile(
    r"(?:bay|room|gate|platform|floor|table|seat|row|others?|page|step|line|unit|flat|house|ward|desk|terminal|track|"
    r"chapter|section|year|class|level|zone|coach|locker|stand|hall|building|block|week|day|part|point|shelf|aisle) "
    r"[A-Z]?\d+[A-Z]?",
    re.IGNORECASE,
)
_POSTCODE = re.compile(POSTCODE)
_NAMED = re.compile(r"(?:(?:First|Last|Full) )?(?:Surname|Forename|Name) (?=[A-Z])")  # what the name is
_SHOUTED = re.compile(r" (?:ALL|AND|NOT|NO|BUT|ANY|EVERY|WHERE|WHEN|STILL|AGAIN)\b")  # `in Lyon ALL NIGHT`
_PLACE_BEFORE = re.compile(r"(?:\b(?:in|at|near)|\d[a-z]?) \Z", re.IGNORECASE)
_ON_SCREEN = re.compile(r"\b(?:under|click(?:ing)?(?: on)?|section|page|tab|button)[ :]*['\"“‘]\Z", re.IGNORECASE)


@cache
def _kinds() -> tuple[tuple[FactType, tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    """Compiled at first use, so that the server starts sooner."""
    tables: tuple[tuple[FactType, tuple[tuple[str, str], ...]], ...] = (
        ("person", _PERSONS),
        ("location", _PLACES),
        ("product", _PRODUCTS),
    )
    return tuple((kind, tuple((shape, re.compile(one)) for shape, one in table)) for kind, table in tables)


def find_names(text: str) -> list[Mention]:
    """Persons first, then places, then products; the same words may be proposed once per kind."""
    found: list[Mention] = []
    named = _CAPITAL.search(text) is not None
    lowered = text.lower()
    for kind, patterns in _kinds():
        own: list[Mention] = []
        for shape, pattern in patterns:
            if not named and shape not in _ANY_CASE:
                continue
            if shape in _COMMON_THINGS and not any(word in lowered for word in _COMMON_THINGS[shape]):
                continue
            for match in pattern.finditer(text):
                start, end = _trimmed(text, *match.span("name"))
                owned = _POSSESSIVE.match(text, start, end) if kind == "product" and shape != "quoted" else None
                start = owned.end() if owned else start
                if end - start < 2 or _is_plain(text[start:end], kind):
                    continue
                if kind == "person" and shape == "pair" and _PLACE_BEFORE.search(text, max(0, start - 8), start):
                    continue
                if kind == "product" and shape != "quoted":
                    start = _without_state(text, start, end)
                if shape in _COMMON_THINGS and not _is_thing(text[start:end]):
                    continue
                if shape == "quoted" and _ON_SCREEN.search(text, max(0, start - 16), start):
                    continue
                if not any(start < other.end and other.start < end for other in own):
                    own.append(Mention(kind, start, end, shape, labelled=shape in {"my_name", "street", "quoted"}))
        found += own
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    shouted = _SHOUTED.search(text, start, end)
    if shouted and not text[start : shouted.start()].isupper():
        end = shouted.start()
    while end > start and text[end - 1] in " ,.'’-":
        end -= 1
    named = _NAMED.match(text, start, end)
    start = named.end() if named else start
    last = text.rfind(" ", start, end)
    while last > start and text[last + 1 : end].lower() in _NOT_NAMES:
        end = last
        last = text.rfind(" ", start, end)
    return start, end


def _without_state(text: str, start: int, end: int) -> int:
    """Where the thing's own name begins: `damaged microwave oven` is a microwave oven."""
    match = _STATES.match(text, start, end)
    return match.end() if match else start


def _is_thing(said: str) -> bool:
    """Whether words without a name are a thing: `glass table`, not `charged twice` or `it back`."""
    words = said.lower().split()
    last = words[-1]
    noun = inflect.is_noun(last) and not (inflect.is_past(last) or inflect.is_participle(last) or last in _NO_THINGS)
    return noun and words[0] not in _NO_THINGS


def _is_plain(said: str, kind: str) -> bool:
    words = re.findall(r"[\w']+", said.lower())
    if not words or all(word in _NOT_NAMES for word in words):
        return True
    if all(word in _TECHNICAL for word in words) or _HEADER.match(said):
        return True
    if kind == "product":
        if (words[-1] in {"one", "ones"} and said[said.rfind(" ") + 1].islower()) or said.lower() in _BARE:
            return True
        return (
            words[0] in _NO_PRODUCTS
            or _NUMBERED_PLACE.fullmatch(said) is not None
            or "saying" in words
            or bool(_POSTCODE.fullmatch(said))
        )
    return words[0] in _NOT_NAMES or (kind == "person" and words[-1] in _COMPANIES | _OFFICES)
