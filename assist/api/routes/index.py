"""Rebuild, look at and roll back the index; follow and cancel jobs."""

from typing import Any

from fastapi import APIRouter, Request, Response

from assist.api import examples
from assist.api.auth import ENGINEERS, CallerDep, allow
from assist.api.bodies import NoBody, answers, described, json_bytes, parse
from assist.api.jobs import started
from assist.api.schemas import IndexState, JobStarted, JobView, RebuildRequest, RollbackRequest
from assist.api.state import ServerDep
from assist.core.conversation import Id
from assist.core.errors import NotFound
from assist.core.ports import JobContext

router = APIRouter(tags=["index and jobs"])


@router.post(
    "/v1/index/rebuild",
    status_code=202,
    response_model=None,
    dependencies=[allow(*ENGINEERS)],
    openapi_extra=described(RebuildRequest, {"dry_run": False, "gate": True}, required=False),
    responses=answers(JobStarted, examples.JOB_STARTED, status=202, description="The rebuild goes on as a job."),
)
async def rebuild_index(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Build a new snapshot beside the served one, check it, compare golden queries, switch. One at a time."""
    raw = await json_bytes(request)
    body = parse(raw or b"{}", RebuildRequest)
    engine = server.engine

    def work(context: JobContext) -> dict[str, Any]:
        return engine.rebuild(context, dry_run=body.dry_run, gate=body.gate)

    job_id = await server.work.run(lambda: engine.jobs.start("index_rebuild", work, single_flight=True))
    return started(job_id)


@router.get("/v1/index", response_model=None, responses=answers(IndexState, examples.INDEX))
async def get_index(server: ServerDep, caller: CallerDep) -> Response:
    """The served snapshot, what changed since, the last golden-query report and the snapshots kept."""
    state = await server.work.run(lambda: IndexState.model_validate(server.engine.index_status()))
    return Response(state.model_dump_json(), media_type="application/json")


@router.post(
    "/v1/index/rollback",
    response_model=None,
    dependencies=[allow(*ENGINEERS)],
    openapi_extra=described(RollbackRequest, {"snapshot": "20260309T143004-6fa1c2"}),
    responses=answers(IndexState, examples.INDEX),
)
async def roll_back_index(request: Request, server: ServerDep, caller: CallerDep) -> Response:
    """Serve an earlier snapshot. Article changes made since then stay."""
    body = parse(await json_bytes(request), RollbackRequest)

    def work() -> IndexState:
        server.engine.knowledge.rollback(body.snapshot)
        return IndexState.model_validate(server.engine.index_status())

    state = await server.work.run(work)
    return Response(state.model_dump_json(), media_type="application/json")


@router.get("/v1/jobs/{job_id}", response_model=None, responses=answers(JobView, examples.JOB))
async def get_job(job_id: Id, server: ServerDep, caller: CallerDep) -> Response:
    """Where a job stands, and its result at the end."""
    job = await server.work.run(lambda: server.engine.jobs.get(job_id))
    if job is None:
        raise NotFound(f"no job '{job_id}'")
    return Response(JobView.of(job).model_dump_json(), media_type="application/json")


@router.post("/v1/jobs/{job_id}/cancel", response_model=None, responses=answers(JobView, examples.JOB))
async def cancel_job(job_id: Id, server: ServerDep, caller: CallerDep, _body: NoBody) -> Response:
    """Ask a job to stop; it does at its next step. A finished job stays as it is."""
    job = await server.work.run(lambda: server.engine.jobs.cancel(job_id))
    if job is None:
        raise NotFound(f"no job '{job_id}'")
    return Response(JobView.of(job).model_dump_json(), media_type="application/json")
