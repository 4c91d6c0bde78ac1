"""Who the customer is: named by themselves, else as the other side addresses them; also in transcripts of calls."""

import re
from collections.abc import Iterator, Sequence

from assist.copilot.case_draft.caller import NO_NAME, name_entry, names_with_firm, spoken_names
from assist.copilot.case_draft.parts import Entry
from assist.copilot.facts import FoundFact, find_mentions
from assist.copilot.facts.mentions import Mention
from assist.copilot.reported import inflect
from assist.core.conversation import Message
from assist.core.encoding import Conversation
from assist.core.results import Evidence, Fact

_OWN = frozenset({"my_name", "signature"})
_SELF = _OWN | {"i_am", "whole", "start", "pair"}
_ADDRESSED = frozenset({"thanked", "titled", "vocative"})
_SELF_OF_AGENT = frozenset({"i_am", "signature", "here", "my_name"})
_TITLES = {"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Team"}
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
_TOLD_OF = re.compile(r" (?:is|isn't|was|wasn't|has|hasn't|will|won't|can|can't|could|would|does|doesn't|works)\b")
_GIVEN_TO = re.compile(r"(?<!thanks )(?<!you )\b(?:to|with|by|from|ask|asked|told|tell) \Z", re.IGNORECASE)
_SPEAKING = re.compile(r"\b(?:speaking|talking|chatting) (?:to|with) \Z", re.IGNORECASE)
# `I've left a note there for Tomasz W`
_LEFT_FOR = re.compile(
    r"\b(?i:i|we)(?:'ve|’ve|(?i: have))(?: now| just| also)? (?:left|put|kept|set|reserved) [^.!?\n]{3,40}? (?:for|"
    r"under) "
    r"(?P<name>[A-Z][\w'’-]+ [A-Z][\w'’-]*)(?=[.,!]|\Z)"
)
_THANKS = re.compile(r"\b(?:thanks|thank you),? \Z", re.IGNORECASE)
_SPOKEN_TO = re.compile(
    r"(?<=[a-z], )(?P<name>(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?=[.!?](?:\s|\Z)|\Z)"
)
_NUMBERED = re.compile(r" \d")  # `Velo 3` is a thing
_GREETED = re.compile(
    r"\A(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|welcome(?: back)?)[ ,]+)",
    re.IGNORECASE,
)

_SAYS_WHO = (
    r"(?:\b(?:it's|its|this is|i'm|i am|name's|name is|yes|yeah|is that|am i speaking (?:to|with)|yours(?: \w+)?|"
    r"regards|cheers|best)[ ,]+|\A|\n)"
)


# The name that ends a mail, on the line of its last sentence: `Could you look, please? Anke Veit`.
_SIGNED = re.compile(
    r"[.?!)][ ]+(?:(?i:thanks|thank you|regards|best|cheers)[,.]? )?(?P<name>[A-Z][a-z'’-]+ [A-Z][a-z'’-]+)(?:, [\w "
    r",&-]{2,60})?\.?\Z"
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
        or next(names_with_firm(conversation.messages), None)
        or next(_greeted(conversation.messages), None)
        or next(_spoken_to(conversation.messages), None)
        or next(_left_for(conversation.messages), None)
        or (next(spoken_names(conversation.messages), None) if conversation.transcript.channel == "voice" else None)
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
            if named and named["first"].lower() not in NO_NAME:
                return name_entry(message, *named.span("name"))
        elif message.role == "customer" and f"{title} " in message.text:
            for mention in find_mentions(message.text):
                name = message.text[mention.start : mention.end]
                own = mention.shape in _SELF or (
                    mention.shape == "thanked" and mention.end == len(message.text.rstrip(" ."))
                )
                if mention.type == "person" and own and name.startswith(f"{title} "):
                    return name_entry(message, mention.start, mention.end)
    return found


def _introduced(conversation: Conversation) -> Entry | None:
    """The name after `my name is` or below an e-mail of the customer."""
    for message in conversation.messages:
        if message.role != "customer" or message.internal:
            continue
        for mention in find_mentions(message.text):
            if mention.type == "person" and mention.shape in _OWN and _may_be_a_name(message.text, mention):
                return name_entry(message, mention.start, mention.end)
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
            if side == "agent" and _is_told_of(before, text, place.mention.end):
                continue
            if place.mention.shape in (_SELF if side == "customer" else _ADDRESSED):
                weight += 2.0 if side == "customer" and place.mention.shape in _OWN else 1.0
        if weight and (best is None or weight + found.chance > best[0]):
            best = (weight + found.chance, found)
    return Entry(best[1].fact.value, best[1].evidence[:1]) if best else None


def _is_told_of(before: str, text: str, end: int) -> bool:
    """Whether the agent tells of the person: `our manager, Mr Falk`, `Dr Marsh is in`, `passed it on to Ms Roth`."""
    given = _GIVEN_TO.search(before) is not None and not _SPEAKING.search(before)
    return given or _APPOSED.search(before) is not None or _TOLD_OF.match(text, end) is not None


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
                yield name_entry(message, mention.start, mention.end)


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
                yield name_entry(message, *named.span("name"))
        for one in find_mentions(message.text):
            name = message.text[one.start : one.end]
            thanked = one.type == "person" and one.shape == "thanked" and _THANKS.search(message.text[: one.start])
            if thanked and name not in agents | _TITLES and _may_be_a_name(message.text, one):
                yield name_entry(message, one.start, one.end)


def _left_for(messages: Sequence[Message]) -> Iterator[Entry]:
    """For whom the agent has left or reserved something."""
    for message in messages:
        named = _LEFT_FOR.search(message.text) if message.side == "agent" and not message.internal else None
        if named and not all(inflect.is_known(word.lower()) for word in named["name"].split()):
            yield name_entry(message, *named.span("name"))


def _signed(conversation: Conversation) -> Iterator[Entry]:
    if conversation.transcript.channel != "email":
        return
    for message in conversation.messages:
        named = _SIGNED.search(message.text) if message.role == "customer" and not message.internal else None
        if named and not all(inflect.is_known(word.lower()) for word in named["name"].split()):
            yield name_entry(message, *named.span("name"))
