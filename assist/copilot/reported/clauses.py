"""Clauses of an agent beside what they did themselves, and statements behind a `yes`."""

import re
from collections.abc import Callable, Iterator, Sequence

from assist.copilot.reported import inflect
from assist.copilot.reported.attribution import TELLS
from assist.copilot.reported.person import Cast
from assist.copilot.reported.statements import has_verb, report_statement

_AFFIRMS = re.compile(
    r"(?:yes|yeah|yep|yup)[\s,.!:-]|(?:correct|exactly|indeed|that's (?:right|correct))[,.!:-]", re.IGNORECASE
)
_YES_PLEASE = re.compile(r"(?:yes|yeah|yep),? please\b", re.IGNORECASE)
_YES_LAST = re.compile(r",\s+(?:yes|yeah|exactly|indeed)[\s.!]*\Z", re.IGNORECASE)
_CAME = re.compile(
    r"(?:it|that|this|both|they|(?:the|their)(?: [^\s,]+){1,3}?|[£$€][\d.,]+)(?:'s|'ve| has| have)?"
    r"(?: just| now| all)? (?:arrived|(?:gone|come) through|been received)\b"
)
_CLAUSE = re.compile(
    r"(?:the|a|an|it|they|there|this|these|those|he|she|all|both|[A-Z][a-z]+)\b.* |"
    r"\w+ \w+ (?:is|are|was|were|has|have|will|can|does|do)\b"
)
_CONFIRMED = re.compile(r"(?:that is (?:the|their|right|correct)|it is|the|this is|there (?:is|are)|their)\b")
_PLACE = re.compile(r"(?:to|in|on|at|for|from|by|with|not|no|if|when|until)\b")
_OWN_CLAUSE = re.compile(
    r",?\s+(?P<link>and|but)\s+(?P<rest>(?:I|we)(?:'(?:m|ve|ll|d|re)\s|\s+[a-z]).*)\Z|"
    r",\s+(?P<rest2>(?:I|we)(?:'(?:m|ve|ll|d|re)\s|\s+(?:can|can't|cannot|don't|didn't|haven't|won't|will|"
    r"have)\b).*)\Z",
    re.DOTALL,
)
# Nobody asks a customer for these, so they are the agent's own.
_ADDED = re.compile(
    r"(?:and|and then|and also) (?P<rest>(?:(?:send|give|offer|get|e-?mail|post|ship|book) you|"
    r"(?:send|post|order|ship|issue|raise|arrange) (?:out )?(?:an?|the|another) "
    r"(?:new|fresh|corrected|replacement|second|refund|credit)|(?:refund|credit|reimburse) (?:the|your|it|you)|"
    r"(?:process|issue) (?:the|your|an?) (?:\w+ )?(?:refund|credit))\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_BOUND = re.compile(
    r"\A(?:you|he|she|they|who|some\w+|any\w+|every\w+)\b|\b(?:because|if|when|since|while|once|until|unless|that|"
    r"which|who|what|where|how|said|says|told|I|we|let|as|although|though)\b|\A(?:to|with|in|regarding|based|before|"
    r"after|for|on|at|by|upon|under|from|given|due)\b",
    re.IGNORECASE,
)

_MY_NAME = re.compile(
    r"(?P<name>(?:[\w',-]+ ){0,6}?my name(?:'s| is) [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})"
    r"(?:,| and|, and) (?=(?:I|we|my|our)\b)",
    re.IGNORECASE,
)
_CALLED = (
    r"(?!(?:Dear|Hi|Hello|Hey|Good|Mr|Mrs|Ms|Dr|I|I'[a-z]+|It|My|The|Yes|No)\b)"
    r"[A-Z][a-z'\u00c0-\u024f]+(?: (?:de|van|von|der|den|da|di|la|le))*(?:[ -](?!I')[A-Z][\w'-]+){1,2}"
)
_HELLO = r"(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|there)"
_OPENS = rf"(?i:(?:(?:oh|um|yes|yeah|right|aye|now then|again|{_HELLO})[\s,.!]+)*)"
_NO_ORIGIN = (
    r"(?!(?:British|English|Irish|Scottish|Welsh|Dutch|French|German|Italian|Spanish|Portuguese|Polish|Turkish|Indian|"
    r"Chinese|Japanese|Korean|American|Canadian|Australian|Russian|Ukrainian|Swedish|Danish|Finnish|Belgian|Swiss|"
    r"Austrian|Greek|Hungarian|Romanian|African|Asian|European|Muslim|Jewish|Catholic|Hindu|Sikh|Buddhist)\b)"
)
_ABOUT_SELF = r"(?:(?:yeah|yes|and|so),? )?(?:I|I'\w+|[Ww]e|[Ww]e'\w+|[Mm]y|[Oo]ur)\s"
_FIRST_WORDS = re.compile(
    rf"{_OPENS}(?i:{_HELLO})(?: [A-Z][a-z]+)?[,.!] (?:(?:(?i:it's|this is) )?(?P<name>{_CALLED})(?: here| speaking)?|"
    r"(?i:it's|this is) (?P<short>[A-Z][a-z]+))[,.](?:\s|\Z)|"
    rf"{_OPENS}(?i:it's|this is) (?P<plain>[A-Z][a-z]+) (?=(?:I|I'm|I've|I'd|my|we) )|"
    rf"{_OPENS}(?:I'm|I am) (?P<self>{_NO_ORIGIN}[A-Z][a-z]+(?: [A-Z][\w'-]+){{0,2}})(?:[.!]?\Z|(?:[.,!]|,? and) "
    r"(?=(?:I|I'\w+|[Mm]y|[Ww]e) ))|"
    rf"{_OPENS}(?i:it's|this is) (?P<calling>[A-Z][a-z]+(?: [A-Z][\w'-]+){{0,2}}) (?=(?:calling|ringing|writing|"
    r"phoning|contacting|messaging|getting in touch)\b)|"
    rf"(?P<alone>{_CALLED})[,.] (?={_ABOUT_SELF})|"
    rf"{_OPENS}(?i:it's|this is) (?P<placed>{_CALLED}(?: (?:at|from|of) [A-Z][\w'-]+(?: [A-Z][\w'-]+)*)?)[,.]? "
    rf"(?={_ABOUT_SELF})"
)
_GREETING = re.compile(rf"(?i:(?:(?:oh|um|yes|yeah|right|aye|{_HELLO})[\s,.!]*)+)(?:[A-Z][a-z]+)?[\s.!,]*")
_SO_I = re.compile(r"(?:,?\s+so|[:;]) (?=(?:I|we)(?:'ve|'m|'ll| have| am| cannot| can't| won't| will)\s)")
_MINE = re.compile(
    r"(?:.*[,.;] )?(?:I|we)\b|.*\b(?:if|when|because|since|as|once|unless)\b",
    re.IGNORECASE | re.DOTALL,
)


