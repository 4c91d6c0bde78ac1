"""What a team allows in its suggested replies."""

from fastapi import APIRouter, Request, Response

from assist.api import examples
from assist.api.auth import AUTHORS, CallerDep, allow
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.preconditions import check_write, creates_only, not_modified, quoted
from assist.api.schemas import PolicyBody, StoredPolicy
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.core.errors import Forbidden
from assist.core.replies import ReplyPolicy

router = APIRouter(tags=["approved replies"])


@router.put(
    "/v1/teams/{team_id}/reply-policy",
    response_model=None,
    dependencies=[allow("supervisor", *AUTHORS)],
    openapi_extra=described(PolicyBody, examples.REPLY_POLICY),
    responses=answers(StoredPolicy, examples.STORED_POLICY)
    | answers(StoredPolicy, examples.STORED_POLICY, status=201, description="Created"),
)
async def put_policy(team_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Set the policy. A change needs If-Match; suggestions that break it are withheld with the reason."""
    if caller.roles.isdisjoint({"admin", *AUTHORS}) and team_id not in caller.teams:
        raise Forbidden("a supervisor sets the policy of its own teams")
    raw = await json_bytes(request)
    memory = server.engine.memory

    def work() -> tuple[ReplyPolicy, str, str]:
        body = parse(raw, PolicyBody)
        policy = ReplyPolicy.model_validate({**body.model_dump(), "team": team_id})
        known = memory.store.policy(team_id)
        if known is not None and known[0] == policy and not creates_only(request):
            return policy, known[1], "unchanged"
        match = check_write(request, known[1] if known else None, what=f"reply policy of team '{team_id}'")
        written = memory.store.put_policy(policy, if_match=match, create_only=match is None)
        memory.refresh()
        return written

    policy, etag, change = await server.work.run(work)
    return _stored(policy, etag, status=201 if change == "created" else 200)


@router.get(
    "/v1/teams/{team_id}/reply-policy",
    response_model=None,
    responses=answers(StoredPolicy, examples.STORED_POLICY),
)
async def get_policy(team_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """The policy; a team without one has the default: nothing is banned, closed sessions feed the memory."""
    known = await server.work.run(lambda: server.engine.memory.store.policy(team_id))
    if known is None:
        return Response(
            StoredPolicy.of(ReplyPolicy(team=team_id), None).model_dump_json(), media_type="application/json"
        )
    return not_modified(request, known[1]) or _stored(*known)


def _stored(policy: ReplyPolicy, etag: str, *, status: int = 200) -> Response:
    content = StoredPolicy.of(policy, etag).model_dump_json()
    return Response(content, status_code=status, headers={"ETag": quoted(etag)}, media_type="application/json")
