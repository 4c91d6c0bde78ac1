"""`convert` reads any known transcript document; `auto` tells the format from its shape."""

import json
from collections.abc import Callable
from typing import Any, Literal, cast, get_args

from assist.core.conversation import Transcript
from assist.core.errors import InvalidInput, MalformedInput
from assist.core.formats import azure, contact_lens, google
from assist.core.formats.plain import read_text
from assist.core.formats.turns import checked
from assist.core.formats.webvtt import read_webvtt

Format = Literal["auto", "azure", "google", "contact_lens", "webvtt", "text"]
FORMATS: tuple[Format, ...] = get_args(Format)
_OBJECTS: dict[str, tuple[frozenset[str], Callable[[dict[str, Any]], Transcript]]] = {
    "contact_lens": (contact_lens.KEYS, contact_lens.read_contact_lens),
    "azure": (azure.KEYS, azure.read_azure),
    "google": (google.KEYS, google.read_google),
}


def convert(content: bytes, *, format: Format = "auto") -> Transcript:
    """The transcript in `content`; `auto` also takes our own JSON contract.

    Raises MalformedInput when it is not text or not JSON where JSON is due, InvalidInput when it holds no transcript.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedInput(f"not UTF-8 (byte {error.start})") from None
    if not text.strip():
        raise InvalidInput("the document is empty")
    if format == "webvtt" or (format == "auto" and text.lstrip().startswith("WEBVTT")):
        return read_webvtt(text)
    if format == "text" or (format == "auto" and text.lstrip()[:1] not in "{["):
        return read_text(text)
    return _from_json(text, format)


def _from_json(text: str, format: Format) -> Transcript:
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        if format == "auto":  # "[10:02] Agent: ..." looks like JSON at first
            return read_text(text)
        raise MalformedInput(f"not JSON: {error}") from None
    if not isinstance(document, dict):
        raise InvalidInput("the document must be one JSON object")
    values = cast(dict[str, Any], document)
    if format != "auto":
        return _OBJECTS[format][1](values)
    if "messages" in values:
        return from_row(values)
    for keys, read in _OBJECTS.values():
        if keys & values.keys():
            return read(values)
    raise InvalidInput("no known format: " + ", ".join(FORMATS[1:]) + ', or {"channel": ..., "messages": [...]}')


def from_row(values: dict[str, Any]) -> Transcript:
    """Our contract as data files have it: further fields (ids, gold annotations) are ignored."""
    known = {name: values[name] for name in Transcript.model_fields if values.get(name) is not None}
    return checked(known, source="transcript")