def introductions(units: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """`My name is Petra Olsen and I need a room`: the name stands for itself."""
    greetings: list[tuple[int, int, str]] = []
    opening = True
    for start, end, words in units:
        if opening and _GREETING.fullmatch(words):
            greetings.append((start, end, words))
            continue
        before = "hello, " if greetings else ""
        first = _FIRST_WORDS.match(before + words) if opening and end - start == len(words) else None
        name = first and (
            first["name"]
            or first["short"]
            or first["plain"]
            or first["self"]
            or first["calling"]
            or first["alone"]
            or first["placed"]
        )
        named = _MY_NAME.match(words) if "name" in words and end - start == len(words) else None
        if opening and not name:
            yield from greetings
        opening = False
        if first and name and (_is_person(name) or (first["plain"] and not inflect.is_adjective(name.lower()))):
            rest = first.end() - len(before)
            yield start, start + rest, f"My name is {name}"
            if words[rest:].strip():
                yield start + rest, end, f"I'm {words[rest:]}" if first["calling"] else words[rest:]
        elif named:
            yield start, start + named.end("name"), words[: named.end("name")]
            yield start + named.end(), end, words[named.end() :]
        else:
            yield start, end, words
    if opening:
        yield from greetings


def _is_person(name: str) -> bool:
    """Whether the lexicon knows at least one word of a name as nothing else."""
    words = name.split(" at ")[0].split(" from ")[0].split()
    return not all(inflect.is_known(word.lower()) for word in words)


def own_steps(units: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """`It is the first fee, so I've taken it off`: what an agent does about a fact stands for itself."""
    for start, end, words in units:
        step = _SO_I.search(words) if end - start == len(words) else None
        if step is None or not has_verb(words[: step.start()].split()) or _MINE.match(words):
            yield start, end, words
            continue
        yield start, start + step.start(), words[: step.start()]
        yield start + step.end(), end, words[step.end() :]


def goes_on(text: str) -> str | None:
    """`and send a new one`, which an agent adds to what they will do -> `I will send a new one`."""
    added = _ADDED.match(text)
    return f"I will {added['rest']}" if added else None


def with_own_clause(text: str, cast: Cast, say: Callable[[str, Cast], str]) -> str | None:
    """`The fee is gone, and I've noted it`: what an agent did is not part of what they say."""
    own = _OWN_CLAUSE.search(text) if cast.role == "agent" else None
    if not own or text[: own.start()].endswith((" so", " however", " then")) or _BOUND.search(text, 0, own.start()):
        return None
    if not has_verb(text[: own.start()].split()) or len((own["rest"] or own["rest2"]).split()) < 3:
        return None
    first = say(text[: own.start()], cast)
    second = report_statement(own["rest"] or own["rest2"], cast)
    if not second:
        return None
    who = "the company" if (own["rest"] or own["rest2"]).lower().startswith("we") else cast.speaker
    said = f"{who} {second}" if first.startswith(TELLS) else second
    return f"{first}{', but' if own['link'] == 'but' else ' and'} {said}"


def _wished(what: str, said: str) -> str:
    """`Yes please, the alert` asks for it; `Yes please, to all of that` agrees."""
    if what == said or has_verb(what.split()):
        return said
    if what.startswith("to "):
        return f"agrees {what}"
    if what.startswith(("the same ", "same ")):
        return f"confirms {what}"
    return said if _PLACE.match(what) else f"asks for {what}"


def affirmed(said: str, sentence: str, cast: Cast) -> str:
    """`says the fee is waived` after `Yes, ...` -> `confirms that the fee is waived`."""
    what = said.removeprefix("says ").removeprefix("explains that ").removeprefix("yes, ")
    affirms = _AFFIRMS.match(sentence) or (cast.role == "agent" and (_YES_LAST.search(sentence) or _CAME.match(what)))
    if cast.role == "customer" and _YES_PLEASE.match(sentence):
        return _wished(what, said)
    if what == said or not affirms or _PLACE.match(what):
        return said
    if cast.role == "customer" and not _CONFIRMED.match(what):
        return said
    return f"confirms {'that ' if _CLAUSE.match(what) else ''}{what}"
