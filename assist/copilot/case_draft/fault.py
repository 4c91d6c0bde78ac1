"""Of two clauses the one that tells what is wrong: `did the MOT, and now the engine light is on`."""

import re

from assist.core.text.remembered import remembered

_WRONG = (
    r"\b(?:not|never|no longer|wrong|wrongly|twice|broken|missing|gone|late|error|stopped|cannot|fail\w*|leak\w*|dead|"
    r"stuck|lost|closed|cancelled|sick|empty|blank|blocked|declined|expired|refused|cracked|frozen|double|overdue)\b"
)
_IS_WRONG = re.compile(_WRONG, re.IGNORECASE)
# What is told before it is the matter itself: another fault, or a wish.
_TELLS = re.compile(
    rf"{_WRONG}|\b(?:dented|damaged|torn|scratched|faulty|charged)\b|\A(?:they )?(?:wants?|would like|needs?|asks|"
    rf"wishes)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\A(?:says )?(?P<before>[^;]{8,140}?),? (?:and|but|yet)(?P<now> now)?,? (?:says )?(?:they (?:just |now )*(?:saw|"
    r"see|"
    r"noticed|found) (?:that )?)?(?:(?:his|her|its) (?=[a-z])|(?=(?:the|their|an?) ))"
    r"(?P<fault>(?:(?:the|their|an?) )?(?!company\b|agent\b|customer\b)(?:(?!and\b|but\b|that\b|who\b)[\w'-]+ ){1,5}?"
    r"(?:is|are|was|were|has|have|does|do|did|will|cannot|shows?|keeps?)\b[^;]*)"
)
# `tried to send the form and it comes back with an error`: the form is what it is about.
_TRIED = re.compile(
    r"\A(?:(?:says|they|has|have|keeps?|is) )*(?:been )?(?:tried|tries|trying) to [a-z]+ (?P<what>(?:the|their|an?) "
    r"[^,;]{3,40}?),? (?:and|but) it (?P<how>(?:comes? back|keeps|says|shows|fails|gets|is|does|goes|will|just|crashes|"
    r"freezes|stops|gives)\b.*)",
)
_MOST = 24  # words of what is wrong


@remembered(maxsize=4_096)
def fault_of(said: str) -> str:
    """The clause behind `and` or `but` where it alone tells what is wrong; else all that was said."""
    tried = _TRIED.match(said)
    if tried:
        return f"{tried['what']} {tried['how']}"
    match = _BEHIND.match(said)
    if match is None or _TELLS.search(match["before"]) or len(match["fault"].split()) > _MOST:
        return said
    return match["fault"] if match["now"] or _IS_WRONG.search(match["fault"]) else said
