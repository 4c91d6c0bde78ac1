"""The first letter of a sentence that is told within another one."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.person import ADVERBS

COMMON = frozenset(
    "although though a an "
    "the this that these those it its it's there there's here he she they we you your my our their his her in on "
    "at for from by with without of to as if when while since because after before once until and but or so not no "
    "yes any some all every each both one two three what where who why how which whose than then due only even "
    "however please just still now today tomorrow yesterday last next same another other more most much many few "
    "twice once otherwise else nothing nobody none everything something anything someone everyone whether "
    "instead during within under upon "
    "given surely perhaps apparently "
    "based regarding concerning according sadly supposedly unfortunately "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "over four five six seven eight nine ten twenty thirty forty fifty".split()
)


def lower_first(text: str) -> str:
    """Lower the first letter unless the word is a name, a code or `I`."""
    first = re.match(r"[A-Z][a-z']*\b(?![-.\w])", text)
    if not first or first.group() == "I" or text.startswith("I'"):
        return text
    word = first.group().lower().split("'")[0]
    if text.startswith(" >", first.end()):
        return text  # `Settings > Backups`
    known = word in COMMON or word in ADVERBS or (inflect.is_known(word) and not _next_is_capital(text, first.end()))
    return text[0].lower() + text[1:] if known else text


def _next_is_capital(text: str, end: int) -> bool:
    return bool(re.match(r"\s+[A-Z]", text[end:]))
