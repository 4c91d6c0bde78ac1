"""ETag, If-Match and If-None-Match (RFC 9110, section 13)."""

from fastapi import Request, Response

from assist.core.errors import InvalidInput, PreconditionFailed, PreconditionRequired


def quoted(etag: str) -> str:
    """As sent in the ETag header."""
    return f'"{etag}"'


def if_match(request: Request) -> str | None:
    """The one ETag (or `*`) of If-Match, None without the header."""
    value = request.headers.get("if-match")
    if value is None:
        return None
    if "," in value:
        raise InvalidInput("If-Match takes one ETag here")
    return _bare(value)


def creates_only(request: Request) -> bool:
    """Whether `If-None-Match: *` was sent."""
    return request.headers.get("if-none-match", "").strip() == "*"


def check_write(request: Request, stored: str | None, *, what: str) -> str | None:
    """Let a write through only when the writer knows what it replaces; the If-Match to hand to the store.

    stored: ETag of what is there, None when nothing is. Raises PreconditionRequired (428) for an update without
    If-Match, PreconditionFailed (412) for `If-None-Match: *` on something that exists.
    """
    if stored is not None and creates_only(request):
        raise PreconditionFailed(f"{what} exists already; read it and send If-Match")
    match = if_match(request)
    if stored is not None and match is None:
        raise PreconditionRequired(f"{what} exists: send If-Match with the ETag you read, so that no edit is lost")
    return match


def not_modified(request: Request, etag: str) -> Response | None:
    """304 when the caller has this version already."""
    known = [_bare(part) for part in request.headers.get("if-none-match", "").split(",")]
    if etag in known:
        return Response(status_code=304, headers={"ETag": quoted(etag)})
    return None


def _bare(value: str) -> str:
    return value.strip().removeprefix("W/").strip('"')
