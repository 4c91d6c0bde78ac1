"""A question behind a statement, not marked or not heard: `she has a bad hip can she have a chair`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS

_INVERTED = re.compile(
    r"(?<=\w) (?:(?P<wh>what|when|where|why|who|how)(?: (?:much|many|long|far|often|soon|else))? )?"
    r"(?P<aux>do|does|did|can|could|will|would|shall|should|am|is|are|was|were|have|has|"
    r"don't|doesn't|didn't|can't|couldn't|won't|wouldn't|isn't|aren't|haven't|hasn't)"
    r" (?P<who>I|you|we|they|he|she|it|there|anyone|anybody|someone|somebody|nobody|my|your|the|that|this)(?= [a-z])",
    re.IGNORECASE,
)
# What stands before an inversion that asks nothing (`so do I`) or belongs to what is said (`I know what is it`).
_LEADS_ON = frozenset(
    "i you we they he she it who that which what this there when where why how whether if and or but so as than "
    "because while since until till nor neither not only also just to of in on at for with from by about like know "
    "see tell ask say says saying said understand sure idea check wonder remember explain matter depends unless "
    "before after whatever whoever wherever whenever never no all everything anything something the a an my your our "
    "their his her do does did can could will would should shall may might must is are was were am be been have has "
    "had me us him them once someone somebody anyone anybody everyone nobody".split()
)
_FRONTED = frozenset("only never nowhere rarely hardly seldom neither nor what which whose".split())
_DOES = frozenset(
    "do does did can could will would shall should don't doesn't didn't can't couldn't won't wouldn't".split()
)
_HAS = frozenset("have has haven't hasn't".split())
_SAID_OF = frozenset(
    "a an any anyone anybody anything able sure happy okay ok alright going not near at in on with under all "
    "ready because for too another someone somebody the your my".split()
)
_ANY = frozenset("a an any anyone anybody anything another someone somebody".split())
_TOPICS = frozenset("thing problem issue point question trouble truth fact reason catch".split())
_POINTING = frozenset("that this the my your".split())
_KNOWS = frozenset("know tell ask asks asked see say says wonder sure idea check find explain understand".split())
_LEAST_BEFORE = 2
_LONG = 5  # words


def asked_behind(text: str) -> tuple[str, str] | None:
    """What is said before the question, and the question; None where no words of `text` are surely one."""
    for found in _INVERTED.finditer(text):
        before = text[: found.start()].lower().split()
        end = found.start()
        added = found["wh"] and before[-1] in {"and", "but", "so"} and _KNOWS.isdisjoint(before)
        if added and (len(before) > _LONG or before[-2:][0].endswith(",")):
            end -= len(before.pop()) + 1
        led = before[-1] == "so" and len(before) > _LEAST_BEFORE and _HAS.isdisjoint(before)
        if led:
            end -= len(before.pop()) + 1
        last = "at-all" if before[-2:] == ["at", "all"] else before[-1].strip(",.;:'\"")
        if not led and (len(before) < _LEAST_BEFORE or last in _LEADS_ON | _TOPICS or "'" in last):
            continue
        if not _FRONTED.isdisjoint(before) or (found["aux"].lower() == "am" and last.isdigit()):
            continue
        if _asks(found["aux"].lower(), found["who"].lower(), text[found.end() :].split()):
            return text[:end], text[found.start() :].strip()
    return _what_is(text)


# `I can email it what's your address`
_WHATS = re.compile(
    r"(?<=\w) (?=(?:what|where|who|when|how)'s (?:my|your|the|his|her|their|it|that|this) [a-z])", re.IGNORECASE
)


def _what_is(text: str) -> tuple[str, str] | None:
    found = _WHATS.search(text) if "'s " in text else None
    before = text[: found.start()].lower().split() if found else []
    if not found or len(before) < _LONG or before[-1] in _LEADS_ON or not _KNOWS.isdisjoint(before[-3:]):
        return None
    return text[: found.start()], text[found.end() :]


def _asks(aux: str, who: str, rest: list[str]) -> bool:
    words = [word.strip(",.;:!?").lower() for word in rest[:4]]
    words = [word for word in words if word not in ADVERBS]
    if aux in {"is", "was"} and who == "that":
        end = len(rest) == 1 or words[1:2] == ["enough"]
        return end and (inflect.is_adjective(words[0]) or words[0] in _SAID_OF)
    if who in _POINTING:
        if who not in {"that", "this"} or (len(words) > 1 and not inflect.is_base_verb(words[0])):
            words = words[1:]  # `did the engineer come`
        if aux not in _DOES or (aux in {"do", "does"} and who not in {"that", "this"}):
            return False
    following = words[0] if words else ""
    if aux == "should" and who not in {"i", "we"}:
        return False  # `should they wish to`
    if aux in _DOES:
        return inflect.is_base_verb(following) and not (who == "it" and aux in {"do", "don't"})
    if aux in _HAS:
        return who not in {"it", "there"} and inflect.is_participle(following) and not inflect.is_base_verb(following)
    if aux == "am":
        return who == "i"
    if who == "there":
        return following in _ANY
    if who in {"it", "nobody"}:
        return following in {"a", "an", "okay", "ok", "alright", "possible", "true"}
    done = following.endswith("ing") and inflect.is_verb(following)
    return done or following in _SAID_OF
