"""Where sentences end in speech that a transcriber wrote without marks: a small convolution over words, in numpy.

Trained by evaluation/train/sentence_ends.py on marked text with the marks taken out, and on calls marked by hand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist.core.errors import ConfigurationError
from assist.core.resources import models_dir
from assist.core.text.settled_ends import PRONOUNS, must_end, never_ends

ARTIFACT = "sentence_ends"
NEAR, FAR = 4, 2  # words read on each side, by the first layer and by the second
SHAPES = ("", "#", "#a", "-ing", "-ed", "-ly", "-s", "?a", ",")  # of words that are not known; the last is a comma
_EDGES = ".,;:!?\"'()[]“”‘’"
ARRAYS = ("embed", "near", "near_bias", "far", "far_bias", "out", "out_bias")
_COMMA = len(SHAPES) - 1


@dataclass(frozen=True, slots=True, eq=False)
class SentenceEnds:
    """words: the known ones; embed (len(SHAPES) + len(words), d); near ((2 * NEAR + 1) * d, h), near_bias (h,);
    far ((2 * FAR + 1) * h, k), far_bias (k,); out (k,), out_bias (1,)."""

    rows: Mapping[str, int]
    embed: NDArray[np.float32]
    near: NDArray[np.float32]
    near_bias: NDArray[np.float32]
    far: NDArray[np.float32]
    far_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]

    def chances(self, words: Sequence[str]) -> NDArray[np.float32]:
        """(n,) chance that a sentence ends behind each word."""
        ids, commas = word_rows(words, self.rows)
        seen = self.embed[ids] + commas[:, None] * self.embed[_COMMA]
        active = np.maximum(_windows(seen, NEAR) @ self.near + self.near_bias, 0.0)
        active = np.maximum(_windows(active, FAR) @ self.far + self.far_bias, 0.0)
        logits = active @ self.out + self.out_bias
        return (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)


def word_rows(words: Sequence[str], rows: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(n,) row of each word in the table, by its shape where it is not known; (n,) 1 where a comma follows it."""
    found = np.zeros(len(words), dtype=np.int64)
    commas = np.zeros(len(words), dtype=np.float32)
    for place, word in enumerate(words):
        bare = word.strip(_EDGES).lower().replace("’", "'")
        row = rows.get(bare)
        found[place] = _shape(bare) if row is None else row + len(SHAPES)
        commas[place] = word.endswith((",", ";"))
    return found, commas


def _shape(word: str) -> int:
    if any(c.isdigit() for c in word):
        return SHAPES.index("#" if not re.search("[a-z]", word) else "#a")
    for row, shape in enumerate(SHAPES):
        if shape.startswith("-") and word.endswith(shape[1:]):
            return row
    return SHAPES.index("?a")


