"""The answer to a call that goes on as a job."""

from fastapi import Response

from assist.api.schemas import JobStarted


def started(job_id: str) -> Response:
    """202 with the job's id and place."""
    content = JobStarted(job_id=job_id).model_dump_json()
    headers = {"Location": f"/v1/jobs/{job_id}"}
    return Response(content, status_code=202, headers=headers, media_type="application/json")
