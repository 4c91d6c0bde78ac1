"""Codes stay letter for letter: the HM of `HM-20931` is no hesitation, the I of `I-20` nobody.

While a message is read, letters that mean nothing stand in their place, as many as they have.
"""

import re
from collections.abc import Callable, Mapping

_CODE = re.compile(r"(?<![\w@./-])(?=[\w/-]*\d)(?=[\d/-]*[A-Za-z])[A-Za-z\d]+(?:[-/][A-Za-z\d]+)+(?![\w@-])")
_SHOWN = re.compile(r"(?:\A|[-/])(?=\d*[A-Z])[A-Z\d]+(?=[-/]|\Z)|\A[A-Za-z]{1,6}-\d\d")  # `24-hour` is a word
_TIME = re.compile(r"\d+[AP]M\b")
_LETTER = re.compile(r"[A-Za-z]")
_STAND_INS = "QXZVKJ"


def hidden(text: str) -> tuple[str, Mapping[str, str]]:
    """`text`, equally long, with stand-ins for its codes, and the code of each."""
    if not ("-" in text or "/" in text) or not any(char.isdigit() for char in text):
        return text, {}
    codes: dict[str, str] = {}

    def hide(found: re.Match[str]) -> str:
        code = found.group()
        if not _SHOWN.search(code) or _TIME.search(code):
            return code
        stand_ins = (_LETTER.sub(letter, code) for letter in _STAND_INS)
        stand_in = next((one for one in stand_ins if one not in text and codes.get(one, code) == code), code)
        codes[stand_in] = code
        return stand_in

    return _CODE.sub(hide, text), codes


def shown(said: str, codes: Mapping[str, str]) -> str:
    """`said` with its codes again, as they were written."""
    for stand_in, code in sorted(codes.items(), key=lambda pair: -len(pair[0])):  # `QQ-20-Q` before `QQ-20`
        said = re.sub(rf"(?<!\w){re.escape(stand_in)}(?!\w)", lambda _, code=code: code, said, flags=re.IGNORECASE)
    return said


def verbatim(say: Callable[[str], str | None], text: str) -> str | None:
    """`say(text)`, which finds stand-ins in the place of codes."""
    words, codes = hidden(text)
    said = say(words)
    return shown(said, codes) if said and codes else said
