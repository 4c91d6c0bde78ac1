"""Inverted clauses put straight: `do`, `you need it` -> `you need it`; `is`, `the lamp on` -> `the lamp is on`."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.person import next_word, tokens_of
from assist.copilot.reported.predicative import is_quality, said_at_the_end

SUBJECT = re.compile(
    r"\A(?:(?:you|we|they)(?:\s+(?:guys|people|lot|folks|all(?! (?:right|set)\b)))?|I|he|she|it|this|that|these|"
    r"those|there|"
    r"(?:some|any|every|"
    r"no)(?:one|body)(?: else| with (?:you|me|us))?|"
    r"(?:every|any|some|no)thing(?! else))(?=\s|\Z)",
    re.IGNORECASE,
)
DETERMINER = re.compile(
    r"\A(?:the|a|an|my|your|our|their|his|her|its|this|that|these|those|any|some|all|no|every|each|both)\s+",
    re.IGNORECASE,
)


def declarative(aux: str, rest: str) -> str | None:
    """`do`, `you need it` -> `you need it`; `is`, `the light steady` -> `the light is steady`; None when unsure."""
    bare = rest.split(" ", 1)[0].strip(",.").lower()
    if aux.lower() in _BE and bare in _STATES:
        return f"it {aux.lower()} {rest}"  # `is ok now`
    end = _subject_end(aux.lower(), rest)
    if end is None:
        return None
    subject, after = rest[:end].strip(), rest[end:].strip()
    plain = aux.lower()
    if plain in {"do", "does", "did"}:
        if after.startswith(("not ", "last ")):  # `does it not work`, `did you last try`
            first, _, verb = after.partition(" ")
            bare = verb.split(" ", 1)[0].strip(",.")
            if first == "not" and inflect.is_base_verb(bare):
                return f"{subject} {plain} not {verb}"
            if first == "last" and inflect.is_base_verb(bare):
                form = inflect.past(bare) if plain == "did" else bare
                return f"{subject} last {form}{verb[len(bare) :]}"
        word, at = next_word(tokens_of(after), 0)
        if at < 0 or not inflect.is_base_verb(word):
            return None
        singular = plain == "does"
        form = inflect.past(word) if plain == "did" else (inflect.present(word) if singular else word.lower())
        tokens = tokens_of(after)
        rest = "".join(tokens[at + 1 :])
        if plain == "did" and (" and " in rest or " or " in rest):
            rest = _AND_DO.sub(_did, rest)
        return f"{subject} {''.join(tokens[:at])}{form}{rest}"
    return f"{subject} {plain} {after}".strip()


_AND_DO = re.compile(
    r"(?P<link> (?:and|or) )(?P<verb>[a-z]+)(?= (?:the|an?|my|your|our|it|them|this|that|why|what|how|if)\b)"
)


def _did(match: re.Match[str]) -> str:
    """`sign it or say no`, asked with `did`: both verbs are past."""
    return f"{match['link']}{inflect.past(match['verb'])}" if inflect.is_base_verb(match["verb"]) else match.group()


_BE = frozenset({"is", "isn't", "was"})
_STATES = frozenset("ok okay alright fine possible normal still ready done sorted correct right true better".split())
# `the light steady or pulsing`: what may be the case begins before the `or`
_REFLEXIVE = frozenset("itself himself herself themselves yourself yourselves".split())
_EITHER = re.compile(r"(?<=\s)[\w-]+ or (?:still |not |already )?[\w-]+(?=\W*\Z)")
_DONE_LAST = re.compile(  # `the address on that screen spelled`
    r"\A(?:the|my|your|our|this|that) (?:\w+ ){1,2}(?:on|in|at|of|for|from) (?:\w+ ){1,3}(\w+)\W*\Z", re.IGNORECASE
)
_LEADS_ON = frozenset(
    "of in on at for with from to by about between under over behind against and or the my your our their".split()
)  # what follows these still belongs to the subject
_NOW = frozenset("now again today yet currently".split())  # `the light white now`: the quality stands before
_BARE_QUALITIES = frozenset("free safe included extra refundable available".split())  # `parking free`
_OBJECTS = frozenset("it them him her me us you out up off on down back in by".split())
_VERBAL = frozenset("do does did can could will would should may might must ca wo shall".split())
_MIDWAY = re.compile(r"(?<=\w )(?:already|still|also|really|actually|always) (?=\w)", re.IGNORECASE)
_CLAUSE = re.compile(r"\s(?:I|we|you|they|he|she) ", re.IGNORECASE)  # `that something you can already say`
_INDEFINITE = re.compile(
    r"(?:any|some|every|no)(?:one|body|thing)|ok(?:ay)?|alright|right|correct|fine|true|enough|all|"
    r"still|not|really|also|already|so|too",
    re.IGNORECASE,
)
_POINTED_AT = re.compile(
    r"(?:this|that) (?:order|booking|account|policy|case|claim|reference|reservation|ticket|invoice)(?: number)?"
    r"(?: (?:[\w-]*\d[\w-]*|[a-z]|oh|zero|one|two|three|four|five|six|seven|eight|nine|double|dash))+\W*\Z",
    re.IGNORECASE,
)  # `is that order nine one two`
_AND_OTHERS = re.compile(r"\s+and (?:(?:my|your|our|their|his|her|the)\s+[\w'-]+|(?!I\b)[A-Z][a-z]+)", re.ASCII)
_WHOEVER = re.compile(r"(?:any|some|every)(?:one|body|thing) (?:in|on|at|from|of|with) ", re.IGNORECASE)


# `my bill 412 pounds for a flat`, `our rent 40 pounds more`
_AMOUNTS_TO = re.compile(
    r"(?:my|your|our|their|the|this|that) (?:[a-z]+ )?(?:bill|rent|fee|charge|price|payment|premium|balance|total|"
    r"invoice|refund|quote|fare|deposit|cost)s? (?=[£$€]?\d|so (?:much|high|low)\b)",
    re.IGNORECASE,
)


def _subject_end(aux: str, rest: str) -> int | None:
    """Where the subject of an inverted clause ends."""
    pronoun = SUBJECT.match(rest)
    verbal = aux.removesuffix("n't") in _VERBAL
    whoever = verbal and _WHOEVER.match(rest)  # `did anyone at the desk say`
    if pronoun and not whoever and pronoun.group().lower() not in {"this", "that", "these", "those"}:
        others = _AND_OTHERS.match(rest, pronoun.end())  # `you and your family`
        return others.end() if others else pronoun.end()
    if aux in {"is", "was"} and _POINTED_AT.match(rest):
        return rest.index(" ")
    amounts = _AMOUNTS_TO.match(rest) if aux in _BE | {"are", "were"} else None
    if amounts:
        return amounts.end()
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[^\s]+", rest)]
    if not words:
        return None
    first = words[0][0].lower()
    if verbal and len(words) > 1 and words[1][0].strip("?.!,").lower() in _OBJECTS and inflect.is_base_verb(first):
        return 0  # `how much will` `come back`: the question word is the subject
    determined = bool(DETERMINER.match(rest))
    of_being = aux.removesuffix("n't") in {"is", "are", "was", "were"}
    done_last = _DONE_LAST.search(rest) if of_being and determined else None
    if done_last and inflect.is_participle(done_last[1]) and not inflect.is_noun(done_last[1]):
        return done_last.start(1)
    if of_being and first in {"this", "that"} and len(words) > 2 and words[1][0].lower() in _STATES:
        return words[0][2]  # `is that right with you`
    either = _EITHER.search(rest) if of_being else None
    if either and len(rest[: either.start()].split()) >= 1 + determined:
        return either.start()
    said_last = said_at_the_end(rest, 1 + determined) if of_being else None
    if said_last is not None:
        return said_last
    midway = None if verbal else _MIDWAY.search(rest)
    if midway and not _CLAUSE.search(rest, 0, midway.start()) and len(rest[: midway.start()].split()) > determined:
        return midway.start()
    for index, (word, start, _end) in enumerate(words):
        if index and words[index - 1][0].lower() in _REFLEXIVE:
            return start  # `the kitchen itself nut free`
        plain = word.strip(",.").lower()
        if index and plain in {"if", "when", "because", "since", "while", "unless", "although", "though"}:
            return start
        if index == 0:
            if plain in {"this", "that"} and len(words) > 1 and words[1][0].lower() in _LEADS_ON - {"and", "or", "of"}:
                return words[0][2]  # `was that for`
            if plain in {"this", "that"} and len(words) > 1 and words[1][0].strip(",.").lower() == "one":
                return words[1][2]
            if (
                plain in {"this", "that", "these", "those"}
                and len(words) > 1
                and (
                    (len(words) == 2 and not verbal)
                    or (len(words) == 3 and words[2][0].strip("?.!") == "enough")
                    or not _names(words[1][0].strip(",."), len(words))
                    or (verbal and inflect.is_base_verb(words[1][0].strip(",.").lower()) and not _acts(words[1:3]))
                )
            ):
                return words[0][2]
            continue
        if (index == 1 and determined) or words[index - 1][0].lower() in _LEADS_ON:
            continue
        if verbal and inflect.is_base_verb(plain):
            follows = words[index + 1][0].strip("?.!").lower() if index + 1 < len(words) else ""
            if inflect.is_noun(plain) and inflect.is_base_verb(follows) and follows not in _OBJECTS:
                continue  # `did the account name come up`
            return start
        if aux.removesuffix("n't") in {"has", "have", "had"} and (inflect.is_participle(plain) or plain == "been"):
            return start
        if aux.removesuffix("n't") in {"is", "are", "was", "were", "am"} and starts_complement(plain):
            return start
    if not verbal and aux.removesuffix("n't") in {"is", "are", "was", "were"}:
        # `the screen black`: where nothing else is said of the subject, a quality at the end is.
        said = [word for word in words if word[0].strip("?.!").lower() not in _NOW]
        last = said[-1][0].strip("?.!").lower() if said else ""
        quality = is_quality(last) and len(said) > (2 if determined else 1)
        if quality and not determined:
            quality = last in _BARE_QUALITIES
        return said[-1][1] if quality else len(rest)
    return None


def _acts(words: list[tuple[str, int, int]]) -> bool:
    """`team say`: a noun and its verb, though the noun could be a verb as well."""
    first, *rest = [word[0].strip(",.").lower() for word in words]
    return inflect.is_noun(first) and bool(rest) and inflect.is_base_verb(rest[0]) and rest[0] not in _OBJECTS


def _names(word: str, count: int) -> bool:
    """Whether a word after `this` names what is meant; one that the lexicon lacks does where more follows."""
    if word.endswith(("able", "ible")) or _INDEFINITE.fullmatch(word) or DETERMINER.match(f"{word} "):
        return False
    return inflect.is_noun(word.lower()) or (count > 2 and word.islower() and not inflect.is_known(word))


def starts_complement(word: str) -> bool:
    """Whether a word (lower case) can begin what is said of a subject: `missing`, `still`, `a`."""
    if word in {
        "a",
        "an",
        "the",
        "not",
        "still",
        "also",
        "already",
        "in",
        "on",
        "at",
        "there",
        "here",
        "somewhere",
        "anywhere",
        "nowhere",
        "my",
        "your",
        "any",
        "too",
        "so",
        "to",
        "like",
        "really",
        "ok",
        "okay",
        "together",
        "fine",
        "alright",
        "enough",
        "his",
        "hers",
        "mine",
        "yours",
        "ours",
        "theirs",
    }:
        return True
    if word.endswith("ing") and inflect.is_verb(word):
        return True
    if inflect.is_participle(word) and not inflect.is_noun(word):
        return True
    return inflect.is_adjective(word) and not inflect.is_noun(word)
