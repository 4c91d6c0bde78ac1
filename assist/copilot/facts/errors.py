"""What a screen or a system says when it fails: quoted messages and status words behind `error`, `says`, `shows`."""

import re

from assist.copilot.facts.mentions import Mention

_SAID_BY_A_SCREEN = re.compile(
    r"\b(?:error|errors|says|say|said|saying|shows?|showing|displays?|displayed|message|status|screen|reads?|written|"
    r"pops? up|popup|status remains|write[sn]?)\b[^\n\"'“‘]{0,40}[\"'“‘](?P<said>[^\"”\n]{2,48}?)[\"'”’](?!\w)",
    re.IGNORECASE,
)
_QUOTED_FAILURE = re.compile(
    r"[\"'“‘](?P<said>[^\"'”’\n]{0,30}\b(?:failed|failure|blocked|declined|denied|expired|rejected|"
    r"not recogni[sz]ed?|invalid|"
    r"unavailable|timed? out|error)\b[^\"'”’\n]{0,20})[\"'”’](?!\w)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w-])(?P<said>REJECTED|DECLINED|FAILED|BLOCKED|DENIED|EXPIRED|INVALID)(?![\w-])")
_KNOWN = re.compile(
    r"\b(?P<said>insufficient funds|(?:payment|transaction) (?:failed|declined)|failed transaction|(?:pin|"
    r"card) blocked|"
    r"device not recogni[sz]ed?|(?:connection|session) timed out|server not found|access denied)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[\"'“‘]|[A-Z]{6}|fail|declin|insuff|blocked|recogni|timed out|denied", re.IGNORECASE)
_FAILURE = re.compile(
    r"\b(?:fail\w*|error|block\w*|declin\w*|den(?:ied|y)|expire\w*|reject\w*|not |invalid|unable|cannot|can't|"
    r"time\w* out|"
    r"insufficient|wrong|unavailable|locked)\b|\d",
    re.IGNORECASE,
)


def find_error_messages(text: str) -> list[Mention]:
    """Spans of what the screen said, without its quotation marks."""
    found: list[Mention] = []
    if not _SIGN.search(text):
        return found
    for pattern, shape in (
        (_SAID_BY_A_SCREEN, "screen"),
        (_QUOTED_FAILURE, "quoted"),
        (_CAPITALS, "capitals"),
        (_KNOWN, "known"),
    ):
        for match in pattern.finditer(text):
            start, end = match.span("said")
            said = text[start:end]
            if len(said.split()) > 6 or (shape == "screen" and not _FAILURE.search(said)):
                continue
            if not any(start < other.end and other.start < end for other in found):
                found.append(Mention("error_code", start, end, shape, labelled=shape == "screen"))
    return found
