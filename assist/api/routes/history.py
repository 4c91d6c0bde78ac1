"""Past conversations for the reply memory."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from assist.api import examples
from assist.api.auth import AUTHORS, CallerDep, allow
from assist.api.bodies import answers
from assist.api.jobs import started
from assist.api.schemas import JobStarted
from assist.api.state import Server, ServerDep
from assist.api.uploads import Staged, staged_upload
from assist.copilot.history import import_history
from assist.core.conversation import Id
from assist.core.ports import JobContext

router = APIRouter(tags=["history"])


@router.post(
    "/v1/history/import",
    status_code=202,
    response_model=None,
    dependencies=[allow(*AUTHORS)],
    openapi_extra=examples.HISTORY_UPLOAD,
    responses=answers(JobStarted, examples.JOB_STARTED, status=202, description="The import goes on as a job."),
)
async def upload_history(
    request: Request, server: ServerDep, caller: CallerDep, team: Annotated[Id | None, Query()] = None
) -> Response:
    """Conversations as JSON lines, CSV or a transcript format; replies are suggested from how agents answered.

    Texts lose personal data and values before they are kept. `team`: whose history it is, where rows do not say.
    """
    async with staged_upload(request, server.work) as staged:
        work = _import_work(server, staged, team)
        job_id = await server.work.run(lambda: server.engine.jobs.start("history_import", work))
    return started(job_id)


def _import_work(server: Server, staged: Staged, team: str | None) -> Any:
    engine = server.engine

    def work(context: JobContext) -> dict[str, Any]:
        try:
            files = [(file.name, file.path) for file in staged.files]
            return import_history(files, engine.memory, engine.encoder, context, team=team).as_result()
        finally:
            staged.discard()
            engine.refresher.wake()

    return work
