"""Promises in the present tense: what is done once something else has happened is not done yet."""

import re

from assist.copilot.reported import inflect

# `Once you upload it, we close the account`: nothing that is done yet.
_COMES_AFTER = re.compile(
    r"\A(?P<before>(?:(?:once|if|when|as soon as|after) (?:you|we|it|the|your|this|that)\b[^.;!?]{3,100}?,\s+"
    r"(?:then )?)?(?:I|we) )(?P<then>then )?(?P<verb>[a-z]+)(?P<rest>\b.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION_LAST = re.compile(r"\b(?:once|as soon as|if|when|after) (?:you|your)\b", re.IGNORECASE)
_NEVER_AHEAD = frozenset(
    "am are have do need want know see think understand believe guess hope like offer recommend suggest advise ask "
    "require expect mean feel say did was were can could would should may might must will shall cannot support "
    "accept charge use get".split()
)
_HOURS = re.compile(
    r"(?:close|open|shut|start|finish)s? (?:at|on|from|between)\b",
    re.IGNORECASE,
)  # `we close at six`


def promised(text: str) -> str:
    """`Once you upload it, we close the account` -> `..., we will close the account`."""
    match = _COMES_AFTER.match(text)
    if match is None or match["verb"].lower() in _NEVER_AHEAD or not inflect.is_base_verb(match["verb"]):
        return text
    if _HOURS.match(match["verb"] + match["rest"]):
        return text
    conditional = " " in match["before"].strip() or _CONDITION_LAST.search(match["rest"])
    if not conditional or inflect.third_person(match["verb"]) == match["verb"]:
        return text  # `put` and `found` may be past
    return f"{match['before']}will {match['then'] or ''}{match['verb']}{match['rest']}"
