"""WebVTT captions (W3C) with speakers as voice spans `<v Anna>` or as `Anna:` at the start of a cue."""

import html
import re
from collections.abc import Iterator

from assist.core.conversation import Transcript
from assist.core.errors import InvalidInput
from assist.core.formats.turns import Turn, merge, to_transcript

_TIMING = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[^>]*>")
_LABEL = re.compile(r"^([^\W\d_][\w .'()-]{0,40}):\s+(.*)$", re.DOTALL)


def read_webvtt(text: str) -> Transcript:
    """A call. Raises InvalidInput when no cue names its speaker."""
    turns = merge(_turns(text))
    if not turns:
        raise InvalidInput("the captions name no speaker; use voice spans such as <v Agent>")
    return to_transcript(turns, channel="voice", source="WebVTT")


def _turns(text: str) -> Iterator[Turn]:
    speaker = ""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")):
        lines = block.split("\n")
        timing = next((i for i, line in enumerate(lines) if _TIMING.match(line)), None)
        if timing is None:
            continue
        payload = "\n".join(lines[timing + 1 :])
        pieces = _VOICE.split(payload)
        for name, said in [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]:
            spoken = html.unescape(_TAG.sub("", said)).replace("\n", " ").strip()
            label = _LABEL.match(spoken) if not name else None
            if label:
                name, spoken = label.group(1), label.group(2)
            speaker = name.strip() or speaker
            if spoken and speaker:
                yield Turn(speaker, spoken)
