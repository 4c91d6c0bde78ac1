"""A predicate as the fragment of a list of steps: `asks for the order number` -> `Asked for the order number`."""

import re

from assist.copilot.reported import inflect

_WHEN_DONE = re.compile(r"(?:already|also|just|now|today|since|meanwhile) ", re.IGNORECASE)
_ALSO = re.compile(r"(?<= and )(?:asks|says|explains|confirms|gives|wants|needs|offers)(?= )")
_ADVERB = re.compile(r"(?P<word>still|really|only|just|already|now) (?=[a-z]+s\b)")
_GOING_TO = re.compile(r"is (?:just |also |now )?going to (?=\w)")


def step_of(text: str) -> str:
    """The fragment in the past tense, what is joined to it too."""
    return _ALSO.sub(lambda verb: inflect.past(verb.group()), _step(text))


def _step(text: str) -> str:
    adverb = _ADVERB.match(text)
    if adverb:
        done = _step(text[adverb.end() :])
        return f"{adverb['word'].capitalize()} {done[:1].lower()}{done[1:]}"
    first, _, rest = text.partition(" ")
    lowered = first.lower()
    if lowered == "will":
        return f"Promised to {_positive(rest)}" if not rest.startswith("not ") else f"Promised not to {rest[4:]}"
    if lowered == "has" and rest and (_is_done(rest.split()[0].lower()) or _WHEN_DONE.match(rest)):
        return rest[:1].upper() + rest[1:]
    ahead = _GOING_TO.match(text)
    if ahead:
        return f"Promised to {text[ahead.end() :]}"
    if lowered == "is" and rest.split(" ")[0].endswith("ing"):
        return f"Was {rest}"
    if inflect.is_modal(lowered) or lowered.endswith("n't") or lowered == "cannot":
        return f"Said they {first} {rest}"
    if inflect.is_verb(lowered) and not inflect.is_past(lowered):
        form = inflect.past(lowered)
        return f"{form[:1].upper()}{form[1:]} {rest}".strip()
    return f"{text[:1].upper()}{text[1:]}"


def _is_done(word: str) -> bool:
    return inflect.is_participle(word) or (word.startswith("re") and inflect.is_participle(word[2:]))


def _positive(rest: str) -> str:
    return re.sub(r"\A(?:be )(?=happy|glad|able)", "be ", rest)
