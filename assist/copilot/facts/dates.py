"""Dates, times and periods in running text, typed or spoken; where they are, not what they mean (`when` does that)."""

import re
from functools import cache

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
_YEAR = (
    r"(?:,?[ ](?:20\d\d|19\d\d|twenty twenty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"nineteen[ ](?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"(?:last|this|next) year))"
)
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d{2})?[ ]?(?:am|pm|a\.m\.|p\.m\.|o'clock)|\d{1,2}:\d{2}|noon|midday|midnight|"
    rf"(?:half|quarter) (?:past |to )?(?:{spoken.NUMBER_WORD})|(?:{spoken.NUMBER_WORD})(?: (?:thirty|"
    rf"fifteen))? (?:am|pm|o'clock))"
)
_PART = r"(?:morning|afternoon|evening|night|noon)"
_AT = rf"(?:,?[ ](?:at[ ]|around[ ]|by[ ]|before[ ]|after[ ]|about[ ])?{_CLOCK}|[ ]{_PART})"
_MONTH_DAY = (
    rf"(?:{MONTH}\.?[ ]{_DAY}(?:[ ]?[-–][ ]?{_DAY})?(?!\d){_YEAR}?|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ ]?[-–][ ]?)?{_DAY}[ ](?:of[ ])?{MONTH}\b{_YEAR}?)"
)
_RELATIVE_DAY = (
    rf"(?:the day (?:after|before) (?:tomorrow|yesterday)|today|tomorrow|tommorow|tomorow|yesterday|"
    rf"ystrday|tonight|this {_PART}|last night)"
)
_COUNT = (
    rf"(?:\d+(?:[ ]?(?:-|–|to)[ ]?\d+)?|{spoken.NUMBER}(?:(?: to | or |-){spoken.NUMBER})?|a few|"
    rf"a couple of|several|few|half an?|an?)"
)
_UNIT = r"(?:(?:business|working|calendar)[ ])?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|fortnight)"
# (what the text must contain for the pattern to have a chance, pattern); the fullest reading first
_PATTERNS = (
    ("digit", r"(?<![\w-])(?:19|20)\d\d-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?(?![\w-])"),
    ("digit", r"(?<![\w/])\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d(?![\w/])"),
    ("month", rf"(?<!\w)(?:{WEEKDAY},?[ ](?:the[ ])?)?{_MONTH_DAY}{_AT}?(?!\w)"),
    ("weekday", rf"(?<!\w)(?:(?:last|next|this|coming)[ ])?{WEEKDAY}(?:[ ]the[ ]{_DAY})?{_AT}?(?![\w'-])"),
    ("relative", rf"(?<!\w){_RELATIVE_DAY}(?:{_AT})?(?!\w)"),
    ("clock", rf"(?<!\w){_CLOCK}[ ](?:on[ ])?(?:{_RELATIVE_DAY}|{WEEKDAY})(?!\w)"),
    ("period", r"(?<!\w)(?:last|next|this|coming)[ ](?:week|weekend|month|year)(?!\w)"),
    ("unit", rf"(?<!\w)(?:within|in|after|under)[ ](?:the[ ])?(?:next[ ]|coming[ ]|about[ ])?(?:{_COUNT}[ ]|"
             rf"few[ ]|couple of[ ])?{_UNIT}(?!\w)"),
    ("unit", rf"(?<!\w)(?:the[ ])?(?:next|past|last)[ ]{_COUNT}[ ]{_UNIT}(?!\w)"),
    ("unit", rf"(?<!\w){_COUNT}[ ]{_UNIT}[ ](?:ago|from now)(?!\w)"),
    ("unit", rf"(?<![\w-]){_COUNT}[ ]{_UNIT}(?!\w)"),
    ("end", rf"(?<!\w)(?:by )?(?:the )?end of (?:the |this |next )?(?:day|week|month|year|business|{MONTH})(?!\w)"),
    ("the", rf"(?<!\w)the[ ](?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_WORD})(?:[ ]of[ ](?:this|next|last|"
            rf"each)[ ]month)?(?![\w-])(?![ ](?:time|one|thing|line|"
     r"agent|floor|item|order|parcel|half|person|question|email|party|call|payment|invoice|day|week|month|"
     r"year|option|step|part|charge|flight|leg))"),
    ("clock", rf"(?<![\w:.])(?:(?:between|from)[ ])?{_CLOCK}(?:[ ]?(?:-|–|to|and)[ ]?{_CLOCK})?(?![\w:])"),
    ("month", rf"(?<!\w){MONTH}[ ](?:19|20)\d\d(?!\w)"),
    ("month", r"(?<!\w)(?:January|February|March|April|June|July|August|September|October|November|"
              r"December)(?!\w)"),
)  # fmt: skip
_NEEDS = tuple(
    (need, re.compile(words))
    for need, words in (
        ("digit", r"\d"),
        ("month", r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"),
        ("weekday", r"\b(?:mon|tue|wed|thu|fri|sat|sun)"),
        ("relative", r"tom+or+ow|ystrday|yesterday|today|tonight|this |last night"),
        ("clock", r"\d|noon|midday|midnight|half |quarter |[ap]m\b|o'clock"),
        ("period", r"(?:week|month|year)"),
        ("unit", r"(?:min|hour|hrs?\b|day|week|month|year|fortnight)"),
        ("end", r"end of "),
        ("the", r"\bthe (?:\d|\w+(?:st|nd|rd|th)\b)"),
    )
)
_MAYBE = re.compile(r"\bmay\b(?! \d)", re.IGNORECASE)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compiled at first use: these alone would take a tenth of the server's start."""
    return tuple((needs, re.compile(pattern, re.IGNORECASE)) for needs, pattern in _PATTERNS)


def find_dates(text: str) -> list[Mention]:
    """Dates, times and periods, the fullest reading first; never overlapping."""
    found: list[Mention] = []
    lowered = text.lower()
    there = {need for need, words in _NEEDS if words.search(lowered)}
    for number, (need, pattern) in enumerate(_patterns()):
        if need not in there:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            said = match.group()
            if said.lower() in {"may", "sat", "sun", "mar", "wed", "mon", "second"} or _MAYBE.fullmatch(said):
                continue
            if not any(start < other.end and other.start < end for other in found):
                found.append(Mention("date", start, end, f"date{number}", labelled=number < 4))
    return found
