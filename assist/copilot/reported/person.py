"""First and second person into the third, with the verb that follows agreeing. One pass over the words of a clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assist.copilot.reported import inflect
from assist.copilot.reported.agreement import agreeing
from assist.copilot.reported.owned import COMPANYS, FAMILY, OWNED, PERSONAL, told_ours

_TOKEN = re.compile(r"[^\W_]*\d[^\W_]*|[^\W\d_]+(?:'[^\W\d_]+)*|\s+|[^\s]")
ADVERBS = frozenset(
    "also just really already still never always now then only even actually recently currently clearly definitely "
    "certainly simply probably possibly usually normally specifically personally immediately originally previously "
    "again ever almost often urgently desperately honestly literally successfully kindly gladly highly strongly "
    "both all first once soon ever fully not typically generally automatically accidentally first mistakenly "
    "perhaps unfortunately barely hardly absolutely finally initially repeatedly too last".split()
)
_OBJECT_BEFORE = frozenset(
    "to for with at from on of by about behind between against help let make send give email contact offer tell ask "
    "thank get provide assist call refund inform notify update assure want wish allow advise keep see show connect "
    "transfer charge reach owe sent gave told asked got helped contacted called charged charging helping assisting "
    "giving sending assure reassure providing updating informing text message assures put offering offered emailed "
    "promise promised invite guide remind credit reimburse compensate direct walk guiding enable serve cost save "
    "bring brings find book getting pick have picking drop meet join kept keeps telling asking paying showing "
    "teaching makes made left leave leaves "
    "lets".split()
)
_AFTER_OBJECT = frozenset("back down up out over round in off on long".split())  # `ring you back`, `took you long`
_CONTRACTED = {"'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'s": "is"}
_PLURAL = {"am": "are", "was": "were", "wasn't": "weren't", "is": "are", "has": "have", "does": "do", "ain't": "aren't"}
_PERSONS = frozenset("i we you me my mine myself us our ours ourselves your yours yourself yourselves let".split())
# `the book you ordered`, not `to book you`
_A_NOUN = re.compile(
    r"\b(?:the|an?|my|your|our|their|this|that|which|what|any|first|last|each|every|refund|gift) "
    r"(?:contact|email|call|offer|help|update|charge|refund|credit|book|text|message|invite|guide|cost|direct|find|"
    r"pick|drop|show|promise|transfer|wish|visit|order|return|plan)\s*\Z",
    re.IGNORECASE,
)
_TOWARDS = frozenset("to with from by at for of".split())
_QUOTED = re.compile(r"[\"“](?P<words>[^\"“”]+)[\"”]")
_ANY_PERSON = re.compile(
    r"\b(?:i|we|you|me|my|mine|us|our|your|myself|ourselves|ours|yours|yourself|yourselves|"
    r"let)\b",
    re.IGNORECASE,
)
_TOLD = frozenset("tell told telling inform informed show showed assure assured promise promised wish hope".split())
_TOLD_OF = frozenset("are were need want must should charge only deliver".split())
_CONDITIONS = frozenset("if when once before after unless until whenever whether where how why".split())
_NEW_CLAUSE = frozenset({",", ";", "and", "but", "so", "because"})
_INVERTED = frozenset("do don't are aren't were weren't have haven't".split())
_CROWD = frozenset("guys people all folks lot two both".split())
_AUXILIARIES = frozenset("are were have had do did".split())
_SAID_OF = frozenset("got been had going sure not able happy keeping".split())  # `what are you going to do`
_OTHERS = frozenset("people customers others everyone everybody".split())
_ONE_TO_ONE = frozenset("ask tell give bother trouble remind for above".split())


@dataclass(slots=True)
class Cast:
    """Who speaks; `named`: who was named already (`did`: the listener as a subject); `addresses`: the listener is
    spoken of; `asks`: a question; `polite`: ends with `please`; `does`: asked with `do`, so no verb is a past;
    `others`: somebody else is called `they`."""

    role: str
    named: set[str] = field(default_factory=set[str])
    addresses: bool = True
    asks: bool = False
    polite: bool = False
    does: bool = False
    others: bool = False

    @property
    def speaker(self) -> str:
        """How the one who speaks is called where `they` could be somebody else."""
        return "the agent" if self.role == "agent" else "the customer"

    @property
    def listener(self) -> str:
        """How the one addressed is called."""
        return "the customer" if self.role == "agent" else "the company"


def tokens_of(text: str) -> list[str]:
    """Words (with their apostrophes), spaces and marks; joined they are the text again."""
    return _TOKEN.findall(text)


def shift(text: str, cast: Cast) -> str:
    """`text` with every first and second person replaced; verbs after a replaced subject agree."""
    if not _ANY_PERSON.search(text):
        return text
    text = _QUOTED.sub(_unquoted, text)
    tokens = tokens_of(text)
    out: list[str] = []
    index = 0
    while index < len(tokens):
        index = _shift_one(tokens, index, out, cast)
    return agreeing("".join(out))


def _unquoted(match: re.Match[str]) -> str:
    """Words whose person changes are no quotation any more."""
    return match["words"] if _ANY_PERSON.search(match["words"]) else match.group()


def _shift_one(tokens: list[str], index: int, out: list[str], cast: Cast) -> int:
    """Write the replacement of one token; returns the index of the next one to read."""
    word = tokens[index]
    if word.lower().partition("'")[0] not in _PERSONS:
        several = cast.role == "agent" and word.lower() in _OTHERS
        cast.others = cast.others or several or word.lower().startswith("they")
        if word in _NEW_CLAUSE:
            cast.named.discard("me")
        out.append(word)
        return index + 1
    head, mark, tail = word.lower().partition("'")
    contraction = f"'{tail}" if mark else ""
    if head in {"i", "we", "you"} and (not contraction or contraction in {"'m", "'re", "'ve", "'ll", "'d", "'s"}):
        if head == "you":
            index = _skip_crowd(tokens, index)
        return _subject_or_object(head, contraction, tokens, index, out, cast)
    out.append(_other(word, tokens, index, out, cast))
    return index + 1


def _skip_crowd(tokens: Sequence[str], index: int) -> int:
    """`you guys`, `you people`: one pronoun."""
    if [token.lower() for token in tokens[index + 2 : index + 5]] in (["all", " ", "right"], ["all", " ", "set"]):
        return index
    told = "'" not in tokens[index] and index + 4 < len(tokens)
    if told and tokens[index + 2].lower() in {"two", "all", "both"} and tokens[index + 3].isspace():
        after = tokens[index + 4].lower()
        if not (inflect.is_modal(after) or inflect.is_verb(after)) or after.endswith("s") or after in ADVERBS:
            return index  # `we paid you two weeks ago`
    if index + 2 < len(tokens) and tokens[index + 2].lower() in _CROWD:
        return index + 2
    return index


def _subject_or_object(head: str, contraction: str, tokens: list[str], index: int, out: list[str], cast: Cast) -> int:
    previous = _previous_word(out)
    following, at = next_word(tokens, index + 1)
    noun = bool(_A_NOUN.search("".join(out[-6:]))) and inflect.is_past(following)
    asked = cast.asks and not previous and at >= 0 and inflect.is_base_verb(following)
    subject = bool(contraction) or asked or _is_subject(head, previous, following, at, tokens, noun)
    name, plural = _name_for(head, subject, cast, previous=previous)
    out.append(name)
    if plural or subject or following.lower() in _SAID_OF:
        _agree_before(out, plural=plural)
    if not subject:
        return index + 1
    if contraction:
        verb = _expand(contraction, following)
        out += [" ", _agree(verb, plural)]
        return index + 1
    if at >= 0 and (
        inflect.is_modal(following)
        or inflect.is_verb(following)
        or following.lower() == "were"
        or following.lower().endswith("n't")
    ):
        if _bare_expected(tokens, index):
            return index + 1
        out += tokens[index + 1 : at]
        today = cast.does and head == "you" and not plural and inflect.is_unmarked_past(following)
        out.append(inflect.present(following) if today else _agree(following, plural))
        return at + 1
    return index + 1


def _agree_before(out: list[str], *, plural: bool) -> None:
    """`do you need` -> `does the agent need`, `who am I` -> `who are they`; `out` ends with the subject."""
    place = len(out) - 2
    while place >= 0 and out[place].isspace():
        place -= 1
    before = out[place].lower() if place >= 0 else ""
    fronted = before == "was" and "never" in out[max(0, place - 2) : place]  # `never was I told`
    if plural and (before == "am" or fronted):
        out[place] = _PLURAL[before]
    elif not plural and before in _INVERTED:
        out[place] = inflect.third_person(before)


def _bare_expected(tokens: Sequence[str], index: int) -> bool:
    """After an inverted auxiliary (`do you need`) the verb stays bare."""
    for back in range(index - 1, max(-1, index - 3), -1):
        word = tokens[back].lower()
        if word.strip():
            plain = word.removesuffix("n't")
            return plain in {"do", "does", "did"} or (inflect.is_modal(word) and word not in {"may", "might"})
    return False


def _is_subject(head: str, previous: str, following: str, at: int, tokens: Sequence[str], noun: bool) -> bool:
    if head in {"i", "we"}:
        return True
    if at < 0:
        return False
    lowered = following.lower()
    certain = inflect.is_modal(lowered) or lowered.endswith("n't") or lowered in _AUXILIARIES
    if lowered in {"better", "best", "well", "more", "less"}:
        return False  # `a time that suits you better`
    if previous in _TOLD and (lowered.endswith("n't") or lowered in _TOLD_OF):
        return True  # `they said you don't`, `I was told you don't`
    if (previous in _OBJECT_BEFORE and not noun) or lowered in _AFTER_OBJECT or lowered == "while":
        return False
    if certain:
        return True
    gerund = lowered.endswith("ing") and not inflect.is_base_verb(lowered)
    if previous in _CONDITIONS and inflect.is_base_verb(lowered):
        return True  # `if you order before 11`, `whether you email it`
    return inflect.likely_verb(lowered) and not gerund


def _name_for(head: str, subject: bool, cast: Cast, *, previous: str = "") -> tuple[str, bool]:
    """The replacement and whether a plural verb follows it."""
    if head == "you":
        if "speaker" in cast.named and cast.role == "agent":
            return "the customer", False
        if not subject and cast.role == "agent" and previous == "of":
            return "them", True
        if cast.role == "agent" and "listener" in cast.named:
            cast.named.update({"did"} if subject else ())
            return ("they" if subject else "them"), True
        cast.named.update({"listener", "did"} if subject else {"listener"})
        asked = cast.role == "customer" and cast.asks and (subject or previous in _ONE_TO_ONE)
        return ("the agent" if asked else cast.listener), False
    if head == "we" and cast.others and cast.role == "agent":
        return "the company", False
    if cast.others and cast.named.isdisjoint({"self", "me"}) and (head == "i" or cast.role == "customer"):
        cast.named.add("self")
        return cast.speaker, False
    if cast.role == "customer":
        return "they", True
    unclear = "did" in cast.named if head == "i" else "listener" in cast.named and cast.addresses
    if not unclear or "speaker" in cast.named:
        cast.named.add("speaker")
        return "they", True
    return ("the company" if head == "we" else "the agent"), False


def _expand(contraction: str, following: str) -> str:
    if contraction != "'d":
        return _CONTRACTED[contraction]
    lowered = following.lower()
    if lowered in {"better", "got", "a", "an", "the", "no"} or (
        inflect.is_participle(lowered) and not inflect.is_base_verb(lowered)
    ):
        return "had"
    return "would"


def _agree(verb: str, plural: bool) -> str:
    if plural:
        return _PLURAL.get(verb.lower(), verb)
    return inflect.third_person(verb)


def _other(word: str, tokens: Sequence[str], index: int, out: Sequence[str], cast: Cast) -> str:
    lowered = word.lower()
    customer = cast.role == "customer"
    if word == "US" and not customer:
        return word
    if lowered == "us" and word == "US":
        return word
    following, _ = next_word(tokens, index + 1)
    unclear = "did" in cast.named and "speaker" not in cast.named and not customer
    apart = cast.others or (unclear and not {"they", "them"}.isdisjoint(out))
    if lowered == "me" and cast.others:
        cast.named.add("me")
    mine = {
        "me": cast.speaker if apart else "them",
        "my": "their",
        "mine": "theirs",
        "myself": "themselves",
        "us": "them" if customer or _previous_word(out) == "of" else "the company",
        "our": told_ours(following.lower(), customer=customer),
        "ours": "theirs" if customer or _previous_word(out) == "of" else "the company's",
        "ourselves": "themselves",
        "yours": "theirs" if not customer else "the company's",
        "yourself": "themselves" if not customer else "itself",
        "yourselves": "the company" if customer and _previous_word(out) in _TOWARDS else "themselves",
    }
    head, mark, tail = lowered.partition("'")
    if head in mine:
        return mine[head] + mark + tail  # `mine's the white one`
    if lowered == "your":
        return _your(following.lower(), cast)
    if lowered == "let's":
        return "will"
    return word


def _your(following: str, cast: Cast) -> str:
    if cast.role == "customer":
        if (following == "own" or following in FAMILY) and cast.asks and "listener" in cast.named:
            return "their"
        return "the company's" if following in COMPANYS else "the"
    theirs = following in FAMILY or following in PERSONAL
    if "listener" in cast.named:
        return "their" if theirs else "the"
    if theirs or following in OWNED:
        cast.named.add("listener")
        return "the customer's"
    return "the"


def _no_longer(tokens: Sequence[str], index: int) -> bool:
    """`no longer` stands like an adverb between subject and verb."""
    pair = [token.lower() for token in tokens[max(0, index - 2) : index + 3]]
    return pair[-3:] == ["no", " ", "longer"] or pair[:3] == ["no", " ", "longer"]


def _doubled(tokens: Sequence[str], index: int) -> bool:
    """`double check` and `double-click`: the verb is what is done twice."""
    if tokens[index] == "-":
        index -= 1
    return (
        tokens[index].lower() == "double"
        and tokens[index + 2 : index + 3][:1] != []
        and (tokens[index + 2].lower().startswith(("check", "click")))
    )


def next_word(tokens: Sequence[str], start: int) -> tuple[str, int]:
    """The next word that is no adverb and its index; ("", -1) when a mark comes first."""
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.isspace() or token.lower() in ADVERBS or _no_longer(tokens, index) or _doubled(tokens, index):
            continue
        return (token, index) if token[0].isalpha() else ("", -1)
    return "", -1


def _previous_word(out: Sequence[str]) -> str:
    for token in reversed(out):
        if not token.isspace():
            return token.lower()
    return ""
