"""What the stores share: the hash that names a content, and opaque list cursors."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime

from pydantic import BaseModel

from assist.core.errors import InvalidInput, PreconditionFailed

_NO_CURSOR = "cursor is not one that this list returned"
# Sixteen digits of microseconds are three hundred years.
_NUMBER = re.compile(r"-?[0-9]{1,16}\Z")


def etag_of(content: str) -> str:
    """32 hex digits that name a content."""
    return hashlib.blake2b(content.encode("utf-8"), digest_size=16).hexdigest()


def content_of(model: BaseModel) -> str:
    """The stored JSON of a model; equal models have equal text."""
    return model.model_dump_json()


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


def encode_cursor(*parts: str) -> str:
    """An opaque cursor that continues after the item these parts name."""
    return base64.urlsafe_b64encode("\x1f".join(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *, parts: int = 1) -> list[str]:
    """The parts of a cursor. Raises InvalidInput when it is not one of ours."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split("\x1f")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        found = []
    if len(found) != parts or any("\x00" in part for part in found):
        raise InvalidInput(_NO_CURSOR)
    return found


def number_in_cursor(part: str) -> int:
    """A part of a cursor that is a number: a position, or microseconds of our time. Raises InvalidInput."""
    if not _NUMBER.match(part):
        raise InvalidInput(_NO_CURSOR)
    return int(part)


def check_match(if_match: str | None, stored: str | None, *, what: str) -> None:
    """Raises PreconditionFailed unless `if_match` is None, names the stored ETag, or is `*` for anything stored."""
    if if_match is None or (stored is not None and if_match in ("*", stored)):
        return
    state = "does not exist" if stored is None else f"is now at {stored}"
    raise PreconditionFailed(f"If-Match names {if_match}, but {what} {state}; read it again")
