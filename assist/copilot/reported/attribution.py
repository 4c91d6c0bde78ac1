"""Who goes on to do something after what they said: `says the team will call and the agent will follow up`."""

import re

TELLS = ("says ", "explains ", "confirms ")
_DOES = re.compile(r"(?:will|can|cannot|has|is|does|would|could|may|might|should|had|was)\b")
_OF_ANYTHING = frozenset({"is", "was"})
_SOMEBODY = re.compile(
    r"\b(?:the (?:customer|agent|company|(?:\w+ )?(?:team|driver|engineer|courier|manager|supervisor|department|seller|"
    r"bank|desk|partner|associate|colleague|technician|clinic|landlord|shop|store|office|lead|fitter|plumber|"
    r"neighbour|neighbor|doctor|dealer))|they|he|she|someone|somebody|nobody|people|"
    r"their (?:wife|husband|partner|son|daughter|mum|mother|dad|father|brother|sister|friend|boss|neighbour|"
    r"neighbor|flatmate|tenant|landlord))\b"
)


def told_apart(before: str, said: str, who: str) -> str:
    """`said` with its subject (`the agent`) where it could be read of somebody in what `before` tells."""
    verb = _DOES.match(said)
    if not verb or not before.startswith(TELLS):
        return said
    named = (found.group() for found in _SOMEBODY.finditer(before))
    others = any(name != "the company" or who == "the customer" for name in named)
    again = verb.group() not in _OF_ANYTHING and re.search(rf"\b{verb.group()}\b", before)
    return f"{who} {said}" if again or others else said
