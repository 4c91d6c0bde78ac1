"""Sums of money and shares of a price, in figures or in words, and their plain form (`271.70 GBP`)."""

import re

from assist.copilot.facts import spoken

_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
_WORDS = {
    "euro": "EUR", "euros": "EUR", "eur": "EUR", "dollar": "USD", "dollars": "USD", "usd": "USD", "bucks": "USD",
    "pound": "GBP", "pounds": "GBP", "quid": "GBP", "gbp": "GBP", "rupee": "INR", "rupees": "INR", "rs": "INR",
    "inr": "INR", "francs": "CHF", "chf": "CHF", "kronor": "SEK", "sek": "SEK", "yen": "JPY", "cad": "CAD",
    "aud": "AUD",
}  # fmt: skip
_UNITS = r"credits?|points|miles"
_CURRENCY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_FIGURE = r"\d(?:[\d,.']{0,14}\d)?"
_RATE = (
    r"(?:[ ](?:per|a|each)[ ](?:day|week|month|year|night|person|passenger|way|block|seat|user|hour)|"
    r"[ ]each(?:[ ]way)?)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w)(?P<symbol>[$€£₹¥])[ ]?(?P<number>{_FIGURE}k?)",
        rf"(?<![\w.])(?P<symbol>inr|eur|usd|gbp|chf|rs)\.?[ ]?(?P<number>{_FIGURE}k?)(?![\w-])",
        rf"(?<![\w.,$€£₹])(?P<number>{_FIGURE}k?)[ ]?(?P<symbol>€|£|₹|(?:{_CURRENCY_WORD})\b)"
        r"(?:(?<=s)(?P<minor>[ ]\d{2})(?![\w%.,]\d|\w))?",
        rf"(?<![\w.,$€£₹])(?P<number>{_FIGURE})[ ](?P<symbol>(?:{_UNITS})\b)",
        rf"(?<![\w.,$€£₹-])(?P<number>{_FIGURE})(?=[ ]in[ ]credit\b)",
        r"(?<![\w.,$€£₹-])(?P<number>\d{1,4}k)(?!\w)(?! (?:rows?|users?|records?|lines?|files?|requests?|items?|people|"
        r"words?|miles?|steps?|followers?|subscribers?|contacts?|entries|tokens?)\b)",
        r"(?<![\w.,-])(?P<number>\d{1,3}(?:\.\d+)?)[ ]?(?P<symbol>%|percent)",
        rf"(?<![\w.,$€£₹-])(?P<number>{_FIGURE})(?=[ ]per[ ](?:month|week|day|night|year)\b)",
        rf"(?<![\w'-])(?P<words>{spoken.NUMBER})[ ](?P<symbol>{_CURRENCY_WORD}|percent)\b"
        rf"(?:[ ](?:and[ ])?(?P<cents>{spoken.NUMBER})(?:[ ](?:cents|pence|p)\b|(?=[.,?!;]|$|[ ](?:on|for|in|so|"
        rf"but|from|is|was|of|a (?:day|week|month|year|night|go)|each|per|and)\b)))?",
        # "four hundred and sixty eight": a round number in words may be a sum without saying so
        rf"(?<![\w'-])(?P<words>(?:a|{spoken.NUMBER_WORD})[ ](?:hundred|"
        rf"thousand)(?:[ ](?:and[ ])?(?:{spoken.NUMBER_WORD})"
        rf"(?:[ -](?:{spoken.NUMBER_WORD}))*)?)(?![ -](?:{_CURRENCY_WORD}|percent|{spoken.NUMBER_WORD})\b)",
        # a sum where the words before call it one: "budget is 1067", "costs 296", "owe 24,20"
        r"\b(?:budget|price|cost|costs|total|balance|fee|charge|charged|paid|pay|priced|more than|up to|less than|owe)"
        rf"(?:[ ](?:is|was|of|at|me|be|to|about|around|only|you))*[ :]+(?P<number>{_FIGURE})(?![\w%:/-]|"
        rf"[ ](?:hours?|days?|"
        r"weeks?|months?|years?|minutes?|people|times?|seats?|items?|business|am|pm|km|kg|m|cm|mm|kwh|litres?|"
        r"metres?|minutes)\b)",
    )
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_RATE_AFTER = re.compile(_RATE, re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"\d+,\d{2}")


def find_amounts(text: str) -> list[tuple[int, int]]:
    """Spans of amounts, in order, never overlapping; a currency belongs to its number, a rate (`a month`) does not."""
    spans: list[tuple[int, int]] = []
    figures, words = _DIGIT.search(text) is not None, spoken.says_numbers(text)
    for pattern in _PATTERNS:
        if not (words if "words" in pattern.groupindex else figures):
            continue
        for match in pattern.finditer(text):
            start, end = _span(match)
            if not any(start < b and a < end for a, b in spans):
                spans.append((start, end))
    return sorted(spans)


def _span(match: re.Match[str]) -> tuple[int, int]:
    names = [name for name in ("symbol", "number", "words", "cents", "minor") if match.groupdict().get(name)]
    start = min(match.start(name) for name in names)
    return start, match.end() if match.start() == start else max(match.end(name) for name in names)


def rate_end(text: str, start: int, end: int) -> int:
    """Where an amount without a currency ends with its rate (`2812 per month`); one with a currency stays as it is."""
    match = None if amount_value(text[start:end]) else _RATE_AFTER.match(text, end)
    return match.end() if match else end


def amount_value(said: str) -> str | None:
    """`two pounds fifty` -> `2.50 GBP`, `Rs. 10,000` -> `10000.00 INR`, `10% off` -> `10%`; None without a unit."""
    for pattern in _PATTERNS:
        match = pattern.search(said)
        if not match:
            continue
        groups = match.groupdict()
        unit = (groups.get("symbol") or "").lower().rstrip(".")
        number = _from_words(groups) if groups.get("words") else _from_figures(groups["number"])
        if number is None or not unit:
            return None
        if unit in {"%", "percent"}:
            return f"{number:g}%"
        currency = _SYMBOLS.get(unit) or _WORDS.get(unit)
        return f"{number:.2f} {currency}" if currency else None
    return None


def _from_figures(figure: str) -> float | None:
    thousands = figure[-1] in "kK"
    plain = figure.rstrip("kK").replace(" ", "").replace("'", "")
    plain = plain.replace(",", ".") if _DECIMAL_COMMA.fullmatch(plain) else plain.replace(",", "")
    try:
        return float(plain) * (1_000 if thousands else 1)
    except ValueError:
        return None


def _from_words(groups: dict[str, str | None]) -> float | None:
    whole = spoken.number_value(groups["words"] or "")
    cents = spoken.number_value(groups.get("cents") or "") or 0
    return None if whole is None else whole + cents / 100
