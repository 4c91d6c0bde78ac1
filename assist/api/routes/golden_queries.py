"""Golden queries: what an index must keep finding; every rebuild is held against them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assist.api import examples
from assist.api.auth import AUTHORS, CallerDep, allow
from assist.api.bodies import answers, described, json_bytes, parse
from assist.api.preconditions import check_write, creates_only, if_match, not_modified, quoted
from assist.api.schemas import GoldenQueryPage, StoredGoldenQuery, page_json
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.golden import GoldenEntry

router = APIRouter(tags=["golden queries"])
_STORED = answers(StoredGoldenQuery, examples.STORED_GOLDEN_QUERY)


@router.get(
    "/v1/golden-queries",
    response_model=None,
    responses=answers(GoldenQueryPage, examples.page(examples.STORED_GOLDEN_QUERY)),
)
async def list_golden_queries(
    server: ServerDep,
    caller: CallerDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """Golden queries in order of id."""
    page = await server.work.run(lambda: server.engine.golden_queries.page(limit=limit, cursor=cursor))
    return page_json([_view(*row) for row in page.items], page.next_cursor)


@router.put(
    "/v1/golden-queries/{query_id}",
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=described(GoldenEntry, examples.GOLDEN_QUERY),
    responses=_STORED | answers(StoredGoldenQuery, examples.STORED_GOLDEN_QUERY, status=201, description="Created"),
)
async def put_golden_query(query_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Create or change one. A change needs If-Match. The articles may come later: a rebuild's report names queries that
    expect some that are not published (`unpublished`)."""
    raw = await json_bytes(request)
    queries = server.engine.golden_queries

    def work() -> tuple[GoldenEntry, str, str]:
        entry = parse(raw, GoldenEntry)
        known = queries.get(query_id)
        if known is not None and known[0] == entry and not creates_only(request):
            return entry, known[1], "unchanged"
        match = check_write(request, known[1] if known else None, what=f"golden query '{query_id}'")
        return entry, *queries.put(query_id, entry, if_match=match, create_only=match is None)

    entry, etag, change = await server.work.run(work)
    return _stored(query_id, entry, etag, status=201 if change == "created" else 200)


@router.get("/v1/golden-queries/{query_id}", response_model=None, responses=_STORED)
async def get_golden_query(query_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """One golden query."""
    known = await server.work.run(lambda: server.engine.golden_queries.get(query_id))
    if known is None:
        raise NotFound(f"no golden query '{query_id}'")
    return not_modified(request, known[1]) or _stored(query_id, *known)


@router.delete("/v1/golden-queries/{query_id}", status_code=204, response_model=None, dependencies=[allow(*AUTHORS)])
async def delete_golden_query(query_id: Id, request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Remove one golden query."""
    match = if_match(request)
    if not await server.work.run(lambda: server.engine.golden_queries.delete(query_id, if_match=match)):
        raise NotFound(f"no golden query '{query_id}'")
    return Response(status_code=204)


def _view(query_id: str, entry: GoldenEntry, etag: str) -> StoredGoldenQuery:
    return StoredGoldenQuery(id=query_id, **dict(entry), etag=etag)


def _stored(query_id: str, entry: GoldenEntry, etag: str, *, status: int = 200) -> Response:
    content = _view(query_id, entry, etag).model_dump_json()
    return Response(content, status_code=status, headers={"ETag": quoted(etag)}, media_type="application/json")
