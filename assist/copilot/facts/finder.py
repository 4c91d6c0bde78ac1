"""All mentions of one message, remembered by its text; a stretch belongs to one identifier at most."""

import re
from collections.abc import Sequence

from assist.copilot.facts.amounts import find_amounts, rate_end
from assist.copilot.facts.codes import find_codes
from assist.copilot.facts.contacts import find_contacts
from assist.copilot.facts.dates import find_dates
from assist.copilot.facts.errors import find_error_messages
from assist.copilot.facts.mentions import Mention
from assist.copilot.facts.names import find_names
from assist.core.text.remembered import remembered

_GOES_ON = re.compile(r"[.,:/-]?\d")  # "iOS 11" of "iOS 11.0.3" is another value than the one that was said
READ_CHARS = 6_000


def find_mentions(text: str, asked: str = "") -> tuple[Mention, ...]:
    """Everything in `text` that may be a fact, in order; `asked`: the other side's message just before."""
    return _mentions(text, asked)


@remembered(maxsize=8_192)
def _mentions(text: str, asked: str) -> tuple[Mention, ...]:
    dates, amounts, errors, names = _whatever_was_asked(text)
    text = text[:READ_CHARS]
    typed = find_contacts(text, asked=asked)
    typed += _free(amounts, typed)
    codes = _free(find_codes(text, asked=asked), typed + [date for date in dates if date.labelled])
    typed += codes
    typed += _free(errors, typed)
    typed += _free(dates, typed)
    named = [item for item in names if item.type == "product" and any(_holds(item, code) for code in codes)]
    typed += named + _free([item for item in names if item not in named], typed)
    whole = (item for item in typed if not (text[item.end - 1].isdigit() and _GOES_ON.match(text, item.end)))
    return tuple(sorted(whole, key=lambda item: (item.start, item.end)))


@remembered(maxsize=8_192)
def _whatever_was_asked(text: str) -> tuple[Sequence[Mention], ...]:
    """Dates, sums, error messages and names: a message is read alone, and as an answer, by different readers."""
    text = text[:READ_CHARS]
    sums = [Mention("amount", start, rate_end(text, start, end), "sum") for start, end in find_amounts(text)]
    return find_dates(text), sums, find_error_messages(text), find_names(text)


def _free(fresh: Sequence[Mention], taken: list[Mention]) -> list[Mention]:
    return [item for item in fresh if not any(item.start < other.end and other.start < item.end for other in taken)]


def _holds(name: Mention, code: Mention) -> bool:
    """Whether a code is a model's number within its name: `Orla QC45 headphones`; which one is a fact is learned."""
    return not code.labelled and name.start < code.start and code.end <= name.end
