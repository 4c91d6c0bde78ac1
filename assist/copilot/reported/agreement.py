"""Second verbs of a clause that agree with its subject: `if the customer opens it and presses the button`."""

import re

from assist.copilot.reported import inflect

_DOES_AND = re.compile(
    r"(?P<who>\bthe (?:customer|agent|company)) (?P<first>(?!is\b|was\b|has\b|does\b)[a-z]+s)"
    r"(?P<between> (?:(?!\b(?:to|that|who|which|and|or|can|will|would|should|could|may|must|if|when)\b)[\w' -])*?|)"
    r" and "
    r"(?P<then>(?:then|also|just) )?(?P<verb>[a-z]+)"
    r"(?= (?:the|an?|it|them|this|that|to|for|in|on|at|with|from|up|out|off|back|down|everything|all|their)\b)"
)
_GOVERNED = re.compile(r"\b(?:to|can|will|would|should|could|may|must|and|let|lets|make|makes) ")


def agreeing(told: str) -> str:
    """`told` with the second verb after `the customer ...s` agreeing; what stands before could govern it as well."""
    if " and " not in told or " the " not in f" {told}":
        return told
    return _DOES_AND.sub(_agrees, told)


def _agrees(match: re.Match[str]) -> str:
    verb, first = match["verb"], match["first"]
    if _GOVERNED.search(match.string, 0, match.start()) or not inflect.is_base_verb(verb) or inflect.is_modal(verb):
        return match.group()
    if inflect.third_person(inflect.base_of(first)) != first:
        return match.group()
    return f"{match['who']} {first}{match['between']} and {match['then'] or ''}{inflect.third_person(verb)}"
