"""The normaliser `when`: dates and deadlines in words against the time of the message that says them.

`resolve_date("next Tuesday", at)` -> `2026-05-12`; `resolve_due("within 48 hours", at)` -> an RFC 3339 time.
Nothing is guessed: without a message time only full dates are resolved, and what is ambiguous stays in words.
"""

import re
from datetime import UTC, datetime, time, timedelta

from assist.copilot.facts import spoken
from assist.copilot.facts.dates import MONTH, WEEKDAY

_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_WEEKDAYS = {name: i for i, name in enumerate("mon tue wed thu fri sat sun".split())}
_ORDINALS = {
    word: i
    for i, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d{2})-(\d{2})\b")
_DAY = r"(?P<day>\d{1,2}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[ -])?(?:" + "|".join(_ORDINALS) + "))"
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH})\.?\s+(?:the\s+)?{_DAY}\b(?:,?\s+(?P<year>20\d\d|19\d\d))?", re.IGNORECASE
)
_DAY_MONTH = re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?P<month>{MONTH})\b(?:,?\s+(?P<year>20\d\d|19\d\d))?", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?P<which>last|next)?\s*(?P<name>{WEEKDAY})\b", re.IGNORECASE)
_COUNT = rf"(?P<count>\d+|{spoken.NUMBER}|an?)"
_UPPER = rf"(?:\s*(?:-|–|to|or)\s*(?P<upper>\d+|{spoken.NUMBER}))?"
_PERIOD = re.compile(
    rf"\b{_COUNT}{_UPPER}\s*(?P<working>business|working)?\s*(?P<unit>minute|min|hour|hr|day|week|month|fortnight)s?\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm|a\.m\.|p\.m\.)(?!\w)|\b(?P<plain>\d{1,2}:\d{2})\b",
    re.IGNORECASE,
)
_MINUTES = {"minute": 1, "min": 1, "hour": 60, "hr": 60, "day": 1_440, "week": 10_080, "fortnight": 20_160}
_VAGUE = re.compile(
    r"\b(?:or|every|each|few|several|couple|before the|after (?:the|that|it|you|we|they)|of pick|once|when)\b",
    re.IGNORECASE,
)
_SEVERAL_DAYS = re.compile(
    rf"(?:{WEEKDAY}|{MONTH}|\d)\b.*\b(?:to|until|till|and|or|through|-|–)\b.*(?:{WEEKDAY}|{MONTH})", re.IGNORECASE
)
_AGO = re.compile(r"\b(?:ago|last|past|since|yesterday)\b", re.IGNORECASE)
_SPOKEN_YEAR = re.compile(r"\btwenty twenty[ -]?(one|two|three|four|five|six|seven|eight|nine)?\b", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(rf"\bthe\s+{_DAY}\b", re.IGNORECASE)
# the longer words first: they contain the shorter ones
_NEAR_DAYS = (
    ("the day after tomorrow", 2),
    ("the day before yesterday", -2),
    ("tomorrow", 1),
    ("yesterday", -1),
    ("last night", -1),
    ("today", 0),
    ("tonight", 0),
)
_RANGE = re.compile(r"\d(?:st|nd|rd|th)?\s*[-–]\s*\d")
_END_OF_DAY = time(23, 59, 59)


def resolve_date(said: str, at: datetime | None) -> str | None:
    """The day as `YYYY-MM-DD`; None for periods, for several days and for what needs a message time and has none."""
    try:
        day = _day(said, at)
    except OverflowError:  # the day before the year 1, or after 9999
        return None
    return day.date().isoformat() if day else None


def resolve_due(said: str, at: datetime | None) -> str | None:
    """The latest moment a deadline allows, as RFC 3339 in UTC; None where the words do not say one.

    A day without a clock time ends at 23:59:59; business days are Monday to Friday, the upper end of a range counts.
    """
    try:
        return _due(said, at)
    except OverflowError:
        return None


def _due(said: str, at: datetime | None) -> str | None:
    if (at is None and not _full_date(said)) or _AGO.search(said):
        return None
    day = _day(said, at)
    if day:
        clock = _clock(said)
        if clock is None and _CLOCK.search(said):
            return None  # several clock times
        return _rfc3339(datetime.combine(day.date(), clock or _END_OF_DAY, tzinfo=UTC))
    period = _PERIOD.search(said)
    if at is None or period is None or _VAGUE.search(said.replace(" or ", " to ")):
        return None
    return _deadline(period, at)


def _deadline(period: re.Match[str], at: datetime) -> str | None:
    count = _number(period["upper"] or period["count"])
    unit = period["unit"].lower()
    if count is None or not 0 < count <= 400:
        return None
    if period["working"]:
        if unit not in {"day", "hour", "hr"}:
            return None
        day = _plus_business_days(at, count if unit == "day" else -(-count // 24))
        return _rfc3339(datetime.combine(day.date(), _END_OF_DAY, tzinfo=UTC))
    if unit == "month":
        return None
    end = at + timedelta(minutes=count * _MINUTES[unit])
    if _MINUTES[unit] >= 1_440:
        end = datetime.combine(end.date(), _END_OF_DAY, tzinfo=UTC)
    return _rfc3339(end)


def _day(said: str, at: datetime | None) -> datetime | None:
    """Midnight of the one day that `said` names."""
    if _SEVERAL_DAYS.search(said) or (_RANGE.search(said) and not _ISO.search(said)):
        return None
    full = _full_date(said)
    if full:
        return full
    if at is None:
        return None
    lowered = said.lower()
    midnight = datetime.combine(at.date(), time(), tzinfo=UTC)
    for words, days in _NEAR_DAYS:
        if words in lowered:
            return midnight + timedelta(days=days)
    named = _MONTH_DAY.search(said) or _DAY_MONTH.search(said)
    if named:
        return _nearest_year(named, at)
    weekday = _WEEKDAY.search(said)
    found = _weekday(weekday, midnight) if weekday else None
    numbered = _DAY_OF_MONTH.search(said)
    # "Thursday the twentieth" names a day only where the two agree
    return None if found and numbered and _number(numbered["day"]) != found.day else found


def _full_date(said: str) -> datetime | None:
    iso = _ISO.search(said)
    named = _MONTH_DAY.search(said) or _DAY_MONTH.search(said)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    year = _year(said, named) if named else None
    if named and year:
        return _date(year, _MONTHS[named["month"][:3].lower()], _number(named["day"]) or 0)
    return None


def _year(said: str, named: re.Match[str]) -> int | None:
    if named["year"]:
        return int(named["year"])
    spelled = _SPOKEN_YEAR.search(said, named.end())
    return 2020 + (spoken.number_value(spelled[1]) or 0 if spelled[1] else 0) if spelled else None


def _nearest_year(named: re.Match[str], at: datetime) -> datetime | None:
    """A date without a year is the nearest such day."""
    month, day = _MONTHS[named["month"][:3].lower()], _number(named["day"]) or 0
    found = [date for year in (at.year - 1, at.year, at.year + 1) if (date := _date(year, month, day))]
    return min(found, key=lambda date: abs(date - at)) if found else None


def _weekday(match: re.Match[str], midnight: datetime) -> datetime | None:
    """The coming such day; `last`: the one before; `next` means different days to different people: stays in words."""
    which = (match["which"] or "").lower()
    if which == "next":
        return None
    ahead = (_WEEKDAYS[match["name"][:3].lower()] - midnight.weekday()) % 7
    return midnight + timedelta(days=ahead - 7 if which == "last" else ahead or 7)


def _date(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def _number(said: str) -> int | None:
    said = said.lower()
    digits = re.match(r"\d+", said)
    if digits:
        return int(digits.group())
    if said in {"a", "an"}:
        return 1
    tens, _, last = said.replace("-", " ").rpartition(" ")
    if last in _ORDINALS:
        return (spoken.number_value(tens) or 0 if tens else 0) + _ORDINALS[last]
    return spoken.number_value(said)


def _clock(said: str) -> time | None:
    """The one clock time that `said` names; None without one or with several."""
    if re.search(r"\b(?:noon|midday)\b", said, re.IGNORECASE):
        return time(12) if not _CLOCK.search(said) else None
    found = list(_CLOCK.finditer(said))
    if len(found) != 1:
        return None
    match = found[0]
    if match["plain"]:
        hour, minute = (int(part) for part in match["plain"].split(":"))
    else:
        hour, minute = int(match["hour"]) % 12, int(match["minute"] or 0)
        hour += 12 if match["half"].lower().startswith("p") else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _plus_business_days(at: datetime, count: int) -> datetime:
    while count:
        at += timedelta(days=1)
        count -= at.weekday() < 5
    return at


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
