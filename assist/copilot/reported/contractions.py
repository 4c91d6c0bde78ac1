"""Contractions written out, as a note has them: `can't` -> `cannot`, `it's been` -> `it has been`."""

import re

from assist.copilot.reported import inflect

_IRREGULAR = {"can't": "cannot", "won't": "will not", "shan't": "shall not", "ain't": "is not"}
_NOT = re.compile(r"\b(?P<word>[A-Za-z]+n't)\b")
_SHORT = re.compile(
    r"\b(?P<subject>it|that|there|here|what|where|who|how|he|she|they|which|this|these|those|everything|"
    r"something|nothing)"
    r"'(?P<kind>s|re|ve|ll|d)\b(?P<rest>\s+(?:(?:not|just|also|only|already|still|never|always|"
    r"now)\s+)?(?P<next>[A-Za-z]+)?)",
    re.IGNORECASE,
)
_PLAIN = {"re": "are", "ve": "have", "ll": "will"}


def write_out(text: str) -> str:
    """`text` without contracted verbs; possessives stay."""
    return _SHORT.sub(_verb, _NOT.sub(_negation, text))


def _negation(match: re.Match[str]) -> str:
    word = match["word"]
    full = _IRREGULAR.get(word.lower()) or f"{word[:-3]} not"
    return full if word[0].islower() else full.lower()


def _verb(match: re.Match[str]) -> str:
    kind, following = match["kind"].lower(), (match["next"] or "").lower()
    perfect = following in {"been", "got", "had", "gone"} or (
        following.endswith("ed") and inflect.is_participle(following) and match["subject"].lower() in {"he", "she"}
    )
    if kind == "s":
        verb = "has" if perfect else "is"
    elif kind == "d":
        verb = "had" if perfect or following == "better" else "would"
    else:
        verb = _PLAIN[kind]
    return f"{match['subject']} {verb}{match['rest']}"
