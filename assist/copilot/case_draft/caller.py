"""Who rings, as transcripts of calls have it: in lower case, said of their own accord or when asked."""

import re
from collections.abc import Iterator, Sequence

from assist.copilot.case_draft.parts import Entry
from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS
from assist.core.conversation import Message
from assist.core.results import span_of

_SPELLED_TITLES = {"Mister": "Mr", "Missus": "Mrs"}
# Calls are written without capitals.
_ASKS_NAME = re.compile(r"\bname\b|\bwho am i (?:speaking|talking)\b", re.IGNORECASE)
_MY_NAME = re.compile(r"\b(?:my (?:full )?name(?:'s| is)|this is|it's|i'm called|the name's|name is) ", re.IGNORECASE)
_FILLERS = re.compile(
    r"\A(?:(?:yes|yeah|yep|sure|ok|okay|of course|oh|so|um|uh|er|erm|hi|hello|well|certainly|right|it's|its|it "
    r"is|that's|that is|"
    r"my name is|my name's|this is|i'm|the name's)[ ,.]+)*",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(
    r"(?:(?P<again>[a-z'-]+) (?=(?P=again)\b))?(?P<first>[a-z][a-z'-]+)(?: (?P<last>[a-z][a-z'-]+))?"
)
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mister|missus)\.? (?P<last>[a-z][a-z'-]+)\b")
NO_NAME = frozenset(
    "a an the i it and but so is was are my your his her their our no not yes yeah ok okay thanks thank you "
    "please sure just "
    "date birth account number order reference phone email address postcode from at on in of for with about that "
    "this there here "
    "what when where why how who can could would will do did have has had calling speaking ringing hi hello um "
    "uh er right well "
    "under same first last full surname name mum mother father dad wife husband son daughter it's that's i'm "
    "i've spelled spelt "
    "double one two three four five six seven eight nine ten zero oh good morning afternoon evening like really "
    "still trying "
    "because wanted wondering looking".split()
)
# `hello ruth it's helen marsden i'm ringing about ...`; `i'm her son graham`, who calls for her.
_CALLS_AS = re.compile(
    r"\b(?:it's|its|this is|i'm|i am|my name's|my name is) (?:(?:uh|um|er|erm|only|just) )*(?:(?P<again>[a-z'-]+) "
    r"(?=(?P=again)\b))?(?P<first>[a-z][a-z'-]+) "
    r"(?P<last>[a-z][a-z'-]+)"
    r"(?= (?:i'm|i am|i've|calling|ringing|speaking|here|again)\b|[ .]*\Z)"
)
_FOR_THEM = re.compile(
    r"\b(?:i'?m|this is|it's) (?:her|his|their|(?:the )?[a-z]+'s) (?:son|daughter|wife|husband|partner|mother|mum|"
    r"father|dad|brother|sister|carer|"
    r"neighbour|grandson|granddaughter|niece|nephew|friend) (?P<first>[a-z][a-z'-]+)(?= and\b| i\b|[ .]*\Z)"
)
# `it's dave from dave's skips`; `Hi Bev, Reece from Tolworth Leisure Centre.`
_FROM_FIRM = re.compile(
    r"\b(?:it's|its|this is|i'm|i am) (?:(?:uh|um|er|erm|only|just) )*(?P<first>[a-z][a-z'-]+) from \w"
)
_HAILED = re.compile(r"\b(?:hi|hello|hiya|hey|morning|afternoon)(?: there)? \Z")
_SELF_TITLED = re.compile(
    r"\b(?:it's|its|this is|i'm|i am|my name's|my name is) (?P<name>(?:mr|mrs|ms|miss|mister|missus|doctor) "
    r"(?P<last>[a-z][a-z'-]+))\b"
)
_FROM_WRITTEN = re.compile(
    r"\A(?:(?i:hi|hello|hey|good (?:morning|afternoon|evening)|yes|yeah)(?:[ ,.]+[A-Z][a-z]+(?=[,.!]))?[ ,.!]+)?"
    r"(?P<name>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?),? from (?:the )?(?:[A-Z]|[a-z]+ at [A-Z])"
)
_OTHERS_NAME = re.compile(
    r"\b(?:his|her|their|mum|dad|mother|father|wife|husband|son|daughter|partner)(?:'s)? name\b|"
    r"\bname of (?:the|your)\b"
)


def spoken_names(messages: Sequence[Message]) -> Iterator[Entry]:
    """Of a call: what the caller answers when asked for the name, or how the agent addresses them."""
    yield from _calls_as(messages)
    asked, addressed = False, list[Entry]()
    for message in messages:
        if message.internal or message.text != message.text.lower():
            asked = False
            continue
        if message.side == "agent":
            titled = _TITLED.search(message.text)
            if titled and titled["last"] not in NO_NAME:
                addressed.append(name_entry(message, titled.start(), titled.end()))
            asked = bool(_ASKS_NAME.search(message.text)) and not _OTHERS_NAME.search(message.text)
        elif message.role == "customer":
            said = _MY_NAME.search(message.text) if "name" in message.text else None
            begun = said or (_FILLERS.match(message.text) if asked else None)
            named = _NAME_WORDS.match(message.text, begun.end()) if begun else None
            if named and named["first"] not in NO_NAME:
                whole = named["last"] is not None and named["last"] not in NO_NAME
                if whole or said or named.end("first") == len(message.text.rstrip(" .")):
                    yield name_entry(message, named.start("first"), named.end("last" if whole else "first"))
            asked = False
    yield from addressed  # last, since `mr dacosta` may as well be whom the caller speaks of


def _calls_as(messages: Sequence[Message]) -> Iterator[Entry]:
    """Who rings, where they say it of their own accord: in their first words, or as somebody's relative."""
    own = [m for m in messages if m.role == "customer" and not m.internal and m.text == m.text.lower()]
    for message in own:
        named = _FOR_THEM.search(message.text)
        if named and not _is_no_name(named["first"]):
            yield name_entry(message, *named.span("first"))
    for message in own[:2]:
        for titled in _SELF_TITLED.finditer(message.text):
            if titled["last"] not in NO_NAME:
                yield name_entry(message, *titled.span("name"))
    for message in own[:1]:
        for named in _CALLS_AS.finditer(message.text):
            if not (_is_no_name(named["first"]) or _is_no_name(named["last"])):
                yield name_entry(message, named.start("first"), named.end("last"))


def _is_no_name(word: str) -> bool:
    return (
        word in NO_NAME
        or word.endswith(("ing", "ed"))
        or inflect.is_adjective(word)
        or inflect.is_participle(word)
        or word in ADVERBS
        or word == "again"
    )


def names_with_firm(messages: Sequence[Message]) -> Iterator[Entry]:
    """Who says in their first words where they ring from."""
    first = next((m for m in messages if m.role == "customer" and not m.internal), None)
    if first is None:
        return
    spoken = _FROM_FIRM.search(first.text) if first.text == first.text.lower() else None
    hailed = spoken is not None and bool(_HAILED.search(first.text[: spoken.start()]))
    if spoken and (hailed or not inflect.is_known(spoken["first"])) and not _is_no_name(spoken["first"]):
        yield name_entry(first, *spoken.span("first"))
    written = _FROM_WRITTEN.match(first.text)
    if written and not any(inflect.is_verb(word.lower()) for word in written["name"].split()):
        yield name_entry(first, *written.span("name"))


def name_entry(message: Message, start: int, end: int) -> Entry:
    """The name as it is written: capitals, which calls have not, and short titles."""
    text = message.text[start:end].removesuffix("'s")
    end = start + len(text)
    said = text.title() if text == text.lower() else text
    title, _, name = said.partition(" ")
    return Entry(
        f"{_SPELLED_TITLES[title]} {name}" if title in _SPELLED_TITLES and name else said,
        (span_of(message.key, start, end),),
    )