def _windows(rows: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """(n, (2 * reach + 1) * d): each row with its neighbours, zeros beyond the ends."""
    padded = np.pad(rows, ((reach, reach), (0, 0)))
    return np.concatenate([padded[shift : shift + len(rows)] for shift in range(2 * reach + 1)], axis=1)


_LEAST_WORDS = 9  # of a message; shorter ones are one sentence
_WRITTEN_WORDS = 16  # who begins with a capital mostly needs no help with so few words
LEAST_CHANCE = 0.4  # chance; of the ends that are found in held-out calls half are a careful transcriber's
_TAG = re.compile(r"(?:is|was|does|do|did|has|can|will|would)(?:n't)? (?:it|they|he|she|you),")  # `not right | is it,`
_MARK = re.compile(r"[.!?…;:\n。](?=\s|$)")
_WORD = re.compile(r"\S+")
_ALONE = frozenset(
    "okay ok right yeah yep yes no nope hello hi hiya perfect great lovely brilliant thanks sorry sure fine good "
    "well oh".split()
)
_TIED = frozenset("and but so or because cause cos that who which if when while until than".split())
_GOES_ON = frozenset(
    "a an the my your our his her their its i we they he she to of for with at from by let lets wont won't can't cant "
    "cannot will would could should am be been have has had an til till than as into about i'm i've i'll i'd we're "
    "we've we'll they're they've he's she's it's that's there's what's don't doesn't didn't isn't very every each "
    "knew know think thought hope hoped guess guessed reckon reckoned suppose supposed wish afraid says said "
    "surely realise realised realize realized notice noticed assume assumed believe suspect".split()
)
_NEVER_FIRST = frozenset("for to of at with by from as than please".split())
_PARTING = frozenset("thanks bye cheers ta".split())
_BEFORE_MAIN = frozenset("if when once unless because since while as after before".split())
_OPENERS = frozenset("okay ok right yeah yep yes no well so and but oh um uh er".split())
_SUBJECTS = frozenset(
    "i you we they he she it there that this i'm you're we're they're he's she's it's there's that's i've you've we've "
    "they've i'll you'll we'll they'll he'll she'll it'll i'd you'd we'd they'd please".split()
)
_NUMBERS = frozenset(
    "oh zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple "
    "point pounds pence quid dollars euros cents".split()
)


_MONTHS = frozenset(
    "jan january feb february mar march apr april june jun july jul aug august sep sept september oct october nov "
    "november dec december may".split()
)
_BEFORE_DAYS = frozenset("on the since from of by until till before after to dated".split())
_DAY = re.compile(
    r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?|first|second|third|(?:\w+th)|(?:(?:twen|thir)ty-?(?:first|second|third)?)"
)
# `and send a new one` goes on; what has a subject or asks may be a sentence of its own.
_PROMISES = frozenset({"i'll", "we'll"})
_OWN_OBJECTS = frozenset("the this that your a an it them him her".split())
_PROMISED_CHANCE = 0.1  # chance
_LINKS = frozenset("and or".split())
_CLAUSE_FIRST = (
    _SUBJECTS
    | _OPENERS
    | _BEFORE_MAIN
    | _ALONE
    | frozenset(
        "the a an my your our his her their its these those some any all both every each no nobody nothing everything "
        "everyone someone somebody what when where why how who which whose can could would will shall should may is "
        "are was were do does did has have had am isn't aren't can't don't what's where's how's who's he'll she'll let "
        "now then also maybe another one two three today tomorrow yesterday last next".split()
    )
)
_TIMES = frozenset("morning afternoon evening week weekend month year time summer winter".split())
_DAYS = frozenset("today yesterday tomorrow tonight".split())
_POINTS_AT = frozenset("this last next".split())
_LEADS_ON = frozenset("for at from with on to about in by of and but".split())
_AFTER_LINK = frozenset("then now also here there".split())
_WHOEVER = frozenset("nobody somebody someone anyone anybody everyone everybody none one some".split())
_SHORT_NAME, _LONGEST_NAME = 3, 6  # words
_WHERE = frozenset("at in on of from for by near".split())
_NAMED_BY = frozenset("the a an my your our his her their this that".split())
_AUXILIARIES = frozenset("can could will would is are was were has have does did should may might".split())
_LEAST_LINKED = 3
_POINTED = frozenset("one ones thing things bit".split())
_ASKING = frozenset("what where how who why when which".split())
_LINKING = frozenset("and or but so".split())
_SHORT_CLAUSE = 3  # words
_STRANDED = frozenset("for with about of".split())
_OF_THINGS = frozenset("bought ordered got sent booked rented returned spoke".split())
_TAG_WORDS = 2
_ORDINALS = frozenset("first second third fourth fifth".split())
_JUDGED = frozenset("true sure certain likely glad afraid".split())
_TOLD = frozenset("told tells promised assured warned".split())
_HEARERS = frozenset("me us him her them you".split())
_TAGS = _AUXILIARIES | frozenset("do ca wo".split())
_HAS_VERB = _SUBJECTS | _AUXILIARIES


def unmarked_ends(text: str) -> list[int]:
    """Offsets behind the words where sentences end inside a text that has no marks of its own; [] for all others."""
    if _MARK.search(text) or text.count(" ") < _LEAST_WORDS - 1:
        return []
    found = list(_WORD.finditer(text))
    words = [match.group().strip(_EDGES).lower() for match in found]
    if len(words) < _LEAST_WORDS or text.count(",") * 12 > len(words):
        return []
    if text[0].isupper() and len(words) < _WRITTEN_WORDS:
        return []
    chances = packaged_ends().chances([match.group() for match in found])
    ends: list[int] = []
    start = 0
    for place, chance in enumerate(chances[:-1].tolist()):
        least = _PROMISED_CHANCE if _promises(words, start, place) else LEAST_CHANCE
        likely = chance >= least and _may_end(words, start, place) and not _is_joined(found, start, place)
        if likely or must_end(words, start, place):
            last = _before_link(words, start, place)
            ends.append(found[last].end())
            start = last + 1
    return ends


def _may_end(words: Sequence[str], start: int, place: int) -> bool:
    """What a listener knows beside the chances: numbers go on, conditions need their main clause, `and` its weight."""
    said, left = place + 1 - start, len(words) - place - 1
    before, after = words[place], words[place + 1]
    if (said == 1 and before not in _ALONE) or after in _NEVER_FIRST or (left == 1 and after not in _PARTING):
        return False
    if after in _TIED and (said < 8 or left < 5):
        return False
    if left <= _SHORT_CLAUSE and words[-1] in _STRANDED and after not in _OPENERS:
        return False  # `a call out | nobody asked for`
    if left == _TAG_WORDS and words[-1] in PRONOUNS and after.removesuffix("n't") in _TAGS:
        return False  # `you still take tyres | don't you`
    if never_ends(words[start : place + 1], words[place + 1 :]):
        return False
    if _goes_on(words[place + 1 :], words[max(0, place - 1) : place + 1]):
        return False
    if before in _TIED or before in _GOES_ON or len(before) == len(after) == 1:
        return False
    if after in _SUBJECTS and _tells(words[max(start, place - 4) : place + 1]):
        return False  # `they told me on friday | i'd have it`
    if _is_letter(after) or (_is_spelled(before) and _is_spelled(after)):
        return False
    if _only_names(words[start : place + 1]) and after in _AUXILIARIES and words[place + 2] not in PRONOUNS:
        return False  # `the sum | can still move`
    noun = said == 2 or (said == _SHORT_NAME and before == "time")
    if noun and words[start] in _NAMED_BY and after in PRONOUNS:
        return False  # `the tablet | you sent`
    if words[max(0, place - 2) : place] == ["on", "the"] and after in {"i", "we"} and words[place + 2] in _OF_THINGS:
        return False  # `on the coat | I bought`
    if after in {"is", "was"} and words[place + 2] in _SUBJECTS and "'" in words[place + 2]:
        return False  # `what's happening | is it's still on`
    if _is_named_only(words[start : place + 1], after, left):
        return False
    if before in _POINTED and said <= 3 and after in PRONOUNS:
        return False  # `the one | i just sent`
    opened = next((word for word in words[start:place] if word not in _OPENERS | _ALONE), "")
    again = [at for at in range(start + 1, place) if words[at] in _BEFORE_MAIN and words[at - 1] in _LINKING]
    first = again[-1] if again else start
    if not again and opened not in _BEFORE_MAIN:
        return True
    subjects = [at for at in range(first, place + 1) if words[at] in _SUBJECTS]
    acted_on = [at for at in subjects if words[at] == "it" and at - 2 in subjects]
    return len(subjects) - len(acted_on) > 1  # `and if I turn it off | we've no water`


def _is_named_only(said: Sequence[str], after: str, left: int) -> bool:
    """A noun of which more follows: `the way | I was told`, `a password | I never set`, `but the link | just fails`."""
    again = said[-1] == "time" and said[-2:-1] and said[-2] in _ORDINALS and "not" not in said
    named = said[-1] in {"way", "moment", "minute"} and said[-3:-2] != ["by"]
    if (again or named) and after in _SUBJECTS:
        return True
    if said[-1] == "idea" and after in _ASKING:
        return True
    if (said[-1] == "all" and after in _SUBJECTS) or (said[-2:-1] and said[-2] in _TOLD and after in _ASKING):
        return True  # `all | I've got is`, `nobody told me | why`
    if said[-1] in _JUDGED and after in _SUBJECTS and said[-2:-1] != ["not"]:
        return True  # `is it true | you're closing`
    if len(said) > _SHORT_NAME and said[-2] in {"a", "an"} and after in PRONOUNS and left <= _SHORT_CLAUSE:
        return True
    linked = next((at for at in range(len(said) - 1, -1, -1) if said[at] in _LINKING), None)
    clause = said[linked + 1 :] if linked is not None else []
    return 1 < len(clause) <= _SHORT_NAME and clause[0] in _NAMED_BY and after not in _SUBJECTS | _AUXILIARIES


def _tells(before: Sequence[str]) -> bool:
    """`told me on friday`: what was told is still to come."""
    at = next((at for at, word in enumerate(before[:-1]) if word in _TOLD and before[at + 1] in _HEARERS), None)
    if at is None and "think" in before[:-1] and {"so", "not"}.isdisjoint(before):
        at = before.index("think") - 1  # `you'd think after ten years | you'd get a discount`
    return at is not None and _SUBJECTS.isdisjoint(before[at + 2 :])


def _only_names(words: Sequence[str]) -> bool:
    """`the wifi at your place`: of whom or what something is still to be said."""
    if words[0] not in _NAMED_BY | _WHOEVER or len(words) > _LONGEST_NAME:
        return False
    return len(words) <= _SHORT_NAME or (any(word in _WHERE for word in words) and _HAS_VERB.isdisjoint(words))


def _before_link(words: Sequence[str], start: int, place: int) -> int:
    """`... on order and then | i rang` parts before its link: nothing ends with `and then`."""
    linked = words[place] in _AFTER_LINK and words[place - 1] in _TIED and place - start > _LEAST_LINKED
    return place - 2 if linked else place


def _promises(words: Sequence[str], start: int, place: int) -> bool:
    """`a reading | i will cancel this bill`: a verb of one's own with its own object."""
    said = words[place + 1 : place + 5]
    at = 1 if said[0] in _PROMISES else 2 if said[:2] in (["i", "will"], ["we", "will"]) else 0
    return bool(at) and len(said) > at + 1 and said[at + 1] in _OWN_OBJECTS and place - start > 2


def _goes_on(after: Sequence[str], before: Sequence[str]) -> bool:
    """Dates (`2 | May`), times (`| this morning for ...`), a second verb (`| and send it`), `twice | what it was`."""
    first, second, third = (*after, "", "")[:3]
    if first in _MONTHS and _DAY.fullmatch(before[-1]):
        return first != "may" or second not in PRONOUNS or before[0] in _BEFORE_DAYS
    if first in _LINKS:
        return second not in _CLAUSE_FIRST
    if (first, second) == ("these", "days") or (first == "why" and before[-1] in {"reason", "reasons"}):
        return True
    if first in _ASKING:
        return second in PRONOUNS and third in {"is", "was", "were", "are", "said", "says"}
    timed = third if first in _POINTS_AT and second in _TIMES else second if first in _DAYS else ""
    return timed in _LEADS_ON


def _is_spelled(word: str) -> bool:
    return word in _NUMBERS or _is_letter(word) or word.isdigit()


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word not in {"i", "a", "u"}


def _is_joined(found: "Sequence[re.Match[str]]", start: int, place: int) -> bool:
    """A name that begins, a number before its unit (`0.35 BTC`), a beginning that is said again (`i'm not i'm not`)."""
    last, following = found[place].group(), found[place + 1].group()
    if last[-1].isdigit() and following.isupper() and following.isalpha() and following != "I":
        return True
    if _TAG.match(f"{following} {found[place + 2].group()}" if place + 2 < len(found) else ""):
        return True
    pairs = [[word.group().lower() for word in found[at : at + 2]] for at in (place - 1, place + 1)]
    named = last.lower() not in _NUMBERS and _is_a_name(found[start : place + 1])
    return (place > start and pairs[0] == pairs[1]) or named


def _is_a_name(words: "Sequence[re.Match[str]]") -> bool:
    """`it's Garth Ullock at Scar Top`, which begins what the caller says of themselves."""
    opened, *named = (word.group() for word in words)
    return opened.lower() in {"it's", "this"} and bool(named) and any(word[0].isupper() for word in named[:2])


@cache
def packaged_ends() -> SentenceEnds:
    """The ones that ship. Raises ConfigurationError when they are missing or unreadable."""
    return load_ends(models_dir() / "artifacts" / ARTIFACT)


def load_ends(folder: Path) -> SentenceEnds:
    """Read weights.npz. Raises ConfigurationError when they do not fit this code."""
    try:
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            words = stored["words"].tolist()
            arrays: dict[str, Any] = {name: stored[name].astype(np.float32) for name in ARRAYS}
        return SentenceEnds(rows={word: row for row, word in enumerate(words)}, **arrays)
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the sentence ends in {folder} cannot be read: {error}") from error
