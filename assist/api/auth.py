"""Who calls: API keys and JWTs become a principal; roles answer 403, other people's objects 404."""

import re
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Annotated, Any, get_args

import jwt
from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from assist.api.queries import check_query
from assist.core.errors import Forbidden, Unauthenticated
from assist.core.vocabulary import ID_PATTERN, UserRole
from assist.store.api_keys import ApiKeyStore

# How long a revoked key may still work, and how long a first key may go unnoticed.
_REMEMBERED_S = 5.0
_KEYS_REMEMBERED = 4_096
_ALGORITHMS = ["HS256"]
_SUBJECT_CHARS = 128
_ROLES: tuple[UserRole, ...] = get_args(UserRole)


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a request speaks for. `subject` is the agent's id for agents."""

    subject: str
    roles: frozenset[UserRole]
    teams: tuple[str, ...] = ()

    def has(self, *roles: UserRole) -> bool:
        """Whether one of `roles`, or admin, applies."""
        return "admin" in self.roles or not self.roles.isdisjoint(roles)


ANONYMOUS = Principal(subject="anonymous", roles=frozenset({"admin"}))


@dataclass(slots=True)
class Authenticator:
    """Turns `Authorization: Bearer <key or JWT>` into a principal.

    Without keys and without a JWT secret, loopback callers are admin; everybody is when `allow_anonymous`.
    """

    keys: ApiKeyStore
    jwt_secret: str | None = None
    allow_anonymous: bool = False
    _known: dict[str, tuple[float, Principal]] = field(default_factory=dict[str, tuple[float, Principal]])
    _closed_until: tuple[float, bool] = (0.0, False)

    async def authenticate(self, request: Request) -> Principal:
        """The principal. Raises Unauthenticated."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if not secret:
            return await self._without_credentials(request)
        if scheme.lower() != "bearer":
            raise Unauthenticated("use Authorization: Bearer <key or token>")
        secret = secret.strip()
        remembered = self._known.get(secret)
        if remembered is not None and remembered[0] > time.monotonic():
            return remembered[1]
        principal = self._from_token(secret) if secret.count(".") == 2 else await self._from_key(secret)
        if secret.count(".") != 2:
            self._remember(secret, principal)
        return principal

    async def _without_credentials(self, request: Request) -> Principal:
        if (self.allow_anonymous or _is_loopback(request)) and not await self._needs_credentials():
            return ANONYMOUS
        raise Unauthenticated("send Authorization: Bearer <key>; make one with: assist keys create --role ROLE")

    async def _needs_credentials(self) -> bool:
        if self.jwt_secret is not None:
            return True
        until, needed = self._closed_until
        if until <= time.monotonic():
            needed = await run_in_threadpool(self.keys.any_active)
            self._closed_until = (time.monotonic() + _REMEMBERED_S, needed)
        return needed

    async def _from_key(self, secret: str) -> Principal:
        key = await run_in_threadpool(self.keys.find, secret)
        if key is None:
            self._known.pop(secret, None)
            raise Unauthenticated("this key is unknown or revoked")
        return Principal(subject=key.agent_id or f"key:{key.id}", roles=frozenset({key.role}), teams=key.teams)

    def _from_token(self, token: str) -> Principal:
        if self.jwt_secret is None:
            raise Unauthenticated("tokens are not accepted here: ASSIST_JWT_SECRET is not set")
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self.jwt_secret, algorithms=_ALGORITHMS, options={"require": ["sub"], "verify_aud": False}
            )
        except jwt.InvalidTokenError as error:
            raise Unauthenticated(f"the token is not valid: {error}") from None
        subject: str = claims["sub"]
        if not 0 < len(subject) <= _SUBJECT_CHARS or not subject.isprintable():
            raise Unauthenticated(f"the token's sub must be 1 to {_SUBJECT_CHARS} printable characters")
        roles = frozenset(role for role in get_args(UserRole) if role in _strings(claims.get("roles")))
        # No session has a team of another form, and a database may not even take one.
        teams = tuple(team for team in _strings(claims.get("teams")) if re.fullmatch(ID_PATTERN, team))
        return Principal(subject=subject, roles=roles, teams=teams)

    def _remember(self, secret: str, principal: Principal) -> None:
        if len(self._known) >= _KEYS_REMEMBERED:
            self._known.clear()
        self._known[secret] = (time.monotonic() + _REMEMBERED_S, principal)


async def current_principal(request: Request) -> Principal:
    """Dependency: the caller. Raises Unauthenticated, Forbidden for a token without any role, and InvalidInput for a
    query that the call does not have."""
    principal = await request.state.server.auth.authenticate(request)
    if not principal.roles:
        raise Forbidden(f"the token's claim roles names none of {', '.join(_ROLES)}")
    # Here, because every call but the probes passes by, and a stranger is told nothing else first.
    check_query(request)
    return principal


async def is_signed_in(request: Request) -> bool:
    """Whether the key or token of a request that is still being answered counts now."""
    try:
        await request.state.server.auth.authenticate(request)
    except Unauthenticated:
        return False
    return True


CallerDep = Annotated[Principal, Depends(current_principal)]


def require(*roles: UserRole) -> Callable[[Request], Coroutine[Any, Any, Principal]]:
    """Dependency: a caller with one of `roles` (admin always may). Raises Forbidden."""

    async def check(request: Request) -> Principal:
        # Called here, as the framework takes as long for each dependency of a dependency as for a small answer.
        principal = await current_principal(request)
        if not principal.has(*roles):
            raise Forbidden(f"this needs the role {' or '.join(dict.fromkeys((*roles, 'admin')))}")
        return principal

    return check


# Who works with sessions at all; whose they are is checked per object.
DeskUser = Annotated[Principal, Depends(require("agent", "supervisor"))]
AdminUser = Annotated[Principal, Depends(require("admin"))]


def _is_loopback(request: Request) -> bool:
    """Whether the peer is this machine itself and not a proxy on it that speaks for somebody else."""
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        return False
    if request.client is None:
        return True
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _strings(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()  # pyright: ignore[reportUnknownVariableType]


# Who may write knowledge, and who may change what the index serves.
AUTHORS: tuple[UserRole, ...] = ("author", "engineer")
ENGINEERS: tuple[UserRole, ...] = ("engineer",)


def allow(*roles: UserRole) -> Any:
    """`require` for a route's `dependencies`, where the caller itself is not needed."""
    return Depends(require(*roles))
