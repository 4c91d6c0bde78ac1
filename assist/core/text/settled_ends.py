"""Ends of unmarked speech that the words themselves settle, whatever the chances of the network are."""

from collections.abc import Sequence

PRONOUNS = frozenset("i you we they he she it".split())
_SUBJECTS = PRONOUNS | frozenset(
    "it's that's there's i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd he's he'll she's she'll "
    "they're they've they'll".split()
)
_AUXILIARIES = frozenset("is are was were do does did have has had can could will would".split())
_MODALS = frozenset("can can't cannot could couldn't will won't would should may might must do don't did".split())
_LIGHT = frozenset("not just really actually even still ever also".split())
_OBJECTS = frozenset("the a an it that this them him her you me us my your our his their some one all".split())
_INDEFINITE = frozenset(
    "something anything nothing everything nobody anybody somebody everybody anyone someone everyone".split()
)
_BEFORE_NOUN = frozenset("no any a an".split())
_COMPLETE = frozenset(
    "need rush hurry problem problems worries bother doubt sorry idea answer what so and but okay ok right well".split()
)
_ANSWERS = frozenset("yes yeah yep no nope".split())
_OPENS = frozenset("so well oh um uh er okay ok right no and but sorry ah".split())
_AFTER_ANSWER = _SUBJECTS - PRONOUNS
_SHOWN = frozenset({("there", "we", "are"), ("there", "we", "go"), ("there", "you", "go"), ("here", "we", "go")})
_AFTER_SHOWN = _SUBJECTS | frozenset("so right okay ok that that'll and now the your".split())
_SEEN = frozenset("yeah yes right no hang hold wait there here it's that's i".split())
_DONE_TO_THAT = frozenset(
    "leave raised done sent cancelled changed fixed booked ordered moved updated added removed refunded paid posted "
    "processed sorted logged tried".split()
)
_WHILE_WORDS = 8
_LINKING = frozenset("so and but because then or".split())
_NAMED = frozenset("the your my our this that it".split())
_ASKED_WORDS = 4
_LEAST_ANEW = 3


def must_end(words: Sequence[str], start: int, place: int) -> bool:
    """Whether a sentence that began at `start` surely ends behind `place`: `yes you were | that's four pounds`."""
    said, rest = words[start : place + 1], words[place + 1 :]
    if len(rest) <= 1:
        return False
    if rest[0] in _AFTER_ANSWER and _is_short_answer(said):
        return True
    if (tuple(said[-3:]) in _SHOWN and rest[0] in _AFTER_SHOWN) or (
        tuple(rest[:3]) in _SHOWN and rest[3:4] and rest[3] in _AFTER_SHOWN
    ):
        return True
    if rest[0] == "oh" and rest[1] in _SEEN and said[-1] not in {"oh", "and", "but", "so"}:
        return True  # `let me just page six | oh yeah there is a mark`
    if said[-1] == "that" and said[-2:-1] and said[-2] in _DONE_TO_THAT:
        return rest[0] in _AFTER_ANSWER or (rest[0] in PRONOUNS and _is_finite(rest[1]))
    if said[-1] in {"yes", "no"} and rest[0] in PRONOUNS and rest[1] in {"said", "says"}:
        return True  # `i pressed no | it said`
    return _asks_anew(said, rest)


def _is_short_answer(said: Sequence[str]) -> bool:
    """`yes you were`, `so i can't`: what is left out was said before."""
    if said[-2:-1] == [] or said[-2] not in PRONOUNS:
        return False
    answers = said[-3:-2] and said[-3] in _ANSWERS
    denies = said[-1].endswith("n't") or said[-1] == "cannot"
    if answers:
        return said[-1].removesuffix("n't") in _AUXILIARIES or denies
    return denies and _OPENS.issuperset(said[:-2])


def never_ends(said: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether `rest` surely goes on with what was `said`: `it's not something | we can pay on this contract`."""
    if rest[:1] == ["once"] and rest[1:2] and rest[1] in _LINKING:
        return True  # `it's gone out | once so`
    if len(rest) > _LEAST_ANEW and rest[0] not in _LINKING | _SUBJECTS and _asks_anew([*said, rest[0]], rest[1:]):
        return True  # `is the box by the phone | socket is the light on`
    if rest[0] == "while" and len(rest) <= _WHILE_WORDS:
        return sum(word in _SUBJECTS for word in rest) <= 1 and _AUXILIARIES.isdisjoint(rest)
    return _is_of_nothing(said) and _lacks_object(rest)


def _is_finite(word: str) -> bool:
    return word in _AUXILIARIES or word.endswith("ed") or (word.endswith("s") and len(word) > len("has"))


def _asks_anew(said: Sequence[str], rest: Sequence[str]) -> bool:
    """`is the box by the phone socket | is the light on it green`: one question behind the other."""
    asked = [at for at, word in enumerate(said[:3]) if word in _AUXILIARIES]
    if not asked or len(said) - asked[0] < _ASKED_WORDS or said[asked[0] + 1] not in _NAMED:
        return False
    return rest[0] == said[asked[0]] and rest[1] in _NAMED and said[-1] not in _LINKING | _AUXILIARIES


def _is_of_nothing(said: Sequence[str]) -> bool:
    """`nothing`, `no discount`, `not a single thing`, `isn't a bill`: of which a clause may say which."""
    if said[-1] in _INDEFINITE:
        return True
    if said[-1] in _COMPLETE:
        return False
    at = next((at for at in (len(said) - 2, len(said) - 3) if at > 0 and said[at] in _BEFORE_NOUN), 0)
    if not at or said[at + 1] in _COMPLETE:
        return False
    return said[at] == "no" or any(word == "not" or word.endswith("n't") for word in said[max(0, at - 2) : at])


def _lacks_object(rest: Sequence[str]) -> bool:
    """`we can pay on this contract`, whose object was named before; not `i can sort it`."""
    at = 1 if rest[0].endswith(("'d", "'ll")) else 2 if rest[0] in PRONOUNS and rest[1:2] and rest[1] in _MODALS else 0
    while at and at < len(rest) and rest[at] in _LIGHT:
        at += 1
    return bool(at) and at < len(rest) and (at + 1 == len(rest) or rest[at + 1] not in _OBJECTS)
