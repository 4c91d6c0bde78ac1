"""Who the customer is: named by themselves, else as the other side addresses them; also in transcripts of calls."""

import re
from collections.abc import Iterator, Sequence

from assist.copilot.case_draft.parts import Entry
from assist.copilot.facts import FoundFact, find_mentions
from assist.copilot.facts.mentions import Mention
from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS
from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.results import Evidence, Fact, span_of

_OWN = frozenset({"my_name", "signature"})
_SELF = _OWN | {"i_am", "whole", "start", "pair"}
_ADDRESSED = frozenset({"thanked", "titled", "vocative"})
_SELF_OF_AGENT = frozenset({"i_am", "signature", "here", "my_name"})
_TITLES = {"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Team"}
_SPELLED_TITLES = {"Mister": "Mr", "Missus": "Mrs"}
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?: (?:de|van|von|der|den|da|di|la|le|al|el|[^\W\d_a-z][\w'’.-]*)){1,3}")
# A pair of capitals behind these names what is used, no speaker.
_NO_SPEAKER = re.compile(
    r"\b(?:use|uses|using|with|from|at|via|on|in|to|of|for|have|has|had|got|bought|ordered|the|our|my|your|an?|"
    r"called|and|"
    r"by|about|as) \Z",
    re.IGNORECASE,
)
# `our general manager, Mr Falk, who`: somebody else is told of.
_APPOSED = re.compile(r"\b(?i:the|our|my|your|his|her|their|an?) (?:[\w-]+ ){0,3}[a-z-]+,? \Z")
_THANKS = re.compile(r"\b(?:thanks|thank you),? \Z", re.IGNORECASE)
_SPOKEN_TO = re.compile(
    r"(?<=[a-z], )(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?=[.!?](?:\s|\Z)|\Z)"
)
_NUMBERED = re.compile(r" \d")  # `Velo 3` is a thing
_GREETED = re.compile(
    r"\A(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|welcome(?: back)?)[ ,]+)",
    re.IGNORECASE,
)

# Calls are written without capitals.
_ASKS_NAME = re.compile(r"\bname\b|\bwho am i (?:speaking|talking)\b", re.IGNORECASE)
_MY_NAME = re.compile(r"\b(?:my (?:full )?name(?:'s| is)|this is|it's|i'm called|the name's|name is) ", re.IGNORECASE)
_FILLERS = re.compile(
    r"\A(?:(?:yes|yeah|yep|sure|ok|okay|of course|oh|so|um|uh|er|erm|hi|hello|well|certainly|right|it's|its|it "
    r"is|that's|that is|"
    r"my name is|my name's|this is|i'm|the name's)[ ,.]+)*",
    re.IGNORECASE,
)
_NAME_WORDS = re.compile(r"(?P<first>[a-z][a-z'-]+)(?: (?P<last>[a-z][a-z'-]+))?")
_SAYS_WHO = (
    r"(?:\b(?:it's|its|this is|i'm|i am|name's|name is|yes|yeah|is that|am i speaking (?:to|with)|yours(?: \w+)?|"
    r"regards|cheers|best)[ ,]+|\A|\n)"
)
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|mister|missus)\.? (?P<last>[a-z][a-z'-]+)\b")
_NO_NAME = frozenset(
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
    r"\b(?:it's|its|this is|i'm|i am|my name's|my name is) (?:(?:uh|um|er|erm|only|just) )*(?P<first>[a-z][a-z'-]+) "
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
# The name that ends a mail, on the line of its last sentence: `Could you look, please? Anke Veit`.
_SIGNED = re.compile(
    r"[.?!)][ ]+(?:(?i:thanks|thank you|regards|best|cheers)[,.]? )?(?P<name>[A-Z][a-z'’-]+ [A-Z][a-z'’-]+)(?:, [\w "
    r",&-]{2,60})?\.?\Z"
)
_OTHERS_NAME = re.compile(
    r"\b(?:his|her|their|mum|dad|mother|father|wife|husband|son|daughter|partner)(?:'s)? name\b|"
    r"\bname of (?:the|your)\b"
)


def customer_of(conversation: Conversation, facts: Sequence[FoundFact]) -> Entry | None:
    """The name and where it was said; what the desktop knows where nobody says more (no evidence); else None."""
    found, known = _said(conversation, facts), known_name(conversation)
    if known is None or (found is not None and found.text.lower() not in known.lower()):
        return found
    return Entry(known, found.evidence if found else ())


def name_as_said(
    conversation: Conversation, customer: Entry | None, facts: Sequence[FoundFact]
) -> tuple[Fact, tuple[Evidence, ...]] | None:
    """The customer's name as a fact, word for word, where no person among the facts is them: calls have no capitals."""
    if customer is None or not customer.evidence:
        return None
    span = customer.evidence[0]
    said = next(m.text for m in conversation.messages if m.key == span.message_id)[span.start : span.end]
    persons = [found.fact.value.lower() for found in facts if found.fact.type == "person"]
    if any(said.lower() in person or person in said.lower() for person in persons):
        return None
    return Fact(type="person", value=said), (span,)


def known_name(conversation: Conversation) -> str | None:
    """The customer's name as the desktop has it: among the context, else as the sender of their messages."""
    given = conversation.transcript.value("customer_name")
    if isinstance(given, str) and given.strip():
        return given.strip()
    senders = (m.participant for m in conversation.messages if m.role == "customer" and not m.internal)
    return next((sender for sender in senders if sender and _FULL_NAME.fullmatch(sender)), None)


def _said(conversation: Conversation, facts: Sequence[FoundFact]) -> Entry | None:
    found = (
        _introduced(conversation)
        or next(_signed(conversation), None)
        or _noted(conversation, facts)
        or next(_of_firm(conversation.messages), None)
        or next(_greeted(conversation.messages), None)
        or next(_spoken_to(conversation.messages), None)
        or (next(_spoken(conversation.messages), None) if conversation.transcript.channel == "voice" else None)
    )
    if found is None or (" " in found.text and found.text.partition(" ")[0].rstrip(".") not in _TITLES):
        return found
    return _in_full(conversation.messages, found)


def _in_full(messages: Sequence[Message], found: Entry) -> Entry:
    """`Des`, who signs elsewhere as `Des Okonjo`; `Mr Finch`, who says `it's harold finch`."""
    title, _, last = found.text.partition(" ")
    for message in messages:
        if message.internal or (last and last.lower() not in message.text.lower()):
            continue
        if last:
            named = re.search(rf"{_SAYS_WHO}(?P<name>(?P<first>[a-z][a-z'-]+) {re.escape(last)})\b", message.text, re.I)
            if named and named["first"].lower() not in _NO_NAME:
                return _entry(message, *named.span("name"))
        elif message.role == "customer" and f"{title} " in message.text:
            for mention in find_mentions(message.text):
                name = message.text[mention.start : mention.end]
                own = mention.shape in _SELF or (
                    mention.shape == "thanked" and mention.end == len(message.text.rstrip(" ."))
                )
                if mention.type == "person" and own and name.startswith(f"{title} "):
                    return _entry(message, mention.start, mention.end)
    return found


def _introduced(conversation: Conversation) -> Entry | None:
    """The name after `my name is` or below an e-mail of the customer."""
    for message in conversation.messages:
        if message.role != "customer" or message.internal:
            continue
        for mention in find_mentions(message.text):
            if mention.type == "person" and mention.shape in _OWN and _may_be_a_name(message.text, mention):
                return _entry(message, mention.start, mention.end)
    return None


def _may_be_a_name(text: str, mention: Mention) -> bool:
    """Not `Late` or `Filled`, which somebody wrote with a capital because a line begins there."""
    said = text[mention.start : mention.end]
    if _NUMBERED.match(text, mention.end):
        return False
    return " " in said or mention.shape in {"my_name", "titled"} or not inflect.is_known(said.lower())


def _noted(conversation: Conversation, facts: Sequence[FoundFact]) -> Entry | None:
    """A person among the facts, who is called as the customer is."""
    best: tuple[float, FoundFact] | None = None
    for found in facts:
        if found.fact.type != "person":
            continue
        weight = 0.0
        for place in found.places:
            side = conversation.messages[place.message].side
            text = conversation.messages[place.message].text
            if not _may_be_a_name(text, place.mention):
                continue
            before = text[: place.mention.start]
            if place.mention.shape == "pair" and _NO_SPEAKER.search(before):
                continue
            if side == "agent" and _APPOSED.search(before):
                continue
            if place.mention.shape in (_SELF if side == "customer" else _ADDRESSED):
                weight += 2.0 if side == "customer" and place.mention.shape in _OWN else 1.0
        if weight and (best is None or weight + found.chance > best[0]):
            best = (weight + found.chance, found)
    return Entry(best[1].fact.value, best[1].evidence[:1]) if best else None


def _greeted(messages: Sequence[Message]) -> Iterator[Entry]:
    """`Hi Priya, this is Tom`, `Dear Ms Marsh`: whom the agent greets."""
    agents: set[str] = set()
    for message in messages:
        if message.side != "agent" or message.internal:
            continue
        mentions = [mention for mention in find_mentions(message.text) if mention.type == "person"]
        agents |= {message.text[m.start : m.end] for m in mentions if m.shape in _SELF_OF_AGENT}
        greeting = _GREETED.match(message.text)
        if greeting is None:
            continue
        for mention in mentions:
            name = message.text[mention.start : mention.end]
            if mention.start == greeting.end() and mention.shape in _ADDRESSED and name not in agents | _TITLES:
                yield _entry(message, mention.start, mention.end)


def _spoken_to(messages: Sequence[Message]) -> Iterator[Entry]:
    """`I apologise, Mr Falk.`, `got it, thanks Jonte`: to whom the agent speaks."""
    own = [m for m in messages if m.side == "agent" and not m.internal]
    agents = {
        m.text[one.start : one.end]
        for m in own
        for one in find_mentions(m.text)
        if one.type == "person" and one.shape in _SELF_OF_AGENT
    }
    for message in own:
        for named in _SPOKEN_TO.finditer(message.text) if ", " in message.text else ():
            if not _APPOSED.search(message.text[: named.start()]):
                yield _entry(message, *named.span("name"))
        for one in find_mentions(message.text):
            name = message.text[one.start : one.end]
            thanked = one.type == "person" and one.shape == "thanked" and _THANKS.search(message.text[: one.start])
            if thanked and name not in agents | _TITLES and _may_be_a_name(message.text, one):
                yield _entry(message, one.start, one.end)


def _spoken(messages: Sequence[Message]) -> Iterator[Entry]:
    """Of a call: what the caller answers when asked for the name, or how the agent addresses them."""
    yield from _calls_as(messages)
    asked, addressed = False, list[Entry]()
    for message in messages:
        if message.internal or message.text != message.text.lower():
            asked = False
            continue
        if message.side == "agent":
            titled = _TITLED.search(message.text)
            if titled and titled["last"] not in _NO_NAME:
                addressed.append(_entry(message, titled.start(), titled.end()))
            asked = bool(_ASKS_NAME.search(message.text)) and not _OTHERS_NAME.search(message.text)
        elif message.role == "customer":
            said = _MY_NAME.search(message.text) if "name" in message.text else None
            begun = said or (_FILLERS.match(message.text) if asked else None)
            named = _NAME_WORDS.match(message.text, begun.end()) if begun else None
            if named and named["first"] not in _NO_NAME:
                whole = named["last"] is not None and named["last"] not in _NO_NAME
                if whole or said or named.end("first") == len(message.text.rstrip(" .")):
                    yield _entry(message, named.start(), named.end("last" if whole else "first"))
            asked = False
    yield from addressed  # last, since `mr dacosta` may as well be whom the caller speaks of


def _calls_as(messages: Sequence[Message]) -> Iterator[Entry]:
    """Who rings, where they say it of their own accord: in their first words, or as somebody's relative."""
    own = [m for m in messages if m.role == "customer" and not m.internal and m.text == m.text.lower()]
    for message in own:
        named = _FOR_THEM.search(message.text)
        if named and not _is_no_name(named["first"]):
            yield _entry(message, *named.span("first"))
    for message in own[:2]:
        for titled in _SELF_TITLED.finditer(message.text):
            if titled["last"] not in _NO_NAME:
                yield _entry(message, *titled.span("name"))
    for message in own[:1]:
        for named in _CALLS_AS.finditer(message.text):
            if not (_is_no_name(named["first"]) or _is_no_name(named["last"])):
                yield _entry(message, named.start("first"), named.end("last"))


def _is_no_name(word: str) -> bool:
    return (
        word in _NO_NAME
        or word.endswith(("ing", "ed"))
        or inflect.is_adjective(word)
        or inflect.is_participle(word)
        or word in ADVERBS
        or word == "again"
    )


def _of_firm(messages: Sequence[Message]) -> Iterator[Entry]:
    """Who says in their first words where they ring from."""
    first = next((m for m in messages if m.role == "customer" and not m.internal), None)
    if first is None:
        return
    spoken = _FROM_FIRM.search(first.text) if first.text == first.text.lower() else None
    hailed = spoken is not None and bool(_HAILED.search(first.text[: spoken.start()]))
    if spoken and (hailed or not inflect.is_known(spoken["first"])) and not _is_no_name(spoken["first"]):
        yield _entry(first, *spoken.span("first"))
    written = _FROM_WRITTEN.match(first.text)
    if written and not any(inflect.is_verb(word.lower()) for word in written["name"].split()):
        yield _entry(first, *written.span("name"))


def _signed(conversation: Conversation) -> Iterator[Entry]:
    if conversation.transcript.channel != "email":
        return
    for message in conversation.messages:
        named = _SIGNED.search(message.text) if message.role == "customer" and not message.internal else None
        if named and not all(inflect.is_known(word.lower()) for word in named["name"].split()):
            yield _entry(message, *named.span("name"))


def _entry(message: Message, start: int, end: int) -> Entry:
    """The name as it is written: capitals, which calls have not, and short titles."""
    text = message.text[start:end].removesuffix("'s")
    end = start + len(text)
    said = text.title() if text == text.lower() else text
    title, _, name = said.partition(" ")
    return Entry(
        f"{_SPELLED_TITLES[title]} {name}" if title in _SPELLED_TITLES and name else said,
        (span_of(message.key, start, end),),
    )
