"""Contractions written out, as a note has them: `can't` -> `cannot`, `it's been` -> `it has been`."""

import re

from assist.copilot.reported import inflect

_IRREGULAR = {"can't": "cannot", "won't": "will not", "shan't": "shall not", "ain't": "is not"}
_NOT = re.compile(r"\b(?P<word>[A-Za-z]+n't)\b")
_SHORT = re.compile(
    r"\b(?P<subject>theirs|it|that|there|here|what|where|who|how|he|she|they|which|this|these|those|everything|"
    r"something|nothing|nobody|somebody|someone|everyone)"
    r"'(?P<kind>s|re|ve|ll|d)\b(?P<rest>\s+(?:(?:not|just|also|only|already|still|never once|never|always|"
    r"now|ever)\s+)?(?P<next>[A-Za-z]+)?)",
    re.IGNORECASE,
)
_PERFECT = frozenset(
    "been got had gone come arrived taken started stopped happened become worked said turned let fallen risen grown "
    "slept flown eaten drunk forgotten rung begun".split()
)
_NOUN_IS = re.compile(
    r"(?<=\bname)'s (?=[A-Z])|(?<=number)'s (?=[A-Z\d])|"
    r"(?<=[a-z]{2})(?<!day)(?<!morrow)(?<!night)'s (?=(?:the|an?|not|been|always|never|usually|normally|withdrawn|"
    r"nine|eight|seven|six|five|four|three|"
    r"two|double|zero|oh)\b)|"
    r"(?<=[a-z]{2})(?<!day)(?<!morrow)(?<!night)'s (?=(?:the|a|an|"
    r"not|in|on|at|been|gone|got|too|so|very|still|"
    r"already|now|no|only|all|there|here|up|"
    r"down|off|out|over|under|away|fine|ok|okay|just|also|going|coming|being|(?:twen|thir|for|fif)\w+|"
    r"\w+teenth|\d)\b|(?:done|due|overdue|good|fine|wrong|broken|dead|ready|empty|full|free|open|late|red|green|"
    r"white|orange|"
    r"\w+ed)(?=[,.;!?]|\Z| (?:and|but|to|in|on|at|for|by|with|from|now|today|already|as|again|late|early|so|"
    r"because|if|when|while|until|either)\b)|"
    r"\w{2,}ing (?:the|an?|me|us|you|them|him|her|it|my|your|our|their|out|off|up|down|back|round)\b|"
    r"how\b|what\b|(?:come|arrived|happened|expired|stopped|died)\b|"
    r"why\b|where\b)"
)
_QUALITY = re.compile(r"(?<=[a-z]{2})(?<!day)(?<!night)'s (?P<word>[a-z]{3,})(?=[,.;!?]|\Z| (?:and|but|so)\b)")
_AT_SOMEBODYS = re.compile(
    r"\b(?:to|at|from|round|with|than|as) (?:my|your|our|their|his|her|the) \w+\Z",
    re.IGNORECASE,
)
_STATES = frozenset("called named based allowed supposed married retired".split())
_IS_SOMEBODY = re.compile(
    r"\w+ing\Z|\w+ed\Z|(?:been|got|gone|come|not|there|here|told|taken|an?|the|at|in|on|to|with|already|just|"
    r"still|always|"
    r"always|also|now|sent|put|rung|had|done|ill|home|out|up)?\Z"
)
_HAS_DONE = frozenset("been got gone come arrived happened expired stopped died".split())
_CONDITION = re.compile(r"\b(?:until|till|once|if|when|unless|before|after)\s\Z", re.IGNORECASE)
_DOERS = frozenset("what who nobody somebody someone everyone anybody".split())
_DONE_TO = frozenset("that it this the them their him her you me us".split())
_OBJECTS = frozenset("a an my your our his some any anything two three all everything nothing both".split())
_WOULD_HAVE = re.compile(
    r"(?<=\bmight)'ve\b|(?<=\bcould)'ve\b|(?<=\bwould)'ve\b|(?<=\bshould)'ve\b|(?<=\bmust)'ve\b", re.IGNORECASE
)
_NOUN_WILL = re.compile(r"(?<=[A-Za-z]{2})(?<!\byou)(?<!\bYou)(?<!\bwe)(?<!\bWe)'ll(?= [a-z])")
_PLAIN = {"re": "are", "ve": "have", "ll": "will"}


def write_out(text: str) -> str:
    """`text` without contracted verbs; possessives stay."""
    if "'" not in text:
        return text
    if "d've" in text or "t've" in text:
        text = _WOULD_HAVE.sub(" have", text)
    if "'ll " in text:
        text = _NOUN_WILL.sub(" will", text)  # `the driver'll ring`
    return _NOUN_IS.sub(_noun_verb, _QUALITY.sub(_noun_quality, _SHORT.sub(_verb, _NOT.sub(_negation, text))))


def _noun_quality(match: re.Match[str]) -> str:
    """`the grandson's right`, `that one's real`: said of it, not owned by it."""
    word = match["word"].lower()
    said = word in {"right", "real", "final"} or (inflect.is_adjective(word) and not inflect.is_noun(word))
    return f" is {match['word']}" if said else match.group()


def _noun_verb(match: re.Match[str]) -> str:
    following = match.string[match.end() :].split(" ", 1)[0]
    if _AT_SOMEBODYS.search(match.string, 0, match.start()):
        return match.group()
    if following in {"just", "already"}:
        after = next(iter(match.string[match.end() :].split(" ")[1:2]), "")
        done = after in _PERFECT or after == "put" or (after.endswith("ed") and inflect.is_participle(after))
        return " has " if done else " is "
    return " has " if following.rstrip(",.;!?") in _HAS_DONE else " is "


def _negation(match: re.Match[str]) -> str:
    word = match["word"]
    full = _IRREGULAR.get(word.lower()) or f"{word[:-3]} not"
    return full if word[0].islower() else full.lower()


def _verb(match: re.Match[str]) -> str:
    kind, following = match["kind"].lower(), (match["next"] or "").lower()
    if kind == "s" and match["subject"].lower().endswith(("one", "body")) and not _IS_SOMEBODY.match(following):
        return match.group()  # `someone's first dispute`
    perfect = following in _PERFECT or (
        following.endswith("ed")
        and following not in _STATES
        and inflect.is_participle(following)
        and (match["subject"].lower() in {"he", "she"} or " ever " in (match["rest"] or ""))
    )
    if kind == "s" and not perfect and following and inflect.is_participle(following):
        after = next(iter(match.string[match.end() :].split()), "").lower()
        person = match["subject"].lower() in {"he", "she"}
        # `he's found the crack`, `that's pushed it up`: what follows is done to something.
        owned = person or match["subject"].lower() in {"it", "that"}
        done_to = after in _DONE_TO - {"you"} and (owned or match["subject"].lower() in _DOERS)
        done_to = done_to and (
            person or after in {"them", "me", "us"} or not _CONDITION.search(match.string, 0, match.start())
        )
        perfect = done_to or (owned and after in _OBJECTS)
    if kind == "s":
        verb = "has" if perfect else "is"
    elif kind == "d":
        verb = (
            "had"
            if following in {"better", "got"}
            or (inflect.is_participle(following) and not inflect.is_base_verb(following))
            else "would"
        )
    else:
        verb = _PLAIN[kind]
    return f"{match['subject']} {verb}{match['rest']}"
