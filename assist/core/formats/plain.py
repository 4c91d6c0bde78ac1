"""Plain text: `Customer: ...` and `Agent: ...`, one turn a paragraph; times before the speaker are skipped."""

import re
from collections.abc import Iterator

from assist.core.conversation import Transcript
from assist.core.errors import InvalidInput
from assist.core.formats.turns import Turn, role_of, to_transcript

_CLOCK = r"(?:\d{4}-\d{2}-\d{2}[T ])?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?(?:\s*[AaPp][Mm])?"
_TIME = rf"(?:[\[(]?\s*{_CLOCK}\s*[\])]?\s*[-–]?\s*)?"
_SPEAKER = re.compile(rf"^\s*[-*>]*\s*{_TIME}\**([^\W\d_][\w .'()-]{{0,40}}?)\**\s*:\**\s*(.*)$")


def read_text(text: str) -> Transcript:
    """A chat. Raises InvalidInput when no line begins with a speaker."""
    turns = list(_turns(text))
    if not turns:
        raise InvalidInput("no line begins with a speaker; write 'Customer: ...' and 'Agent: ...'")
    return to_transcript(turns, channel="chat", source="text")


def _turns(text: str) -> Iterator[Turn]:
    """A line with a known speaker starts a turn; other lines continue it.

    Labels that name a role decide. Only when there is none are names taken as speakers, and only names that come back
    (so that "Note: ..." or "PS: ..." inside a message is no speaker).
    """
    lines = text.removeprefix("\ufeff").splitlines()
    labels = [match.group(1).strip() for line in lines if (match := _SPEAKER.match(line))]
    known = {label for label in labels if role_of(label)}
    if not known & {label for label in labels if role_of(label) in ("customer", "agent")}:
        known |= {label for label in labels if labels.count(label) > 1 or len(set(labels)) <= 2}
    speaker, said = "", list[str]()
    for line in lines:
        match = _SPEAKER.match(line)
        if match and match.group(1).strip() in known:
            if speaker:
                yield Turn(speaker, "\n".join(said))
            speaker, said = match.group(1).strip(), [match.group(2)]
        elif speaker:
            said.append(line)
    if speaker:
        yield Turn(speaker, "\n".join(said))
