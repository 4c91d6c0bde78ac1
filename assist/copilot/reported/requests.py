"""Imperatives: `Please send it to me` -> `asks the agent to send it to them`; `Don't ...` -> `asks ... not to ...`."""

import re
from dataclasses import replace

from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS, Cast, shift

_POLITE = re.compile(
    r"\A(?:please )?do (?:me|us) a favou?r(?: and|,) |\A(?:please|pls),? (?:yeah|yes),? |\A(?:just[\s,]+)?(?:please|"
    r"pls|kindly|do)\b[\s,]*(?:please |kindly |just |"
    r"do (?=(?:send|let|tell|check|get|call|write|keep|note|make|give|contact|reach|share|provide|confirm|try|use|"
    r"come|"
    r"take|ask|bring|upload|attach|feel|remember)\b))?|"
    r"\A(?:just|maybe)\s+",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\A(?:also|at ?least|well)[\s,]+", re.IGNORECASE)  # `also book a taxi`
_DONT = re.compile(
    r"\A(?:whatever you do,? )?(?:please |kindly |just )?(?:do not|don't)\s+(?:just |even |"
    r"ever )?(?P<rest>[a-z].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_DONT_ALONE = re.compile(r"(?:please |kindly |oh |no,? )+(?:do not|don't)", re.IGNORECASE)
_EITHER = re.compile(r"(?:so |please )?either (?P<verb>[a-z]+) (?=.* or )", re.IGNORECASE | re.DOTALL)
_INSTEAD = re.compile(
    r",(?: (?:just|please|and|but|instead))* (?P<verb>[a-z]+)(?= (?:me|us|the|your|my|it|a|an|in|on|to|for|until|"
    r"till)\b)",
    re.IGNORECASE,
)  # `don't reset it, give us a ring`
_AHEAD = re.compile(r"\A(?P<lead>(?:please |just |then )*)go (?:ahead|back|to|on)\b", re.IGNORECASE)
_DO = re.compile(r"do (?:something|whatever|what (?:you|is|needs))\b|hurry(?: up)?\W*\Z", re.IGNORECASE)
_LOOK = re.compile(r"look (?:under|in|at|on|into|behind|inside|below|above|through)\b", re.IGNORECASE)
_DONE_WHEN = re.compile(
    r"(?:put|set|cut|shut) (?:(?:in|up|off|down|out|back) )?(?:on (?:\w+day|the \d)|last (?:\w+day|week|month|year)|"
    r"yesterday|by my|this morning)\b",
    re.IGNORECASE,
)
_HAVE_READY = re.compile(
    r"have (?:another|an?) (?:quick |good |closer )?(?:look|read|word|think|go|check|try)\b|have (?:your|the|an?|it|"
    r"them|[£$€\d]).*\b(?:ready|to hand|at hand|handy|nearby|"
    r"in front of you)\b",
    re.IGNORECASE,
)
_STATIVE = frozenset("know think understand see want have care like need get feel remember believe mind".split())
_NEVER = frozenset(
    "thank okay like while do does is are was were be am have has had will can may might must should could would "
    "need want love hope see look imagine whether well so please till near store order water sound light time still "
    "second third course one own even silence once half back lots loads right wrong better just still go last "
    "quickly over under down up out off round past in on tamper further".split()
)
_AFTER_VERB = frozenset(
    "the a an my your our their his her its this that these those it me us him them all any some both each every to "
    "for up out in on off into with at by from down back over away through about as if whether when what which how "
    "why who only again now not no sure more one two yourself".split()
)
_STEPS = frozenset(
    "stop start do hurry search reserve schedule ship press open go tap tick click check try cancel leave keep turn "
    "switch unplug plug "
    "restart write call ring quote attach "
    "enter select choose wait take put send reply bring pay ask tell read log sign hold pull push reset remove "
    "install "
    "download update delete scan type use follow visit contact make move look find pick set add print text email fill "
    "upload pop stay refund replace fix deliver change book cut hang give get proceed continue waive note".split()
)
_SENT_TO = re.compile(r"(?:send|give) (?:(?!and\b)\S+ ){1,4}to\b", re.IGNORECASE)
_FURTHER_DONT = re.compile(r"(?:(?<=,)|(?<=and)|(?<=or)|(?<=but)) (?:do not|don't) ")
_IF = re.compile(r"\Aif\b", re.IGNORECASE)
_AND_TELL = re.compile(
    r" and (?:also |then |please )*(?:tell (?:me|us)|let (?:me|us) know) (?=(?:when|what|where|why|how|whether|who)\b)"
)
_OBJECTS = frozenset("the a an my your our this that these those it me us him them all any some both".split())
_CLAUSES = frozenset("if whether when what which how why who".split())
_FINITE_NEXT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|says|said|shows|keeps|reads|needs|goes|gets|not|never|still|"
    r"pending|delayed|denied|declined|failed|refused|"
    r"rejected)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|does)\b")
_SOMEBODY = frozenset("human person agent manager supervisor operator advisor adviser representative".split())
_PROMISE = re.compile(r"promise (?:me|us),? (?:that )?(?P<what>\S.*)\Z", re.IGNORECASE | re.DOTALL)
_GIVE_ME = re.compile(
    r"(?:give|get) (?:me|us) (?P<what>(?:the|my|a|an|some|another|your|that|this|those|these|full|any|someone|"
    r"somebody)\b(?!.* (?:and|or) \w+ ).*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_KEEP_ME = re.compile(r"keep (?:me|us) (?P<how>(?:posted|updated|informed)\b.*)\Z", re.IGNORECASE | re.DOTALL)
_UNDONE = re.compile(r"\bnot (?:yet )?\w+ed\Z")
_WANTED = re.compile(
    r"\A(?!(?:send|give|tell) her\b)(?:(?:provide|share|give|send|tell(?= (?:me|us)\b)|confirm|specify|"
    r"supply)(?: (?:me|"
    r"us))?(?: with)? "
    r"(?P<rest>(?:the|your|a|an|any|some|more|further|his|her|their|its|both|details|proof|photos|pictures)\b.*)|"
    r"(?:tell|let) (?:me|us)(?: know)? (?P<clause>(?:exactly |please )?(?:which|what|whether|if|when|how|where|"
    r"who)\b.*))\Z",
    re.IGNORECASE | re.DOTALL,
)


def report_imperative(text: str, cast: Cast) -> str | None:
    """The predicate of an imperative; None when the sentence is none."""
    text = _ALSO.sub("", text)
    if _DONT_ALONE.fullmatch(text):
        cast.named.add("listener")
        return f"asks {_addressed(cast)} not to"
    either = _EITHER.match(text)
    if either and inflect.is_base_verb(either["verb"]):
        cast.named.add("listener")
        return f"asks {_addressed(cast)} to either {shift(text[either.start('verb') :], cast)}"
    dont = _DONT.match(text)
    if dont:
        return _forbid(dont["rest"], cast)
    ahead = _AHEAD.match(text)
    if ahead:
        return report_request(text[ahead.end("lead") :], cast)
    if _HAVE_READY.match(text) or _DO.match(text) or (cast.role == "agent" and _LOOK.match(text)):
        return report_request(text, cast)
    polite = _POLITE.match(text)
    rest = text[polite.end() :] if polite else text
    words = rest.split()
    first = words[0].strip(",.:;") if words else ""
    if not first.isalpha() or not inflect.is_base_verb(first):
        return None
    if first.lower() in {"like", "last"} or words[0].endswith(":") or _is_a_thing(words):
        return None
    if not polite and not _reads_as_imperative(first.lower(), words):
        return None
    return report_request(rest, cast)


def _is_a_thing(words: list[str]) -> bool:
    """`Email changed 06/03`, `Quote Q-718 sent to your email`: a noun of which a participle tells, nobody's order."""
    if not inflect.is_noun(words[0].strip(",.:;")):
        return False
    second = words[1].lower() if len(words) > 1 else ""
    if second == "from" and words[0].lower() in {"silence", "delay", "help", "email", "call", "text", "reply"}:
        return True  # `silence from you guys`
    if second.endswith("ed") and inflect.is_participle(second):
        return True
    numbered = any(char.isdigit() for char in second)
    return numbered and len(words) > 2 and inflect.is_participle(words[2].lower())


def is_step(word: str) -> bool:
    """A verb that people are told to do things with."""
    return word.lower() in _STEPS


def report_request(rest: str, cast: Cast, *, told: bool = False) -> str | None:
    """`check my order` -> `asks the agent to check their order`; None when `rest` starts with no infinitive.

    `told`: what somebody shall let others know is still to come, so it is no question."""
    first = re.match(r"[A-Za-z]+", rest)
    if not first or not inflect.is_base_verb(first.group()):
        return None
    if "(1)" not in rest:
        cast = replace(cast, asks=True)
    wanted = None if told else _WANTED.match(rest)
    if wanted and (cast.role == "agent" or wanted["clause"]) and not _SENT_TO.match(rest):
        if wanted["clause"]:
            clause = _AND_TELL.sub(" and ", _IF.sub("whether", wanted["clause"]))
            return f"asks {shift(clause, cast)}"
        return f"asks for {shift(wanted['rest'], cast)}"
    if cast.role == "customer":
        promised = _PROMISE.match(rest)
        if promised:
            return f"wants a promise that {shift(promised['what'], cast)}"
        kept = _KEEP_ME.match(rest)
        if kept:
            return f"asks to be kept {shift(kept['how'], cast)}"
        handed = _GIVE_ME.match(rest)
        if handed:
            return f"asks for {shift(handed['what'], cast)}"
    cast.named.add("listener")
    return f"asks {_addressed(cast)} to {_FURTHER_DONT.sub(' not to ', shift(rest[:1].lower() + rest[1:], cast))}"


def named_thing(what: str) -> str:
    """`human` -> `a human`: whom customers call for with one word."""
    return f"{'an' if what[0] in 'aeio' else 'a'} {what}" if what in _SOMEBODY else what


def _addressed(cast: Cast) -> str:
    return "the customer" if cast.role == "agent" else "the agent"


def _forbid(rest: str, cast: Cast) -> str | None:
    verb = rest.removeprefix("only ").split()[0].strip(",.")
    if not inflect.is_base_verb(verb) or verb.lower() in _STATIVE:
        return None
    cast.named.add("listener")
    rest = _INSTEAD.sub(_but_to, rest, count=1)
    return f"asks {_addressed(cast)} not to {_FURTHER_DONT.sub(' not to ', shift(rest, cast))}"


def _but_to(match: re.Match[str]) -> str:
    return f" but to {match['verb'].lower()}" if is_step(match["verb"]) else match.group()


def _reads_as_imperative(first: str, words: list[str]) -> bool:
    """Without `please`: a verb that is no noun, or one followed by what only a verb takes."""
    if len(words) < 2 or first in _NEVER or inflect.is_modal(first):
        return False
    second = words[1].strip(",.:;").lower()
    if first not in _STEPS and words[0][0].isupper() and words[1][0].isupper() and not inflect.is_known(second):
        return False  # `Peter Ovington`
    if first not in _STEPS and words[0][0].isupper() and words[1][0].isupper() and _FINITE.search(" ".join(words[2:])):
        return False  # `Apple Watch straps are sold out`
    if words[0].endswith(",") or (second[:1].isdigit() and first not in _STEPS):
        return False  # `address, the lot`, `wed 12`
    third = words[2].strip(",.:;").lower() if len(words) > 2 else ""
    if third in {"is", "was", "has", "are", "were"} and second not in _OBJECTS | _CLAUSES:
        return False  # `Rotate button is greyed out`
    if second in ADVERBS and third.endswith("s") and inflect.is_verb(third) and not inflect.is_base_verb(third):
        return False  # `Slim normally gives`
    if second == "of" or (words[1].endswith(":") and first not in _STEPS) or _DONE_WHEN.match(" ".join(words)):
        return False  # `top of the list`, `Ref ID: 7`, `put in on Friday`
    if words[0][0].isupper() and words[1][0].isupper() and len(words) > 2 and words[2] in {"-", "–"}:
        return False  # `Refund Issue - Order ID`
    if second == "it" and len(words) > 2 and words[2].strip(",.").lower() in {"is", "was"}:
        return False  # `Stride it is`
    if first not in _STEPS and inflect.is_adjective(first) and inflect.is_noun(second) and second not in _AFTER_VERB:
        return False  # `dry weather`
    if _FINITE_NEXT.match(second) or "'" in second or _UNDONE.search(" ".join(words)):
        return False
    return first in _STEPS or not inflect.is_noun(first) or second in _OBJECTS
