"""What a team does not want said: banned phrases, and promises that somebody must approve first."""

import re
from functools import lru_cache

from assist.core.replies import Promise, ReplyPolicy

_HANDS = r"(?:pa(?:y|ys|id)|sen[dt]|giv\w+|g[eo]ts?|receive|transfer\w*|credit\w*)"
_MONEY = r"(?:\{amount\}|[$€£₹]|\b(?:money|price|fees?|amount|costs?|deposit|payment|everything)\b)"
_PROMISES: dict[Promise, re.Pattern[str]] = {
    "refund": re.compile(
        r"\b(?:full |partial )?refund(?:s|ed|ing)?\b(?=[^.?!]*(?:\{amount\}|[$€£₹]|\d))|"
        r"\b(?:i|we)(?:'ll| will| can|'ve| have)[^.?!]{0,60}\brefund|"
        rf"(?<!not )(?<!n['’]t )(?<!never )\b{_HANDS}\b(?:[^.?!]{{0,60}}{_MONEY}[^.?!]{{0,60}}\bback\b|"
        rf" back\b(?! to (?:you|me|us)\b)[^.?!]{{0,40}}{_MONEY})",
        re.IGNORECASE,
    ),
    "compensation": re.compile(r"\b(?:compensat\w*|goodwill|gift card|store credit|reimburs\w*)\b", re.IGNORECASE),
    "legal": re.compile(
        r"\b(?:liab\w+|legal(?:ly)?|lawsuit|sue|court|negligen\w*|at fault|our fault|breach of|damages)\b",
        re.IGNORECASE,
    ),
    "discount": re.compile(r"\b(?:discount\w*|voucher|coupon|promo(?:tion)? code|\d{1,3} ?% off)\b", re.IGNORECASE),
    "deadline": re.compile(
        r"\b(?:guarantee\w*|promise\w*)\b[^.?!]*\b(?:by|within|before|today|tomorrow)\b", re.IGNORECASE
    ),
}


def objection(text: str, policy: ReplyPolicy | None) -> str | None:
    """Why this text may not be suggested; None when it may."""
    if policy is None:
        return None
    for banned in policy.banned:
        if _phrase(banned.phrase).search(text):
            return f"holds '{banned.phrase}': {banned.reason}"
    for promise in policy.approval:
        if _PROMISES[promise].search(text):
            return (
                f"promises a {promise} that needs approval"
                if promise != "legal"
                else "touches a legal matter that needs approval"
            )
    return None


@lru_cache(maxsize=1_024)
def _phrase(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
