"""The error tree. Each error carries a code, an HTTP status and a sentence the caller can act on.

AssistError
├── InvalidInput            422  a value is wrong; the message says which and what is allowed
│   └── InputTooLarge       413  over a stated limit
├── MalformedInput          400  not parseable at all (broken JSON, broken file)
├── Unauthenticated         401  no key or token, or one that is not valid
├── Forbidden               403  the role may not do this
├── NotFound                404  no such object, or not yours
├── Conflict                409  the object's state does not allow it (session_limit, session_closed, ...)
├── PreconditionFailed      412  If-Match names another version than the stored one
├── PreconditionRequired    428  an update without If-Match
├── Overloaded              429  the queue is full; try again after `retry_after` seconds
├── Unavailable             503  a part is not ready (database away, index broken, model missing)
└── ConfigurationError      500  the operator's settings cannot work; raised at start, never per request
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One wrong field: `field` is a dotted path, `message` says what is allowed."""

    field: str
    message: str


class AssistError(Exception):
    """Base of all errors meant for the caller."""

    status: ClassVar[int] = 500
    code: str = "internal_error"

    def __init__(self, detail: str, *, code: str | None = None, errors: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        if code is not None:
            self.code = code


class InvalidInput(AssistError):
    """A value is wrong."""

    status = 422
    code = "invalid_input"


class InputTooLarge(InvalidInput):
    """Over a stated limit; the limit is in the message."""

    status = 413
    code = "too_large"


class MalformedInput(AssistError):
    """Not parseable at all."""

    status = 400
    code = "malformed_input"


class Unauthenticated(AssistError):
    """No credentials, or credentials that are not valid."""

    status = 401
    code = "unauthenticated"


class Forbidden(AssistError):
    """The caller's role may not do this."""

    status = 403
    code = "forbidden"


class NotFound(AssistError):
    """No such object, or one that belongs to somebody else."""

    status = 404
    code = "not_found"


class Conflict(AssistError):
    """The object's present state does not allow the call."""

    status = 409
    code = "conflict"


class PreconditionFailed(AssistError):
    """If-Match names another version than the stored one."""

    status = 412
    code = "precondition_failed"


class PreconditionRequired(AssistError):
    """An update needs If-Match (a creation `If-None-Match: *`)."""

    status = 428
    code = "precondition_required"


class Overloaded(AssistError):
    """The queue is full."""

    status = 429
    code = "overloaded"

    def __init__(self, detail: str, *, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(AssistError):
    """A part of the service is not ready; `retry_after`: in how many seconds it may be, where that can be told."""

    status = 503
    code = "unavailable"

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ConfigurationError(AssistError):
    """The settings cannot work; the message names the setting to change."""

    status = 500
    code = "configuration_error"
