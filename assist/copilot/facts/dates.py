"""Dates, times and periods in running text, typed or spoken; where they are, not what they mean (`when` does that)."""

import re

from assist.copilot.facts import spoken
from assist.copilot.facts.mentions import Mention

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)"
_ORDINAL_WORD = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL_WORD})"
_YEAR = rf"(?:,?[ ](?:20\d\d|19\d\d|twenty twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:last|this|next) year))"
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d{2})?[ ]?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d{2}|noon|midday|midnight|"
    rf"(?:half|quarter) (?:past |to )?(?:{spoken.NUMBER_WORD})|(?:{spoken.NUMBER_WORD})(?: (?:thirty|fifteen))? (?:am|pm|o'clock))"
)
_PART = r"(?:morning|afternoon|evening|night|noon)"
_AT = rf"(?:,?[ ](?:at[ ]|around[ ]|by[ ]|before[ ]|after[ ]|about[ ])?{_CLOCK}|[ ]{_PART})"
_MONTH_DAY = rf"(?:{MONTH}\.?[ ]{_DAY}(?!\d){_YEAR}?|{_DAY}[ ](?:of[ ])?{MONTH}\b{_YEAR}?)"
_RELATIVE_DAY = rf"(?:the day (?:after|before) (?:tomorrow|yesterday)|today|tomorrow|tommorow|tomorow|yesterday|ystrday|tonight|this {_PART}|last night)"
_COUNT = rf"(?:\d+(?:[ ]?(?:-|–|to)[ ]?\d+)?|{spoken.NUMBER}(?:(?: to | or |-){spoken.NUMBER})?|a few|a couple of|several|few|half an?|an?)"
_UNIT = r"(?:(?:business|working|calendar)[ ])?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|fortnight)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w-])(?:19|20)\d\d-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?(?![\w-])",
        r"(?<![\w/])\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d(?![\w/])",
        rf"(?<!\w)(?:{WEEKDAY},?[ ](?:the[ ])?)?{_MONTH_DAY}{_AT}?(?!\w)",
        rf"(?<!\w)(?:(?:last|next|this|coming)[ ])?{WEEKDAY}(?:[ ]the[ ]{_DAY})?{_AT}?(?![\w'-])",
        rf"(?<!\w){_RELATIVE_DAY}(?:{_AT})?(?!\w)",
        rf"(?<!\w){_CLOCK}[ ](?:on[ ])?(?:{_RELATIVE_DAY}|{WEEKDAY})(?!\w)",
        r"(?<!\w)(?:last|next|this|coming)[ ](?:week|weekend|month|year)(?!\w)",
        rf"(?<!\w)(?:within|in|after|under)[ ](?:the[ ])?(?:next[ ]|coming[ ]|about[ ])?(?:{_COUNT}[ ]|few[ ]|couple of[ ])?{_UNIT}(?!\w)",
        rf"(?<!\w)(?:the[ ])?(?:next|past|last)[ ]{_COUNT}[ ]{_UNIT}(?!\w)",
        rf"(?<!\w){_COUNT}[ ]{_UNIT}[ ](?:ago|from now)(?!\w)",
        rf"(?<![\w-]){_COUNT}[ ]{_UNIT}(?!\w)",
        r"(?<!\w)(?:by )?(?:the )?end of (?:the |this )?(?:day|week|month|business)(?!\w)",
        rf"(?<!\w)the[ ](?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_WORD})(?:[ ]of[ ](?:this|next|last|each)[ ]month)?(?![\w-])(?![ ](?:time|one|thing|line|"
        r"agent|floor|item|order|parcel|half|person|question|email|party|call|payment|invoice|day|week|month|year|option|step|part|charge|flight|leg))",
        rf"(?<![\w:.])(?:(?:between|from)[ ])?{_CLOCK}(?:[ ]?(?:-|–|to|and)[ ]?{_CLOCK})?(?![\w:])",
        rf"(?<!\w){MONTH}[ ](?:19|20)\d\d(?!\w)",
        r"(?<!\w)(?:January|February|March|April|June|July|August|September|October|November|December)(?!\w)",
    )
)  # fmt: skip
_MAYBE = re.compile(r"\bmay\b(?! \d)", re.IGNORECASE)


def find_dates(text: str) -> list[Mention]:
    """Dates, times and periods, the fullest reading first; never overlapping."""
    found: list[Mention] = []
    for number, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(text):
            start, end = match.span()
            said = match.group()
            if said.lower() in {"may", "sat", "sun", "mar", "wed", "mon", "second"} or _MAYBE.fullmatch(said):
                continue
            if not any(start < other.end and other.start < end for other in found):
                found.append(Mention("date", start, end, f"date{number}", labelled=number < 4))
    return found
