"""Numbers with a shape or a check digit of their own: cards, IBANs, IP addresses, national ids."""

import re
from collections.abc import Iterator

from assist.core.redact.checks import IBAN_LENGTHS, is_ip_address, passes_luhn, passes_mod97
from assist.core.redact.kinds import Kind

Found = Iterator[tuple[int, int, Kind]]

_CARD = re.compile(r"(?<![\w+])(?<!\d[.-])\d(?:[ \u00a0.-]?\d){11,18}(?!\w)")
_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_VERSION_BEFORE = re.compile(r"\b(?:v|version|firmware|release|build)[ :]*$", re.IGNORECASE)
# United States social security number; 000, 666 and 9xx are never issued.
_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")


def find_cards(text: str) -> Found:
    """13 to 19 digits (Maestro: from 12), grouped or not, that pass Luhn."""
    for match in _CARD.finditer(text):
        digits = "".join(c for c in match.group() if c.isdigit())
        if digits[0] != "0" and (len(digits) > 12 or digits[0] in "56") and passes_luhn(digits):
            yield match.start(), match.end(), "card"


def find_ibans(text: str) -> Found:
    """As long as the country's IBANs are, with or without spaces, passing the mod-97 check."""
    for match in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(match.group()[:2].upper())
        if length is None:
            continue
        taken, end = _alphanumerics(text, match.start(), length)
        ends_word = end == len(text) or not text[end].isalnum()
        if len(taken) == length and ends_word and passes_mod97(taken.upper()):
            yield match.start(), end, "iban"


def _alphanumerics(text: str, start: int, count: int) -> tuple[str, int]:
    """Up to `count` ASCII letters and digits from `start`, single spaces and hyphens between them skipped; the end."""
    taken: list[str] = []
    position = start
    while position < len(text) and len(taken) < count:
        char = text[position]
        if char.isascii() and char.isalnum():
            taken.append(char)
        elif char not in " -\u00a0" or text[position - 1] in " -\u00a0":
            break
        position += 1
    return "".join(taken), position


def find_ip_addresses(text: str) -> Found:
    """IPv4 (not version numbers that say so) and IPv6."""
    for match in _IPV4.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if is_ip_address(match.group()) and not _VERSION_BEFORE.search(before):
            yield match.start(), match.end(), "ip"
    for match in _IPV6.finditer(text):
        # One "::" between two words is far more often code or punctuation than an address.
        if sum(c.isalnum() for c in match.group()) >= 4 and is_ip_address(match.group()):
            yield match.start(), match.end(), "ip"


def find_national_ids(text: str) -> Found:
    """Social security numbers written with separators."""
    for match in _SSN.finditer(text):
        yield match.start(), match.end(), "national_id"
