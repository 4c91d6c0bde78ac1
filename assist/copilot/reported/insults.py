"""Swear words and names that people are called: never quoted, at most reported as a complaint."""

import re

from assist.core.text.caseless import Caseless

_PROFANE = Caseless(
    r"\b(?:f+u+c+k\w*|f\*+\w*|sh[i1]t\w*|bullsh\w*|damn\w*|goddamn|bloody|freakin\w*(?! out)|friggin\w*|frickin\w*|"
    r"effin\w*|crap\w*|wtf|a[s$]{2}(?:hole)?s?|arse\w*|"
    r"bastards?|bitch\w*|hell|dick\w*|piss\w*|wank\w*|chutiya|bc|mc|saala|bakwas)\b[,!]?\s*"
)
# What is said of a thing must not be lost with the word: `the sound is absolutely crap`.
_IS_CRAP = re.compile(
    r"(?P<is>(?:\b(?:is|are|was|were|looks?|sounds?|feels?)|'s|'re) (?:(?:absolutely|really|so|pure|total|totally|"
    r"just|"
    r"complete|completely|utter|utterly) )*)(?:crap\w*|sh[i1]t\w*)(?=\s*(?:[.,;!?]|\Z|and\b|but\b))",
    re.IGNORECASE,
)
_INSULT = Caseless(
    r"\b(?:idiots?|morons?|stupid|dumb|incompetent|liars?|scam(?:mer)?s?|crooks?|thie(?:f|ves)|clowns?|useless|"
    r"pathetic|jokers?|cheats?|fools?|frauds?ters?|imbeciles?|shameless)\b"
)
_IS_NONE = re.compile(r"(?:\bnot|n't) (?:(?:an?|some|completely|that) )*\Z", re.IGNORECASE)  # `I'm not stupid`
_INSULTED = re.compile(
    r"\b(?:you|u|your|ur|these|this (?:company|service)|agents?|people|guys|company|service|amazon)\b", re.IGNORECASE
)


_MATTER = re.compile(
    r"\b(?:not|no|never|none|nothing|\w+n't|cannot|refund|replace\w*|cancel\w*|send|give|want|need|order|"
    r"deliver\w*|pay|"
    r"paid|charged?|call|fix|return\w*|money|where|when)\b",
    re.IGNORECASE,
)


def strip_profanity(sentence: str) -> str:
    """The sentence without swear words."""
    lowered = sentence.lower()
    of_thing = _IS_CRAP.sub(r"\g<is>bad", sentence) if "crap" in lowered or "sh" in lowered else sentence
    clean = _PROFANE.sub("", of_thing)
    return sentence if clean == sentence else " ".join(clean.split()).strip(" ,")


def is_insult(sentence: str) -> bool:
    """Whether the sentence calls somebody names; it is reported as a complaint, never quoted."""
    called = _INSULT.search(sentence)
    if called is None or _IS_NONE.search(sentence, 0, called.start()):
        return False
    return bool(_INSULTED.search(sentence)) and not any(c.isdigit() for c in sentence)


def has_matter(sentence: str) -> bool:
    """Whether an insulting sentence also denies, asks for or promises something."""
    return bool(_MATTER.search(sentence))


def strip_insults(sentence: str) -> str:
    """The sentence without the names it calls."""
    return re.sub(r"\s+", " ", _INSULT.sub("", sentence)).strip(" ,")
