"""Nouns by whom they belong to: what decides how `my`, `our` and `your` before them are told."""

FAMILY = frozenset(
    "name wife husband partner son daughter mother father mom mum dad brother sister family kids children friend "
    "parents spouse boss girlfriend boyfriend behalf own side end home house flat cat dog mind time best utmost "
    "part ability".split()
)
COMPANYS = frozenset("work fault problem name own end side job mistake business word turn responsibility".split())
PERSONAL = frozenset(
    "permission consent signature shoes email inbox satisfaction location identity passport criteria convenience fault "
    "words choice search ride doctor plan role nan letter notes iban questions favour favor plans "
    "budget convictions expectations".split()
)
FAULTS = frozenset("mistake fault error oversight choice choosing people".split())
BORNE = frozenset("cost costs expense risk".split())
OWNED = frozenset("user full email phone date mother membership payment".split())


def told_ours(following: str, *, customer: bool) -> str:
    """How `our` before a noun is told: `at the company's cost`."""
    if customer or following in FAMILY | FAULTS:
        return "their"
    return "the company's" if following in BORNE else "the"
